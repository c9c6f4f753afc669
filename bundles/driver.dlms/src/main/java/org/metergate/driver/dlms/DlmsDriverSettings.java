package org.metergate.driver.dlms;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.metergate.dlms.DlmsSettings;
import org.metergate.dlms.DlmsSettings.Authentication;
import org.metergate.dlms.DlmsSettings.Transport;
import org.metergate.driver.channels.LineChoice;
import org.metergate.settings.Properties;
import org.metergate.transport.SerialSettings;

/**
 * The settings of one driver instance.
 *
 * @param line where the meter is
 * @param serial speed and format of a serial line
 * @param session how to speak with the meter
 * @param zone of the meter's clock
 */
record DlmsDriverSettings(LineChoice line, SerialSettings serial, DlmsSettings session, ZoneId zone) {

    /**
     * Reads the settings; problems are noted in the properties.
     *
     * @param properties of the component
     * @param decrypt makes the password of what the gateway hands over
     * @return the settings; empty if one without which nothing works is wrong
     */
    static Optional<DlmsDriverSettings> from(Properties properties, UnaryOperator<String> decrypt) {
        Optional<LineChoice> line = LineChoice.from(properties);
        SerialSettings serial = new SerialSettings(
                properties.integer("baud", 9600, 300, 921_600),
                properties.integer("data.bits", 8, 7, 8),
                properties.choice("parity", SerialSettings.Parity.NONE),
                properties.integer("stop.bits", 1, 1, 2));
        Optional<DlmsSettings> session = session(properties, decrypt);
        ZoneId zone = properties.parsed("zone", "UTC", DlmsDriverSettings::zone).orElse(ZoneOffset.UTC);
        return line.isEmpty() || session.isEmpty()
                ? Optional.empty()
                : Optional.of(new DlmsDriverSettings(line.get(), serial, session.get(), zone));
    }

    private static Optional<DlmsSettings> session(Properties properties, UnaryOperator<String> decrypt) {
        Transport transport = properties.choice("transport", Transport.WRAPPER);
        Authentication authentication = properties.choice("authentication", Authentication.NONE);
        String secret = properties.text("password", "");
        if (authentication == Authentication.LOW && secret.isEmpty()) {
            properties.note("password", "is missing; authentication LOW needs one");
        }
        try {
            return Optional.of(new DlmsSettings(
                    transport,
                    properties.integer("client.address", 16, 1, transport == Transport.HDLC ? 127 : 0xFFFF),
                    properties.integer("server.logical", 1, 0, transport == Transport.HDLC ? 0x3FFF : 0xFFFF),
                    properties.integer("server.physical", 0, 0, 0x3FFF),
                    properties.integer("server.address.bytes", 0, 0, 4),
                    authentication,
                    authentication == Authentication.NONE || secret.isEmpty() ? "" : decrypt.apply(secret),
                    properties.integer("max.information", 128, 128, 2030),
                    Duration.ofMillis(properties.integer("answer.timeout", 2000, 100, 60_000)),
                    properties.integer("retries", 2, 0, 9),
                    Duration.ofMillis(properties.integer("patience", 30_000, 0, 600_000))));
        } catch (IllegalArgumentException e) {
            properties.note("server.address.bytes", e.getMessage());
            return Optional.empty();
        }
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("is '" + text + "'; expected a zone such as UTC or Europe/Vienna", e);
        }
    }
}
