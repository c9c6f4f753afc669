package org.metergate.driver.mbus.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.metergate.emulator.meters.PortSettings;
import org.metergate.emulator.meters.TcpStation;
import org.metergate.emulator.meters.mbus.Heard;
import org.metergate.emulator.meters.mbus.MBusBus;
import org.metergate.emulator.meters.mbus.ThirtyTwoMeters;
import org.metergate.mbus.FoundMeter;
import org.metergate.mbus.MeterAddress;
import org.metergate.testkit.EmulatedLine;
import org.metergate.testkit.EmulatedLines;
import org.metergate.testkit.MovedClock;
import org.metergate.transport.LineAddress;
import org.metergate.transport.SerialSettings;
import org.metergate.transport.ports.PortLines;

@Timeout(60)
class ScanServiceTest {
    private static final SerialSettings SERIAL = new SerialSettings(2400, 8, SerialSettings.Parity.EVEN, 1);
    private static final LineAddress CELLAR = LineAddress.parse("serial:cellar");
    private static final LineAddress ATTIC = LineAddress.parse("serial:attic");

    private final CountDownLatch gate = new CountDownLatch(1);
    private final ScanService service = new ScanService(new EmulatedLines(
            line(CELLAR, clock -> new ThirtyTwoMeters(clock).bus(), false),
            line(
                    ATTIC,
                    clock -> {
                        ThirtyTwoMeters house = new ThirtyTwoMeters(clock);
                        return new MBusBus()
                                .with(7, house.meters().get(0).meter(), 9600)
                                .with(8, house.meters().get(4).meter(), 300);
                    },
                    true)));

    private interface Builder {
        MBusBus bus(MovedClock clock);
    }

    /** A line whose bus answers only once the gate is open, if it is gated. */
    private EmulatedLine line(LineAddress address, Builder builder, boolean gated) {
        MovedClock clock = MovedClock.at("2026-11-23T21:00:03Z");
        MBusBus bus = builder.bus(clock);
        return new EmulatedLine(address, SERIAL, clock, (request, settings) -> {
            if (gated) {
                awaitGate();
            }
            Heard heard = bus.hear(request, settings.baud());
            return heard.bytes().length == 0
                    ? EmulatedLine.Answer.NONE
                    : new EmulatedLine.Answer(
                            heard.bytes(), Duration.ofMillis(20).plus(heard.after()));
        });
    }

    private void awaitGate() {
        try {
            gate.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() {
        gate.countDown();
        service.stop();
    }

    private static ScanRequest sweep(LineAddress line, ScanRequest.Way way) {
        return new ScanRequest(
                line,
                SerialSettings.Parity.EVEN,
                ScanRequest.EVERY_SPEED,
                way,
                ScanRequest.EVERYBODY,
                false,
                Duration.ofMillis(15));
    }

    @Test
    void findsMetersAtEverySpeed() throws Exception {
        gate.countDown();
        Scan scan = service.start(sweep(ATTIC, ScanRequest.Way.BOTH));
        assertTrue(scan.await(Duration.ofSeconds(50)));
        assertEquals(Scan.State.COMPLETE, scan.state());
        assertEquals(1.0, scan.progress());
        assertEquals(
                List.of("300 20000005-MTG-02-07", "300 8", "9600 10000001-MTG-01-04", "9600 7"),
                scan.found().stream()
                        .map(meter -> meter.baud() + " " + meter.address())
                        .sorted()
                        .toList());
        assertTrue(scan.found().stream().allMatch(meter -> meter.state() == FoundMeter.State.READABLE));
    }

    @Test
    void scansTwoLinesAtOnceAndBreaksOneOff() throws Exception {
        Scan attic = service.start(sweep(ATTIC, ScanRequest.Way.PRIMARY)); // its bus says nothing until the gate opens
        Scan cellar = service.start(ScanRequest.usual(CELLAR));
        assertTrue(cellar.await(Duration.ofSeconds(50)));
        assertEquals(32, cellar.found().size());
        assertEquals(Scan.State.RUNNING, attic.state());
        assertThrows(IllegalStateException.class, () -> service.start(ScanRequest.usual(ATTIC)));
        attic.cancel();
        gate.countDown();
        assertTrue(attic.await(Duration.ofSeconds(50)));
        assertEquals(Scan.State.CANCELLED, attic.state());
        assertEquals(List.of(attic, cellar), service.scans());
    }

    @Test
    void scansARealLine() throws Exception {
        ThirtyTwoMeters house = new ThirtyTwoMeters(MovedClock.at("2026-11-23T21:00:03Z"));
        try (TcpStation station = TcpStation.open("bus", PortSettings.network(0), house.bus());
                PortLines lines = new PortLines()) {
            ScanService real = new ScanService(lines);
            Scan scan = real.start(new ScanRequest(
                    LineAddress.parse(station.address()),
                    SerialSettings.Parity.EVEN,
                    List.of(38_400),
                    ScanRequest.Way.SECONDARY,
                    (MeterAddress.Secondary) MeterAddress.parse("8000002F"),
                    false,
                    Duration.ofMillis(150)));
            assertTrue(scan.await(Duration.ofSeconds(50)));
            assertEquals(Optional.empty(), scan.failure());
            assertEquals(
                    List.of("80000022-QDS-34-08", "80000023-QDS-34-08"),
                    scan.found().stream()
                            .map(meter -> meter.address().toString())
                            .toList());
            real.stop();
        }
    }

    @Test
    void wrongRequestsSayWhatWouldBeRight() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> new ScanRequest(
                                CELLAR,
                                SerialSettings.Parity.EVEN,
                                List.of(1000),
                                ScanRequest.Way.PRIMARY,
                                ScanRequest.EVERYBODY,
                                false,
                                Duration.ZERO))
                .getMessage();
        assertTrue(message.contains("38400"), message);
    }
}
