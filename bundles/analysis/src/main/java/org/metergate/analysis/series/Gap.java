package org.metergate.analysis.series;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A stretch in which values are missing.
 *
 * @param after time of the last value before it
 * @param until time of the first value behind it
 * @param missing values that would have been there at the usual step
 */
public record Gap(Instant after, Instant until, long missing) {

    /**
     * Finds gaps: two values further apart than one and a half usual steps.
     *
     * @param step the usual one, more than 0
     * @param times in order
     * @return the gaps in their order
     */
    public static List<Gap> in(Duration step, Instant... times) {
        List<Gap> gaps = new ArrayList<>();
        Duration most = step.plus(step.dividedBy(2));
        for (int i = 1; i < times.length; i++) {
            Duration apart = Duration.between(times[i - 1], times[i]);
            if (apart.compareTo(most) > 0) {
                long steps = apart.plus(step.dividedBy(2)).dividedBy(step);
                gaps.add(new Gap(times[i - 1], times[i], steps - 1));
            }
        }
        return gaps;
    }
}
