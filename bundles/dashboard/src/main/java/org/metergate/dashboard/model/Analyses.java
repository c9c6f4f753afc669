package org.metergate.dashboard.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** The latest forecast and the latest spectrum of each channel that has one. Any thread. */
public final class Analyses {

    /** Channels of which a forecast, and of which a spectrum, is remembered; the one made least lately goes first. */
    public static final int CHANNELS = 500;

    /** Steps of all forecasts together that are remembered, some 5 MB. */
    public static final int STEPS = 50_000;

    private record Key(String meter, Failure.Kind kind, String channel) {}

    /**
     * What is known of a channel.
     *
     * @param result the latest
     * @param failure told since; empty if nothing failed since
     */
    public record Known<T>(String channel, Optional<T> result, Optional<Failure> failure) {}

    private final Map<Key, Analysis> results = new LinkedHashMap<>();
    private final Map<Key, Failure> failures = new LinkedHashMap<>();
    private final List<BiConsumer<String, Failure.Kind>> listeners = new CopyOnWriteArrayList<>();

    /** Remembers a forecast in place of the one before, and tells the listeners on the thread of the caller. */
    public void accept(Forecast forecast) {
        keep(new Key(forecast.meter(), Failure.Kind.FORECAST, forecast.channel()), forecast);
    }

    /** Remembers a spectrum in place of the one before, and tells the listeners on the thread of the caller. */
    public void accept(Spectrum spectrum) {
        keep(new Key(spectrum.meter(), Failure.Kind.SPECTRUM, spectrum.channel()), spectrum);
    }

    /** Remembers why there is no newer result; the one before stays. */
    public void accept(Failure failure) {
        Key key = new Key(failure.meter(), failure.kind(), failure.channel());
        boolean another;
        synchronized (this) {
            Failure before = failures.remove(key);
            failures.put(key, failure);
            bound(failures);
            another = before == null || !before.text().equals(failure.text());
        }
        if (another) {
            tell(key);
        }
    }

    private void keep(Key key, Analysis result) {
        synchronized (this) {
            failures.remove(key);
            results.remove(key);
            results.put(key, result);
            bound(results);
            while (results.size() > 1 && steps() > STEPS) {
                results.remove(results.keySet().iterator().next());
            }
        }
        tell(key);
    }

    private void tell(Key key) {
        listeners.forEach(one -> one.accept(key.meter(), key.kind()));
    }

    private static void bound(Map<Key, ?> kept) {
        if (kept.size() > 2 * CHANNELS) {
            kept.remove(kept.keySet().iterator().next());
        }
    }

    private int steps() {
        int steps = 0;
        for (Analysis one : results.values()) {
            steps += one instanceof Forecast forecast ? forecast.steps().size() : 1;
        }
        return steps;
    }

    /** @return what is known of the forecasts of a meter, by channel */
    public synchronized List<Known<Forecast>> forecasts(String meter) {
        return known(meter, Failure.Kind.FORECAST, Forecast.class);
    }

    /** @return what is known of the spectra of a meter, by channel */
    public synchronized List<Known<Spectrum>> spectra(String meter) {
        return known(meter, Failure.Kind.SPECTRUM, Spectrum.class);
    }

    private <T> List<Known<T>> known(String meter, Failure.Kind kind, Class<T> type) {
        List<Known<T>> found = new ArrayList<>();
        List<Key> keys = new ArrayList<>(results.keySet());
        failures.keySet().stream().filter(one -> !results.containsKey(one)).forEach(keys::add);
        keys.stream()
                .filter(one -> one.meter().equals(meter) && one.kind() == kind)
                .sorted((a, b) -> a.channel().compareTo(b.channel()))
                .forEach(one -> found.add(new Known<>(
                        one.channel(),
                        Optional.ofNullable(results.get(one)).map(type::cast),
                        Optional.ofNullable(failures.get(one)))));
        return found;
    }

    /** @return every result, the one made least lately first */
    synchronized List<Analysis> results() {
        return List.copyOf(results.values());
    }

    /** Takes results of before, the oldest first; those that are there already stay. */
    void restore(List<Analysis> before) {
        List<Analysis> newer = results();
        List<Analysis> all = new ArrayList<>(before);
        all.addAll(newer);
        for (Analysis one : all) {
            if (one instanceof Forecast forecast) {
                accept(forecast);
            } else if (one instanceof Spectrum spectrum) {
                accept(spectrum);
            }
        }
    }

    /** Forgets a meter that is no more. */
    public synchronized void forget(String meter) {
        results.keySet().removeIf(one -> one.meter().equals(meter));
        failures.keySet().removeIf(one -> one.meter().equals(meter));
    }

    /** @param listener is told the meter and what changed of it; must not wait and not throw */
    public void listen(BiConsumer<String, Failure.Kind> listener) {
        listeners.add(listener);
    }

    public void ignore(BiConsumer<String, Failure.Kind> listener) {
        listeners.remove(listener);
    }
}
