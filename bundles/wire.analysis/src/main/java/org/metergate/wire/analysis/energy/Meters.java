package org.metergate.wire.analysis.energy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The counters of every meter whose records come, by name of the asset and of the counter. One thread at a time. */
final class Meters {
    /** More assets than anybody wires into one component; the one not heard of for longest is forgotten. */
    static final int MOST = 256;

    private final LinkedHashMap<String, Map<String, Track>> tracks = new LinkedHashMap<>(16, 0.75f, true);

    /** @return what is remembered of a counter; begun if there is nothing */
    Track of(String asset, String counter, EnergySettings settings) {
        Map<String, Track> ofAsset = tracks.computeIfAbsent(asset, name -> new LinkedHashMap<>());
        if (tracks.size() > MOST) {
            tracks.remove(tracks.keySet().iterator().next());
        }
        return ofAsset.computeIfAbsent(counter, name -> new Track(settings));
    }

    void apply(EnergySettings settings) {
        tracks.values().forEach(each -> each.values().forEach(track -> track.apply(settings)));
    }

    List<String> save() {
        List<String> lines = new ArrayList<>();
        tracks.forEach((asset, counters) ->
                counters.forEach((name, track) -> lines.add(plain(asset) + "\t" + plain(name) + "\t" + track.save())));
        return lines;
    }

    /** @throws IllegalArgumentException if a line is no state; those before it are taken */
    void restore(List<String> lines, EnergySettings settings) {
        for (String line : lines) {
            String[] parts = line.split("\t", 3);
            if (parts.length != 3) {
                throw new IllegalArgumentException("'" + line + "' is no state of a counter");
            }
            of(parts[0], parts[1], settings).restore(parts[2]);
        }
    }

    /** A name as it stands in the file. */
    static String plain(String name) {
        return name.replaceAll("[\\t\\r\\n]", " ");
    }
}
