package org.metergate.driver.optical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
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
import org.metergate.emulator.meters.PortSettings;
import org.metergate.emulator.meters.TcpStation;
import org.metergate.emulator.meters.optical.Traits;
import org.metergate.testkit.EmulatedLine;
import org.metergate.testkit.EmulatedLines;
import org.metergate.testkit.MovedClock;
import org.metergate.transport.LineAddress;
import org.metergate.transport.SerialSettings;
import org.metergate.transport.ports.PortLines;

/** Meters at a head in emulated time, whose bytes stand here as the standard has them; and an emulated meter over TCP. */
@Timeout(30)
class OpticalScannerTest {
    private static final String LINE = "serial:head";
    private static final byte ACK = 0x06;

    private final MovedClock clock = MovedClock.at("2026-06-23T10:11:12Z");
    private OpticalScanner scanner;

    /** Says {@code identification} to a call at one speed, and a data message once it was acknowledged. */
    private MeterScan scan(Map<String, String> options, Map<String, String> calls, int signOn) throws Exception {
        EmulatedLine.Station station = (request, settings) -> {
            String text = new String(request, StandardCharsets.ISO_8859_1);
            if (request[0] == ACK && settings.baud() == signOn) {
                return answer(message("1-0:1.8.0*255(001234.567*kWh)\r\n1-0:32.7.0*255(230.1*V)\r\n"
                        + "1-0:1.8.0*01(001000.000*kWh)\r\n0.0.0(12345678)\r\nF.F(00000000)\r\n!\r\n"));
            }
            boolean called = settings.baud() == signOn && calls.containsKey(text.strip());
            return called ? answer(calls.get(text.strip()) + "\r\n") : EmulatedLine.Answer.NONE;
        };
        SerialSettings serial = new SerialSettings(300, 7, SerialSettings.Parity.EVEN, 1);
        EmulatedLines lines = new EmulatedLines(new EmulatedLine(LineAddress.parse(LINE), serial, clock, station));
        scanner = new OpticalScanner(lines, clock::move);
        MeterScan scan = scanner.start(LINE, options);
        assertTrue(scan.await(Duration.ofSeconds(20)));
        return scan;
    }

    private static EmulatedLine.Answer answer(String text) {
        return new EmulatedLine.Answer(text.getBytes(StandardCharsets.ISO_8859_1), Duration.ofMillis(200));
    }

    /** STX, data, ETX, and the exclusive or of all after STX (IEC 62056-21, 6.5). */
    private static String message(String data) {
        String checked = data + "\u0003";
        int check = 0;
        for (char one : checked.toCharArray()) {
            check ^= one;
        }
        return "\u0002" + checked + (char) check;
    }

    @Test
    void findsAMeterAtTheSpeedThatItListensAt() throws Exception {
        MeterScan scan = scan(Map.of("speeds", "300 2400", "baud.max", "0"), Map.of("/?!", "/ABC5XY-1"), 2400);
        assertEquals(
                MeterScan.State.COMPLETE, scan.state(), () -> scan.failure().orElse(""));
        ScannedMeter meter = scan.meters().get(0);
        assertEquals("12345678", meter.address());
        assertEquals("meter-12345678", meter.name());
        assertEquals("ABC XY-1", meter.description());
        assertEquals(Map.of("line", LINE, "baud.initial", "2400", "baud.max", "0"), meter.settings());
        List<ProposedChannel> channels = meter.channels();
        assertEquals(
                new ProposedChannel(
                        "1-0:1.8.0*255", "DOUBLE", "Wh", "1234567", Map.of("address", "1-0:1.8.0*255"), true),
                channels.get(0));
        assertEquals("V", channels.get(1).unit());
        assertEquals(
                List.of(true, true, false, false, false, false),
                channels.stream().map(ProposedChannel::usual).toList());
        assertEquals("STRING", channels.get(4).valueType());
        assertEquals("DIAGNOSIS", channels.get(5).settings().get("kind"));
    }

    @Test
    void callsTheMetersOfABusByTheirAddressesAndThenNobody() throws Exception {
        MeterScan scan = scan(
                Map.of("speeds", "9600", "baud.max", "0", "device.address", "11 12 13"),
                Map.of("/?11!", "/ABC5XY", "/?13!", "/ABC5XY", "/?!", "/ABC5XY"),
                9600);
        assertEquals(MeterScan.State.COMPLETE, scan.state());
        assertEquals(
                List.of("11", "13"),
                scan.meters().stream().map(ScannedMeter::address).toList());
        assertEquals("13", scan.meters().get(1).settings().get("device.address"));
    }

    @Test
    void saysThatNobodyIsThere() throws Exception {
        MeterScan scan = scan(Map.of(), Map.of(), 300);
        assertEquals(MeterScan.State.FAILED, scan.state());
        assertTrue(scan.failure().orElseThrow().startsWith("nobody answers the sign-on at 300, 9600 baud"));
        assertEquals(List.of(), scan.meters());
    }

    @Test
    void wrongOptionsSayWhatWouldBeRight() {
        scanner = new OpticalScanner(new EmulatedLines(), clock::move);
        for (Map<String, String> wrong : List.of(
                Map.of("speeds", "fast"),
                Map.of("speeds", "301"),
                Map.of("device.address", "1/2"),
                Map.of("baud.max", "-1"),
                Map.of("colour", "red"))) {
            assertThrows(IllegalArgumentException.class, () -> scanner.start(LINE, wrong), wrong.toString());
        }
        assertThrows(IllegalArgumentException.class, () -> scanner.start("nowhere", Map.of()));
    }

    @Test
    void everyProposedChannelOfAnEmulatedMeterCanBeRead() throws Exception {
        try (TcpStation station = TcpStation.open("test", PortSettings.network(0), TestMeters.meter(Traits.USUAL));
                PortLines lines = new PortLines()) {
            OpticalScanner real = new OpticalScanner(lines, length -> {});
            MeterScan scan = real.start(station.address(), Map.of("speeds", "300"));
            assertTrue(scan.await(Duration.ofSeconds(20)));
            assertEquals(
                    MeterScan.State.COMPLETE, scan.state(), () -> scan.failure().orElse(""));
            ScannedMeter meter = scan.meters().get(0);
            assertTrue(meter.channels().stream().filter(ProposedChannel::usual).count() > 10, meter::toString);
            List<ChannelRecord> records = meter.channels().stream()
                    .map(one -> {
                        ChannelRecord record =
                                ChannelRecord.createReadRecord(one.name(), DataType.valueOf(one.valueType()));
                        record.setChannelConfig(Map.copyOf(one.settings()));
                        return record;
                    })
                    .toList();
            OpticalDriver driver = new OpticalDriver(
                    lines, PlainCrypto.CRYPTO, Map.copyOf(meter.settings()), TestMeters.CLOCK, length -> {});
            driver.read(records);
            records.forEach(record -> assertTrue(
                    TestMeters.isGood(record), () -> record.getChannelName() + ": " + TestMeters.reason(record)));
            driver.stop();
            real.stop();
        }
    }
}
