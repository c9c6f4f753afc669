package org.metergate.emulator.workbench;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** A clock that goes faster than another from the moment it is made. */
final class FasterClock extends Clock {
    private final Clock real;
    private final Instant start;
    private final int speed;

    /**
     * @param real the other clock
     * @param speed how many seconds pass in one of its seconds, 1 or more
     */
    FasterClock(Clock real, int speed) {
        this(real, real.instant(), speed);
    }

    private FasterClock(Clock real, Instant start, int speed) {
        this.real = real;
        this.start = start;
        this.speed = speed;
    }

    @Override
    public Instant instant() {
        return start.plus(Duration.between(start, real.instant()).multipliedBy(speed));
    }

    @Override
    public ZoneId getZone() {
        return real.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new FasterClock(real.withZone(zone), start, speed);
    }
}
