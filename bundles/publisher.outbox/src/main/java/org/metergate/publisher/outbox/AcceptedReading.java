package org.metergate.publisher.outbox;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * What a meter said at one instant, as it is stored and published. Meter and instant are its key; meter, instant and
 * channel that of a point. A reading that comes twice has the same key both times.
 *
 * @param meter name of the asset
 * @param time the instant of the whole reading
 * @param points one for each channel, in the order of their names
 */
public record AcceptedReading(String meter, Instant time, List<Point> points) {

    /** @throws IllegalArgumentException if the meter has no name */
    public AcceptedReading {
        Objects.requireNonNull(time, "time");
        if (meter.isBlank()) {
            throw new IllegalArgumentException("a reading without the name of its meter");
        }
        points = points.stream().sorted(Comparator.comparing(Point::channel)).toList();
    }

    /** @return whether every channel has a value, and there is one */
    public boolean isGood() {
        return !points.isEmpty() && points.stream().allMatch(Point::isGood);
    }

    /** @return whether some channel has a value */
    public boolean hasValues() {
        return points.stream().anyMatch(Point::isGood);
    }
}
