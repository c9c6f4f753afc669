package org.metergate.wire.analysis.anomaly;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.kura.type.TypedValue;
import org.eclipse.kura.type.TypedValues;
import org.metergate.analysis.finding.Finding;

/** Scores the channels of one record, and names what is wrong. */
final class RecordAnomalies {
    private static final List<String> NO_CHANNELS = List.of("_timestamp", "_error", "_unit");
    private static final int MOST_FINDINGS = 8;

    private final AnomalySettings settings;
    private final Watched watched;
    private final Instant now;
    private boolean found;

    RecordAnomalies(AnomalySettings settings, Watched watched, Instant now) {
        this.settings = settings;
        this.watched = watched;
        this.now = now;
    }

    /** @return whether something was found */
    boolean hasFound() {
        return found;
    }

    Map<String, TypedValue<?>> of(Map<String, TypedValue<?>> record) {
        TypedValue<?> named = record.get("assetName");
        String asset = named == null ? "" : String.valueOf(named.getValue());
        Map<String, Double> values = values(record);
        Map<String, TypedValue<?>> results = new LinkedHashMap<>();
        if (values.isEmpty()) {
            return results;
        }
        if (settings.scores()) {
            values.forEach((channel, value) -> score(asset, channel, time(record, channel), value, results));
        }
        if (settings.findings()) {
            Instant row = values.keySet().stream()
                    .map(channel -> time(record, channel))
                    .max(Instant::compareTo)
                    .orElse(now);
            put(watched.findings(asset, row, values, channels(record), settings), row, results);
        }
        return results;
    }

    /** Every channel that is watched and has a good number. */
    private Map<String, Double> values(Map<String, TypedValue<?>> record) {
        Map<String, Double> values = new TreeMap<>();
        record.forEach((name, value) -> {
            TypedValue<?> error = record.get(name + "_error");
            boolean failed = error != null && !String.valueOf(error.getValue()).isBlank();
            if (!failed
                    && isChannel(name)
                    && settings.watches(name)
                    && value.getValue() instanceof Number number
                    && Double.isFinite(number.doubleValue())) {
                values.put(name, number.doubleValue());
            }
        });
        return values;
    }

    /** How many channels the record is about, with those that failed; what an analysis made of one is no other. */
    private static int channels(Map<String, TypedValue<?>> record) {
        return (int) record.keySet().stream()
                .map(name -> name.endsWith("_error") ? name.substring(0, name.length() - "_error".length()) : name)
                .filter(name -> isChannel(name) && !name.equals("assetName"))
                .map(name -> name.replaceFirst("\\..*", ""))
                .distinct()
                .count();
    }

    private static boolean isChannel(String name) {
        return !name.equals("assetTimestamp") && NO_CHANNELS.stream().noneMatch(name::endsWith);
    }

    private void score(String asset, String channel, Instant time, double value, Map<String, TypedValue<?>> results) {
        OptionalDouble score = watched.score(asset, channel, time, value);
        if (score.isPresent() && score.getAsDouble() >= settings.leastScore()) {
            String name = channel + ".anomaly";
            results.put(name, TypedValues.newDoubleValue(score.getAsDouble()));
            results.put(name + "_timestamp", TypedValues.newLongValue(time.toEpochMilli()));
        }
    }

    private void put(List<Finding> findings, Instant row, Map<String, TypedValue<?>> results) {
        for (int i = 0; i < Math.min(findings.size(), MOST_FINDINGS); i++) {
            Finding one = findings.get(i);
            String name = i == 0 ? "finding." : "finding." + (i + 1) + ".";
            Map<String, TypedValue<?>> said = new LinkedHashMap<>();
            said.put("cause", TypedValues.newStringValue(one.cause().name()));
            said.put("channel", TypedValues.newStringValue(one.channel()));
            said.put("severity", TypedValues.newDoubleValue(one.severity()));
            said.put("start", TypedValues.newLongValue(one.start().toEpochMilli()));
            said.put("end", TypedValues.newLongValue(one.end().toEpochMilli()));
            said.put("check", TypedValues.newStringValue(one.check()));
            said.put("rows", TypedValues.newStringValue(rows(one)));
            said.forEach((part, value) -> {
                results.put(name + part, value);
                results.put(name + part + "_timestamp", TypedValues.newLongValue(row.toEpochMilli()));
            });
        }
        found |= !findings.isEmpty();
    }

    private static String rows(Finding one) {
        return one.rows().stream()
                .map(row -> row.time() + (row.channel().isEmpty() ? "" : "=" + row.value()))
                .collect(Collectors.joining(" "));
    }

    /** The meter's own timestamp wins. */
    private Instant time(Map<String, TypedValue<?>> record, String channel) {
        for (String name : List.of(channel + "_timestamp", "assetTimestamp")) {
            if (record.containsKey(name) && record.get(name).getValue() instanceof Long millis) {
                return Instant.ofEpochMilli(millis);
            }
        }
        return now;
    }
}
