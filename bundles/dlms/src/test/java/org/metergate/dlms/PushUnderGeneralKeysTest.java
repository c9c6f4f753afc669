package org.metergate.dlms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.metergate.dlms.PushEvent.Received;
import org.metergate.dlms.PushEvent.Refused;
import org.metergate.dlms.PushEvent.Why;
import org.metergate.dlms.PushStream.Carrier;
import org.metergate.testkit.Hex;

/**
 * Pushes in general-ciphering. Their keys are published: those that DLMS UA 1000-2 derives for C(1e, 1s) and C(0e, 2s), with
 * the signature of its table 41, and the one that RFC 3394, 4.1 wraps. What they close, 500 W of import, was closed by a
 * separate program (AES-GCM of pyca/cryptography).
 */
class PushUnderGeneralKeysTest {
    private static final byte[] METER = Hex.bytes("4D4D4D0000BC614E");
    private static final byte[] OURS = Hex.bytes("4D4D4D0000000001");
    private static final byte[] MASTER = Hex.bytes("000102030405060708090A0B0C0D0E0F");
    private static final byte[] AUTHENTICATION = Hex.bytes("D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF");
    private static final String OWN_KEY = "AAD3FD0732E991CF52A74C66C1F2827DDC53522A2E0A169D7C4FFCC0FB5D6A4D";

    private static final String METER_AGREES = "07C56DE2DCAF0FD793EF29F019C89B4A0CC1E001CE94F4FFBE10BC05E7E66F76"
            + "71A13FBCF9E662B9826FFF6A6938546D524ED6D3405F020296BDE16B04F7A7C2";
    private static final String METER_SIGNS = "BAAFFDE06A8CB1C9DAE8D94023C601DBBB249254BA22EDD827E820BCA2BCC643"
            + "62FBB83D86A82B87BB8B7161D2AAB5521911A946B97A284A90F7785CD9047D25";

    private static final String HEAD = "DD 08 0102030405060708 08 4D4D4D0000BC614E 08 4D4D4D0000000001 00 00";

    private static final byte[] ONE_PASS = Hex.bytes(HEAD + "01 02 01 01 8180"
            + "C323C2BD45711DE4688637D919F92E9DB8FB2DFC213A88D21C9DC8DCBA917D81"
            + "70511DE1BADB360D50058F794B0960AE11FA28D392CFF907A62D13E3357B1DC0"
            + "B51BE089D0B682863B2217201E73A1A9031968A9B4121DCBC3281A69739AF874"
            + "29F5B3AC5471E7B6A04A2C0F2F8A25FD772A317DF97FC5463FEAC248EB8AB8BE"
            + "2E 31 00000000 227506967827095BF64057E31675035ECA2B1A6A0EECA7D9B378359F98 72B117A95C27A87043851785");

    private static final byte[] STATIC_UNIFIED = Hex.bytes(HEAD + "01 02 01 02 00"
            + "2E 31 00000000 B63581D839152D1B541B0DE0C62A82473D4EB7FAA0A3CF80AAF4B18D0A FF68BAA9A04F1557AC4767EA");

    private static final String WRAPPED = HEAD + "01 01 00 18 1FA68B0A8112B447AEF34BD8FB5A7B829D3E862371D2CFE5";

    private static final String SEALED_7 =
            "2E 30 00000007 C201AB468B74CB3D79D9EC206D6ED7449900DC6B5BCBAD91CBAAD0084C FFB97413B1A914EF6AE9DBB5";

    private static final byte[] WRAPPED_7 = Hex.bytes(WRAPPED + SEALED_7);

    private static final byte[] WRAPPED_8 = Hex.bytes(WRAPPED
            + "2E 30 00000008 9B2683FE4D81E40057546BBE4E3AABBEE8347BE60F27D3933BA6435041 83F89E8A58549E21E34344B0");

    private static PrivateKey own() throws Exception {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        return KeyFactory.getInstance("EC")
                .generatePrivate(new ECPrivateKeySpec(
                        new BigInteger(OWN_KEY, 16), parameters.getParameterSpec(ECParameterSpec.class)));
    }

