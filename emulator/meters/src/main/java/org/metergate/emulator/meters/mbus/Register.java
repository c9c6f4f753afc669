package org.metergate.emulator.meters.mbus;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.function.ToLongFunction;

/**
 * One number that a meter keeps.
 *
 * @param dif DIF and DIFEs of its record, in hexadecimal
 * @param vif VIF and VIFEs of its record, in hexadecimal
 * @param step what one digit is worth, in the unit without prefix
 * @param digits what the register holds at a time
 */
public record Register(String dif, String vif, BigDecimal step, ToLongFunction<Instant> digits) {

    /**
     * A counter that runs evenly.
     *
     * @param dif as above
     * @param vif as above
     * @param step as above
     * @param start digits at the beginning of 2026
     * @param hourly digits an hour
     * @return the register
     */
    static Register counter(String dif, String vif, String step, long start, long hourly) {
        long origin = Instant.parse("2026-01-01T00:00:00Z").getEpochSecond();
        return new Register(
                dif,
                vif,
                new BigDecimal(step),
                time -> start + Math.floorDiv((time.getEpochSecond() - origin) * hourly, 3600));
    }

    /**
     * A value that goes up and down.
     *
     * @param dif as above
     * @param vif as above
     * @param step as above
     * @param middle digits about which it moves
     * @param swing how far it moves
     * @return the register
     */
    static Register moving(String dif, String vif, String step, long middle, long swing) {
        return new Register(
                dif,
                vif,
                new BigDecimal(step),
                time -> middle + Math.round(swing * Math.sin(time.getEpochSecond() / 977.0)));
    }

    /** A number that stays. */
    static Register fixed(String dif, String vif, String step, long digits) {
        return new Register(dif, vif, new BigDecimal(step), time -> digits);
    }

    /**
     * @param time of the latch
     * @return the value in the unit without prefix
     */
    public BigDecimal at(Instant time) {
        return step.multiply(BigDecimal.valueOf(digits.applyAsLong(time)));
    }
}
