package org.metergate.emulator.workbench.analyse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.metergate.analysis.finding.Cause;
import org.metergate.analysis.finding.ChannelKind;
import org.metergate.analysis.finding.Finding;
import org.metergate.analysis.finding.MeterWatch;
import org.metergate.emulator.meters.faults.FaultyMeter;
import org.metergate.emulator.meters.faults.MeterFault;
import org.metergate.emulator.meters.faults.MeterType;

/**
 * Counts what is found in emulated meters. A finding is right if it names the meter's fault and their times meet within a
 * day; a second finding of one event, and every other, is false.
 */
final class FaultTable {
    /** Figures of a cause. */
    static final class Line {
        private int right;
        private int wrong;
        private int missed;

        int right() {
            return right;
        }

        int wrong() {
            return wrong;
        }

        int missed() {
            return missed;
        }

        /** @return harmonic mean of precision and recall; 1 if there was nothing to find and nothing was found */
        double score() {
            int all = 2 * right + wrong + missed;
            return all == 0 ? 1 : 2.0 * right / all;
        }
    }

    private static final Duration NEAR = Duration.ofDays(1);

    private final Map<Cause, Line> lines = new EnumMap<>(Cause.class);
    private int healthyFalse;
    private double healthyDays;

    /**
     * Lives through meters of every fault, and as many healthy ones of every type.
     *
     * @param firstSeed of the first meter
     * @param seeds how many meters of each
     * @param days of each meter
     */
    FaultTable(long firstSeed, int seeds, int days) {
        for (Cause cause : Cause.values()) {
            lines.put(cause, new Line());
        }
        for (long seed = firstSeed; seed < firstSeed + seeds; seed++) {
            for (MeterFault fault : MeterFault.values()) {
                if (fault != MeterFault.NONE) {
                    faulty(FaultyMeter.of(fault, seed, days));
                }
            }
            for (MeterType type : MeterType.values()) {
                List<Finding> found = findings(type, FaultyMeter.healthy(type, seed, days));
                found.forEach(one -> lines.get(one.cause()).wrong++);
                healthyFalse += found.size();
                healthyDays += days;
            }
        }
    }

    /** @return figures of each cause that is emulated */
    Map<Cause, Line> lines() {
        Map<Cause, Line> emulated = new LinkedHashMap<>();
        lines.forEach((cause, line) -> {
            if (line.right + line.missed > 0) {
                emulated.put(cause, line);
            }
        });
        return emulated;
    }

    /** @return findings on healthy meters, for each meter and 30 days */
    double falseOnHealthy() {
        return healthyFalse / healthyDays * 30;
    }

    private void faulty(FaultyMeter meter) {
        boolean hit = false;
        for (Finding one : findings(meter.fault().type(), meter)) {
            if (!hit && matches(one, meter)) {
                hit = true;
                lines.get(one.cause()).right++;
            } else {
                lines.get(one.cause()).wrong++;
            }
        }
        if (!hit) {
            lines.get(Cause.valueOf(meter.fault().name())).missed++;
        }
    }

    private static boolean matches(Finding one, FaultyMeter meter) {
        return one.cause().name().equals(meter.fault().name())
                && !one.start().isAfter(meter.end().plus(NEAR))
                && !one.end().isBefore(meter.start().minus(NEAR));
    }

    private static List<Finding> findings(MeterType type, FaultyMeter meter) {
        Map<String, ChannelKind> kinds = new LinkedHashMap<>();
        type.channels().forEach(name -> kinds.put(name, ChannelKind.of(name)));
        MeterWatch watch = new MeterWatch(kinds);
        List<Finding> found = new ArrayList<>();
        for (FaultyMeter.Reading row : meter.rows()) {
            found.addAll(watch.accept(row.time(), row.values()));
        }
        return found;
    }
}
