package org.metergate.driver.optical;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.metergate.iec62056p21.SessionSettings;
import org.metergate.iec62056p21.SessionSettings.ModeChoice;
import org.metergate.settings.Properties;
import org.metergate.transport.LineAddress;
import org.metergate.transport.SerialSettings;

/**
 * The settings of one driver instance.
 *
 * @param line where the meter is
 * @param session how to speak with it
 * @param patience longest wait for others on the line
 * @param zone of the meter's clock
 */
record OpticalSettings(LineAddress line, SessionSettings session, Duration patience, ZoneId zone) {

    /** Character formats; the standard has the first. */
    private enum Format {
        F7E1(7, SerialSettings.Parity.EVEN),
        F8N1(8, SerialSettings.Parity.NONE);

        private final int dataBits;
        private final SerialSettings.Parity parity;

        Format(int dataBits, SerialSettings.Parity parity) {
            this.dataBits = dataBits;
            this.parity = parity;
        }

        static Format of(String text) {
            for (Format format : values()) {
                if (format.name().equalsIgnoreCase("F" + text)) {
                    return format;
                }
            }
            throw new IllegalArgumentException("is '" + text + "'; expected 7E1 or 8N1");
        }
    }

    /**
     * Reads the settings; problems are noted in the properties.
     *
     * @param properties of the component
     * @return the settings; empty if one without which nothing works is wrong
     */
    static Optional<OpticalSettings> from(Properties properties) {
        Optional<LineAddress> line = properties.parsed("line", null, LineAddress::parse);
        Optional<SessionSettings> session = session(properties);
        Duration patience = Duration.ofMillis(properties.integer("patience", 30_000, 0, 600_000));
        ZoneId zone = properties.parsed("zone", "UTC", OpticalSettings::zoneOf).orElse(ZoneOffset.UTC);
        return line.isEmpty() || session.isEmpty()
                ? Optional.empty()
                : Optional.of(new OpticalSettings(line.get(), session.get(), patience, zone));
    }

    private static Optional<SessionSettings> session(Properties properties) {
        Format format = properties.parsed("format", "7E1", Format::of).orElse(Format.F7E1);
        int initial = properties.integer("baud.initial", 300, 300, 115_200);
        int highest = properties.integer("baud.max", 9600, 300, 19_200);
        ModeChoice mode = properties.choice("mode", ModeChoice.AUTO);
        int attempts = properties.integer("attempts", 2, 1, 10);
        Duration reaction = Duration.ofMillis(properties.integer("reaction.timeout", 1500, 100, 60_000));
        Duration turnaround = Duration.ofMillis(properties.integer("turnaround", 200, 0, 5000));
        String address = properties.text("device.address", "");
        try {
            return Optional.of(new SessionSettings(
                    address,
                    new SerialSettings(initial, format.dataBits, format.parity, 1),
                    highest,
                    mode,
                    attempts,
                    reaction,
                    turnaround));
        } catch (IllegalArgumentException e) {
            properties.note("device.address", e.getMessage());
            return Optional.empty();
        }
    }

    /** @return which meter is meant, for messages */
    String meter() {
        return session.deviceAddress().isEmpty() ? "optical meter" : "optical meter " + session.deviceAddress();
    }

    private static ZoneId zoneOf(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("is '" + text + "'; expected a zone such as UTC or Europe/Vienna", e);
        }
    }
}
