package org.metergate.wire.analysis.energy;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.metergate.analysis.energy.CounterRules;
import org.metergate.analysis.energy.TariffSchedule;
import org.metergate.settings.Properties;
import org.metergate.settings.Properties.Problem;

/**
 * What to count, and what to emit.
 *
 * @param counters what each counter is called in results, and its channel
 * @param unit base unit of the counters
 * @param rules of each counter
 * @param block length of a demand
 * @param schedule of the tariffs
 * @param emitInput whether the readings received go on
 * @param emitErrors whether reasons are emitted
 * @param problems what is wrong; if not empty nothing is analysed
 */
record EnergySettings(
        List<Counter> counters,
        String unit,
        CounterRules rules,
        Duration block,
        TariffSchedule schedule,
        boolean emitInput,
        boolean emitErrors,
        List<Problem> problems) {

    /** A counter: the name that its results begin with, and its channel. */
    record Counter(String name, String channel) {}

    private static final int MOST_TARIFFS = 16;

    static EnergySettings from(Map<String, ?> values) {
        Properties properties = new Properties(values);
        List<Counter> counters = new ArrayList<>();
        counters.add(new Counter("import", properties.text("channel.import", "import")));
        counters.add(new Counter("export", properties.text("channel.export", "export")));
        counters.add(new Counter("production", properties.text("channel.production", "production")));
        String tariffs = properties.text("channel.tariffs", "");
        for (String channel : tariffs.isEmpty() ? new String[0] : tariffs.split(",", -1)) {
            counters.add(new Counter(channel.strip(), channel.strip()));
        }
        check(properties, counters);
        ZoneId zone = properties.parsed("zone", "UTC", EnergySettings::zone).orElse(ZoneOffset.UTC);
        int gap = properties.integer("gap", 30, 1, 10_080);
        return new EnergySettings(
                List.copyOf(counters),
                properties.text("unit", "Wh"),
                new CounterRules(
                        properties.decimal("modulus", 0, 0, 1e15),
                        properties.decimal("power.max", 0, 0, 1e9),
                        Duration.ofMinutes(gap)),
                Duration.ofMinutes(properties.integer("block", 15, 1, 1_440)),
                properties
                        .parsed("tariff.off.peak", "", text -> TariffSchedule.parse(text, zone))
                        .orElse(TariffSchedule.parse("", zone)),
                properties.flag("emit.input", true),
                properties.flag("emit.errors", true),
                properties.problems());
    }

    private static void check(Properties properties, List<Counter> counters) {
        Set<String> seen = new HashSet<>();
        for (Counter counter : counters) {
            if (counter.channel().isEmpty() || !seen.add(counter.channel())) {
                properties.note(
                        "channel.tariffs",
                        counter.channel().isEmpty()
                                ? "has an empty name; expected channel names with commas between"
                                : "and the other channels name '" + counter.channel() + "' twice");
            }
        }
        if (counters.size() > MOST_TARIFFS + 3) {
            properties.note("channel.tariffs", "has more than " + MOST_TARIFFS + " names");
        }
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("is '" + text + "'; expected a time zone such as Europe/Paris", e);
        }
    }
}
