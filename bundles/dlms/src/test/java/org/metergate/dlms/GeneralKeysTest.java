package org.metergate.dlms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.metergate.testkit.Hex;

/**
 * Key agreement against the examples that DLMS UA 1000-2 (Green Book) publishes for suite 1: Table 41 and annex C, as they
 * stand in the tests of pwitab/dlms-cosem and Gurux/gurux.dlms.java; and for P-384 against NIST's CAVS vector of ECC CDH.
 */
class GeneralKeysTest {
    private static final byte[] CLIENT = Hex.bytes("4D4D4D0000BC614E");
    private static final byte[] SERVER = Hex.bytes("4D4D4D0000000001");
    private static final byte[] AUTHENTICATION = Hex.bytes("D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF");

    private static final byte[] SERVER_POINT =
            Hex.bytes("A653565B0E06070BAE9FBE140A5D2156812AEE2DD525053E3EFC850BF13BFDFF"
                    + "CB240BC7B77BFF5883344E7275908D2287BEFA3725017295A096989D2338290B");

    private static final byte[] EPHEMERAL_POINT =
            Hex.bytes("C323C2BD45711DE4688637D919F92E9DB8FB2DFC213A88D21C9DC8DCBA917D81"
                    + "70511DE1BADB360D50058F794B0960AE11FA28D392CFF907A62D13E3357B1DC0");

    /** Public part of the client's key 418073C2...B373 of mechanism 7. */
    private static final byte[] CLIENT_SIGNING =
            Hex.bytes("BAAFFDE06A8CB1C9DAE8D94023C601DBBB249254BA22EDD827E820BCA2BCC643"
                    + "62FBB83D86A82B87BB8B7161D2AAB5521911A946B97A284A90F7785CD9047D25");

    /** ACCESS request in general-ciphering under a key of C(1e, 1s); its tag does not hold in the book itself. */
    private static final byte[] TABLE_41 =
            Hex.bytes("DD 08 0102030405060708 08 4D4D4D0000BC614E 08 4D4D4D0000000001 00 00"
                    + "01 02 01 01 8180 C323C2BD45711DE4688637D919F92E9DB8FB2DFC213A88D21C9DC8DCBA917D81"
                    + "70511DE1BADB360D50058F794B0960AE11FA28D392CFF907A62D13E3357B1DC0"
                    + "B51BE089D0B682863B2217201E73A1A9031968A9B4121DCBC3281A69739AF874"
                    + "29F5B3AC5471E7B6A04A2C0F2F8A25FD772A317DF97FC5463FEAC248EB8AB8BE"
                    + "81EB 31 00000000 F435069679270C5BF4425EE5777402A6C8D51C620EED52DBB188378B836E2857D5C053E6DD"
                    + "F27FA87409AEF502CD9618AE47017C010224FD109CC0BEB21E742D44AB40CD11908743EC90EC8C40E221D517F7"
                    + "2228E1A26E827F43DC18ED27B5F458D66508B05A2A4CC6FED178C881AFC3BC67064689BE8BB41C80ABB3C114A3"
                    + "1F4CB03B8B64C7E0B4CE77B2399C93347858888F92239713B38DF01C4858245827A92EF334172EA636B31CBBDF"
                    + "2A96AD5D035F66AA38F1A2D97D4BBA99622E6B5F18789CECB2DFB3937D9F3E17F8B472098E6563238F37528374"
                    + "809836002AEA6E7012D2ADFAA7");

