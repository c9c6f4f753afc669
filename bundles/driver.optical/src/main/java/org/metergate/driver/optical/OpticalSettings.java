package org.metergate.driver.optical;

import java.time.Duration;
import java.util.Optional;
import org.metergate.driver.channels.LineChoice;
import org.metergate.driver.channels.MeterClock;
import org.metergate.driver.channels.StoredPassword;
import org.metergate.iec62056p21.Command;
import org.metergate.iec62056p21.OptionSelect;
import org.metergate.iec62056p21.SessionSettings;
import org.metergate.iec62056p21.SessionSettings.ModeChoice;
import org.metergate.iec62056p21.WakeUp;
import org.metergate.settings.Properties;
import org.metergate.transport.Echo;
import org.metergate.transport.LineAddress;
import org.metergate.transport.SerialSettings;

/**
 * The settings of one driver instance.
 *
 * @param line where the meter is
 * @param session how to speak with it
 * @param patience longest wait for others on the line
 * @param clock what the meter's clock is worth
 * @param password of programming mode, as the gateway stores it
 * @param loginCommand P1 or P2
 * @param push whether the meter sends by itself, and is not asked
 * @param key that deciphers what it sends, as the gateway stores it; empty for clear text
 * @param authenticationKey that checks it; empty where the operator withholds it
 * @param pushTimeout longest silence of such a meter, and age of what it sent
 * @param profileCommand R1 to R6, that reads load profiles
 * @param profileInterval how often listened profiles are read
 * @param profileDepth how far back they are read at first
 */
record OpticalSettings(
        LineChoice line,
        SessionSettings session,
        Duration patience,
        MeterClock clock,
        StoredPassword password,
        Command loginCommand,
        boolean push,
        StoredPassword key,
        StoredPassword authenticationKey,
        Duration pushTimeout,
        Command profileCommand,
        Duration profileInterval,
        Duration profileDepth) {

    private static final int DAY = 86_400;
    private static final LineChoice NO_LINE = new LineChoice(new LineAddress.Serial("none"), Echo.KEEP);

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
        Optional<LineChoice> line = LineChoice.from(properties);
        Optional<SessionSettings> session = session(properties);
        Command profile = properties.choice("profile.command", Command.R5);
        if (!profile.reads()) {
            properties.note("profile.command", "is '" + profile + "'; expected R1 to R6");
        }
        Command password = properties.choice("login.command", Command.P1);
        if (password != Command.P1 && password != Command.P2) {
            properties.note("login.command", "is '" + password + "'; expected P1 or P2");
        }
        OpticalSettings settings = new OpticalSettings(
                line.orElse(NO_LINE),
                session.orElse(SessionSettings.STANDARD),
                Duration.ofMillis(properties.integer("patience", 30_000, 0, 600_000)),
                MeterClock.from(properties),
                new StoredPassword(properties.text("password", "")),
                password,
                properties.flag("push", false),
                new StoredPassword(properties.text("push.key", "")),
                new StoredPassword(properties.text("push.authentication.key", "")),
                Duration.ofMillis(properties.integer("push.timeout", 15_000, 100, 3_600_000)),
                profile,
                Duration.ofSeconds(properties.integer("profile.interval", 900, 1, DAY)),
                Duration.ofHours(properties.integer("profile.depth", 24, 1, 24 * 400)));
        return line.isEmpty() || session.isEmpty() ? Optional.empty() : Optional.of(settings);
    }

    private static Optional<SessionSettings> session(Properties properties) {
        Format format = properties.parsed("format", "7E1", Format::of).orElse(Format.F7E1);
        SerialSettings initial = new SerialSettings(
                properties.integer("baud.initial", 300, 300, 115_200), format.dataBits, format.parity, 1);
        WakeUp wakeUp = new WakeUp(
                Duration.ofMillis(properties.integer("wakeup", 0, 0, 9999)),
                Duration.ofMillis(properties.integer("wakeup.rest", 1600, 0, 9999)));
        try {
            return Optional.of(new SessionSettings(
                    properties.text("device.address", ""),
                    initial,
                    highestBaud(properties),
                    properties.choice("mode", ModeChoice.AUTO),
                    properties.integer("attempts", 2, 1, 10),
                    Duration.ofMillis(properties.integer("reaction.timeout", 1500, 100, 60_000)),
                    Duration.ofMillis(properties.integer("turnaround", 200, 0, 5000)),
                    wakeUp.preamble().isZero() ? WakeUp.NONE : wakeUp,
                    OptionSelect.READOUT));
        } catch (IllegalArgumentException e) {
            properties.note("device.address", e.getMessage());
            return Optional.empty();
        }
    }

    private static int highestBaud(Properties properties) {
        int highest = properties.integer("baud.max", 9600, SessionSettings.FIXED, 19_200);
        if (highest != SessionSettings.FIXED && highest < 300) {
            properties.note(
                    "baud.max", "is '" + highest + "'; expected 300 to 19200, or 0 to stay at the initial speed");
            return 9600;
        }
        return highest;
    }

    /** @return which meter is meant, for messages */
    String meter() {
        return session.deviceAddress().isEmpty() ? "optical meter" : "optical meter " + session.deviceAddress();
    }

    /** @return which meter on which line, for messages */
    String name() {
        return meter() + " on " + line;
    }
}
