package org.metergate.emulator.bench.mbus;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.metergate.emulator.bench.WireBench;
import org.metergate.emulator.bench.WireTime;
import org.metergate.emulator.meters.mbus.Heard;
import org.metergate.emulator.meters.mbus.MBusBus;
import org.metergate.emulator.meters.mbus.ThirtyTwoMeters;
import org.metergate.emulator.meters.mbus.ThirtyTwoMeters.Fitted;
import org.metergate.mbus.Answer;
import org.metergate.mbus.BusScan;
import org.metergate.mbus.Content;
import org.metergate.mbus.DataRecord;
import org.metergate.mbus.FrameCounts;
import org.metergate.mbus.Keys;
import org.metergate.mbus.MBusSession;
import org.metergate.mbus.MeterAddress;
import org.metergate.mbus.ScanResult;
import org.metergate.mbus.ScanWatch;
import org.metergate.mbus.Timing;
import org.metergate.model.Quantity;
import org.metergate.testkit.EmulatedLine;
import org.metergate.testkit.EmulatedLines;
import org.metergate.testkit.MovedClock;
import org.metergate.transport.LineAddress;
import org.metergate.transport.SerialSettings;

/** Reading and scanning a bus of 32 meters at 2400 baud. */
public final class BusWireBench implements WireBench {

    private static final int BAUD = 2400;
    private static final SerialSettings SERIAL = new SerialSettings(BAUD, 8, SerialSettings.Parity.EVEN, 1);
    private static final LineAddress ADDRESS = new LineAddress.Serial("bus");
    private static final Duration TURNAROUND = Duration.ofMillis(20);
    private static final Duration SLOWEST_ANSWER =
            Duration.ofNanos(330_000_000_000L / BAUD).plusMillis(50);
    private static final Timing TIMING = new Timing(BAUD, Duration.ofMillis(15), 2);
    private static final int SHORT_FRAME = 5;
    private static final int SELECTION = 17;
    private static final int BY_NUMBER = 6;
    private static final int FRAME_AROUND = 6;

    private final MovedClock clock = MovedClock.at("2026-11-23T21:00:03.700Z");
    private final ThirtyTwoMeters house = new ThirtyTwoMeters(clock);

    @Override
    public String name() {
        return "mbus bus";
    }

    @Override
    public List<WireTime> measure() throws Exception {
        EmulatedLine line = line(house.bus());
        MBusSession session = new MBusSession(line, TIMING, new FrameCounts());
        Duration first = cycle(session);
        clock.move(Duration.ofMinutes(15));
        Duration second = cycle(session);
        Duration limit = readingLimit();
        return List.of(
                new WireTime(
                        "first read cycle of 32 meters, links reset and identities confirmed, 2400 baud",
                        WireTime.Kind.EMULATED,
                        first,
                        limit,
                        1.35),
                new WireTime("read cycle of 32 meters, 2400 baud", WireTime.Kind.EMULATED, second, limit, 1.05),
                silentScan(),
                secondaryScan(false),
                secondaryScan(true));
    }

    private EmulatedLine line(MBusBus bus) {
        return new EmulatedLine(ADDRESS, SERIAL, clock, (request, settings) -> {
            Heard heard = bus.hear(request, settings.baud());
            return heard.bytes().length == 0
                    ? EmulatedLine.Answer.NONE
                    : new EmulatedLine.Answer(heard.bytes(), TURNAROUND.plus(heard.after()));
        });
    }

    private Duration cycle(MBusSession session) throws Exception {
        Instant start = clock.instant();
        for (Fitted meter : house.meters()) {
            Keys key = meter.key().isEmpty()
                    ? Keys.NONE
                    : Keys.always(HexFormat.of().parseHex(meter.key()));
            check(meter, session.read(MeterAddress.parse(meter.address()), key));
        }
        return Duration.between(start, clock.instant());
    }

