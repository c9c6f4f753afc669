package org.metergate.analysis.voltage;

import java.time.Instant;
import java.util.Optional;

/** Means of the intervals of one quantity, counted by whether they are within the limits. */
final class IntervalCount {
    private final String name;
    private final Requirement requirement;
    private long begin = Long.MIN_VALUE;
    private double sum;
    private long readings;
    private boolean flagged;
    private long means;
    private long within;

    IntervalCount(String name, Requirement requirement) {
        this.name = name;
        this.requirement = requirement;
    }

    boolean add(Instant time, double percent, boolean flag) {
        long interval = requirement.interval().toMillis();
        long mine = Math.floorDiv(time.toEpochMilli(), interval) * interval;
        if (mine < begin) {
            return false;
        }
        boolean ended = mine > begin && readings > 0;
        if (mine > begin) {
            end();
            begin = mine;
        }
        sum += percent;
        readings++;
        flagged |= flag;
        return ended;
    }

    /** Ends the interval: counts its mean, if there is one. */
    void end() {
        if (readings > 0 && !flagged) {
            means++;
            within += requirement.isWithin(sum / readings) ? 1 : 0;
        }
        sum = 0;
        readings = 0;
        flagged = false;
    }

    Optional<SupplyWeek.Line> line(Instant from) {
        return means == 0
                ? Optional.empty()
                : Optional.of(new SupplyWeek.Line(
                        name, from, requirement, means, (double) within / means, within >= requirement.part() * means));
    }

    String save() {
        return name + "\t" + requirement + "\t" + begin + "\t" + sum + "\t" + readings + "\t" + flagged + "\t" + means
                + "\t" + within;
    }

    /** @throws IllegalArgumentException if the parts from there on are no state */
    static IntervalCount restored(String[] parts, int at) {
        IntervalCount count = new IntervalCount(parts[at], Requirement.valueOf(parts[at + 1]));
        count.begin = Long.parseLong(parts[at + 2]);
        count.sum = Double.parseDouble(parts[at + 3]);
        count.readings = Long.parseLong(parts[at + 4]);
        count.flagged = Boolean.parseBoolean(parts[at + 5]);
        count.means = Long.parseLong(parts[at + 6]);
        count.within = Long.parseLong(parts[at + 7]);
        return count;
    }
}
