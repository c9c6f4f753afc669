package org.metergate.driver.dlms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.metergate.driver.dlms.Rig.assertRight;
import static org.metergate.driver.dlms.Rig.channel;
import static org.metergate.driver.dlms.Rig.diagnosis;
import static org.metergate.driver.dlms.Rig.isGood;
import static org.metergate.driver.dlms.Rig.settings;
import static org.metergate.driver.dlms.Rig.usual;
import static org.metergate.driver.dlms.Rig.value;

import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.type.DataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.metergate.emulator.meters.Fault;
import org.metergate.emulator.meters.dlms.DlmsMeter;
import org.metergate.emulator.meters.dlms.DlmsMeter.Transport;
import org.metergate.emulator.meters.dlms.MeterSecurity;
import org.metergate.emulator.meters.dlms.MeterTraits;
import org.metergate.emulator.meters.dlms.SecurityFault;
import org.metergate.transport.Claim;
import org.metergate.transport.Conversation;
import org.metergate.transport.LineAddress;
import org.metergate.transport.SerialSettings;

/** The diagnosis names each fault within two polls, no wrong value leaves, and the next healthy poll is right. */
@Timeout(60)
class FaultsTest {
    private static final byte[] TITLE = "MTG04711".getBytes(StandardCharsets.US_ASCII);
    private static final Map<Transport, Integer> PHYSICAL = Map.of(Transport.HDLC, 17, Transport.WRAPPER, 0);

    @TempDir
    private Path folder;

    private Rig rig;