    private static void check(Fitted meter, Answer answer) {
        if (!(answer instanceof Answer.Telegram telegram)) {
            throw new IllegalStateException(meter.secondary() + " gave no data but " + answer);
        }
        Instant latch = telegram.records().stream()
                .map(DataRecord::content)
                .filter(Content.Moment.class::isInstance)
                .map(content -> ((Content.Moment) content).time().toInstant(ZoneOffset.UTC))
                .findFirst()
                .orElse(Instant.EPOCH);
        for (Map.Entry<Integer, BigDecimal> expected :
                meter.values().apply(latch).entrySet()) {
            DataRecord record = telegram.records().get(expected.getKey());
            BigDecimal read =
                    record.measured().map(Quantity::value).or(record::value).orElseThrow();
            if (read.compareTo(expected.getValue()) != 0) {
                throw new IllegalStateException(meter.secondary() + " record " + expected.getKey() + " is " + read
                        + ", expected " + expected.getValue());
            }
        }
    }

    /** Selections where a meter has no primary address, requests, answers, and what the meters take to react. */
    private Duration readingLimit() {
        Duration limit = Duration.ZERO;
        for (Fitted meter : house.meters()) {
            Duration reaction = TURNAROUND.plus(meter.meter().reaction());
            if (meter.primary() == 0) {
                int selection = SELECTION + (meter.address().split("-").length > 4 ? BY_NUMBER : 0);
                limit = limit.plus(bytes(selection + 1)).plus(reaction);
            }
            for (byte[] telegram : meter.meter().telegrams(0)) {
                limit = limit.plus(bytes(SHORT_FRAME + telegram.length + FRAME_AROUND))
                        .plus(reaction);
            }
        }
        return limit;
    }

    private WireTime silentScan() throws Exception {
        EmulatedLines lines = new EmulatedLines(line(new MBusBus()));
        Instant start = clock.instant();
        ScanResult result = scan(lines).primary(0, 250);
        if (!result.meters().isEmpty() || !result.complete()) {
            throw new IllegalStateException("found somebody on an empty bus");
        }
        return new WireTime(
                "primary scan of 251 silent addresses, 2400 baud",
                WireTime.Kind.EMULATED,
                Duration.between(start, clock.instant()),
                bytes(SHORT_FRAME).plus(SLOWEST_ANSWER).multipliedBy(251),
                1.10);
    }

    private static BusScan scan(EmulatedLines lines) {
        return new BusScan(lines.claim(ADDRESS, SERIAL), TIMING, Duration.ofSeconds(1), ScanWatch.NONE);
    }

    /**
     * The lower bound: every group of several that a wildcard selects costs a selection and a request of its own, and
     * fifteen selections more for the values of the next digit; every meter costs its request.
     */
    private WireTime secondaryScan(boolean thorough) throws Exception {
        EmulatedLines lines = new EmulatedLines(line(house.bus()));
        Instant start = clock.instant();
        ScanResult result = scan(lines).secondary((MeterAddress.Secondary) MeterAddress.parse("FFFFFFFF"), thorough);
        int expected = house.meters().size() - (thorough ? 0 : 1); // the digit F hides behind its neighbours
        if (result.meters().size() != expected) {
            throw new IllegalStateException(
                    "found " + result.meters().size() + " meters instead of " + expected + ": " + result.meters());
        }
        int groups = groups();
        int selections = 1 + 15 * groups;
        int answered = groups + house.meters().size();
        Duration limit = bytes(SELECTION)
                .plus(SLOWEST_ANSWER)
                .multipliedBy(selections - answered)
                .plus(bytes(SELECTION + 1 + SHORT_FRAME).plus(TURNAROUND).multipliedBy(answered));
        return new WireTime(
                (thorough ? "thorough secondary scan" : "secondary scan") + " of 32 meters, 2400 baud, "
                        + result.requests() + " requests, lower bound " + (selections + answered),
                WireTime.Kind.EMULATED,
                Duration.between(start, clock.instant()),
                limit,
                thorough ? 3.2 : 1.5);
    }

    /** How many beginnings of identifications, the empty one included, two meters or more share. */
    private int groups() {
        Set<String> seen = new HashSet<>();
        Set<String> shared = new HashSet<>();
        for (Fitted meter : house.meters()) {
            for (int length = 0; length <= 8; length++) {
                String beginning = meter.secondary().substring(0, length);
                if (!seen.add(beginning)) {
                    shared.add(beginning);
                }
            }
        }
        return shared.size();
    }

    private static Duration bytes(int count) {
        return Duration.ofNanos(1_000_000_000L * SERIAL.bitsPerCharacter() * count / BAUD);
    }
}
