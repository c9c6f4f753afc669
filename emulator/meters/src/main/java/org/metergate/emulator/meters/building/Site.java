package org.metergate.emulator.meters.building;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.metergate.settings.Properties;

/**
 * What makes one building unlike another.
 *
 * @param seed same seed, same life
 * @param installed when its meters began to count from zero
 * @param nominalVoltage phase to neutral, in V
 * @param nominalFrequency in Hz
 * @param solarPeak peak power of the solar panels in W, 0 for none
 */
public record Site(long seed, Instant installed, double nominalVoltage, double nominalFrequency, double solarPeak) {

    /** The demonstration site. */
    public static final Site DEFAULT = new Site(1, Instant.parse("2024-01-01T00:00:00Z"), 230, 50, 9_900);

    /**
     * Reads the settings of a component; problems are noted in the properties.
     *
     * @param properties of the component
     * @return the site; what is missing or wrong is as in {@link #DEFAULT}
     */
    public static Site from(Properties properties) {
        return new Site(
                properties.integer("seed", (int) DEFAULT.seed, 0, Integer.MAX_VALUE),
                properties
                        .parsed("installed", DEFAULT.installed.toString(), Site::moment)
                        .orElse(DEFAULT.installed),
                properties.decimal("nominal.voltage", DEFAULT.nominalVoltage, 100, 400),
                properties.decimal("nominal.frequency", DEFAULT.nominalFrequency, 50, 60),
                properties.decimal("solar.power", DEFAULT.solarPeak, 0, 1_000_000));
    }

    private static Instant moment(String text) {
        try {
            Instant moment = text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            if (moment.isBefore(Instant.parse("1990-01-01T00:00:00Z"))) {
                throw new IllegalArgumentException("is " + text + "; expected 1990 or later");
            }
            return moment;
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "is '" + text + "'; expected a date like 2024-01-01 or a time like 2024-01-01T08:00:00Z", e);
        }
    }
}
