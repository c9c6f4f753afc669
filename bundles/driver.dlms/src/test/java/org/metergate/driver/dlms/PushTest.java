package org.metergate.driver.dlms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.metergate.driver.dlms.Rig.channel;
import static org.metergate.driver.dlms.Rig.config;
import static org.metergate.driver.dlms.Rig.value;

import java.io.ByteArrayOutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.kura.channel.ChannelFlag;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.type.DataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.metergate.emulator.meters.Station;

/** Meters that send by themselves: on a line, to a TCP port, to a UDP port; plain and closed. */
@Timeout(60)
class PushTest {
    /** Power import, 500 W, as a structure of name, value, scaler and unit; written by hand. */
    private static final String POWER = "0F 00000001 00 01 01 0203 0906 0100010700FF 06 000001F4 0202 0F00 161B";

    private static final byte[] TITLE = "MTG04711".getBytes(StandardCharsets.US_ASCII);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private Rig rig;
    private final BlockingQueue<ChannelRecord> told = new LinkedBlockingQueue<>();

    @BeforeEach
    void set() {
        rig = new Rig(folder);
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static byte[] wrapped(byte[] apdu) {
        return ByteBuffer.allocate(8 + apdu.length)
                .putShort((short) 1)
                .putShort((short) 1)
                .putShort((short) 103)
                .putShort((short) apdu.length)
                .put(apdu)
                .array();
    }

    /** General-glo-ciphering of suite 0, made here and not by the code that opens it. */
    private static byte[] closed(int counter) throws Exception {
        return closed(counter, bytes(POWER));
    }

    private static byte[] closed(int counter, byte[] plain) throws Exception {
        byte[] nonce = ByteBuffer.allocate(12).put(TITLE).putInt(counter).array();
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(bytes(Rig.KEY), "AES"), new GCMParameterSpec(96, nonce));
        cipher.updateAAD(new byte[] {0x30});
        cipher.updateAAD(bytes(Rig.TAG_KEY));
        byte[] sealed = cipher.doFinal(plain);
        ByteArrayOutputStream apdu = new ByteArrayOutputStream();
        apdu.write(0xDB);
        apdu.write(8);
        apdu.writeBytes(TITLE);
        if (5 + sealed.length > 127) {
            apdu.write(0x81);
        }
        apdu.write(5 + sealed.length);
        apdu.write(0x30);
        apdu.writeBytes(ByteBuffer.allocate(4).putInt(counter).array());
        apdu.writeBytes(sealed);
        return apdu.toByteArray();
    }

    private DlmsDriver listening(String line, Object... more) {
        DlmsDriver driver = rig.driver(line, more);
        driver.registerChannelListener(
                config("power", DataType.DOUBLE, "object", "active_power_import"),
                event -> told.add(event.getChannelRecord()));
        return driver;
    }

    private ChannelRecord next() throws InterruptedException {
        ChannelRecord record = told.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        assertTrue(record != null, "a push");
        return record;
    }

    private void assertPower(ChannelRecord record) {
        assertEquals(500.0, value(record));
        assertEquals("W", record.getUnit());
        assertEquals(Rig.NOW, Instant.ofEpochMilli(record.getTimestamp()));
    }