    private static PrivateKey privateKey(String curve, String number) throws Exception {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(curve));
        return KeyFactory.getInstance("EC")
                .generatePrivate(new ECPrivateKeySpec(
                        new BigInteger(number, 16), parameters.getParameterSpec(ECParameterSpec.class)));
    }

    private static PrivateKey server() throws Exception {
        return privateKey("secp256r1", "AAD3FD0732E991CF52A74C66C1F2827DDC53522A2E0A169D7C4FFCC0FB5D6A4D");
    }

    private static PrivateKey client() throws Exception {
        return privateKey("secp256r1", "A51C16FF5C498FCC89323D4A9267CD71BF81FD6F6A891CD240DA7F3D6F283E65");
    }

    private final Curve curve = new Curve(1);

    @Test
    void agreesInOnePassAsTheGreenBookDoes() throws Exception {
        byte[] key = curve.agree(server(), curve.point(EPHEMERAL_POINT), CLIENT, SERVER);
        assertArrayEquals(Hex.bytes("59A71FD81C929A86A99438DA17A66C05"), key);
        assertArrayEquals(
                key,
                curve.agree(
                        privateKey("secp256r1", "47DAB03842E5B6E74828EF4F449B378D7DD1A5DAE1FFCA5AE0B0BE0AD18EC57E"),
                        curve.point(SERVER_POINT),
                        CLIENT,
                        SERVER));
        byte[] answering = Hex.bytes("6439724714B47CD9CB988897D8424AB946DCD083D37A954637616011B9C23787"
                + "73295F0F850D8DAFD1BBE9FE666E53E4F097CD10B38B69622152724A90987444");
        assertArrayEquals(
                Hex.bytes("F0184BDA9466BFA4601A64A7EF46504A"),
                curve.agree(client(), curve.point(answering), SERVER, CLIENT));
    }

    @Test
    void agreesStaticallyAsTheGreenBookDoes() throws Exception {
        byte[] nonce = Bytes.concat(CLIENT, Hex.bytes("08 0102030405060708"));
        assertArrayEquals(
                Hex.bytes("56C46B57DF675515C31025455822514A"),
                curve.agree(client(), curve.point(SERVER_POINT), nonce, SERVER));
    }

    @Test // the shared secret is CAVS' 5F9D29DC...33F1; its hash was made by a separate program
    void agreesOnP384AsNistDoes() throws Exception {
        Curve larger = new Curve(2);
        byte[] other = Hex.bytes(
                "A7C76B970C3B5FE8B05D2838AE04AB47697B9EAF52E764592EFDA27FE7513272734466B400091ADBF2D68C58E0C50066"
                        + "AC68F19F2E1CB879AED43A9969B91A0839C4C38A49749B661EFEDF243451915ED0905A32B060992B468C64766FC8437A");
        PrivateKey own = privateKey(
                "secp384r1",
                "3CC3122A68F0D95027AD38C067916BA0EB8C38894D22E1B15618B6818A661774AD463B205DA88CF699AB4D43C9CF98A1");
        assertArrayEquals(
                Hex.bytes("36A7BB4BC801B361AFF1EDE835DAEDBBBDF116F94281A3FE10AB8833FCBFBEFD"),
                larger.agree(own, larger.point(other), CLIENT, SERVER));
        assertEquals(96, larger.sign(own, CLIENT).length);
    }

    @Test // the signature is that of the point alone, with no key-id in front
    void takesTheKeyOfTheGreenBooksExampleAndOpensIt() throws Exception {
        CipheredApdu closed = CipheredApdu.decode(TABLE_41);
        CipheredApdu.KeyInfo info = closed.key().orElseThrow();
        assertArrayEquals(Hex.bytes("0102030405060708"), closed.transaction());
        assertArrayEquals(TABLE_41, closed.encode());
        byte[] point = Arrays.copyOf(info.data(), curve.length());
        byte[] signed = Arrays.copyOfRange(info.data(), curve.length(), 2 * curve.length());
        assertTrue(curve.verifies(curve.point(CLIENT_SIGNING), point, signed));
        point[0] ^= 1;
        assertFalse(curve.verifies(curve.point(CLIENT_SIGNING), point, signed));
        point[0] ^= 1;
        byte[] key = curve.agree(server(), curve.point(point), CLIENT, SERVER);
        byte[] plain = closed.open(new Keys(key, Optional.of(AUTHENTICATION), true), CLIENT);
        assertArrayEquals(
                Hex.bytes("D9 40000000 00 04 01 0001 0000600100FF 02 01 0008 0000010000FF 02"),
                Arrays.copyOf(plain, 27));
        assertEquals(218, plain.length);
    }

    @Test
    void refusesAnEphemeralKeyThatTheMeterDidNotSign() throws Exception {
        Security.Signing signing = new Security.Signing(client(), curve.point(SERVER_POINT));
        Security security = new Security(
                        1,
                        Security.Policy.AUTHENTICATED_ENCRYPTED,
                        SERVER, // the example's receiver, whose keys these are
                        Optional.of(new Keys(new byte[16], Optional.of(AUTHENTICATION))),
                        false,
                        false,
                        Optional.of(signing),
                        Optional.empty(),
                        Security.USUAL_COUNTER)
                .with(new GeneralKey.Agreed(GeneralKey.Scheme.ONE_PASS, server(), curve.point(SERVER_POINT)));
        GeneralKeys keys = new GeneralKeys(security, new Random(1));
        Optional<CipheredApdu.KeyInfo> info = CipheredApdu.decode(TABLE_41).key();
        assertThrows(NotGenuineException.class, () -> keys.ofMeter(info, new byte[16], CLIENT, new byte[0]));
        Security right = new Security(
                1,
                security.policy(),
                SERVER,
                security.keys(),
                false,
                false,
                security.generalKey(),
                Optional.of(new Security.Signing(client(), curve.point(CLIENT_SIGNING))),
                Optional.empty(),
                Security.USUAL_COUNTER);
        assertArrayEquals(
                Hex.bytes("59A71FD81C929A86A99438DA17A66C05"),
                new GeneralKeys(right, new Random(1)).ofMeter(info, new byte[16], CLIENT, new byte[0]));
    }

    @Test // RFC 3394, 4.1: 128 bits of key data with a key of 128 bits
    void unwrapsTheKeyOfRfc3394() throws Exception {
        byte[] master = Hex.bytes("000102030405060708090A0B0C0D0E0F");
        Security security = new Security(
                        0,
                        Security.Policy.ENCRYPTED,
                        CLIENT,
                        Optional.of(new Keys(new byte[16], Optional.empty())),
                        false,
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Security.USUAL_COUNTER)
                .with(new GeneralKey.Wrapped(master));
        GeneralKeys keys = new GeneralKeys(security, new Random(1));
        byte[] wrapped = Hex.bytes("1FA68B0A8112B447AEF34BD8FB5A7B829D3E862371D2CFE5");
        CipheredApdu.KeyInfo info = new CipheredApdu.KeyInfo(CipheredApdu.KeyInfo.WRAPPED, 0, wrapped);
        assertArrayEquals(
                Hex.bytes("00112233445566778899AABBCCDDEEFF"),
                keys.ofMeter(Optional.of(info), new byte[16], SERVER, new byte[0]));
        wrapped[5] ^= 1;
        assertThrows(
                NotGenuineException.class,
                () -> keys.ofMeter(
                        Optional.of(new CipheredApdu.KeyInfo(CipheredApdu.KeyInfo.WRAPPED, 0, wrapped)),
                        new byte[16],
                        SERVER,
                        new byte[0]));
        assertFalse(security.toString().contains("[B"), security::toString);
    }
}
