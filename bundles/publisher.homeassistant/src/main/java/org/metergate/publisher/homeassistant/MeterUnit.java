package org.metergate.publisher.homeassistant;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.metergate.model.Unit;

/**
 * A unit as channels carry it.
 *
 * @param unit without a power of ten
 * @param exponent the power of ten that the prefix stands for
 */
record MeterUnit(Unit unit, int exponent) {

    private static final Map<Character, Integer> PREFIXES = Map.of('m', -3, 'k', 3, 'M', 6, 'G', 9, 'T', 12);

    /** Spellings that are about. */
    private static final Map<String, String> SPELLINGS = Map.of(
            "m3", "m³", "m^3", "m³", "m3/h", "m³/h", "m^3/h", "m³/h", "VAr", "var", "kVAr", "kvar", "VArh", "varh",
            "kVArh", "kvarh", "C", "°C");

    /**
     * Reads a unit.
     *
     * @param text such as {@code kWh}; empty for a number without unit
     * @return the unit, empty if it is none that meters of ours have
     */
    static Optional<MeterUnit> of(String text) {
        String symbol = SPELLINGS.getOrDefault(text, text);
        Optional<Unit> exact = Unit.ofSymbol(symbol);
        if (exact.isPresent()) {
            return exact.map(unit -> new MeterUnit(unit, 0));
        }
        Integer exponent = PREFIXES.get(symbol.charAt(0));
        return exponent == null || symbol.length() < 2
                ? Optional.empty()
                : Unit.ofSymbol(symbol.substring(1)).map(unit -> new MeterUnit(unit, exponent));
    }

    /** @return what one of it is in the unit without prefix */
    BigDecimal scale() {
        return BigDecimal.ONE.scaleByPowerOfTen(exponent);
    }

    /** @return prefix and symbol */
    String text() {
        return PREFIXES.entrySet().stream()
                        .filter(prefix -> prefix.getValue() == exponent)
                        .map(prefix -> prefix.getKey().toString())
                        .findFirst()
                        .orElse("")
                + unit.symbol();
    }
}
