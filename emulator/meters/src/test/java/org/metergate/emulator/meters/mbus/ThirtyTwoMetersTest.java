package org.metergate.emulator.meters.mbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.metergate.emulator.meters.mbus.ThirtyTwoMeters.Fitted;
import org.metergate.mbus.Answer;
import org.metergate.mbus.BusScan;
import org.metergate.mbus.Content;
import org.metergate.mbus.DataRecord;
import org.metergate.mbus.FoundMeter;
import org.metergate.mbus.FrameCounts;
import org.metergate.mbus.Keys;
import org.metergate.mbus.MBusSession;
import org.metergate.mbus.MeterAddress;
import org.metergate.mbus.ScanResult;
import org.metergate.mbus.ScanWatch;
import org.metergate.mbus.Timing;
import org.metergate.model.Quantity;
import org.metergate.testkit.MovedClock;

class ThirtyTwoMetersTest {
    private static final Timing TIMING = new Timing(2400, Duration.ofMillis(15), 2);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final MovedClock clock = MovedClock.at("2026-11-23T21:00:03.700Z");
    private final ThirtyTwoMeters house = new ThirtyTwoMeters(clock);
    private final EmulatedBus bus = new EmulatedBus(clock, house.bus());

    private static Keys key(Fitted meter) {
        return meter.key().isEmpty() ? Keys.NONE : Keys.always(HexFormat.of().parseHex(meter.key()));
    }

    @Test
    void thereAre32OfTenKinds() {
        assertEquals(32, house.meters().size());
        assertEquals(10, house.meters().stream().map(Fitted::kind).distinct().count());
        assertEquals(
                12, house.meters().stream().filter(one -> one.primary() == 0).count());
    }

    @Test
    void everyMeterIsReadRightAgainAndAgain() throws Exception {
        MBusSession session = new MBusSession(bus.line, TIMING, new FrameCounts());
        for (int round = 0; round < 3; round++) {
            for (Fitted meter : house.meters()) {
                Answer answer = session.read(MeterAddress.parse(meter.address()), key(meter));
                Answer.Telegram telegram = assertInstanceOf(Answer.Telegram.class, answer, meter.secondary());
                Map<Integer, BigDecimal> expected = meter.values().apply(latch(telegram));
                int first = meter.kind().equals("fixed") ? 0 : 2;
                assertEquals(expected.size() + first, telegram.records().size(), meter.secondary());
                expected.forEach((index, value) -> {
                    DataRecord record = telegram.records().get(index);
                    BigDecimal read = record.measured()
                            .map(Quantity::value)
                            .or(record::value)
                            .orElseThrow(() -> new AssertionError(meter.secondary() + " record " + index));
                    assertEquals(0, value.compareTo(read), meter.secondary() + " record " + index + ": " + read);
                });
            }
            clock.move(Duration.ofMinutes(7));
        }
    }

    /** The meter's own time of latch; those of the fixed structure have none and stand still. */
    private static Instant latch(Answer.Telegram telegram) {
        return telegram.records().stream()
                .map(DataRecord::content)
                .filter(Content.Moment.class::isInstance)
                .map(content -> ((Content.Moment) content).time().toInstant(ZoneOffset.UTC))
                .findFirst()
                .orElse(Instant.EPOCH);
    }

    @Test
    void thePrimaryScanFindsEveryAddressAndTheCrowdAtZero() throws Exception {
        ScanResult result = new BusScan(bus.claim(), TIMING, PATIENCE, ScanWatch.NONE).primary(0, 250);
        assertTrue(result.complete());
        Map<String, FoundMeter.State> found = result.meters().stream()
                .collect(Collectors.toMap(meter -> meter.address().toString(), FoundMeter::state));
        assertEquals(21, found.size(), found.toString());
        assertEquals(FoundMeter.State.SEVERAL, found.remove("0"));
        assertEquals(
                List.of(FoundMeter.State.READABLE),
                found.values().stream().distinct().toList());
    }

    @Test
    void theSecondaryScanFindsAll32() throws Exception {
        List<Double> progress = new ArrayList<>();
        List<FoundMeter> told = new ArrayList<>();
        ScanWatch watch = new ScanWatch() {
            @Override
            public void progress(double share, int requests) {
                progress.add(share);
            }

            @Override
            public void found(FoundMeter meter) {
                told.add(meter);
            }
        };
        BusScan scan = new BusScan(bus.claim(), TIMING, PATIENCE, watch);
        ScanResult result = scan.secondary((MeterAddress.Secondary) MeterAddress.parse("FFFFFFFF"), true);
        assertTrue(result.complete());
        assertEquals(told, result.meters());
        assertEquals(
                house.meters().stream().map(Fitted::secondary).sorted().toList(),
                result.meters().stream()
                        .map(meter -> meter.address().toString())
                        .sorted()
                        .toList());
        assertEquals(
                List.of(FoundMeter.State.READABLE),
                result.meters().stream().map(FoundMeter::state).distinct().toList());
        assertEquals(1.0, progress.get(progress.size() - 1), 1e-9);
        for (int i = 1; i < progress.size(); i++) {
            assertTrue(progress.get(i) >= progress.get(i - 1) - 1e-9, "progress went back at " + i);
        }
    }

    @Test
    void aScanIsBrokenOffBetweenTwoRequests() throws Exception {
        int[] asked = {0};
        ScanWatch watch = new ScanWatch() {
            @Override
            public boolean goOn() {
                return ++asked[0] <= 20;
            }
        };
        BusScan scan = new BusScan(bus.claim(), TIMING, PATIENCE, watch);
        ScanResult result = scan.secondary((MeterAddress.Secondary) MeterAddress.parse("FFFFFFFF"), false);
        assertFalse(result.complete());
        assertTrue(result.requests() < 80, "sent " + result.requests());
    }

    @Test
    void aSilentBusIsFoundSilentWithTwoRequests() throws Exception {
        EmulatedBus silent = new EmulatedBus(clock, new MBusBus());
        BusScan scan = new BusScan(silent.claim(), TIMING, PATIENCE, ScanWatch.NONE);
        assertFalse(scan.hearsAnybody());
        assertTrue(new BusScan(bus.claim(), TIMING, PATIENCE, ScanWatch.NONE).hearsAnybody());
    }
}
