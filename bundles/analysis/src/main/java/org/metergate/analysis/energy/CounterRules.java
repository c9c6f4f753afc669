package org.metergate.analysis.energy;

import java.time.Duration;

/**
 * What is known of a counter.
 *
 * @param modulus where it begins at 0 again, in Wh: 1e9 for one of six digits in kWh; 0 if not known
 * @param maxPower the most that the supply can give, in W; 0 if not known. A faster counter is not believed at once
 * @param gap from when on the course between two readings counts as unknown
 */
public record CounterRules(double modulus, double maxPower, Duration gap) {

    /** Nothing known, half an hour as a gap. */
    public static final CounterRules UNKNOWN = new CounterRules(0, 0, Duration.ofMinutes(30));

    /** @throws IllegalArgumentException if a value is negative or no number, or the gap is not above 0 */
    public CounterRules {
        if (!(modulus >= 0 && maxPower >= 0 && modulus < 1e18 && maxPower < 1e12)) {
            throw new IllegalArgumentException(
                    "modulus " + modulus + " Wh, greatest power " + maxPower + " W; expected 0 (not known) or more");
        }
        if (gap.isNegative() || gap.isZero()) {
            throw new IllegalArgumentException("a gap of " + gap + "; expected more than 0");
        }
    }
}
