package org.metergate.emulator.bench;

import java.time.Duration;
import java.util.Locale;

/**
 * How long something took on a wire, and how long the wire alone needs.
 *
 * @param name what was done
 * @param clock which time was measured
 * @param measured from the first byte of the request to the last thing the answer needs
 * @param wireLimit what the wire cannot do without: bytes times bits a character over the baud rate, and the shortest
 *     reaction times; more than zero
 * @param limit the greatest ratio of the two that is still good
 */
public record WireTime(String name, Kind clock, Duration measured, Duration wireLimit, double limit) {

    /** Which time was measured. */
    public enum Kind {
        /** Time as it passes for people. */
        REAL("real time"),
        /** Every byte and wait moves a clock by hand: the time that real devices would take, without the waiting. */
        EMULATED("emulated time");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** @throws IllegalArgumentException if the wire limit is not more than zero */
    public WireTime {
        if (wireLimit.isNegative() || wireLimit.isZero()) {
            throw new IllegalArgumentException(name + ": the wire limit is " + wireLimit);
        }
    }

    /** @return measured time over the wire's own limit */
    public double ratio() {
        return (double) measured.toNanos() / wireLimit.toNanos();
    }

    /** @return whether the ratio is within its limit */
    public boolean isGood() {
        return ratio() <= limit;
    }

    /** @return the line for people */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: measured %.3f s, wire limit %.3f s, ratio %.3f (limit %.2f), %s%s",
                name,
                measured.toNanos() / 1e9,
                wireLimit.toNanos() / 1e9,
                ratio(),
                limit,
                clock,
                isGood() ? "" : ", OVER");
    }
}
