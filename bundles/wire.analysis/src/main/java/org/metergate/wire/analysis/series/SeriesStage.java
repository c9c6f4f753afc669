package org.metergate.wire.analysis.series;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.kura.type.TypedValue;
import org.eclipse.kura.type.TypedValues;
import org.eclipse.kura.wire.WireHelperService;
import org.eclipse.kura.wire.WireRecord;
import org.metergate.analysis.series.RegularSeries;
import org.metergate.analysis.series.Sample;
import org.metergate.analysis.series.SeriesStore;
import org.metergate.wire.analysis.WireStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A wire component that keeps a series on disk and analyses it now and then. On the sender's thread a reading is only added
 * to its step; files and analyses are the business of a thread of its own, which sends results on in envelopes of their own.
 * What is kept outlives other settings, a restart and a kill; a change of channel, step, aggregation or history begins
 * another series and leaves the former where it is.
 */
public abstract class SeriesStage extends WireStage {
    private static final Logger LOG = LoggerFactory.getLogger(SeriesStage.class);
    /** What is told of the past is analysed when no step ended for so long. */
    protected static final Duration QUIET = Duration.ofSeconds(2);

    private static final Duration CLOCKS_MAY_DIFFER = Duration.ofMinutes(5);
    private static final long BYTES_A_STEP = 20;
    private static final int MOST_WAITING = 10_000;
    private static final long END_WITHIN_MILLIS = 5_000;

    /** A step that ended, and what was known when it did. */
    private record Ended(Sample sample, String unit, String asset, long timestamp) {}

    private final Clock clock;
    private final Duration quiet;
    private final Optional<Path> folder;
    private final Object lock = new Object();
    private final Deque<Ended> waiting = new ArrayDeque<>();
    private final TreeMap<Instant, Double> kept = new TreeMap<>();
    private SeriesSettings settings;
    private boolean usable;
    private int generation;
    private Optional<Readings> readings = Optional.empty();
    private Optional<Thread> thread = Optional.empty();
    private boolean ending;

    /**
     * @param wires of the gateway
     * @param pid until the gateway has told the instance's own
     * @param clock of the gateway
     * @param quiet what is told of the past is analysed when no step ended for so long; zero: at once
     * @param folder that the instance's own folder is made in; empty if there is no place on disk
     */
    protected SeriesStage(WireHelperService wires, String pid, Clock clock, Duration quiet, Optional<Path> folder) {
        super(wires, pid);
        this.clock = clock;
        this.quiet = quiet;
        this.folder = folder;
    }

    /**
     * Analyses the series. Called on the component's own thread.
     *
     * @param series from the first step that is kept to the last, gaps included
     * @param settings at this time
     * @return results by name, one map for each record; each value is completed with unit and timestamp
     */
    protected abstract List<Results> analyse(RegularSeries series, SeriesSettings settings);

    /** Results of one record: a unit may be that of the series, another, or none. */
    public static final class Results {
        private final Map<String, TypedValue<?>> values = new LinkedHashMap<>();
        private final Map<String, String> units = new LinkedHashMap<>();
        private boolean ofSeries;

        /** Adds a value in the unit of the series; one that is not finite is left out. Returns this. */
        public Results value(String name, double value) {
            return put(name, value, "");
        }

        /** Adds a number of a unit; {@code "1"} for a ratio. One that is not finite is left out. Returns this. */
        public Results number(String name, double value, String unit) {
            return put(name, value, unit);
        }

        private Results put(String name, double value, String unit) {
            if (Double.isFinite(value)) {
                values.put(name, TypedValues.newDoubleValue(value));
                units.put(name, unit);
                ofSeries |= unit.isEmpty();
            }
            return this;
        }

        /** Adds a text. Returns this. */
        public Results text(String name, String value) {
            values.put(name, TypedValues.newStringValue(value));
            return this;
        }

        /** Adds a time, as ms since 1970. Returns this. */
        public Results time(String name, Instant value) {
            values.put(name, TypedValues.newLongValue(value.toEpochMilli()));
            return this;
        }

        /** Adds a flag. Returns this. */
        public Results flag(String name, boolean value) {
            values.put(name, TypedValues.newBooleanValue(value));
            return this;
        }

