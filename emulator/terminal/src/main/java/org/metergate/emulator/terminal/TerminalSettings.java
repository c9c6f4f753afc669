package org.metergate.emulator.terminal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.metergate.settings.Properties;

/**
 * What the terminal was told to do.
 *
 * @param broker address of a broker, empty for the embedded one
 * @param topic what to subscribe to
 * @param refresh time between two tables, zero for what suits the output
 * @param output how to print
 * @param problems what is wrong with the configuration
 */
record TerminalSettings(
        Optional<String> broker, String topic, Duration refresh, Output output, List<Properties.Problem> problems) {

    /** How to print. */
    enum Output {
        AUTO,
        PLAIN,
        OFF
    }

    static TerminalSettings from(Map<String, ?> properties) {
        Properties read = new Properties(properties);
        Optional<String> broker =
                read.parsed("broker", "", TerminalSettings::address).filter(text -> !text.isEmpty());
        String topic = read.text("topic", "metergate/#");
        Duration refresh = Duration.ofSeconds(read.integer("refresh", 0, 0, 3600));
        Output output = read.choice("output", Output.AUTO);
        return new TerminalSettings(broker, topic, refresh, output, read.problems());
    }

    private static String address(String text) {
        if (!text.isEmpty() && !text.matches("(mqtt|mqtts|tcp|ssl|ws|wss)://\\S+")) {
            throw new IllegalArgumentException("is '" + text + "'; expected something like mqtt://192.0.2.10:1883");
        }
        return text;
    }
}
