package org.metergate.emulator.meters.optical;

import java.time.Duration;
import java.time.ZoneId;
import org.metergate.settings.Properties;

/**
 * What a meter with a P1 port is.
 *
 * @param version of the companion standard
 * @param identification what follows {@code /MTG5}, up to 16 characters
 * @param serial of the meter, up to 24 letters and digits
 * @param interval pause after each telegram, 1 s in version 5, 10 s before
 * @param zone of the meter's clock
 */
public record P1Settings(Version version, String identification, String serial, Duration interval, ZoneId zone) {

    /** The versions of the DSMR P1 companion standard. */
    public enum Version {
        /** No CRC and no time in the telegram, 9600 baud 7E1. */
        V2,
        /** CRC, time, 115200 baud 8N1, every 10 s. */
        V4,
        /** As before, with voltages and currents, every second. */
        V5
    }

    /** A meter of version 5 in the Netherlands. */
    public static final P1Settings USUAL = new P1Settings(
            Version.V5, "\\2METERGATE-P1", "E0012345678", Duration.ofSeconds(1), ZoneId.of("Europe/Amsterdam"));

    /** @throws IllegalArgumentException if the meter could not say this at its port */
    public P1Settings {
        OpticalSettings.require(
                identification.matches("[ -~&&[^/!]]{0,16}"),
                "identification is '" + identification + "'; it must be up to 16 characters without / and !");
        OpticalSettings.require(
                serial.matches("[0-9A-Za-z]{1,24}"),
                "serial is '" + serial + "'; it must be 1 to 24 letters and digits");
        OpticalSettings.require(
                !interval.isNegative() && interval.toMinutes() <= 60, "interval is " + interval + "; up to 1 hour");
    }

    /**
     * Reads the settings of a component; problems are noted in the properties.
     *
     * @param properties of the component
     * @return the settings
     */
    public static P1Settings from(Properties properties) {
        Version version = properties.choice("version", USUAL.version);
        int usual = version == Version.V5 ? 1000 : 10_000;
        try {
            return new P1Settings(
                    version,
                    properties.text("identification", USUAL.identification),
                    properties.text("serial", USUAL.serial),
                    Duration.ofMillis(properties.integer("interval", usual, 10, 3_600_000)),
                    properties
                            .parsed("zone", USUAL.zone.getId(), OpticalSettings::zoneOf)
                            .orElse(USUAL.zone));
        } catch (IllegalArgumentException e) {
            properties.note("meter", e.getMessage());
            return USUAL;
        }
    }
}
