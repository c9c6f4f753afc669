package org.metergate.driver.dlms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.metergate.driver.dlms.Rig.channel;
import static org.metergate.driver.dlms.Rig.value;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.type.DataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.metergate.driver.channels.scan.MeterScan;
import org.metergate.driver.channels.scan.ProposedChannel;
import org.metergate.driver.channels.scan.ScannedMeter;
import org.metergate.driver.dlms.scan.Proposal;
import org.metergate.driver.dlms.scan.Scan;
import org.metergate.emulator.meters.dlms.DlmsMeter.Transport;
import org.metergate.transport.LineAddress;

/** What channels can ask for, and how they are found. */
@Timeout(60)
class ChannelsTest {
    @TempDir
    private Path folder;

    private Rig rig;
    private DlmsDriver driver;
    private String line;

    @BeforeEach
    void set() throws Exception {
        rig = new Rig(folder);
        line = rig.meter(Transport.HDLC);
        driver = rig.driver(line, "transport", "HDLC", "server.physical", 17);
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    private Object read(DataType type, String... settings) {
        ChannelRecord record = channel("one", type, settings);
        driver.read(List.of(record));
        return value(record);
    }

    private String error(DataType type, String... settings) {
        ChannelRecord record = channel("one", type, settings);
        driver.read(List.of(record));
        assertTrue(!Rig.isGood(record), "expected an error");
        return Rig.reason(record);
    }

    @Test
    void areNamedByTheDictionary() {
        double energy = Rig.BUILDING.at(Rig.SECOND).activeImport();
        assertEquals(energy, (Double) read(DataType.DOUBLE, "object", "active_power_import_total"), 1);
        assertEquals("4711", read(DataType.STRING, "object", "meter_id"));
        assertEquals("1.4.2", read(DataType.STRING, "object", "1-0:0.2.0*255", "class", "1"));
        assertTrue(error(DataType.DOUBLE, "object", "active_powr").contains("is no name of the dictionary"));
    }

    @Test
    void takeElementsOutOfStructures() {
        String[] tariffs = {"object", "0-0:14.0.0*255", "class", "6", "attribute", "3"};
        assertEquals("night", read(DataType.STRING, with(tariffs, "index", "2.1")));
        assertEquals(2, read(DataType.INTEGER, with(tariffs, "index", "1.2.2")));
        assertTrue(error(DataType.STRING, with(tariffs, "index", "3")).contains("has only 2 elements, not 3"));
        assertTrue(error(DataType.STRING, with(tariffs, "index", "2.1.1")).contains("which has no elements"));
        assertTrue(
                error(DataType.STRING, with(tariffs, "index", "x")).contains("expected an element such as 2 or 2.3"));
        assertTrue(error(DataType.STRING, tariffs).contains("which is no single value"));
    }

    private static String[] with(String[] settings, String... more) {
        String[] all = Arrays.copyOf(settings, settings.length + more.length);
        System.arraycopy(more, 0, all, settings.length, more.length);
        return all;
    }

    @Test
    void convertExactly() {
        ChannelRecord energy = channel("kWh", DataType.STRING, "object", "1.8.0", "unit", "kWh", "factor", "40");
        driver.read(List.of(energy));
        long counted = (long) Math.floor(Rig.BUILDING.at(Rig.SECOND).activeImport());
        assertEquals(new java.math.BigDecimal(counted * 40).movePointLeft(3).toPlainString(), value(energy));
        assertEquals("kWh", energy.getUnit());
    }

    @Test
    void carryTheTimeOfTheirCaptureIfWanted() {
        ChannelRecord highest =
                channel("highest", DataType.DOUBLE, "object", "1-0:1.6.0*255", "class", "4", "time", "CAPTURE");
        ChannelRecord now = channel("now", DataType.DOUBLE, "object", "1-0:1.6.0*255", "class", "4");
        driver.read(List.of(highest, now));
        assertEquals(7350.0, value(highest));
        assertEquals(Instant.parse("2026-01-01T00:00:00Z"), Instant.ofEpochMilli(highest.getTimestamp()));
        assertEquals(Rig.SECOND, Instant.ofEpochMilli(now.getTimestamp()));
        assertTrue(
                error(DataType.DOUBLE, "object", "1.8.0", "time", "CAPTURE").contains("only objects of class 4 and 5"));
    }

    @Test
    void tellOfTheMeterItself() {
        assertEquals(-0.7, (Double) read(DataType.DOUBLE, "kind", "DRIFT"), 0.001);
        assertEquals(Rig.SECOND.toString(), read(DataType.STRING, "kind", "CLOCK"));
        assertEquals("GOOD", read(DataType.STRING, "kind", "QUALITY"));
        assertEquals("dlms meter 1/17 on " + line + ": the meter answers", read(DataType.STRING, "kind", "DIAGNOSIS"));
    }

    @Test
    void costNoNewAssociationFromPollToPoll() {
        driver.read(Rig.usual());
        long before = requests();
        driver.read(Rig.usual());
        assertEquals(1, requests() - before, "values and clock in one request");
    }

    private long requests() {
        return rig.lines.trace(LineAddress.parse(line)).stream()
                .filter(entry -> entry.kind() == org.metergate.transport.TraceEntry.Kind.SENT)
                .count();
    }

    @Test
    void equalSettingsChangeNothing() {
        driver.read(Rig.usual());
        long before = requests();
        driver.modified(Rig.settings(line, "transport", "HDLC", "server.physical", 17));
        driver.read(Rig.usual());
        assertEquals(1, requests() - before, "the association is kept");
    }

    @Nested
    class Scans {
        @Test
        void proposeChannelsWithNamesUnitsAndTypes() throws Exception {
            Scan scan = rig.scans.start("meter");
            assertTrue(scan.await(Duration.ofSeconds(30)));
            assertEquals(Scan.State.COMPLETE, scan.state(), () -> scan.failure().orElse(""));
            Map<String, Proposal> found =
                    scan.proposals().stream().collect(Collectors.toMap(Proposal::name, Function.identity()));
            Proposal energy = found.get("active_power_import_total");
            assertEquals("DOUBLE", energy.valueType());
            assertEquals("Wh", energy.unit());
            assertEquals(Map.of("object", "1-0:1.8.0*255", "class", "3", "attribute", "2"), energy.settings());
            assertEquals("STRING", found.get("meter_id").valueType());
            assertEquals("4711", found.get("meter_id").value());
            assertEquals("BOOLEAN", found.get("disconnect_control").valueType());
            assertEquals(
                    "1-0:99.1.0*255",
                    found.get("load_profile_1_active_power_import_total")
                            .settings()
                            .get("profile"));
            assertEquals(
                    "Wh", found.get("load_profile_1_active_power_import_total").unit());
            for (Proposal one : scan.proposals()) {
                ChannelRecord record = ChannelRecord.createReadRecord(one.name(), DataType.valueOf(one.valueType()));
                record.setChannelConfig(Map.copyOf(one.settings()));
                driver.read(List.of(record));
                assertTrue(Rig.isGood(record), () -> one + ": " + Rig.reason(record));
            }
        }

        @Test
        void needNoDriverButItsSettings() throws Exception {
            driver.stop();
            DlmsScanner scanner = new DlmsScanner(rig.scans, rig.lines, rig.store, rig.ports);
            MeterScan scan = scanner.start(
                    line, Map.of("transport", "HDLC", "server.physical", "17", "key.encryption", Rig.KEY));
            assertTrue(scan.await(Duration.ofSeconds(30)));
            assertEquals(
                    MeterScan.State.COMPLETE, scan.state(), () -> scan.failure().orElse(""));
            ScannedMeter meter = scan.meters().get(0);
            assertEquals("meter-4711", meter.name());
            assertEquals(Map.of("line", line, "transport", "HDLC", "server.physical", "17"), meter.settings());
            Map<String, ProposedChannel> channels =
                    meter.channels().stream().collect(Collectors.toMap(ProposedChannel::name, Function.identity()));
            assertTrue(channels.get("active_power_import_total").usual());
            assertEquals(
                    false,
                    channels.get("load_profile_1_active_power_import_total").usual());
            assertEquals(List.of(), rig.scans.scans()); // which are of drivers
            MeterScan wrong = scanner.start(line, Map.of("transport", "HDLC", "server.physical", "3"));
            assertTrue(wrong.await(Duration.ofSeconds(30)));
            assertEquals(MeterScan.State.FAILED, wrong.state());
            assertTrue(wrong.failure().orElseThrow().contains("wrong server address"), wrong.failure()::toString);
            IllegalArgumentException refused = org.junit.jupiter.api.Assertions.assertThrows(
                    IllegalArgumentException.class,
                    () -> scanner.start(line, Map.of("authentication", "LOW", "client.address", "0")));
            assertTrue(refused.getMessage().contains("client.address"), refused::getMessage);
        }

        @Test
        void sayWhyTheyFail() throws Exception {
            rig.driver("tcp://127.0.0.1:1");
            Scan scan = rig.scans.start("meter");
            assertTrue(scan.await(Duration.ofSeconds(30)));
            assertEquals(Scan.State.FAILED, scan.state());
            assertTrue(scan.failure().orElseThrow().contains("unreachable"), scan.failure()::toString);
            IllegalArgumentException nobody = org.junit.jupiter.api.Assertions.assertThrows(
                    IllegalArgumentException.class, () -> rig.scans.start("nobody"));
            assertTrue(nobody.getMessage().contains("there is no driver 'nobody'; there are [meter]"));
        }
    }
}
