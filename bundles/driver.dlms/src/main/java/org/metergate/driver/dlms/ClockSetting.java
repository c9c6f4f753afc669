package org.metergate.driver.dlms;

import java.math.BigDecimal;
import java.time.Duration;
import org.metergate.settings.Properties;

/**
 * Whether and when the meter's clock is set by the gateway's.
 *
 * @param wanted whether it is set at all
 * @param tolerance how far it may be off before it is set
 * @param limit how far it may be off at most to be set: what is farther off is for a person to look at
 */
record ClockSetting(boolean wanted, Duration tolerance, Duration limit) {
    private static final int DAY = 86_400;

    /** Reads {@code clock.set}, {@code clock.tolerance} and {@code clock.limit}; problems are noted. */
    static ClockSetting from(Properties properties) {
        ClockSetting setting = new ClockSetting(
                properties.flag("clock.set", false),
                Duration.ofSeconds(properties.integer("clock.tolerance", 10, 2, DAY)),
                Duration.ofSeconds(properties.integer("clock.limit", 300, 2, DAY)));
        if (setting.wanted && setting.tolerance.compareTo(setting.limit) > 0) {
            properties.note(
                    "clock.tolerance",
                    "is " + setting.tolerance.toSeconds() + " s and more than clock.limit, " + setting.limit.toSeconds()
                            + " s: the clock would never be set");
        }
        return setting;
    }

    /**
     * @param drift seconds that the meter's clock is ahead
     * @return whether that is to be corrected
     */
    boolean corrects(BigDecimal drift) {
        BigDecimal off = drift.abs();
        return wanted
                && off.compareTo(BigDecimal.valueOf(tolerance.toSeconds())) > 0
                && off.compareTo(BigDecimal.valueOf(limit.toSeconds())) <= 0;
    }

    /**
     * @param drift seconds that the meter's clock is ahead
     * @return whether that is too much to be corrected without a person
     */
    boolean isBeyond(BigDecimal drift) {
        return wanted && drift.abs().compareTo(BigDecimal.valueOf(limit.toSeconds())) > 0;
    }
}
