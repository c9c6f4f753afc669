package org.metergate.dashboard;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.eclipse.kura.type.TypedValue;
import org.metergate.dashboard.model.Channel;
import org.metergate.dashboard.model.Update;

/** Reads wire records as a WireAsset makes them and analyses extend them. */
final class WireUpdates {

    private static final String METER = "assetName";
    private static final String TIME = "assetTimestamp";
    private static final String OF_CHANNEL = "_timestamp";
    private static final String UNIT = "_unit";
    private static final String ERROR = "_error";

    private WireUpdates() {}

    /**
     * @param record by name
     * @param now stands for times that the record does not tell
     * @return what it says; empty if it names no meter, or says nothing of it
     */
    static Optional<Update> of(Map<String, TypedValue<?>> record, Instant now) {
        String meter = text(record, METER);
        if (meter.isEmpty()) {
            return Optional.empty();
        }
        Instant time = time(record, TIME).orElse(now);
        TreeSet<String> names = new TreeSet<>();
        for (String property : record.keySet()) {
            if (property.endsWith(ERROR)) {
                names.add(property.substring(0, property.length() - ERROR.length()));
            } else if (!property.equals(METER) && !property.equals(TIME) && !isOfAnother(record, property)) {
                names.add(property);
            }
        }
        List<Channel> channels = new ArrayList<>();
        for (String name : names) {
            channel(record, name, time).ifPresent(channels::add);
        }
        return channels.isEmpty() ? Optional.empty() : Optional.of(new Update(meter, time, channels));
    }

    private static Optional<Channel> channel(Map<String, TypedValue<?>> record, String name, Instant time) {
        Instant own = time(record, name + OF_CHANNEL).orElse(time);
        String error = text(record, name + ERROR);
        if (!error.isEmpty()) {
            return Optional.of(new Channel(name, Optional.empty(), "", own, error));
        }
        Object value = record.containsKey(name) ? record.get(name).getValue() : null;
        if (value instanceof Number number) {
            boolean whole = value instanceof Integer || value instanceof Long;
            if (!whole && !Double.isFinite(number.doubleValue())) {
                return Optional.of(new Channel(name, Optional.empty(), "", own, "the value is no finite number"));
            }
            value = whole ? (Object) number.longValue() : decimal(number);
        } else if (!(value instanceof Boolean) && !(value instanceof String)) {
            return Optional.empty(); // bytes, or an error text that is empty without a value
        }
        return Optional.of(new Channel(name, Optional.of(value), text(record, name + UNIT), own, ""));
    }

    /** 0.1f is meant to be 0.1. */
    private static double decimal(Number number) {
        return number instanceof Float ? Double.parseDouble(number.toString()) : number.doubleValue();
    }

    private static boolean isOfAnother(Map<String, TypedValue<?>> record, String property) {
        for (String suffix : List.of(OF_CHANNEL, UNIT)) {
            if (property.endsWith(suffix)) {
                String of = property.substring(0, property.length() - suffix.length());
                return record.containsKey(of) || record.containsKey(of + ERROR);
            }
        }
        return false;
    }

    private static String text(Map<String, TypedValue<?>> record, String name) {
        TypedValue<?> found = record.get(name);
        return found == null ? "" : String.valueOf(found.getValue()).strip();
    }

    private static Optional<Instant> time(Map<String, TypedValue<?>> record, String name) {
        return record.containsKey(name) && record.get(name).getValue() instanceof Long millis && millis > 0
                ? Optional.of(Instant.ofEpochMilli(millis))
                : Optional.empty();
    }
}
