package org.metergate.emulator.bench.delivery;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.metergate.emulator.bench.influx.RealServer;

/** An InfluxDB 1, whose points are queried back. */
final class InfluxReceiver implements Receiver {

    private final RealServer server;
    private int repeated;
    private int conflicts;

    InfluxReceiver(Path folder) throws IOException {
        server = new RealServer(folder);
    }

    @Override
    public void start() throws IOException {
        server.start();
    }

    @Override
    public void kill() {
        server.close();
    }

    @Override
    public String address() {
        return server.url();
    }

    /** A reading is there when both of its points are. */
    @Override
    public Map<String, String> arrived() throws IOException {
        repeated = 0;
        conflicts = 0;
        Map<String, String> numbers = column("value", "import");
        Map<String, String> names = new TreeMap<>();
        column("text", "name").forEach((key, name) -> {
            String number = numbers.get(key);
            if (number != null) {
                names.put(key, name);
                if (Double.parseDouble(number) != DeliveryGateway.register(name)) {
                    conflicts++;
                }
            }
        });
        return names;
    }

    /** Rows are: measurement, tags, time in milliseconds, field, meter. */
    private Map<String, String> column(String field, String channel) throws IOException {
        Map<String, String> column = new HashMap<>();
        server.csv("SELECT " + field + ", meter FROM meter WHERE channel = '" + channel + "'")
                .lines()
                .skip(1)
                .map(row -> row.split(","))
                .forEach(row -> {
                    String key = row[4] + " " + Instant.ofEpochMilli(Long.parseLong(row[2]));
                    if (column.put(key, row[3]) != null) {
                        repeated++; // two points of one key would be counted twice by whoever adds them up
                        conflicts++;
                    }
                });
        return column;
    }

    @Override
    public int repeated() {
        return repeated;
    }

    @Override
    public int conflicts() {
        return conflicts;
    }

    @Override
    public void close() {
        server.close();
    }
}
