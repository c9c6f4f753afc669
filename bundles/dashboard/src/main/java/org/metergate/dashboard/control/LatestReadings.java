package org.metergate.dashboard.control;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.metergate.dashboard.model.Channel;
import org.metergate.dashboard.model.Meter;
import org.metergate.dashboard.model.Update;

/**
 * Takes updates off the hands of whoever reads meters, and hands them on from a thread of the server: of each channel the
 * latest, written as JSON once for all clients. Any thread.
 */
final class LatestReadings {

    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    /**
     * What came of one meter.
     *
     * @param time of the latest update, as JSON tells it
     * @param interval between its readings, as observed
     * @param channels JSON by name; not to be changed
     */
    record Written(String meter, String time, Optional<Duration> interval, Map<String, String> channels) {

        /** @return this, with what came later */
        Written with(Written later) {
            Map<String, String> both = new LinkedHashMap<>(channels);
            both.putAll(later.channels);
            return new Written(meter, later.time, later.interval, both);
        }

        /** Adds it as JSON. */
        void writeTo(StringBuilder text) {
            text.append("{\"name\":").append(GSON.toJson(meter));
            text.append(",\"time\":\"").append(time);
            text.append("\",\"interval\":")
                    .append(interval.map(SiteJson::seconds).orElse(null));
            text.append(",\"patience\":").append(SiteJson.seconds(Meter.patience(interval)));
            text.append(",\"channels\":[");
            String before = "";
            for (String one : channels.values()) {
                text.append(before).append(one);
                before = ",";
            }
            text.append("]}");
        }
    }

    private static final class Coming {
        private String time = "";
        private final Map<String, Channel> channels = new LinkedHashMap<>();

        private Written written(String meter, Optional<Duration> interval) {
            Map<String, String> texts = new LinkedHashMap<>();
            channels.forEach((name, one) -> texts.put(name, GSON.toJson(SiteJson.of(one))));
            return new Written(meter, time, interval, texts);
        }
    }

    private final Executor threads;
    private final Function<String, Optional<Duration>> intervals;
    private final Consumer<List<Written>> told;
    private Map<String, Coming> coming = new LinkedHashMap<>();
    private boolean working;

    /**
     * @param threads that write and tell, one at a time
     * @param intervals between the readings of a meter
     * @param told is called with what came since the last time
     */
    LatestReadings(Executor threads, Function<String, Optional<Duration>> intervals, Consumer<List<Written>> told) {
        this.threads = threads;
        this.intervals = intervals;
        this.told = told;
    }

    /** Returns at once. */
    void accept(Update update) {
        synchronized (this) {
            Coming of = coming.computeIfAbsent(update.meter(), fresh -> new Coming());
            of.time = update.time().toString();
            update.channels().forEach(one -> of.channels.put(one.name(), one));
            if (working) {
                return;
            }
            working = true;
        }
        try {
            threads.execute(this::work);
        } catch (RejectedExecutionException e) { // the server has ended, and with it all clients
            synchronized (this) {
                working = false;
                coming.clear();
            }
        }
    }

    private void work() {
        for (Map<String, Coming> now = next(); !now.isEmpty(); now = next()) {
            told.accept(now.entrySet().stream()
                    .map(one -> one.getValue().written(one.getKey(), intervals.apply(one.getKey())))
                    .toList());
        }
    }

    private synchronized Map<String, Coming> next() {
        Map<String, Coming> now = coming;
        coming = new LinkedHashMap<>();
        working = !now.isEmpty();
        return now;
    }
}
