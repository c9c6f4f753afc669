package org.metergate.iec62056p21;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.metergate.model.Quantity;
import org.metergate.model.Unit;

/** Units as meters write them at the optical port, {@code kWh} or {@code m3ph}. */
final class UnitText {
    private static final Map<String, Unit> BASE = Map.ofEntries(
            Map.entry("wh", Unit.WATT_HOUR),
            Map.entry("varh", Unit.VAR_HOUR),
            Map.entry("vah", Unit.VOLT_AMPERE_HOUR),
            Map.entry("j", Unit.JOULE),
            Map.entry("w", Unit.WATT),
            Map.entry("var", Unit.VAR),
            Map.entry("va", Unit.VOLT_AMPERE),
            Map.entry("v", Unit.VOLT),
            Map.entry("a", Unit.AMPERE),
            Map.entry("hz", Unit.HERTZ),
            Map.entry("bar", Unit.BAR));
    private static final Map<String, Unit> WHOLE = Map.ofEntries(
            Map.entry("m3", Unit.CUBIC_METRE),
            Map.entry("m³", Unit.CUBIC_METRE),
            Map.entry("m^3", Unit.CUBIC_METRE),
            Map.entry("Nm3", Unit.CUBIC_METRE),
            Map.entry("m³/h", Unit.CUBIC_METRE_PER_HOUR),
            Map.entry("m3ph", Unit.CUBIC_METRE_PER_HOUR),
            Map.entry("m3/h", Unit.CUBIC_METRE_PER_HOUR),
            Map.entry("C", Unit.DEGREE_CELSIUS),
            Map.entry("°C", Unit.DEGREE_CELSIUS),
            Map.entry("K", Unit.KELVIN),
            Map.entry("kg", Unit.KILOGRAM),
            Map.entry("s", Unit.SECOND),
            Map.entry("%", Unit.PERCENT),
            Map.entry("Deg", Unit.DEGREE),
            Map.entry("deg", Unit.DEGREE),
            Map.entry("°", Unit.DEGREE));
    private static final Map<String, Quantity> FRACTIONS = Map.of(
            "l", new Quantity(new BigDecimal("0.001"), Unit.CUBIC_METRE),
            "dm3", new Quantity(new BigDecimal("0.001"), Unit.CUBIC_METRE),
            "l/h", new Quantity(new BigDecimal("0.001"), Unit.CUBIC_METRE_PER_HOUR),
            "lph", new Quantity(new BigDecimal("0.001"), Unit.CUBIC_METRE_PER_HOUR));
    private static final Map<String, BigDecimal> SECONDS = Map.of(
            "m", new BigDecimal(60),
            "min", new BigDecimal(60),
            "sec", BigDecimal.ONE,
            "secs", BigDecimal.ONE,
            "h", new BigDecimal(3600),
            "d", new BigDecimal(86_400));
    private static final List<Prefix> PREFIXES =
            List.of(new Prefix("", 0), new Prefix("k", 3), new Prefix("M", 6), new Prefix("G", 9), new Prefix("m", -3));

    private record Prefix(String letter, int exponent) {}

    private UnitText() {}

    /**
     * Converts exactly.
     *
     * @param number as the meter gave it
     * @param text its unit; small and capital letters are the same except in the prefix
     * @return the quantity in the unit without prefix; empty if the unit is unknown
     */
    static Optional<Quantity> quantity(BigDecimal number, String text) {
        String unit = text.strip();
        if (WHOLE.containsKey(unit)) {
            return Optional.of(new Quantity(number, WHOLE.get(unit)));
        }
        if (FRACTIONS.containsKey(unit)) {
            Quantity one = FRACTIONS.get(unit);
            return Optional.of(new Quantity(number.multiply(one.value()), one.unit()));
        }
        if (SECONDS.containsKey(unit)) {
            return Optional.of(new Quantity(number.multiply(SECONDS.get(unit)), Unit.SECOND));
        }
        for (Prefix prefix : PREFIXES) {
            if (unit.startsWith(prefix.letter())) {
                Unit base = BASE.get(unit.substring(prefix.letter().length()).toLowerCase(Locale.ROOT));
                if (base != null) {
                    return Optional.of(Quantity.scaled(number, prefix.exponent(), base));
                }
            }
        }
        return Optional.empty();
    }
}
