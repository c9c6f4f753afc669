package org.metergate.analysis.forecast;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;

/** Where the steps of a series lie in the days of a time zone: the same time of another day is not always 24 h away. */
final class LocalSteps {
    private static final long DAY = 86_400;

    private final long start;
    private final int step;
    private final int slots;
    private final ZoneId zone;
    private int[] offsets = new int[1024];
    private int known;

    /**
     * @param start of step 0
     * @param step a whole part of a day, in whole seconds
     * @param zone of the days
     */
    LocalSteps(Instant start, Duration step, ZoneId zone) {
        this.start = start.getEpochSecond();
        this.step = (int) step.toSeconds();
        this.slots = (int) (DAY / this.step);
        this.zone = zone;
    }

    /** @return steps of a day of 24 h */
    int slots() {
        return slots;
    }

    /** @return the time of a step */
    Instant time(int index) {
        return Instant.ofEpochSecond(start + (long) index * step);
    }

    /** @return the local time of day of a step, in steps since midnight */
    int slot(int index) {
        return (int) (Math.floorMod(local(index), DAY) / step);
    }

    /** @return the local day of a step, in days since 1970-01-01 */
    int day(int index) {
        return (int) Math.floorDiv(local(index), DAY);
    }

    /** @return the local day of the week of a step, 0 for Monday to 6 for Sunday */
    int weekday(int index) {
        return Math.floorMod(day(index) + 3, 7); // 1970-01-01 was a Thursday
    }

    /**
     * Finds the same local time of an earlier day.
     *
     * @param index of a step
     * @param days how many days earlier, negative for later
     * @return the index of that step; may be below 0
     */
    int back(int index, int days) {
        int near = index - days * slots;
        return near - (offset(near) - offset(index)) / step;
    }

    private long local(int index) {
        return start + (long) index * step + offset(index);
    }

    private int offset(int index) {
        if (index < 0) {
            return zone.getRules().getOffset(time(index)).getTotalSeconds();
        }
        if (index >= offsets.length) {
            offsets = Arrays.copyOf(offsets, Math.max(index + 1, offsets.length * 2));
        }
        for (; known <= index; known++) {
            offsets[known] = zone.getRules().getOffset(time(known)).getTotalSeconds();
        }
        return offsets[index];
    }
}
