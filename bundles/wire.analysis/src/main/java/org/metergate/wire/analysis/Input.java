package org.metergate.wire.analysis;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.eclipse.kura.type.TypedValue;

/**
 * What a record says about one channel.
 *
 * @param name of the channel
 * @param value in the base unit; empty unless good
 * @param time of the value, ms since 1970; empty if the record gives none
 * @param known whether the record mentions the channel at all
 */
public record Input(String name, OptionalDouble value, OptionalLong time, boolean known) {

    /**
     * Takes a channel out of a record as a WireAsset makes it.
     *
     * @param record by name
     * @param name of the channel
     * @param unit base unit; values in its multiples with k, M or m are converted
     * @return what the record says; an error text, a value that is no finite number and a foreign unit are not good
     */
    public static Input of(Map<String, TypedValue<?>> record, String name, String unit) {
        boolean known = record.containsKey(name) || record.containsKey(name + "_error");
        OptionalDouble value = number(record.get(name));
        OptionalDouble factor = factor(text(record, name + "_unit", unit), unit);
        if (value.isEmpty()
                || factor.isEmpty()
                || !text(record, name + "_error", "").isEmpty()) {
            return new Input(name, OptionalDouble.empty(), OptionalLong.empty(), known);
        }
        return new Input(name, OptionalDouble.of(value.getAsDouble() * factor.getAsDouble()), time(record, name), true);
    }

    /**
     * Takes a channel of bytes, such as a waveform, out of a record as a WireAsset makes it.
     *
     * @param record by name
     * @param name of the channel
     * @return what the record says; its value is the number of bytes
     */
    public static Input ofBlock(Map<String, TypedValue<?>> record, String name) {
        boolean known = record.containsKey(name) || record.containsKey(name + "_error");
        boolean good = record.get(name) != null
                && record.get(name).getValue() instanceof byte[]
                && text(record, name + "_error", "").isEmpty();
        if (!good) {
            return new Input(name, OptionalDouble.empty(), OptionalLong.empty(), known);
        }
        byte[] block = (byte[]) record.get(name).getValue();
        return new Input(name, OptionalDouble.of(block.length), time(record, name), true);
    }

    /** @return this input, failed if its size is above a limit */
    public Input within(double most) {
        return Math.abs(value.orElse(0)) > most
                ? new Input(name, OptionalDouble.empty(), OptionalLong.empty(), known)
                : this;
    }

    /** @return this input, failed if it is negative: rms values never are */
    public Input rms() {
        return value.orElse(0) < 0 ? new Input(name, OptionalDouble.empty(), OptionalLong.empty(), known) : this;
    }

    /** @return whether the record mentions the channel and has no good value for it */
    public boolean failed() {
        return known && value.isEmpty();
    }

    private static OptionalLong time(Map<String, TypedValue<?>> record, String name) {
        return record.containsKey(name + "_timestamp")
                        && record.get(name + "_timestamp").getValue() instanceof Long millis
                ? OptionalLong.of(millis)
                : OptionalLong.empty();
    }

    private static OptionalDouble number(TypedValue<?> value) {
        return value != null && value.getValue() instanceof Number number && Double.isFinite(number.doubleValue())
                ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
    }

    private static String text(Map<String, TypedValue<?>> record, String name, String absent) {
        TypedValue<?> value = record.get(name);
        return value == null ? absent : String.valueOf(value.getValue()).strip();
    }

    private static OptionalDouble factor(String found, String unit) {
        if (found.isEmpty() || found.equalsIgnoreCase(unit)) {
            return OptionalDouble.of(1);
        }
        if (found.length() != unit.length() + 1 || !found.substring(1).equalsIgnoreCase(unit)) {
            return OptionalDouble.empty();
        }
        return switch (found.charAt(0)) {
            case 'k' -> OptionalDouble.of(1e3);
            case 'M' -> OptionalDouble.of(1e6);
            case 'm' -> OptionalDouble.of(1e-3);
            default -> OptionalDouble.empty();
        };
    }
}
