package org.metergate.mbus;

import java.time.Duration;

/**
 * How long to wait, and how often to try.
 *
 * @param baud speed of the bus, 300 to 38400
 * @param margin added to what the standard allows, for converters and networks; not negative
 * @param retries repetitions after the first request, 0 to 10
 */
public record Timing(int baud, Duration margin, int retries) {

    private static final int BITS_A_CHARACTER = 11;
    private static final int LONGEST_PAUSE_BITS = 330;
    private static final int IDLE_BITS = 33;
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);

    /** @throws IllegalArgumentException if a value is out of its range */
    public Timing {
        if (baud < 300 || baud > 38_400) {
            throw new IllegalArgumentException("baud is " + baud + "; it must be 300 to 38400");
        }
        if (margin.isNegative()) {
            throw new IllegalArgumentException("margin is " + margin + "; it cannot be negative");
        }
        if (retries < 0 || retries > 10) {
            throw new IllegalArgumentException("retries are " + retries + "; they must be 0 to 10");
        }
    }

    /**
     * Longest wait for an answer: a slave answers within 330 bit times and 50 ms (EN 13757-2, 5.6.2).
     *
     * @param requestBytes length of the request, which may still be on its way when the wait begins
     * @return that, the time that the request and the first character of the answer take, and the margin
     */
    public Duration answer(int requestBytes) {
        return bits(BITS_A_CHARACTER * (requestBytes + 1) + LONGEST_PAUSE_BITS)
                .plus(LONGEST_PAUSE)
                .plus(margin);
    }

    /**
     * @param times repetitions after the first request, 0 to 10
     * @return these waits with another number of repetitions
     */
    public Timing retrying(int times) {
        return new Timing(baud, margin, times);
    }

    /** @return how long the bus must be quiet before a repetition: 33 bit times (EN 13757-2, 5.7.3.2), and the margin */
    public Duration idle() {
        return bits(IDLE_BITS).plus(margin);
    }

    private Duration bits(long bits) {
        return Duration.ofNanos(bits * 1_000_000_000L / baud);
    }
}
