package org.metergate.wire.analysis.anomaly;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.metergate.analysis.anomaly.AnomalyDetector;
import org.metergate.analysis.finding.ChannelKind;
import org.metergate.analysis.finding.Finding;
import org.metergate.analysis.finding.MeterWatch;

/** What is remembered of every meter whose records come, by the name of its asset. One thread at a time. */
final class Watched {
    /** More assets than anybody wires into one component; the one not heard of for longest is forgotten. */
    private static final int MOST = 256;

    private static final int MOST_CHANNELS = 64;
    /** After so many records of one channel, two days of quarter-hours, its meter is one that has no others. */
    private static final int MOST_ALONE = 192;

    private static final String WATCH = "watch";
    private static final String SCORE = "score";
    /** Last, so that a version that does not know it has taken all others. */
    private static final String ENDED = "ended";

    /** One asset. */
    private static final class Meter {
        private final Map<String, AnomalyDetector> detectors = new LinkedHashMap<>();
        private final Map<String, Instant> latest = new HashMap<>();
        private Optional<MeterWatch> watch = Optional.empty();
        private boolean wide;
        private int alone;

        /** Whether a record is what one channel told by itself, at a time of its own, of a meter that is read as a whole. */
        private boolean isAside(int channels) {
            if (channels > 1) {
                wide = true;
                alone = 0;
            } else if (wide && ++alone > MOST_ALONE) {
                wide = false;
            }
            return channels == 1 && wide;
        }
    }

    private final LinkedHashMap<String, Meter> meters = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * Scores a value.
     *
     * @return empty if this time was scored before, or the meter has too many channels
     */
    OptionalDouble score(String asset, String channel, Instant time, double value) {
        Meter meter = meter(asset);
        AnomalyDetector detector = meter.detectors.get(channel);
        if (detector == null) {
            if (meter.detectors.size() >= MOST_CHANNELS) {
                return OptionalDouble.empty();
            }
            detector = new AnomalyDetector();
            meter.detectors.put(channel, detector);
        }
        if (time.equals(meter.latest.put(channel, time))) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(detector.score(time, value));
    }

    /**
     * Takes a row; a channel that was never there before lets the watch begin anew.
     *
     * @param channels how many the record has, with those that failed
     */
    List<Finding> findings(
            String asset, Instant time, Map<String, Double> values, int channels, AnomalySettings settings) {
        Meter meter = meter(asset);
        if (meter.isAside(channels)) {
            return List.of();
        }
        Map<String, ChannelKind> wanted = new HashMap<>();
        meter.watch.ifPresent(
                watch -> watch.channels().keySet().forEach(name -> wanted.put(name, settings.kind(name))));
        wanted.keySet().removeIf(name -> !settings.watches(name));
        for (String name : values.keySet()) {
            if (wanted.size() < MOST_CHANNELS) {
                wanted.put(name, settings.kind(name));
            }
        }
        if (meter.watch.isEmpty() || !meter.watch.get().channels().equals(wanted)) {
            meter.watch = Optional.of(new MeterWatch(wanted));
        }
        if (time.equals(meter.latest.put("", time))) {
            return List.of(); // the same reading once more
        }
        meter.watch.get().accuracy(settings.activeClass(), settings.reactiveClass());
        return meter.watch.get().accept(time, values);
    }

    private Meter meter(String asset) {
        Meter meter = meters.computeIfAbsent(plain(asset), name -> new Meter());
        if (meters.size() > MOST) {
            meters.remove(meters.keySet().iterator().next());
        }
        return meter;
    }

    boolean isEmpty() {
        return meters.isEmpty();
    }

    /** Everything, at the end: nothing comes after it. */
    List<String> saveAtTheEnd() throws IOException {
        List<String> lines = save();
        lines.add(line("", ENDED, "", new ByteArrayOutputStream()));
        return lines;
    }

    List<String> save() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, Meter> one : meters.entrySet()) {
            for (Map.Entry<String, AnomalyDetector> detector :
                    one.getValue().detectors.entrySet()) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                detector.getValue().writeTo(new DataOutputStream(bytes));
                lines.add(line(one.getKey(), SCORE, detector.getKey(), bytes));
            }
            if (one.getValue().watch.isPresent()) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                one.getValue().watch.get().writeTo(bytes);
                lines.add(line(one.getKey(), WATCH, "", bytes));
            }
        }
        return lines;
    }

    private static String line(String asset, String part, String channel, ByteArrayOutputStream bytes) {
        return String.join(
                "\t", asset, part, plain(channel), Base64.getEncoder().encodeToString(bytes.toByteArray()));
    }

    /**
     * @param between how long after it was saved rows may have come, unless that was at the end
     * @throws IOException if a line is no state of this version; those before it are taken
     */
    void restore(List<String> lines, Duration between) throws IOException {
        boolean ended = false;
        for (String line : lines) {
            String[] parts = line.split("\t", 4);
            if (parts.length != 4) {
                throw new IOException("a line is no state of a meter");
            }
            ByteArrayInputStream in =
                    new ByteArrayInputStream(Base64.getDecoder().decode(parts[3]));
            if (parts[1].equals(ENDED)) {
                ended = true;
            } else if (parts[1].equals(WATCH)) {
                meter(parts[0]).watch = Optional.of(MeterWatch.readFrom(in));
            } else {
                meter(parts[0]).detectors.put(parts[2], AnomalyDetector.readFrom(new DataInputStream(in)));
            }
        }
        if (!ended) {
            meters.values().forEach(one -> one.watch.ifPresent(watch -> watch.forgot(between)));
        }
    }

    private static String plain(String name) {
        return name.replaceAll("[\\t\\r\\n]", " ");
    }
}
