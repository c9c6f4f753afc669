package org.metergate.driver.dlms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.metergate.driver.dlms.Rig.channel;
import static org.metergate.driver.dlms.Rig.value;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.type.DataType;
import org.eclipse.kura.type.TypedValue;
import org.eclipse.kura.type.TypedValues;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.metergate.emulator.meters.dlms.DlmsMeter;
import org.metergate.emulator.meters.dlms.DlmsMeter.Transport;
import org.metergate.emulator.meters.dlms.MeterTraits;
import org.metergate.testkit.MovedClock;

/** What is written, switched and set, and what is told of it. */
@Timeout(60)
class WritingTest {
    private static final String SECRET = "12345678";

    @TempDir
    private Path folder;

    private final MovedClock clock = MovedClock.at("2026-06-23T10:11:12.700Z");
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final PrintStream err = System.err;
    private Rig rig;

    @BeforeEach
    void set() {
        rig = new Rig(folder, clock);
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void close() throws Exception {
        System.setErr(err);
        rig.close();
    }

    private DlmsDriver driver(Clock meters, Object... more) throws Exception {
        DlmsMeter.Identity identity =
                new DlmsMeter.Identity(Transport.WRAPPER, 1, 0, 16, SECRET, 1024, "4711", ZoneId.of("Europe/Vienna"));
        DlmsMeter meter = new DlmsMeter(Rig.BUILDING, meters, identity, MeterTraits.USUAL, new Random(1));
        List<Object> all = new ArrayList<>(List.of(
                "client.address",
                1,
                "authentication",
                "LOW",
                "password",
                SECRET + "-enciphered",
                "zone",
                "Europe/Vienna"));
        all.addAll(List.of(more));
        return rig.driver(rig.station(meter, 0).address(), all.toArray());
    }

    private static ChannelRecord written(String name, TypedValue<?> value, String... settings) {
        ChannelRecord record = ChannelRecord.createWriteRecord(name, value);
        record.setChannelConfig(Rig.config(name, value.getType(), settings));
        return record;
    }

    private static Object read(DlmsDriver driver, DataType type, String... settings) {
        ChannelRecord record = channel("read", type, settings);
        driver.read(List.of(record));
        return value(record);
    }

    private String audit() {
        return log.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("AUDIT"))
                .reduce("", (one, other) -> one + other + "\n");
    }

    @Nested
    class OfAttributes {
        @Test
        void takesTheTypeThatTheMeterHas() throws Exception {
            DlmsDriver driver = driver(clock);
            ChannelRecord name = written(
                    "name",
                    TypedValues.newStringValue("after"),
                    "object",
                    "0-0:96.1.9*255",
                    "class",
                    "1",
                    "write",
                    "SET");
            driver.write(List.of(name));
            assertTrue(Rig.isGood(name), () -> Rig.reason(name));
            assertEquals("after", read(driver, DataType.STRING, "object", "0-0:96.1.9*255", "class", "1"));
            assertTrue(audit().contains("channel name SET 0-0:96.1.9*255 to after: success"), audit());
        }

        @Test
        void isRefusedUnlessTheChannelIsWritable() throws Exception {
            DlmsDriver driver = driver(clock);
            ChannelRecord name =
                    written("name", TypedValues.newStringValue("after"), "object", "0-0:96.1.9*255", "class", "1");
            driver.write(List.of(name));
            assertTrue(Rig.reason(name).contains("channel name: is not writable"), Rig.reason(name));
            assertEquals("before", read(driver, DataType.STRING, "object", "0-0:96.1.9*255", "class", "1"));
            assertEquals("", audit());
        }

        @Test
        void namesWhatTheMeterRefuses() throws Exception {
            DlmsDriver driver = driver(clock);
            ChannelRecord energy =
                    written("energy", TypedValues.newDoubleValue(5), "object", "1-0:1.8.0*255", "write", "SET");
            ChannelRecord text =
                    written("text", TypedValues.newStringValue("x"), "object", "1-0:1.8.0*255", "write", "SET");
            ChannelRecord name = written(
                    "name",
                    TypedValues.newStringValue("after"),
                    "object",
                    "0-0:96.1.9*255",
                    "class",
                    "1",
                    "write",
                    "SET");
            driver.write(List.of(energy, text, name));
            assertTrue(Rig.reason(energy).contains("read-write-denied"), Rig.reason(energy));
            assertTrue(Rig.reason(text).contains("the value 'x' is no number"), Rig.reason(text));
            assertTrue(Rig.isGood(name), () -> Rig.reason(name));
            assertTrue(audit().contains("SET 1-0:1.8.0*255 to 5.0: failed"), audit());
        }

