package org.metergate.driver.channels;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.metergate.model.Quantity;
import org.metergate.model.Unit;
import org.metergate.model.Value;
import org.metergate.settings.Properties;

/**
 * Turns what a meter gives into the unit that a channel wants, exactly: decimal digits are multiplied and moved, and
 * nothing is rounded before the value leaves in the channel's type.
 *
 * @param factor multiplies the meter's number, such as the ratio of a current transformer
 * @param target the unit wanted; empty to keep the meter's, without prefix
 */
public record Conversion(BigDecimal factor, Optional<Target> target) {

    /**
     * A unit with its prefix.
     *
     * @param unit the unit without prefix
     * @param exponent of ten that the prefix stands for, 3 for kilo
     * @param symbol as people write it, {@code kWh}
     */
    public record Target(Unit unit, int exponent, String symbol) {}

    private record Prefix(String letter, int exponent) {}

    /** Nothing changes. */
    public static final Conversion NONE = new Conversion(BigDecimal.ONE, Optional.empty());

    /** Key of the factor. */
    public static final String FACTOR = "factor";
    /** Key of the unit. */
    public static final String UNIT = "unit";

    private static final List<Prefix> PREFIXES = List.of(
            new Prefix("", 0),
            new Prefix("k", 3),
            new Prefix("M", 6),
            new Prefix("G", 9),
            new Prefix("T", 12),
            new Prefix("m", -3));
    private static final BigDecimal JOULES_IN_WATT_HOUR = new BigDecimal(3600);

    /** @return the columns of the channel table */
    public static List<ChannelSetting> settings() {
        return List.of(
                ChannelSetting.optional(
                        UNIT,
                        "Unit",
                        "Unit wanted, such as kWh, W, MJ or m³; empty for the meter's without prefix",
                        ""),
                ChannelSetting.optional(
                        FACTOR, "Factor", "Multiplies the value, such as 40 for a 200/5 A transformer; exact", "1"));
    }

    /**
     * Reads the settings of a channel; wrong ones are noted as problems.
     *
     * @param channel its settings
     * @return the conversion
     */
    public static Conversion from(Properties channel) {
        BigDecimal factor = channel.parsed(FACTOR, "1", Conversion::factorOf).orElse(BigDecimal.ONE);
        Optional<Target> target =
                channel.text(UNIT, "").isEmpty() ? Optional.empty() : channel.parsed(UNIT, null, Conversion::targetOf);
        return new Conversion(factor, target);
    }

    /** @return the unit that the channel carries afterwards; empty if it is the meter's own */
    public Optional<String> symbol() {
        return target.map(Target::symbol);
    }

    /**
     * Converts; text, times and bytes stay what they are.
     *
     * @param value what the meter gave
     * @return the value, its quantity in the target's unit with the decimal point moved by its prefix
     * @throws IllegalArgumentException if the meter's unit cannot become the one wanted, naming both
     */
    public Value apply(Value value) {
        if (!(value instanceof Value.Measured measured) || equals(NONE)) {
            return value;
        }
        Quantity quantity = measured.quantity();
        BigDecimal number = quantity.value().multiply(factor);
        if (target.isEmpty()) {
            return new Value.Measured(new Quantity(number, quantity.unit()));
        }
        Target wanted = target.get();
        BigDecimal inUnit = inUnit(number, quantity.unit(), wanted);
        return new Value.Measured(Quantity.scaled(inUnit, -wanted.exponent(), wanted.unit()));
    }

    private static BigDecimal inUnit(BigDecimal number, Unit from, Target wanted) {
        if (from == wanted.unit() || from == Unit.ONE) { // a meter that gives no unit is taken at the channel's word
            return number;
        }
        if (from == Unit.WATT_HOUR && wanted.unit() == Unit.JOULE) {
            return number.multiply(JOULES_IN_WATT_HOUR);
        }
        throw new IllegalArgumentException(
                "the meter gives " + from.symbol() + ", which cannot become " + wanted.symbol() + "; correct the unit");
    }

    private static Target targetOf(String text) {
        for (Prefix prefix : PREFIXES) {
            if (text.startsWith(prefix.letter())) {
                Optional<Unit> unit =
                        Unit.ofSymbol(text.substring(prefix.letter().length()));
                if (unit.isPresent() && unit.get() != Unit.ONE) {
                    return new Target(unit.get(), prefix.exponent(), text);
                }
            }
        }
        throw new IllegalArgumentException("is '" + text + "'; expected a unit such as kWh, W, V, A, Hz, MJ, m³ or °C");
    }

    private static BigDecimal factorOf(String text) {
        try {
            BigDecimal factor = new BigDecimal(text);
            if (factor.signum() != 0 && factor.precision() <= 30 && Math.abs(factor.scale()) <= 30) {
                return factor;
            }
        } catch (NumberFormatException e) {
            // falls to the complaint below
        }
        throw new IllegalArgumentException("is '" + text + "'; expected a number such as 40 or 0.001, not 0");
    }
}
