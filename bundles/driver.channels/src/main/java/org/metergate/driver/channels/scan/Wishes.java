package org.metergate.driver.channels.scan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.metergate.settings.Properties;

/** The options of a scan as they came, looked through before anything is asked. */
public final class Wishes {

    private Wishes() {}

    /**
     * @param line of the scan, set under the key {@code line}
     * @param given options
     * @param known options of the scanner
     * @return the values, to be checked one by one
     * @throws IllegalArgumentException if an option is none
     */
    public static Properties of(String line, Map<String, String> given, List<ScanOption> known) {
        TreeSet<String> keys = known.stream().map(ScanOption::key).collect(Collectors.toCollection(TreeSet::new));
        TreeSet<String> unknown = new TreeSet<>(given.keySet());
        unknown.removeAll(keys);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(unknown + " is unknown; expected some of " + keys);
        }
        Map<String, String> all = new HashMap<>();
        known.forEach(option -> all.put(option.key(), option.initial()));
        given.forEach((key, value) -> {
            if (!value.isBlank()) {
                all.put(key, value.strip());
            }
        });
        all.put("line", line);
        return new Properties(all);
    }

    /** @throws IllegalArgumentException if a value was wrong; the message says which and what would be right */
    public static void demand(Properties properties) {
        if (!properties.problems().isEmpty()) {
            throw new IllegalArgumentException(properties.problems().stream()
                    .map(Properties.Problem::toString)
                    .collect(Collectors.joining("; ")));
        }
    }
}
