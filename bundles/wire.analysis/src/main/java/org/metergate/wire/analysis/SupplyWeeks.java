package org.metergate.wire.analysis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.metergate.analysis.voltage.SupplyWeek;

/** The weeks of every meter whose records come, by the name of its asset. One thread at a time. */
final class SupplyWeeks {
    /** More assets than anybody wires into one component; the one not heard of for longest is forgotten. */
    private static final int MOST = 256;

    private final LinkedHashMap<String, SupplyWeek> weeks = new LinkedHashMap<>(16, 0.75f, true);

    SupplyWeek of(String asset) {
        SupplyWeek week = weeks.computeIfAbsent(asset.replaceAll("[\\t\\r\\n]", " "), name -> new SupplyWeek());
        if (weeks.size() > MOST) {
            weeks.remove(weeks.keySet().iterator().next());
        }
        return week;
    }

    List<String> save() {
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, SupplyWeek> one : weeks.entrySet()) {
            one.getValue().save().forEach(line -> lines.add(one.getKey() + "\t" + line));
        }
        return lines;
    }

    /** @throws IllegalArgumentException if a line is no state; those before it are taken */
    void restore(List<String> lines) {
        for (String line : lines) {
            int tab = line.indexOf('\t');
            if (tab < 0) {
                throw new IllegalArgumentException("'" + line + "' is no state of a week");
            }
            of(line.substring(0, tab)).restore(line.substring(tab + 1));
        }
    }
}
