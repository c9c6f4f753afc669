package org.metergate.wire.analysis.anomaly;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.metergate.analysis.finding.ChannelKind;
import org.metergate.settings.Properties;

/**
 * What to watch, and what to emit.
 *
 * @param channels to watch; empty for all that hold a number
 * @param kinds of channels whose names do not tell
 * @param scores whether scores are emitted
 * @param leastScore scores below this are not, 0 to 1
 * @param findings whether findings are emitted
 * @param activeClass accuracy class of the meters in %, beyond which contradictions are a finding
 * @param reactiveClass of their reactive power, in %
 * @param emitInput whether the readings received go on
 * @param problems what is wrong; if not empty nothing is analysed
 */
record AnomalySettings(
        Set<String> channels,
        Map<String, ChannelKind> kinds,
        boolean scores,
        double leastScore,
        boolean findings,
        double activeClass,
        double reactiveClass,
        boolean emitInput,
        List<Properties.Problem> problems) {

    static AnomalySettings from(Map<String, ?> values) {
        Properties properties = new Properties(values);
        Set<String> channels =
                properties.parsed("channels", "", AnomalySettings::names).orElse(Set.of());
        Map<String, ChannelKind> kinds =
                properties.parsed("kinds", "", AnomalySettings::kinds).orElse(Map.of());
        return new AnomalySettings(
                channels,
                kinds,
                properties.flag("scores", true),
                properties.integer("score.least", 0, 0, 100) / 100.0,
                properties.flag("findings", true),
                properties.decimal("accuracy.active", 1, 0.05, 10),
                properties.decimal("accuracy.reactive", 2, 0.05, 10),
                properties.flag("emit.input", true),
                properties.problems());
    }

    boolean watches(String channel) {
        return channels.isEmpty() || channels.contains(channel);
    }

    ChannelKind kind(String channel) {
        return kinds.getOrDefault(channel, ChannelKind.of(channel));
    }

    private static Set<String> names(String text) {
        Set<String> names = new LinkedHashSet<>();
        for (String name : text.isBlank() ? new String[0] : text.split(",", -1)) {
            if (name.isBlank()) {
                throw new IllegalArgumentException(
                        "has an empty name; expected channel names with commas between, such as U1,U2,E");
            }
            names.add(name.strip());
        }
        return names;
    }

    private static Map<String, ChannelKind> kinds(String text) {
        Map<String, ChannelKind> kinds = new LinkedHashMap<>();
        for (String pair : text.isBlank() ? new String[0] : text.split(",", -1)) {
            int equals = pair.lastIndexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("holds '" + pair + "'; expected channel=kind, such as room=gauge");
            }
            String word = pair.substring(equals + 1).strip();
            try {
                kinds.put(pair.substring(0, equals).strip(), ChannelKind.valueOf(word.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "holds the kind '" + word + "'; expected voltage, current, active_power, reactive_power,"
                                + " power_factor, thd, energy, volume or gauge",
                        e);
            }
        }
        return kinds;
    }
}
