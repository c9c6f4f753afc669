package org.metergate.dashboard.model;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** All meters and what they said last. Any thread. */
public final class Site {

    /** Meters that are remembered; a name too many is refused, so that a faulty wire cannot fill the memory. */
    public static final int METERS = 2000;

    /** Channels of one meter that are remembered. */
    public static final int CHANNELS = 1000;

    private static final int GAPS = 5;

    /** What comes within this, and is not later by the meter's clock, belongs to the reading that began. */
    private static final Duration TOGETHER = Duration.ofMillis(500);

    /** What comes after this is another reading, even if its times are not later: a meter's clock may stand still. */
    private static final Duration APART = Duration.ofSeconds(5);

    /** What became of a meter, by those who look after the gateway. */
    public enum Fate {
        /** It was made, and has said nothing yet. */
        MADE,
        /** It is no more. */
        DELETED
    }

    private static final class Known {
        private final Map<String, Channel> channels = new TreeMap<>();
        private final Deque<Duration> gaps = new ArrayDeque<>();
        private Optional<Instant> seen = Optional.empty();
        /** When the latest reading began to come. */
        private Instant began = Instant.MIN;
        /** Latest time that a channel told. */
        private Instant newest = Instant.EPOCH;

        private Optional<Instant> answered = Optional.empty();
        /** Made when it is asked for, and good until the meter says something. */
        private Optional<Meter> told = Optional.empty();

        private Optional<Duration> interval() {
            List<Duration> sorted = gaps.stream().sorted().toList();
            return sorted.size() < 2 ? Optional.empty() : Optional.of(sorted.get(sorted.size() / 2));
        }
    }

    private final Clock clock;
    private final Map<String, Known> meters = new TreeMap<>();
    private final List<Consumer<Update>> listeners = new CopyOnWriteArrayList<>();
    private final List<BiConsumer<String, Fate>> followers = new CopyOnWriteArrayList<>();
    private long version;

    public Site(Clock clock) {
        this.clock = clock;
    }

    /**
     * Remembers what a meter said and tells the listeners, on the thread of the caller.
     *
     * @return false if there are too many meters or channels: then it is not remembered
     */
    public boolean accept(Update update) {
        synchronized (this) {
            Known known = meters.get(update.meter());
            if (known == null && meters.size() >= METERS) {
                return false;
            }
            Map<String, Channel> fresh = new LinkedHashMap<>();
            update.channels().forEach(one -> fresh.put(one.name(), one));
            if (known == null) {
                known = new Known();
            }
            long unknown = 0;
            for (String name : fresh.keySet()) {
                unknown += known.channels.containsKey(name) ? 0 : 1;
            }
            if (known.channels.size() + unknown > CHANNELS) {
                return false;
            }
            meters.put(update.meter(), known);
            known.told = Optional.empty();
            Instant now = clock.instant();
            begin(known, now, fresh.values());
            known.seen = Optional.of(now);
            known.channels.putAll(fresh);
            if (update.channels().stream().anyMatch(one -> one.value().isPresent())) {
                known.answered = Optional.of(now);
            }
            version++;
        }
        listeners.forEach(one -> one.accept(update));
        return true;
    }

    /** One reading may come in several updates, straight from its meter and by way of analyses. */
    private static void begin(Known known, Instant now, Collection<Channel> channels) {
        Instant told =
                channels.stream().map(Channel::time).max(Instant::compareTo).orElse(known.newest);
        if (known.began.equals(Instant.MIN)) {
            known.began = now;
            known.newest = told;
        } else {
            Duration gap = Duration.between(known.began, now);
            Duration step = Duration.between(known.newest, told); // longer than the gap where missed rows come at once
            Duration longer = step.compareTo(gap) > 0 ? step : gap;
            boolean another =
                    gap.compareTo(APART) >= 0 || told.isAfter(known.newest) && longer.compareTo(TOGETHER) >= 0;
            if (another) {
                known.began = now;
                known.gaps.add(longer);
                if (known.gaps.size() > GAPS) {
                    known.gaps.remove();
                }
            }
        }
        known.newest = told.isAfter(known.newest) ? told : known.newest;
    }

    /** Knows a meter that was made and has said nothing yet, and tells so; one that is known stays as it is. */
    public void expect(String meter) {
        synchronized (this) {
            if (meters.size() >= METERS || meters.putIfAbsent(meter, new Known()) != null) {
                return;
            }
            version++;
        }
        followers.forEach(one -> one.accept(meter, Fate.MADE));
    }

    /** Forgets a meter that is no more, and tells so. */
    public void forget(String meter) {
        synchronized (this) {
            if (meters.remove(meter) == null) {
                return;
            }
            version++;
        }
        followers.forEach(one -> one.accept(meter, Fate.DELETED));
    }

    /** @return all meters, by name */
    public synchronized List<Meter> meters() {
        List<Meter> all = new ArrayList<>();
        meters.forEach((name, known) -> all.add(meter(name, known)));
        return all;
    }

    public synchronized Optional<Meter> meter(String name) {
        return Optional.ofNullable(meters.get(name)).map(known -> meter(name, known));
    }

    /** @return whether it has said anything or is expected to */
    public synchronized boolean knows(String meter) {
        return meters.containsKey(meter);
    }

    /** @return the interval between the readings of a meter, as observed; empty before the third */
    public synchronized Optional<Duration> interval(String meter) {
        return Optional.ofNullable(meters.get(meter)).flatMap(Known::interval);
    }

    /** @return a number that grows with every change */
    public synchronized long version() {
        return version;
    }

    /** @param listener is told of every update; must not wait and not throw */
    public void listen(Consumer<Update> listener) {
        listeners.add(listener);
    }

    public void ignore(Consumer<Update> listener) {
        listeners.remove(listener);
    }

    /** @param follower is told what becomes of meters; must not wait and not throw */
    public void listen(BiConsumer<String, Fate> follower) {
        followers.add(follower);
    }

    public void ignore(BiConsumer<String, Fate> follower) {
        followers.remove(follower);
    }

    private static Meter meter(String name, Known known) {
        if (known.told.isPresent()) {
            return known.told.get();
        }
        Meter made =
                new Meter(name, known.seen, known.answered, known.interval(), List.copyOf(known.channels.values()));
        known.told = Optional.of(made);
        return made;
    }
}
