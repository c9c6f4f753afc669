package org.metergate.wire.analysis.series;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.metergate.analysis.series.Sample;

/**
 * Makes steps of readings: what came within a step is one value as soon as a reading of a later step has come. A counter that
 * is read when a step ends, as the rows of a load profile are, tells that step, at once.
 */
final class Readings {
    private final Duration step;
    private final SeriesSettings.How how;
    private Instant open = Instant.MIN;
    private Instant latest = Instant.MIN;
    private double sum;
    private int count;
    private double last = Double.NaN;
    private double before = Double.NaN;

    Readings(SeriesSettings settings) {
        this.step = settings.step();
        this.how = settings.how();
    }

    /** @return whether a reading of that time is later than all before */
    boolean isLater(Instant time) {
        return time.isAfter(latest);
    }

    /**
     * Adds a reading.
     *
     * @param time later than all before
     * @param value finite
     * @return the steps that have ended with it and of which something is known, one or two at most
     */
    List<Sample> add(Instant time, double value) {
        List<Sample> ended = new ArrayList<>();
        boolean ends = how == SeriesSettings.How.RISE && floor(time).equals(time);
        Instant start = ends ? time.minus(step) : floor(time);
        if (!start.equals(open)) {
            end().ifPresent(ended::add);
            boolean follows = open.equals(start.minus(step));
            before = follows ? last : Double.NaN;
            open = start;
            sum = 0;
            count = 0;
        }
        latest = time;
        last = value;
        sum += value;
        count++;
        if (ends) {
            end().ifPresent(ended::add);
        }
        return ended;
    }

    private Optional<Sample> end() {
        if (count == 0) {
            return Optional.empty();
        }
        int readings = count;
        count = 0;
        double value =
                switch (how) {
                    case MEAN -> sum / readings;
                    case SUM -> sum;
                    case RISE -> last - before;
                };
        return Double.isFinite(value) && !(how == SeriesSettings.How.RISE && value < 0)
                ? Optional.of(new Sample(open, value))
                : Optional.empty();
    }

    private Instant floor(Instant time) {
        long millis = step.toMillis();
        return Instant.ofEpochMilli(Math.floorDiv(time.toEpochMilli(), millis) * millis);
    }
}
