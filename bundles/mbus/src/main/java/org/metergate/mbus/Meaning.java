package org.metergate.mbus;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.metergate.model.Unit;

/**
 * What a value information block says about the number beside it.
 *
 * @param quantity name of the quantity, {@code Energy}; the text itself for a plain text VIF
 * @param unit symbol of the unit without a power of ten, {@code Wh}; {@code -} for dates and plain text, empty for none
 * @param factor what the register is multiplied with to be in that unit: a power of ten, or 3600 where an hour counts
 * @param addend what is added after that (VIFE 78 to 7B), in that unit
 * @param kind how the data field is to be read
 * @param qualifiers what the VIFEs add, such as {@code L1} or {@code backward flow}, in their order
 */
public record Meaning(
        String quantity, String unit, BigDecimal factor, BigDecimal addend, Kind kind, List<String> qualifiers) {

    /** How the data field is to be read. */
    public enum Kind {
        /** A number with a unit. */
        NUMBER,
        /** A count or a code: binary digits have no sign, and all ones are no value (data type C). */
        UNSIGNED,
        /** An array of bits, of which each has a meaning of its own (data type D). */
        BITS,
        /** A number that identifies: it is text made of digits. */
        IDENTIFICATION,
        /** A day or a point in time. */
        TIME,
        /** A meaning that only the manufacturer knows. */
        UNKNOWN
    }

    static Meaning number(String quantity, String unit, BigDecimal factor) {
        return new Meaning(quantity, unit, factor, BigDecimal.ZERO, Kind.NUMBER, List.of());
    }

    static Meaning unsigned(String quantity) {
        return of(quantity, "", Kind.UNSIGNED);
    }

    static Meaning bits(String quantity) {
        return of(quantity, "", Kind.BITS);
    }

    static Meaning of(String quantity, String unit, Kind kind) {
        return new Meaning(quantity, unit, BigDecimal.ONE, BigDecimal.ZERO, kind, List.of());
    }

    /** The same qualifiers on another number, such as a duration instead of the flow that it is the duration of. */
    Meaning replacedBy(String otherUnit, BigDecimal otherFactor, Kind otherKind) {
        return new Meaning(quantity, otherUnit, otherFactor, BigDecimal.ZERO, otherKind, qualifiers);
    }

    Meaning times(BigDecimal more) {
        return new Meaning(quantity, unit, factor.multiply(more), addend, kind, qualifiers);
    }

    Meaning plus(BigDecimal registers) {
        return new Meaning(quantity, unit, factor, addend.add(registers.multiply(factor)), kind, qualifiers);
    }

    Meaning as(Kind other) {
        return new Meaning(quantity, other == Kind.TIME ? "-" : unit, factor, addend, other, qualifiers);
    }

    Meaning qualified(String qualifier) {
        List<String> all = new java.util.ArrayList<>(qualifiers);
        all.add(qualifier);
        return new Meaning(quantity, unit, factor, addend, kind, List.copyOf(all));
    }

    Meaning without(String qualifier) {
        List<String> rest =
                qualifiers.stream().filter(other -> !other.equals(qualifier)).toList();
        return new Meaning(quantity, unit, factor, addend, kind, rest);
    }

    /** @return the error of the record that the meter reports by a VIFE (EN 13757-3, table 18), empty if there is none */
    public Optional<String> recordError() {
        return qualifiers.isEmpty()
                ? Optional.empty()
                : qualifiers.stream().filter(VifExtension::voids).findFirst();
    }

    /** @return the unit as the readings of the gateway know it, empty if they do not know it, or a VIFE changes it */
    public Optional<Unit> modelUnit() {
        if (qualifiers.stream().anyMatch(VifExtension::changesUnit)) {
            return Optional.empty();
        }
        return switch (unit) {
            case "m^3", "l", "ml" -> Optional.of(Unit.CUBIC_METRE);
            case "m^3/h", "l/h", "ml/h" -> Optional.of(Unit.CUBIC_METRE_PER_HOUR);
            case "-" -> quantity.equals("%RH") ? Optional.of(Unit.PERCENT) : Optional.empty();
            default -> Unit.ofSymbol(prefixed() ? unit.substring(1) : unit);
        };
    }

    /** @return the power of ten from {@link #unit} to {@link #modelUnit()}: 3 for kWh, which a fixed structure uses */
    int modelExponent() {
        if (unit.startsWith("ml")) {
            return -6;
        }
        if (unit.startsWith("l")) {
            return -3;
        }
        return prefixed() ? 3 * (1 + "kMG".indexOf(unit.charAt(0))) : 0;
    }

    private boolean prefixed() {
        return unit.matches("[kMG](Wh|J|W|J/h)");
    }
}