    private static PublicKey point(String hex) throws Exception {
        return new Curve(1).point(Hex.bytes(hex));
    }

    private static SharedKeys.Agreement agreement(byte[] title, Optional<PublicKey> signer) throws Exception {
        return new SharedKeys.Agreement(title, own(), point(METER_AGREES), signer);
    }

    private static SharedKeys keys(Optional<byte[]> master, Optional<SharedKeys.Agreement> agreement) {
        return new SharedKeys(1, Optional.empty(), Optional.of(AUTHENTICATION), false, master, agreement);
    }

    private static SharedKeys all() throws Exception {
        return keys(Optional.of(MASTER), Optional.of(agreement(OURS, Optional.of(point(METER_SIGNS)))));
    }

    private static PushStream stream(PushSender sender) {
        return new PushStream(Carrier.ANY, title -> Optional.of(sender));
    }

    private static PushStream stream(SharedKeys keys) {
        return stream(new PushSender(keys));
    }

    private static void assertPower(PushStream stream, byte[] apdu) {
        assertPower(assertInstanceOf(Received.class, stream.feed(apdu).get(0)));
    }

    private static void assertPower(Received received) {
        Push push = received.push();
        assertTrue(push.authenticated());
        assertEquals(Hex.text(METER), Hex.text(push.systemTitle().orElseThrow()));
        assertEquals("active_power_import", push.values().get(0).name());
        Answer.Measured measured = (Answer.Measured) push.values().get(0).answer();
        assertEquals(0, new BigDecimal(500).compareTo(measured.quantity().value()));
    }

    private static Refused refused(PushStream stream, byte[] apdu) {
        return assertInstanceOf(Refused.class, stream.feed(apdu).get(0));
    }

    @Test
    void opensWhatIsClosedWithEachKindOfKey() throws Exception {
        for (byte[] apdu : new byte[][] {WRAPPED_7, ONE_PASS, STATIC_UNIFIED}) {
            assertPower(stream(all()), apdu);
            assertPower(stream(all()), new WrapperFrame(1, 103, apdu).encode());
        }
    }

    @Test
    void refusesWhatWasSentBeforeOnWhicheverConnection() throws Exception {
        PushSender sender = new PushSender(all());
        PushStream stream = stream(sender);
        assertPower(stream, WRAPPED_7);
        assertEquals(Why.REPLAYED, refused(stream, WRAPPED_7).why());
        assertEquals(Why.REPLAYED, refused(stream(sender), WRAPPED_7).why());
        assertPower(stream(sender), WRAPPED_8);
        assertEquals(Why.REPLAYED, refused(stream, WRAPPED_7).why());
    }

    @Test // their counters are 0, and that of the wrapped key is 7
    void countsEachKindOfKeyApart() throws Exception {
        PushStream stream = stream(all());
        assertPower(stream, WRAPPED_7);
        assertPower(stream, ONE_PASS);
        assertEquals(Why.REPLAYED, refused(stream, STATIC_UNIFIED).why());
    }

    @Test
    void namesTheKeyThatIsWanting() throws Exception {
        SharedKeys none = keys(Optional.empty(), Optional.empty());
        SharedKeys unsigned = keys(Optional.empty(), Optional.of(agreement(OURS, Optional.empty())));
        SharedKeys others = keys(Optional.empty(), Optional.of(agreement(METER, Optional.of(point(METER_SIGNS)))));
        assertWanting("no master key", none, WRAPPED_7);
        assertWanting("no key agreement key", none, ONE_PASS);
        assertWanting("no key agreement key", none, STATIC_UNIFIED);
        assertWanting("no public key that verifies the meter's signatures", unsigned, ONE_PASS);
        assertPower(stream(unsigned), STATIC_UNIFIED);
        assertWanting("no key of system title 4D4D4D0000000001", others, STATIC_UNIFIED);
        assertWanting("no global-broadcast-encryption-key", all(), Hex.bytes(HEAD + "01 00 01" + SEALED_7));
        SharedKeys untagged =
                new SharedKeys(0, Optional.empty(), Optional.empty(), false, Optional.of(MASTER), Optional.empty());
        assertEquals(Why.NO_KEY, refused(stream(untagged), WRAPPED_7).why());
        assertFalse(assertInstanceOf(
                        Received.class,
                        stream(untagged.ignoringTags()).feed(WRAPPED_7).get(0))
                .push()
                .authenticated());
    }

