package org.metergate.iec62056p21;

import java.time.Duration;

/**
 * Wakes a battery meter before the request message: NUL characters without a gap, then rest (IEC 62056-21, annex B).
 *
 * @param preamble how long to send NUL characters; zero: the meter does not sleep; up to 10 s
 * @param rest from the last NUL to the request message, up to 10 s
 */
public record WakeUp(Duration preamble, Duration rest) {
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** The meter has a supply and listens all the time. */
    public static final WakeUp NONE = new WakeUp(Duration.ZERO, Duration.ZERO);

    /** The middle of what annex B allows: 2.1 s to 2.3 s of NUL characters, 1.5 s to 1.7 s of rest. */
    public static final WakeUp STANDARD = new WakeUp(Duration.ofMillis(2200), Duration.ofMillis(1600));

    /** @throws IllegalArgumentException if one is negative or longer than 10 s */
    public WakeUp {
        if (isOut(preamble) || isOut(rest)) {
            throw new IllegalArgumentException("wake-up is " + preamble.toMillis() + " ms and a rest of "
                    + rest.toMillis() + " ms; each must be 0 to 10000 ms");
        }
    }

    private static boolean isOut(Duration duration) {
        return duration.isNegative() || duration.compareTo(LONGEST) > 0;
    }
}
