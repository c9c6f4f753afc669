package org.metergate.dlms;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides which rows of a load profile are missing, and takes from what came just those: each once, in order, in UTC.
 * Rows end at whole periods of UTC, so days of 23 and 25 hours have just as many periods as hours. Pure.
 *
 * @param period capture period, one second to one day
 * @param last time of the last row that was delivered; empty if none was
 * @param reach how far back to go when none was delivered, or after an outage longer than the meter remembers
 */
public record ProfilePlan(Duration period, Optional<Instant> last, Duration reach) {

    /** @throws IllegalArgumentException if the period is out of its range */
    public ProfilePlan {
        if (period.toSeconds() < 1 || period.compareTo(Duration.ofDays(1)) > 0 || period.toNanosPart() != 0) {
            throw new IllegalArgumentException("the capture period is " + period + "; it must be 1 s to 1 day");
        }
    }

    /**
     * What to ask for.
     *
     * @param from time of the first missing row
     * @param to time of the last
     * @param rows how many there are
     */
    public record Missing(Instant from, Instant to, int rows) {}

    /**
     * Tells which rows are missing.
     *
     * @param now the meter's time
     * @return the range; empty if the next row is still to come
     */
    public Optional<Missing> missing(Instant now) {
        Instant newest = floor(now);
        Instant oldest = ceiling(now.minus(reach));
        Instant from = last.map(time -> floor(time).plus(period))
                .filter(next -> next.isAfter(oldest))
                .orElse(oldest);
        if (from.isAfter(newest)) {
            return Optional.empty();
        }
        long rows = Duration.between(from, newest).dividedBy(period) + 1;
        return Optional.of(new Missing(from, newest, (int) Math.min(rows, Integer.MAX_VALUE)));
    }

    /**
     * Splits what is missing, so that one answer stays short.
     *
     * @param missing what
     * @param most rows in one request, 1 or more
     * @return the parts, oldest first
     */
    public List<Missing> parts(Missing missing, int most) {
        List<Missing> parts = new ArrayList<>();
        Instant from = missing.from();
        for (int left = missing.rows(); left > 0; left -= most) {
            int rows = Math.min(left, most);
            Instant to = from.plus(period.multipliedBy(rows - 1L));
            parts.add(new Missing(from, to, rows));
            from = to.plus(period);
        }
        return parts;
    }

    /**
     * Takes the rows that were missing. Rows of another sort order, rows that come twice and rows outside the range are
     * put right or left out; a row whose time is no whole period (the meter was set or lost its power) keeps its time
     * and its place, if no other has it.
     *
     * @param missing what was asked for
     * @param came what came, in any order
     * @return those that are new, oldest first, each time once
     */
    public List<ProfileRow> take(Missing missing, List<ProfileRow> came) {
        List<ProfileRow> rows = new ArrayList<>();
        Instant before = last.orElse(Instant.MIN);
        for (ProfileRow row : came.stream()
                .sorted(java.util.Comparator.comparing(ProfileRow::time))
                .toList()) {
            boolean wanted = row.time().isAfter(before) && !row.time().isAfter(missing.to());
            if (wanted && (last.isPresent() || !row.time().isBefore(missing.from()))) {
                rows.add(row);
                before = row.time();
            }
        }
        return rows;
    }

    /** @return the plan for after these rows were delivered; the same if there were none */
    public ProfilePlan after(List<ProfileRow> delivered) {
        return delivered.isEmpty()
                ? this
                : new ProfilePlan(
                        period, Optional.of(delivered.get(delivered.size() - 1).time()), reach);
    }

    private Instant floor(Instant time) {
        long seconds = period.toSeconds();
        return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), seconds) * seconds);
    }

    private Instant ceiling(Instant time) {
        Instant floor = floor(time);
        return floor.equals(time) ? floor : floor.plus(period);
    }
}
