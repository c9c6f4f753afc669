package org.metergate.dashboard.model;

import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * The energy counters of all meters over the last 40 days: channels whose unit is Wh, kWh, MWh or GWh. They are kept exactly,
 * unlike the means of the {@link History}, so that a day's consumption is right to the watt-hour. They never take more than
 * 25 MB. Any thread.
 */
public final class Counters {

    /** Counters that are kept; a further one takes the place of one that was not told for a day, if there is such a one. */
    public static final int MOST = 400;

    private static final long SILENT = Duration.ofDays(1).toMillis();

    /** What the energy analysis appends to the name of a counter for the sum that never falls. */
    private static final String TOTAL = ".total";

    /** It is energy, but of one interval: no counter. */
    private static final String INTERVAL = ".interval";

    private static final Map<String, Double> UNITS = Map.of("Wh", 1.0, "kWh", 1e3, "MWh", 1e6, "GWh", 1e9);
    private static final int MAGIC = 0x4D474531; // MGE1

    private record Key(String meter, String channel) {}

    private final Map<Key, CounterReadings> counters = new LinkedHashMap<>();
    private final CheckedFile file;

    /** @param folder holds {@code energy.bin} */
    Counters(Path folder) {
        this.file = new CheckedFile(folder.resolve("energy.bin"), MAGIC);
    }

    /** Remembers the counters of an update. */
    public synchronized void accept(Update update) {
        for (Channel one : update.channels()) {
            Double factor = UNITS.get(one.unit());
            OptionalDouble number = one.number();
            if (factor != null && number.isPresent() && !one.name().endsWith(INTERVAL)) {
                long time = one.time().toEpochMilli();
                find(new Key(update.meter(), one.name()), time)
                        .ifPresent(found -> found.add(time, number.getAsDouble() * factor));
            }
        }
    }

    /** A total stands for its counter. */
    private Optional<CounterReadings> find(Key key, long time) {
        if (counters.containsKey(new Key(key.meter(), key.channel() + TOTAL))) {
            return Optional.empty();
        }
        if (!counters.containsKey(key)) {
            if (key.channel().endsWith(TOTAL)) {
                String of = key.channel().substring(0, key.channel().length() - TOTAL.length());
                counters.remove(new Key(key.meter(), of));
            }
            if (counters.size() >= MOST) {
                counters.values().removeIf(one -> one.newest() < time - SILENT);
            }
            if (counters.size() >= MOST) {
                return Optional.empty(); // those that are kept are kept whole
            }
            counters.put(key, new CounterReadings());
        }
        return Optional.of(counters.get(key));
    }

    /**
     * @return the meter's counters: channel by name; of a counter and its total that never falls, the total stands for both
     *     under the counter's name
     */
    public synchronized Map<String, String> registers(String meter) {
        Map<String, String> registers = new TreeMap<>();
        for (Key one : counters.keySet()) {
            if (one.meter().equals(meter)) {
                String channel = one.channel();
                boolean total = channel.endsWith(TOTAL) && channel.length() > TOTAL.length();
                if (total) {
                    registers.put(channel.substring(0, channel.length() - TOTAL.length()), channel);
                } else {
                    registers.putIfAbsent(channel, channel);
                }
            }
        }
        return registers;
    }

    /** @return what a counter rose; empty if nothing of it is known in that time */
    Optional<CounterReadings.Rise> rise(String meter, String channel, Instant from, Instant to) {
        synchronized (this) {
            return Optional.ofNullable(counters.get(new Key(meter, channel)))
                    .map(found -> found.rise(from, to))
                    .filter(rise -> rise.coverage() > 0);
        }
    }

    /** Forgets a meter that is no more. */
    public synchronized void forget(String meter) {
        counters.keySet().removeIf(one -> one.meter().equals(meter));
    }

    /** @throws IOException if it cannot be written: the file before is still there */
    void save() throws IOException {
        file.save(this::write);
    }

    /** @throws IOException if the file is damaged: then it is called {@code energy.bin.bad} from now on */
    void load() throws IOException {
        file.load(this::read);
    }

    /** One counter at a time, so that nobody who brings or asks waits for long. */
    private void write(DataOutput out) throws IOException {
        List<Key> keys;
        synchronized (this) {
            keys = new ArrayList<>(counters.keySet());
        }
        for (Key key : keys) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            synchronized (this) {
                if (!counters.containsKey(key)) {
                    continue; // forgotten meanwhile
                }
                counters.get(key).write(new DataOutputStream(bytes));
            }
            out.writeBoolean(true);
            out.writeUTF(key.meter());
            out.writeUTF(key.channel());
            out.write(bytes.toByteArray());
        }
        out.writeBoolean(false);
    }

    private void read(DataInput in) throws IOException {
        Map<Key, CounterReadings> read = new HashMap<>();
        while (in.readBoolean()) {
            Key key = new Key(in.readUTF(), in.readUTF());
            read.put(key, CounterReadings.read(in));
        }
        synchronized (this) {
            read.forEach((key, before) -> find(key, before.newest()).ifPresent(found -> found.precede(before)));
        }
    }
}
