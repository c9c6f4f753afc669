package org.metergate.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until it is moved by hand. Any thread may call. */
public final class MovedClock extends Clock {
    private final AtomicReference<Instant> now;
    private final ZoneId zone;

    /** @param start what it shows first; its zone is UTC */
    public MovedClock(Instant start) {
        this(new AtomicReference<>(start), ZoneOffset.UTC);
    }

    private MovedClock(AtomicReference<Instant> now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    /**
     * A clock at a time written as text.
     *
     * @param start such as {@code "2026-11-23T21:00:03Z"}
     * @return the clock
     */
    public static MovedClock at(String start) {
        return new MovedClock(Instant.parse(start));
    }

    /** @param by how far to move it; may be negative */
    public void move(Duration by) {
        now.updateAndGet(instant -> instant.plus(by));
    }

    /** @param to what it shows from now on */
    public void set(Instant to) {
        now.set(to);
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    /** @return a clock in that zone that is moved together with this one */
    @Override
    public Clock withZone(ZoneId other) {
        return new MovedClock(now, other);
    }
}