    private static void assertWanting(String words, SharedKeys keys, byte[] apdu) {
        Refused refused = refused(stream(keys), apdu);
        assertEquals(Why.NO_KEY, refused.why());
        assertTrue(refused.reason().contains(words), refused::reason);
    }

    @Test
    void refusesKeysThatTheMeterDidNotMake() throws Exception {
        SharedKeys otherMaster = keys(Optional.of(AUTHENTICATION), Optional.empty());
        SharedKeys otherSigner = keys(Optional.empty(), Optional.of(agreement(OURS, Optional.of(point(METER_AGREES)))));
        SharedKeys otherMeter = keys(
                Optional.empty(),
                Optional.of(new SharedKeys.Agreement(OURS, own(), point(METER_SIGNS), Optional.empty())));
        assertEquals(Why.WRONG_KEY, refused(stream(otherMaster), WRAPPED_7).why());
        assertEquals(Why.WRONG_KEY, refused(stream(otherSigner), ONE_PASS).why());
        assertEquals(Why.WRONG_KEY, refused(stream(otherMeter), STATIC_UNIFIED).why());
    }

    @ParameterizedTest // the transaction, the sender, the recipient, the counter, the text, the tag
    @ValueSource(ints = {5, 12, 20, -42, -30, -5})
    void givesNothingOfWhatWasChanged(int at) throws Exception {
        for (byte[] apdu : new byte[][] {WRAPPED_7, ONE_PASS, STATIC_UNIFIED}) {
            byte[] changed = apdu.clone();
            changed[at < 0 ? changed.length + at : at] ^= 1;
            refused(stream(all()), changed);
        }
    }

    @Test // a fixed seed; keys of every length, points beside the curve, lengths that are none
    void neverFailsAndNeverGivesAWrongValue() throws Exception {
        SharedKeys keys = all();
        Random random = new Random(20261128);
        byte[][] seeds = {WRAPPED_7, ONE_PASS, STATIC_UNIFIED};
        int believed = 0;
        for (int round = 0; round < 1500; round++) {
            byte[] bytes = seeds[round % 3].clone();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            PushStream stream = new PushStream(Carrier.RAW, title -> Optional.of(new PushSender(keys)));
            List<PushEvent> events = new ArrayList<>(stream.feed(bytes));
            events.addAll(stream.pause());
            for (PushEvent event : events) {
                if (event
                        instanceof
                        Received
                        received) { // nothing covers the byte that says that key information follows
                    assertPower(received);
                    believed++;
                }
            }
        }
        assertTrue(believed < 20, believed + " of 1500");
    }

    @Test // RFC 3394, 4.3: 128 bits of key data cannot stand for a key of suite 2
    void refusesAWrappedKeyOfAnotherSuite() {
        byte[] longer = Hex.bytes("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F");
        SharedKeys keys =
                new SharedKeys(2, Optional.empty(), Optional.of(longer), false, Optional.of(longer), Optional.empty());
        byte[] apdu = Hex.bytes(HEAD + "01 01 00 18 64E8C3F9CE0F5BA263E9777905818A2A93C8191E7D6E8AE7"
                + "2E 32 00000007 C201AB468B74CB3D79D9EC206D6ED7449900DC6B5BCBAD91CBAAD0084C FFB97413B1A914EF6AE9DBB5");
        Refused refused = refused(stream(keys), apdu);
        assertEquals(Why.MALFORMED, refused.why());
        assertTrue(refused.reason().contains("a wrapped key of 32 bytes"), refused::reason);
    }

    @Test
    void saysNothingOfKeys() throws Exception {
        assertEquals("SharedKeys", all().toString());
        assertEquals("Agreement", all().agreement().orElseThrow().toString());
        assertThrows(
                IllegalArgumentException.class,
                () -> new SharedKeys(
                        2, Optional.empty(), Optional.of(MASTER), false, Optional.empty(), Optional.empty()));
    }
}