    private static int free() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void sendTcp(int port, byte[] bytes) throws Exception {
        for (int attempt = 1; ; attempt++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.getOutputStream().write(bytes);
                return;
            } catch (java.net.ConnectException e) { // the port opens on a thread of its own
                if (attempt > 2000) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }

    /** A meter that pushes as soon as somebody connects, again for every byte it is sent, and answers nothing. */
    private static Station pushing(byte[] push) {
        return wire -> {
            wire.write(push);
            while (true) {
                wire.read(Duration.ofSeconds(30));
            }
        };
    }

    @Test
    void onALineAreToldAndKept() throws Exception {
        String line = rig.station(pushing(bytes("7E A0 2B 21 02 23 13")), 0).address(); // noise that is no whole frame
        rig.station(pushing(wrapped(bytes(POWER))), 0);
        String good = rig.station(pushing(wrapped(bytes(POWER))), 0).address();
        assertTrue(!line.equals(good));
        DlmsDriver driver = listening(good, "push", "LINE");
        assertPower(next());
        ChannelRecord power = channel("power", DataType.DOUBLE, "object", "1.7.0");
        ChannelRecord absent = channel("absent", DataType.DOUBLE, "object", "1.8.0");
        ChannelRecord why = Rig.diagnosis();
        driver.read(List.of(power, absent, why));
        assertPower(power);
        assertTrue(
                Rig.reason(absent).contains("was not pushed for 60000 ms; the meter pushes [1-0:1.7.0*255]"),
                Rig.reason(absent));
        assertTrue(
                value(why).toString().endsWith("the meter answers"), value(why).toString());
    }

    @Test
    void onASilentLineAreMissed() throws Exception {
        String line = rig.station(pushing(new byte[0]), 0).address();
        DlmsDriver driver = listening(line, "push", "LINE", "push.timeout", 200);
        ChannelRecord missing = next();
        assertEquals(ChannelFlag.FAILURE, missing.getChannelStatus().getChannelFlag());
        assertTrue(Rig.reason(missing).contains("nothing was pushed for 200 ms"), Rig.reason(missing));
        ChannelRecord power = channel("power", DataType.DOUBLE, "object", "1.7.0");
        driver.read(List.of(power));
        assertTrue(Rig.reason(power).contains("nothing was pushed for 200 ms"), Rig.reason(power));
    }

    @Test
    void toATcpPortAreToldBesidesPolling() throws Exception {
        int port = free();
        String line = rig.meter(org.metergate.emulator.meters.dlms.DlmsMeter.Transport.WRAPPER);
        DlmsDriver driver = listening(line, "push", "TCP", "push.port", port);
        sendTcp(port, wrapped(bytes(POWER)));
        assertPower(next());
        List<ChannelRecord> records = Rig.usual();
        driver.read(records);
        Rig.assertRight(records);
    }

    @Test
    void toAUdpPortAreOpenedWithTheKeys() throws Exception {
        int port = free();
        listening(
                "tcp://127.0.0.1:1",
                "push",
                "UDP",
                "push.port",
                port,
                "key.encryption",
                Rig.KEY + "-enciphered",
                "key.authentication",
                Rig.TAG_KEY + "-enciphered");
        byte[] push = wrapped(closed(7));
        try (DatagramSocket socket = new DatagramSocket()) {
            ChannelRecord record = null;
            for (int attempt = 0; attempt < 200 && record == null; attempt++) { // the port opens on a thread of its own
                socket.send(new DatagramPacket(push, push.length, InetAddress.getLoopbackAddress(), port));
                record = told.poll(100, TimeUnit.MILLISECONDS);
            }
            assertTrue(record != null, "a push");
            assertPower(record);
        }
    }

    /** A P1 telegram of half a kilowatt at {@link Rig#SECOND}, in summer time; its CRC by a separate program. */
    private static final String TELEGRAM = "/MTG5\\253833635_A\r\n\r\n1-3:0.2.8(42)\r\n0-0:1.0.0(260623121112S)\r\n"
            + "1-0:1.8.0(000123.456*kWh)\r\n1-0:1.7.0(00.512*kW)\r\n!9C4B\r\n";

    @Test // as the P1 ports of Luxembourg do
    void mayHoldTheTextOfAP1TelegramBehindClosedDoors() throws Exception {
        byte[] text = TELEGRAM.getBytes(StandardCharsets.US_ASCII);
        List<Object> settings = List.of(
                "push",
                "LINE",
                "push.carrier",
                "RAW",
                "zone",
                "Europe/Luxembourg",
                "key.encryption",
                Rig.KEY + "-enciphered",
                "key.authentication",
                Rig.TAG_KEY + "-enciphered");
        String line = rig.station(pushing(closed(7, text)), 0).address();
        DlmsDriver driver = listening(line, settings.toArray());
        ChannelRecord power = next();
        assertEquals(512.0, value(power));
        assertEquals("W", power.getUnit());
        assertEquals(Rig.SECOND, Instant.ofEpochMilli(power.getTimestamp()));
        ChannelRecord energy = channel("energy", DataType.DOUBLE, "object", "1.8.0", "unit", "kWh");
        ChannelRecord absent = channel("absent", DataType.DOUBLE, "object", "2.8.0");
        driver.read(List.of(energy, absent));
        assertEquals(123.456, value(energy));
        assertTrue(Rig.reason(absent).contains("was not pushed"), Rig.reason(absent));
    }

    @Test
    void withAP1TelegramThatWasDamagedBeforeItWasClosedAreRefused() throws Exception {
        byte[] text = TELEGRAM.replace("00.512", "00.513").getBytes(StandardCharsets.US_ASCII);
        String line = rig.station(pushing(closed(7, text)), 0).address();
        listening(
                line,
                "push",
                "LINE",
                "push.carrier",
                "RAW",
                "key.encryption",
                Rig.KEY + "-enciphered",
                "key.authentication",
                Rig.TAG_KEY + "-enciphered");
        assertEquals(ChannelFlag.FAILURE, next().getChannelStatus().getChannelFlag());
    }

    @Test
    void areOpenedWithoutTheAuthenticationKeyOnlyIfTheUserWantsThat() throws Exception {
        String line = rig.station(pushing(wrapped(closed(7))), 0).address();
        DlmsDriver driver = listening(line, "push", "LINE", "key.encryption", Rig.KEY + "-enciphered");
        ChannelRecord refused = next();
        assertTrue(Rig.reason(refused).contains("push.unauthenticated"), Rig.reason(refused));
        driver.stop();
        told.clear();
        String again = rig.station(pushing(wrapped(closed(8))), 0).address();
        listening(again, "push", "LINE", "key.encryption", Rig.KEY + "-enciphered", "push.unauthenticated", true);
        assertPower(next());
    }

    @Test
    void withAnotherKeyAreNamed() throws Exception {
        String line = rig.station(pushing(wrapped(closed(7))), 0).address();
        listening(
                line,
                "push",
                "LINE",
                "key.encryption",
                Rig.TAG_KEY + "-enciphered",
                "key.authentication",
                Rig.TAG_KEY + "-enciphered");
        ChannelRecord refused = next();
        assertTrue(Rig.reason(refused).contains("wrong key"), Rig.reason(refused));
    }

    /** The same power under the key that RFC 3394, 4.1 wraps with {@link Rig#KEY}; closed by a separate program. */
    private static final String UNDER_A_WRAPPED_KEY =
            "DD 08 0102030405060708 08 4D54473034373131 08 4D54470000000001 00 00"
                    + "01 01 00 18 1FA68B0A8112B447AEF34BD8FB5A7B829D3E862371D2CFE5"
                    + "2E 30 00000007 96F3221AC73049DA95EADC568006E7845AF764DE1EA8A9B8656EE9E4EB 99993A2844329B0CF70BA9A5";

    @Test
    void underAWrappedKeyAreOpenedWithTheMasterKey() throws Exception {
        String line =
                rig.station(pushing(wrapped(bytes(UNDER_A_WRAPPED_KEY))), 0).address();
        listening(
                line,
                "push",
                "LINE",
                "key.master",
                Rig.KEY + "-enciphered",
                "key.authentication",
                Rig.TAG_KEY + "-enciphered");
        assertPower(next());
    }

    @Test
    void underAWrappedKeyWithoutTheMasterKeyAreNamed() throws Exception {
        String line =
                rig.station(pushing(wrapped(bytes(UNDER_A_WRAPPED_KEY))), 0).address();
        listening(
                line,
                "push",
                "LINE",
                "key.encryption",
                Rig.KEY + "-enciphered",
                "key.authentication",
                Rig.TAG_KEY + "-enciphered");
        ChannelRecord refused = next();
        assertTrue(Rig.reason(refused).contains("no master key"), Rig.reason(refused));
        assertTrue(Rig.reason(refused).contains("key.master"), Rig.reason(refused));
    }

    /** Keys of DLMS UA 1000-2, whose client is the meter here and whose server the gateway, and its table 41's signature. */
    private static final List<Object> AGREEMENT = List.of(
            "push",
            "LINE",
            "security.suite",
            1,
            "client.title",
            "4D4D4D0000000001",
            "key.authentication",
            Rig.TAG_KEY + "-enciphered",
            "key.agreement",
            "AAD3FD0732E991CF52A74C66C1F2827DDC53522A2E0A169D7C4FFCC0FB5D6A4D-enciphered",
            "meter.agreementkey",
            "07C56DE2DCAF0FD793EF29F019C89B4A0CC1E001CE94F4FFBE10BC05E7E66F76"
                    + "71A13FBCF9E662B9826FFF6A6938546D524ED6D3405F020296BDE16B04F7A7C2");

    private static final String UNDER_AN_AGREED_KEY =
            "DD 08 0102030405060708 08 4D4D4D0000BC614E 08 4D4D4D0000000001 00 00"
                    + "01 02 01 01 8180 C323C2BD45711DE4688637D919F92E9DB8FB2DFC213A88D21C9DC8DCBA917D81"
                    + "70511DE1BADB360D50058F794B0960AE11FA28D392CFF907A62D13E3357B1DC0"
                    + "B51BE089D0B682863B2217201E73A1A9031968A9B4121DCBC3281A69739AF874"
                    + "29F5B3AC5471E7B6A04A2C0F2F8A25FD772A317DF97FC5463FEAC248EB8AB8BE"
                    + "2E 31 00000000 227506967827095BF64057E31675035ECA2B1A6A0EECA7D9B378359F98 72B117A95C27A87043851785";

    @Test
    void underAnAgreedKeyAreOpenedWithoutAnyGlobalEncryptionKey() throws Exception {
        List<Object> settings = new ArrayList<>(AGREEMENT);
        settings.addAll(List.of(
                "meter.publickey",
                "BAAFFDE06A8CB1C9DAE8D94023C601DBBB249254BA22EDD827E820BCA2BCC643"
                        + "62FBB83D86A82B87BB8B7161D2AAB5521911A946B97A284A90F7785CD9047D25"));
        String line =
                rig.station(pushing(wrapped(bytes(UNDER_AN_AGREED_KEY))), 0).address();
        listening(line, settings.toArray());
        assertPower(next());
    }

    @Test
    void underAnAgreedKeyWithHalfTheSettingsSayWhichHalf() throws Exception {
        String line =
                rig.station(pushing(wrapped(bytes(UNDER_AN_AGREED_KEY))), 0).address();
        listening(line, AGREEMENT.toArray());
        ChannelRecord refused = next();
        assertTrue(Rig.reason(refused).contains("meter.publickey"), Rig.reason(refused));
        DlmsDriver half =
                rig.driver(line, AGREEMENT.subList(0, AGREEMENT.size() - 2).toArray());
        ChannelRecord power = channel("power", DataType.DOUBLE, "object", "1.7.0");
        half.read(List.of(power));
        assertTrue(
                Rig.reason(power).contains("meter.agreementkey: is missing; key agreement needs one"),
                Rig.reason(power));
    }

    @Test // over two connections, as a meter makes one for each push
    void thatWereSentBeforeAreRefusedOnAnotherConnectionToo() throws Exception {
        int port = free();
        listening(
                "tcp://127.0.0.1:1",
                "push",
                "TCP",
                "push.port",
                port,
                "key.encryption",
                Rig.KEY + "-enciphered",
                "key.authentication",
                Rig.TAG_KEY + "-enciphered");
        sendTcp(port, wrapped(closed(7)));
        assertPower(next());
        sendTcp(port, wrapped(closed(7)));
        sendTcp(port, wrapped(closed(8, bytes(POWER.replace("000001F4", "00000258")))));
        assertEquals(600.0, value(next()));
        assertTrue(told.isEmpty(), "nothing of the second copy");
    }

    @Test
    void ofTwoMetersAtOnePortAreToldApartByTheirTitles() throws Exception {
        int port = free();
        List<Object> keys = List.of(
                "key.encryption",
                Rig.KEY + "-enciphered",
                "key.authentication",
                Rig.TAG_KEY + "-enciphered",
                "push",
                "TCP",
                "push.port",
                port);
        List<Object> other = new ArrayList<>(keys);
        other.addAll(List.of("meter.title", "MTG99999"));
        BlockingQueue<ChannelRecord> others = new LinkedBlockingQueue<>();
        rig.driver("tcp://127.0.0.1:1", other.toArray())
                .registerChannelListener(
                        config("power", DataType.DOUBLE, "object", "active_power_import"),
                        event -> others.add(event.getChannelRecord()));
        List<Object> ours = new ArrayList<>(keys);
        ours.addAll(List.of("meter.title", "MTG04711"));
        listening("tcp://127.0.0.1:2", ours.toArray());
        sendTcp(port, wrapped(closed(7)));
        assertPower(next());
        assertTrue(others.isEmpty(), "the other meter's driver hears nothing of it");
    }
}