    @BeforeEach
    void set() {
        rig = new Rig(folder);
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    private DlmsDriver driver(Transport transport, String line, Object... more) {
        List<Object> all = new ArrayList<>(List.of(
                "transport",
                transport.name(),
                "answer.timeout",
                600,
                "retries",
                1,
                "server.physical",
                PHYSICAL.get(transport)));
        all.addAll(List.of(more));
        return rig.driver(line, all.toArray());
    }

    /** Polls twice at most. */
    private static void assertNamed(DlmsDriver driver, String expected, ChannelRecord... more) {
        List<String> said = new ArrayList<>();
        for (int poll = 0; poll < 2; poll++) {
            List<ChannelRecord> records = usual();
            ChannelRecord why = diagnosis();
            records.add(why);
            records.addAll(List.of(more));
            driver.read(records);
            if (isGood(records.get(0))) {
                assertRight(records); // a fault may be overcome, and must not change a value
            }
            String sentence = value(why).toString();
            said.add(sentence);
            if (sentence.contains(expected)) {
                assertTrue(sentence.contains("; "), "it says what to try: " + sentence);
                return;
            }
        }
        assertEquals(expected, String.join("\n", said));
    }

    private static void assertWell(DlmsDriver driver) {
        List<ChannelRecord> records = usual();
        ChannelRecord why = diagnosis();
        records.add(why);
        driver.read(records);
        assertRight(records);
        assertTrue(
                value(why).toString().endsWith(": the meter answers"),
                value(why).toString());
    }

    private void assertNamed(Transport transport, Fault fault, String expected) throws Exception {
        DlmsDriver driver = driver(transport, rig.meter(transport));
        assertWell(driver);
        rig.wire.now = fault;
        assertNamed(driver, expected);
        rig.wire.now = Fault.NONE;
        assertWell(driver);
    }

    @Nested
    class OfTheLine {
        @Test
        void silenceOverHdlc() throws Exception {
            assertNamed(Transport.HDLC, Fault.silence(), "no HDLC answer: no byte came");
        }

        @Test
        void silenceInTheWrapper() throws Exception {
            assertNamed(Transport.WRAPPER, Fault.silence(), "connected, and the meter answers nothing");
        }

        @ParameterizedTest
        @EnumSource(Transport.class)
        void noise(Transport transport) throws Exception {
            Random random = new Random(5);
            assertNamed(
                    transport,
                    answer -> {
                        byte[] noise = new byte[10 + random.nextInt(40)];
                        random.nextBytes(noise);
                        noise[0] = 0x55;
                        return noise;
                    },
                    transport == Transport.HDLC ? "no HDLC answer" : "no DLMS");
        }

        @ParameterizedTest
        @EnumSource(Transport.class)
        void truncatedAnswers(Transport transport) throws Exception {
            assertNamed(transport, Fault.truncation(7), "the answer stopped before its end");
        }

        @Test
        void aWrongCheckSequence() throws Exception {
            assertNamed(
                    Transport.HDLC,
                    answer -> {
                        byte[] wrong = answer.clone();
                        wrong[wrong.length - 2] ^= 1;
                        return wrong;
                    },
                    "damaged");
        }

        @ParameterizedTest
        @EnumSource(Transport.class)
        void aBrokenConnection(Transport transport) throws Exception {
            assertNamed(transport, Fault.disconnectAfter(5), "the line broke");
        }

        @Test
        void aMeterThatIsUnreachable() throws Exception {
            int free;
            try (ServerSocket socket = new ServerSocket(0)) {
                free = socket.getLocalPort();
            }
            DlmsDriver driver = driver(Transport.WRAPPER, "tcp://127.0.0.1:" + free);
            assertNamed(driver, "unreachable: the line cannot be opened");
            driver.modified(settings(rig.meter(Transport.WRAPPER)));
            assertWell(driver);
        }

        @Test
        void aLineThatAnotherHolds() throws Exception {
            String line = rig.meter(Transport.WRAPPER);
            DlmsDriver driver = driver(Transport.WRAPPER, line, "patience", 100);
            try (Claim claim = rig.lines.claim(
                            LineAddress.parse(line), new SerialSettings(9600, 8, SerialSettings.Parity.NONE, 1));
                    Conversation held = claim.converse(Duration.ofSeconds(5))) {
                assertTrue(held.epoch() >= 0);
                assertNamed(driver, "the line is held by another");
            }
            assertWell(driver);
        }
    }

    @Nested
    class OfAddresses {
        @Test
        void aWrongServerAddressOverHdlc() throws Exception {
            String line = rig.meter(Transport.HDLC);
            DlmsDriver driver = driver(Transport.HDLC, line, "server.physical", 18);
            assertNamed(driver, "wrong server address: nothing answers client 16 at server 1/18, and a meter answers");
            driver.modified(settings(line, "transport", "HDLC", "server.physical", 17));
            assertWell(driver);
        }

        @Test
        void aWrongServerAddressInTheWrapper() throws Exception {
            String line = rig.meter(Transport.WRAPPER);
            DlmsDriver driver = driver(Transport.WRAPPER, line, "server.logical", 5);
            assertNamed(driver, "wrong server address: nothing answers client 16 at server 5, and a meter answers");
            driver.modified(settings(line));
            assertWell(driver);
        }

        @ParameterizedTest
        @EnumSource(Transport.class)
        void aClientThatTheMeterDoesNotKnow(Transport transport) throws Exception {
            String line = rig.meter(transport);
            DlmsDriver driver = driver(transport, line, "client.address", 33);
            assertNamed(driver, "check client.address");
            driver.modified(settings(line, "transport", transport.name(), "server.physical", PHYSICAL.get(transport)));
            assertWell(driver);
        }
    }

    @Nested
    class OfSecurity {
        private final AtomicReference<SecurityFault> fault = new AtomicReference<>(SecurityFault.NONE);

        private String securedMeter() throws Exception {
            MeterSecurity security = new MeterSecurity(
                    MeterSecurity.Level.HIGH_GMAC,
                    "",
                    0,
                    MeterSecurity.Policy.AUTHENTICATED_ENCRYPTED,
                    TITLE,
                    HexFormat.of().parseHex(Rig.KEY),
                    HexFormat.of().parseHex(Rig.TAG_KEY),
                    new byte[0],
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
            return rig.meter(
                    DlmsMeter.Identity.of(Transport.WRAPPER, "4711"),
                    MeterTraits.USUAL.with(security).with(fault::get));
        }

        private Object[] secured(Object... more) {
            List<Object> all = new ArrayList<>(List.of(
                    "client.address",
                    1,
                    "authentication",
                    "HIGH_GMAC",
                    "security.policy",
                    "AUTHENTICATED_ENCRYPTED",
                    "key.encryption",
                    Rig.KEY + "-enciphered",
                    "key.authentication",
                    Rig.TAG_KEY + "-enciphered"));
            all.addAll(List.of(more));
            return all.toArray();
        }

        @Test
        void aWrongPassword() throws Exception {
            MeterSecurity security = MeterSecurity.plain(MeterSecurity.Level.LOW, "secret", TITLE);
            String line = rig.meter(DlmsMeter.Identity.of(Transport.WRAPPER, "4711"), MeterTraits.USUAL.with(security));
            DlmsDriver driver = driver(
                    Transport.WRAPPER,
                    line,
                    "client.address",
                    1,
                    "authentication",
                    "LOW",
                    "password",
                    "wrong-enciphered");
            assertNamed(driver, "wrong password");
            driver.modified(
                    settings(line, "client.address", 1, "authentication", "LOW", "password", "secret-enciphered"));
            assertWell(driver);
        }

        @Test
        void aWrongSecretOfHighLevelSecurity() throws Exception {
            MeterSecurity security = MeterSecurity.plain(MeterSecurity.Level.HIGH_SHA256, "secret", TITLE);
            String line = rig.meter(DlmsMeter.Identity.of(Transport.WRAPPER, "4711"), MeterTraits.USUAL.with(security));
            DlmsDriver driver = driver(
                    Transport.WRAPPER,
                    line,
                    "client.address",
                    1,
                    "authentication",
                    "HIGH_SHA256",
                    "password",
                    "wrong-enciphered");
            assertNamed(driver, "wrong password");
        }

        @Test
        void aWrongKey() throws Exception {
            String line = securedMeter();
            DlmsDriver driver = driver(Transport.WRAPPER, line, secured("key.encryption", Rig.TAG_KEY + "-enciphered"));
            assertNamed(driver, "wrong key");
            driver.modified(settings(line, secured()));
            assertWell(driver);
        }

        @Test
        void aWrongAuthenticationKey() throws Exception {
            String line = securedMeter();
            DlmsDriver driver = driver(Transport.WRAPPER, line, secured("key.authentication", Rig.KEY + "-enciphered"));
            assertNamed(driver, "wrong key");
            driver.modified(settings(line, secured()));
            assertWell(driver);
        }

        @ParameterizedTest
        @EnumSource(
                value = SecurityFault.class,
                names = {"WRONG_KEY", "REPLAYED", "OTHER_TITLE"})
        void answersThatAreNotGenuine(SecurityFault wrong) throws Exception {
            DlmsDriver driver = driver(Transport.WRAPPER, securedMeter(), secured());
            assertWell(driver);
            fault.set(wrong);
            assertNamed(driver, wrong == SecurityFault.WRONG_KEY ? "wrong key" : "not genuine");
            fault.set(SecurityFault.NONE);
            assertWell(driver);
        }

        @Test
        void aCounterThatJumps() throws Exception {
            DlmsDriver driver = driver(Transport.WRAPPER, securedMeter(), secured());
            assertWell(driver);
            fault.set(SecurityFault.COUNTER_JUMP);
            assertNamed(driver, "counter refused");
            fault.set(SecurityFault.NONE);
            assertWell(driver);
        }

        @Test
        void anotherMeterThanTheOneNamed() throws Exception {
            String line = securedMeter();
            DlmsDriver driver = driver(Transport.WRAPPER, line, secured("meter.title", "MTG99999"));
            assertNamed(driver, "not genuine");
            driver.modified(settings(line, secured("meter.title", "MTG04711")));
            assertWell(driver);
        }

        @Test
        void theCounterOutlivesTheDriver() throws Exception {
            String line = securedMeter();
            DlmsDriver first = driver(Transport.WRAPPER, line, secured());
            assertWell(first);
            first.stop();
            Rig later = new Rig(folder.resolve("later"));
            try {
                DlmsDriver forgetful = later.driver(line, secured());
                assertWell(forgetful); // it asks the meter for the counter
            } finally {
                later.close();
            }
            DlmsDriver again = driver(Transport.WRAPPER, line, secured());
            assertWell(again);
        }
    }

    @Nested
    class OfObjects {
        @Test
        void anObjectThatIsUndefinedFailsAlone() throws Exception {
            DlmsDriver driver = driver(Transport.HDLC, rig.meter(Transport.HDLC));
            ChannelRecord undefined = channel("undefined", DataType.DOUBLE, "object", "1-0:99.8.0*255");
            assertNamed(driver, "refuses 1 of 4 objects: object undefined", undefined);
            assertTrue(Rig.reason(undefined).contains("correct object and class"), Rig.reason(undefined));
            ChannelRecord quality = channel("q", DataType.STRING, "object", "1-0:99.8.0*255", "kind", "QUALITY");
            List<ChannelRecord> records = usual();
            records.add(quality);
            driver.read(records);
            assertRight(records);
            assertEquals("REFUSED", value(quality));
            assertWell(driver);
        }

        @Test
        void anObjectThatThisClientMayNotRead() throws Exception {
            String line = rig.meter(
                    DlmsMeter.Identity.of(Transport.WRAPPER, "4711"),
                    MeterTraits.USUAL.with(MeterTraits.PublicReads.IDENTITY));
            DlmsDriver driver = driver(Transport.WRAPPER, line);
            ChannelRecord name = channel("name", DataType.STRING, "object", "logical_device_name");
            assertNamed(driver, "not authorised", name);
            assertEquals("MTG4711", value(name));
        }
    }
}
