package org.metergate.dashboard.control;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.metergate.transport.LineUse.Turn;

/** What the time of conversations went to, on the average; durations in seconds, shares from 0 to 1. */
final class LineLoad {

    private LineLoad() {}

    /**
     * @param turns oldest first
     * @param timed whether the line has a speed, so that the wire has a limit
     * @return the load; empty without a conversation
     */
    static Optional<JsonObject> of(List<Turn> turns, boolean timed, Instant now) {
        if (turns.isEmpty()) {
            return Optional.empty();
        }
        Instant began = turns.get(0).began();
        double window = Math.max(seconds(Duration.between(began, now)), total(turns, Turn::took));
        int count = turns.size();
        JsonObject json = new JsonObject();
        json.addProperty("conversations", count);
        json.addProperty("window", rounded(window));
        json.add(
                "every",
                count < 2
                        ? JsonNull.INSTANCE
                        : new JsonPrimitive(rounded(seconds(Duration.between(
                                        began, turns.get(count - 1).began()))
                                / (count - 1))));
        json.addProperty("took", rounded(total(turns, Turn::took) / count));
        json.addProperty(
                "longest",
                rounded(turns.stream()
                        .mapToDouble(one -> seconds(one.took()))
                        .max()
                        .orElse(0)));
        json.add("wire", limit(timed, total(turns, Turn::wire) / count));
        json.addProperty("quiet", rounded(total(turns, Turn::quiet) / count));
        json.addProperty("waited", rounded(total(turns, Turn::waited) / count));
        json.addProperty("busy", rounded(total(turns, Turn::took) / Math.max(window, 1e-6)));
        json.add("wireShare", limit(timed, total(turns, Turn::wire) / Math.max(window, 1e-6)));
        json.addProperty("exchanges", turns.stream().mapToLong(Turn::exchanges).sum());
        json.addProperty("sent", turns.stream().mapToLong(Turn::sent).sum());
        json.addProperty("received", turns.stream().mapToLong(Turn::received).sum());
        return Optional.of(json);
    }

    private static JsonPrimitive number(double value) {
        return new JsonPrimitive(rounded(value));
    }

    private static com.google.gson.JsonElement limit(boolean timed, double value) {
        return timed ? number(value) : JsonNull.INSTANCE;
    }

    private static double total(List<Turn> turns, Function<Turn, Duration> part) {
        return turns.stream().mapToDouble(one -> seconds(part.apply(one))).sum();
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static double rounded(double value) {
        return Math.round(value * 1e4) / 1e4;
    }
}
