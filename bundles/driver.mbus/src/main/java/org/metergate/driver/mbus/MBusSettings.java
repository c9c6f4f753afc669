package org.metergate.driver.mbus;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.metergate.driver.channels.LineChoice;
import org.metergate.mbus.Timing;
import org.metergate.settings.Properties;
import org.metergate.transport.SerialSettings;
import org.metergate.transport.SerialSettings.Parity;

/**
 * The settings of the driver.
 *
 * @param line the bus
 * @param serial speed and format
 * @param timing waits and retries
 * @param patience longest wait for the line
 * @param zone of the meters' clocks
 */
record MBusSettings(LineChoice line, SerialSettings serial, Timing timing, Duration patience, ZoneId zone) {

    /** Reads the properties; problems are noted in them, and the settings are empty if there are any. */
    static Optional<MBusSettings> from(Properties properties) {
        Optional<LineChoice> line = LineChoice.from(properties);
        int baud = properties.integer("baud", 2400, 300, 38_400);
        Parity parity = properties.choice("parity", Parity.EVEN);
        int margin = properties.integer("answer.margin", 250, 0, 10_000);
        int retries = properties.integer("retries", 2, 0, 10);
        int patience = properties.integer("patience", 10_000, 0, 600_000);
        Optional<ZoneId> zone = properties.parsed("zone", "UTC", MBusSettings::zone);
        if (!properties.problems().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new MBusSettings(
                line.orElseThrow(),
                new SerialSettings(baud, 8, parity, 1),
                new Timing(baud, Duration.ofMillis(margin), retries),
                Duration.ofMillis(patience),
                zone.orElse(ZoneOffset.UTC)));
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "is '" + text + "'; expected a time zone like UTC, +01:00 or Europe/Berlin", e);
        }
    }
}
