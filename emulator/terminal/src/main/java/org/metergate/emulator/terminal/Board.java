package org.metergate.emulator.terminal;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** The newest reading of every channel of every meter. Safe for several threads. */
final class Board {

    private record Key(String meter, String channel) {}

    private final Map<Key, Row> newest =
            new ConcurrentSkipListMap<>(Comparator.comparing(Key::meter).thenComparing(Key::channel));

    void show(List<Row> rows) {
        rows.forEach(row -> newest.put(new Key(row.meter(), row.channel()), row));
    }

    void clear() {
        newest.clear();
    }

    /** @return rows by meter and channel */
    List<Row> rows() {
        return List.copyOf(newest.values());
    }
}
