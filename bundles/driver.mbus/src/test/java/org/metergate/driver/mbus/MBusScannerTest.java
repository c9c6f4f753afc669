package org.metergate.driver.mbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.type.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.metergate.driver.channels.scan.MeterScan;
import org.metergate.driver.channels.scan.ProposedChannel;
import org.metergate.driver.channels.scan.ScannedMeter;
import org.metergate.driver.mbus.scan.MBusScanner;
import org.metergate.driver.mbus.scan.ScanService;

/** What is proposed for 32 emulated meters of ten kinds can be read, and is what the scan showed. */
@Timeout(60)
class MBusScannerTest {
    private final EmulatedBus bus = new EmulatedBus();
    private final MBusScanner scanner = new MBusScanner(new ScanService(bus.lines));

    @Test
    void proposesChannelsThatReadWhatTheScanShowed() throws Exception {
        MeterScan scan = scanner.start(EmulatedBus.ADDRESS.toString(), Map.of("margin", "15", "thorough", "false"));
        assertTrue(scan.await(Duration.ofSeconds(50)));
        assertEquals(
                MeterScan.State.COMPLETE, scan.state(), () -> scan.failure().orElse(""));
        assertTrue(scan.meters().size() > 28, () -> "only " + scan.meters().size());
        assertEquals(
                Map.of("line", EmulatedBus.ADDRESS.toString(), "baud", "2400", "parity", "EVEN"),
                scan.meters().get(0).settings());
        MBusDriver driver = bus.driver(Map.of());
        int read = 0;
        for (ScannedMeter meter : scan.meters()) {
            assertTrue(meter.channels().isEmpty() != meter.problem().isEmpty(), meter::toString);
            read += numbersAsShown(driver, meter.channels());
        }
        assertTrue(read > 200, "only " + read + " channels");
        ScannedMeter heat = scan.meters().stream()
                .filter(one -> one.address().startsWith("10000001"))
                .findFirst()
                .orElseThrow();
        assertEquals("heat-10000001", heat.name());
        ProposedChannel energy = heat.channels().stream()
                .filter(one -> one.name().equals("energy"))
                .findFirst()
                .orElseThrow();
        assertTrue(energy.usual());
        assertEquals("Energy", energy.settings().get("record"));
    }

    /** One readout for all channels of a meter. */
    private static int numbersAsShown(MBusDriver driver, List<ProposedChannel> channels) {
        List<ChannelRecord> records = channels.stream()
                .map(one -> {
                    ChannelRecord record =
                            ChannelRecord.createReadRecord(one.name(), DataType.valueOf(one.valueType()));
                    record.setChannelConfig(Map.copyOf(one.settings()));
                    return record;
                })
                .toList();
        driver.read(records);
        int numbers = 0;
        for (int i = 0; i < records.size(); i++) {
            ChannelRecord record = records.get(i);
            assertTrue(EmulatedBus.isGood(record), () -> record.getChannelName() + ": " + EmulatedBus.failure(record));
            if (record.getValueType() == DataType.DOUBLE) {
                double then = new BigDecimal(channels.get(i).value()).doubleValue();
                double now = (Double) record.getValue().getValue();
                assertEquals(then, now, Math.max(5000, Math.abs(then) * 0.6), record.getChannelName());
                numbers++;
            }
        }
        return numbers;
    }

    @Test
    void saysWhatIsWrong() {
        for (Map<String, String> wrong : List.of(
                Map.of("speeds", "1000"), Map.of("way", "NEITHER"), Map.of("margin", "-1"), Map.of("baud", "2400"))) {
            assertThrows(IllegalArgumentException.class, () -> scanner.start("tcp://192.0.2.1:1", wrong));
        }
    }
}