        @Test
        void readsTheSwitchAndSwitchesIt() throws Exception {
            DlmsDriver driver = driver(clock);
            String[] state = {"object", "disconnect_control"};
            assertEquals(true, read(driver, DataType.BOOLEAN, state));
            for (boolean on : new boolean[] {false, true}) {
                ChannelRecord control = written(
                        "switch",
                        TypedValues.newBooleanValue(on),
                        "object",
                        "disconnect_control",
                        "write",
                        "DISCONNECT_CONTROL");
                driver.write(List.of(control));
                assertTrue(Rig.isGood(control), () -> Rig.reason(control));
                assertEquals(on, read(driver, DataType.BOOLEAN, state));
                assertEquals(
                        on ? 1 : 0,
                        read(driver, DataType.INTEGER, "object", "0-0:96.3.10*255", "class", "70", "attribute", "3"));
            }
            assertTrue(audit().contains("DISCONNECT_CONTROL 0-0:96.3.10*255 to false: success"), audit());
            assertTrue(!log.toString(StandardCharsets.UTF_8).contains(SECRET), "no secret in the log");
        }

        @Test
        void invokesAMethod() throws Exception {
            DlmsDriver driver = driver(clock);
            ChannelRecord shift = written(
                    "shift",
                    TypedValues.newIntegerValue(30),
                    "object",
                    "meter_datetime",
                    "write",
                    "ACTION",
                    "method",
                    "6",
                    "data.type",
                    "LONG");
            driver.write(List.of(shift));
            assertTrue(Rig.isGood(shift), () -> Rig.reason(shift));
            assertEquals(29.3, (Double) read(driver, DataType.DOUBLE, "kind", "DRIFT"), 0.01);
        }

        @Test
        void saysThatTheMeterIsAway() throws Exception {
            DlmsDriver driver = rig.driver("tcp://127.0.0.1:1");
            ChannelRecord name = written(
                    "name",
                    TypedValues.newStringValue("after"),
                    "object",
                    "0-0:96.1.9*255",
                    "class",
                    "1",
                    "write",
                    "SET");
            driver.write(List.of(name));
            assertTrue(Rig.reason(name).contains("not written: unreachable"), Rig.reason(name));
        }
    }

    @Nested
    class OfTheClock {
        @Test
        void isSetWithinTheLimitAndOnceAnHour() throws Exception {
            MovedClock meters = MovedClock.at("2026-06-23T10:11:42Z");
            DlmsDriver driver = driver(meters, "clock.set", true);
            assertEquals(29.3, (Double) read(driver, DataType.DOUBLE, "kind", "DRIFT"), 0.01);
            assertEquals(-0.7, (Double) read(driver, DataType.DOUBLE, "kind", "DRIFT"), 0.01);
            assertTrue(
                    audit().contains("clock.set clock is 29.300 s ahead of the gateway's: set to 2026-06-23T12:11:12"),
                    audit());
            meters.move(Duration.ofSeconds(40));
            read(driver, DataType.DOUBLE, "kind", "DRIFT");
            assertEquals(39.3, (Double) read(driver, DataType.DOUBLE, "kind", "DRIFT"), 0.01);
            clock.move(Duration.ofHours(1));
            meters.move(Duration.ofHours(1));
            read(driver, DataType.DOUBLE, "kind", "DRIFT");
            assertEquals(-0.7, (Double) read(driver, DataType.DOUBLE, "kind", "DRIFT"), 0.01);
        }

        @Test
        void isLeftAloneUnlessConfiguredAndBeyondTheLimit() throws Exception {
            MovedClock meters = MovedClock.at("2026-06-23T10:11:42Z");
            DlmsDriver driver = driver(meters);
            read(driver, DataType.DOUBLE, "kind", "DRIFT");
            assertEquals(29.3, (Double) read(driver, DataType.DOUBLE, "kind", "DRIFT"), 0.01);
            DlmsDriver limited = driver(meters, "clock.set", true, "clock.limit", 20);
            read(limited, DataType.DOUBLE, "kind", "DRIFT");
            assertEquals(29.3, (Double) read(limited, DataType.DOUBLE, "kind", "DRIFT"), 0.01);
            assertTrue(audit().contains("not set, that is more than clock.limit"), audit());
        }

        @Test
        void isWrittenByAChannel() throws Exception {
            DlmsDriver driver = driver(clock);
            Instant wanted = Instant.parse("2026-06-23T09:00:00Z");
            ChannelRecord time = written(
                    "time",
                    TypedValues.newLongValue(wanted.toEpochMilli()),
                    "object",
                    "meter_datetime",
                    "write",
                    "SET");
            driver.write(List.of(time));
            assertTrue(Rig.isGood(time), () -> Rig.reason(time));
            long shown = (Long) read(driver, DataType.LONG, "object", "meter_datetime");
            assertTrue(
                    Math.abs(shown - wanted.toEpochMilli()) <= 1000,
                    Instant.ofEpochMilli(shown).toString());
        }
    }
}