        private WireRecord record(Ended ended) {
            Map<String, TypedValue<?>> properties = new LinkedHashMap<>();
            if (!ended.asset().isEmpty()) {
                properties.put("assetName", TypedValues.newStringValue(ended.asset()));
            }
            properties.put("assetTimestamp", TypedValues.newLongValue(ended.timestamp()));
            values.forEach((name, value) -> {
                properties.put(name, value);
                String unit = units.getOrDefault(name, "1");
                String shown = unit.isEmpty() ? ended.unit() : unit;
                if (!shown.isEmpty() && !shown.equals("1")) {
                    properties.put(name + "_unit", TypedValues.newStringValue(shown));
                }
                properties.put(name + "_timestamp", TypedValues.newLongValue(ended.timestamp()));
            });
            return new WireRecord(properties);
        }
    }

    /** Starts the thread; to be called by the activation, after {@link #apply}. */
    protected final void begin(String role) {
        Thread worker = new Thread(this::work, role + " " + name());
        worker.setDaemon(true);
        synchronized (lock) {
            ending = false;
            thread = Optional.of(worker);
        }
        worker.start();
    }

    /** Ends the thread, bounded; what was received is kept. To be called by the deactivation. */
    protected final void end() {
        Optional<Thread> worker;
        synchronized (lock) {
            ending = true;
            worker = thread;
            thread = Optional.empty();
            lock.notifyAll();
        }
        if (worker.isPresent()) {
            try {
                worker.get().join(END_WITHIN_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Takes new settings; a series that is still the wanted one goes on.
     *
     * @param wanted the settings
     * @param right whether they may be used; otherwise readings only pass
     */
    protected final void apply(SeriesSettings wanted, boolean right) {
        synchronized (lock) {
            boolean another = settings == null || !wanted.keepsTheSame(settings);
            settings = wanted;
            usable = right;
            if (another) {
                generation++;
                readings = Optional.empty();
                waiting.clear();
            }
            lock.notifyAll();
        }
    }

    @Override
    protected final boolean emitsInput() {
        synchronized (lock) {
            return settings.emitInput();
        }
    }

    @Override
    protected final Map<String, TypedValue<?>> results(Map<String, TypedValue<?>> input) {
        synchronized (lock) {
            String channel = settings.channel();
            TypedValue<?> value = input.get(channel);
            if (!usable || value == null || !failure(input, channel).isEmpty()) {
                return Map.of();
            }
            if (!(value.getValue() instanceof Number number) || !Double.isFinite(number.doubleValue())) {
                return error("is " + value.getValue() + "; expected a finite number");
            }
            Instant now = clock.instant();
            TypedValue<?> stamp = input.get(channel + "_timestamp");
            long millis = stamp != null && stamp.getValue() instanceof Long given ? given : now.toEpochMilli();
            return take(Instant.ofEpochMilli(millis), number.doubleValue(), now, input);
        }
    }

    private Map<String, TypedValue<?>> take(Instant time, double value, Instant now, Map<String, TypedValue<?>> input) {
        if (time.isAfter(now.plus(CLOCKS_MAY_DIFFER))) {
            return error("is of " + time + ", later than the gateway's clock; correct the clock of the meter");
        }
        if (readings.isEmpty()) {
            readings = Optional.of(new Readings(settings));
        }
        if (!readings.get().isLater(time)) {
            return error("is of " + time + ", not later than the one before; it is left out");
        }
        String unit = text(input, settings.channel() + "_unit");
        String asset = text(input, "assetName");
        readings.get().add(time, value).forEach(sample -> {
            if (waiting.size() == MOST_WAITING) {
                waiting.removeFirst(); // a disk that hangs must not fill the memory
            }
            waiting.addLast(new Ended(sample, unit, asset, time.toEpochMilli()));
            lock.notifyAll();
        });
        return Map.of();
    }

    private Map<String, TypedValue<?>> error(String text) {
        return Map.of(settings.channel() + "." + word() + "_error", TypedValues.newStringValue("the reading " + text));
    }

    /** @return what the names of its results have after the channel's, such as {@code forecast} */
    protected abstract String word();

    private static String failure(Map<String, TypedValue<?>> input, String channel) {
        return text(input, channel + "_error");
    }

    private static String text(Map<String, TypedValue<?>> input, String name) {
        TypedValue<?> value = input.get(name);
        return value == null ? "" : String.valueOf(value.getValue()).strip();
    }

    private void work() {
        int mine = -1;
        Optional<SeriesStore> store = Optional.empty();
        Optional<Instant> analysed = Optional.empty();
        try {
            while (true) {
                SeriesSettings now;
                List<Ended> batch = new ArrayList<>();
                synchronized (lock) {
                    while (!ending && mine == generation && waiting.isEmpty()) {
                        lock.wait();
                    }
                    if (ending && waiting.isEmpty()) {
                        return;
                    }
                    now = settings;
                    if (mine == generation) {
                        batch.addAll(waiting);
                        waiting.clear();
                    }
                }
                try {
                    if (batch.isEmpty()) {
                        close(store);
                        store = Optional.empty();
                        mine = changed();
                        store = open(now);
                        analysed = Optional.empty();
                        continue;
                    }
                    keep(batch, store, now);
                    Ended last = batch.get(batch.size() - 1);
                    if (isPast(last, now) && moreComes()) {
                        continue;
                    }
                    boolean due = analysed.isEmpty()
                            || !analysed.get()
                                    .plus(now.every())
                                    .isAfter(last.sample().time());
                    if (due && kept.size() > 1) {
                        analysed = Optional.of(last.sample().time());
                        emitAll(analyse(series(now), now), last);
                    }
                } catch (IOException | RuntimeException e) { // this thread's outermost loop
                    LOG.error("{} could not keep or analyse its series, and goes on", name(), e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closeAtEnd(store);
        }
    }

    /** Rows of a load profile, for one: a moment later the series is another. */
    private boolean isPast(Ended last, SeriesSettings now) {
        return last.sample().time().plus(now.step().multipliedBy(2)).isBefore(clock.instant());
    }

    /** @return whether more came before it was quiet */
    private boolean moreComes() throws InterruptedException {
        synchronized (lock) {
            if (waiting.isEmpty() && !ending && !quiet.isZero()) {
                lock.wait(quiet.toMillis());
            }
            return !waiting.isEmpty();
        }
    }

    private int changed() {
        synchronized (lock) {
            return generation;
        }
    }

    private Optional<SeriesStore> open(SeriesSettings now) throws IOException {
        kept.clear();
        if (folder.isEmpty()) {
            return Optional.empty(); // a gateway without a place for data forgets with the instance
        }
        Path mine = folder.get()
                .resolve(safe(name()))
                .resolve(safe(now.channel() + "-" + now.how() + "-" + now.step() + "-" + now.historyDays()));
        long steps = now.historyDays() * (86_400 / now.step().toSeconds());
        // the store gives up an eighth of it at a time
        long limit = Math.max(steps * BYTES_A_STEP * 8 / 7 + 1024, SeriesStore.LEAST_BYTES);
        SeriesStore store = SeriesStore.open(mine, limit);
        if (store.dropped() > 0) {
            LOG.warn("{} lost {} damaged records of its series", name(), store.dropped());
        }
        store.samples().forEach(sample -> kept.put(sample.time(), sample.value()));
        return Optional.of(store);
    }

    private void keep(List<Ended> batch, Optional<SeriesStore> store, SeriesSettings now) throws IOException {
        for (Ended ended : batch) {
            if (kept.isEmpty() || ended.sample().time().isAfter(kept.lastKey())) {
                kept.put(ended.sample().time(), ended.sample().value());
                if (store.isPresent()) {
                    store.get().add(ended.sample());
                }
            }
        }
        Instant oldest = kept.lastKey().minus(Duration.ofDays(now.historyDays()));
        kept.headMap(oldest).clear();
        if (store.isPresent()) {
            store.get().flush();
        }
    }

    private RegularSeries series(SeriesSettings now) {
        Instant[] times = kept.keySet().toArray(Instant[]::new);
        double[] values =
                kept.values().stream().mapToDouble(Double::doubleValue).toArray();
        return RegularSeries.of(times, values, now.step());
    }

    private void emitAll(List<Results> results, Ended last) {
        List<WireRecord> records =
                results.stream().map(result -> result.record(last)).toList();
        if (!records.isEmpty()) {
            emit(new ArrayList<>(records));
        }
    }

    private static void close(Optional<SeriesStore> store) throws IOException {
        if (store.isPresent()) {
            store.get().close();
        }
    }

    private void closeAtEnd(Optional<SeriesStore> store) {
        try {
            close(store);
        } catch (IOException e) {
            LOG.error("{} could not close its series", name(), e);
        }
    }

    private static String safe(String name) {
        return name.replaceAll("[^A-Za-z0-9.-]", "_");
    }
}
