package org.metergate.model;

import java.util.Optional;

/**
 * The units that meters of electricity, heat, water and gas measure in, without a power of ten: a meter's kWh is
 * {@link #WATT_HOUR} times 1000, done exactly in the {@link Quantity}. Symbols are those of IEC 62056-6-2, table of
 * units, which are those people read on a screen.
 */
public enum Unit {
    /** Active energy. */
    WATT_HOUR("Wh"),
    /** Reactive energy. */
    VAR_HOUR("varh"),
    /** Apparent energy. */
    VOLT_AMPERE_HOUR("VAh"),
    /** Heat energy where the meter counts joules. */
    JOULE("J"),
    /** Active power. */
    WATT("W"),
    /** Reactive power. */
    VAR("var"),
    /** Apparent power. */
    VOLT_AMPERE("VA"),
    /** Heat power where the meter counts joules. */
    JOULE_PER_HOUR("J/h"),
    /** Voltage. */
    VOLT("V"),
    /** Current. */
    AMPERE("A"),
    /** Frequency. */
    HERTZ("Hz"),
    /** Volume. */
    CUBIC_METRE("m³"),
    /** Volume flow. */
    CUBIC_METRE_PER_HOUR("m³/h"),
    /** Mass. */
    KILOGRAM("kg"),
    /** Mass flow. */
    KILOGRAM_PER_HOUR("kg/h"),
    /** Temperature. */
    DEGREE_CELSIUS("°C"),
    /** Temperature difference. */
    KELVIN("K"),
    /** Pressure. */
    BAR("bar"),
    /** Duration. */
    SECOND("s"),
    /** Angle. */
    DEGREE("°"),
    /** Ratio. */
    PERCENT("%"),
    /** A number with no unit. */
    ONE("");

    private final String symbol;

    Unit(String symbol) {
        this.symbol = symbol;
    }

    /** @return the symbol, {@code Wh}; empty for {@link #ONE} */
    public String symbol() {
        return symbol;
    }

    /**
     * Finds a unit by its symbol.
     *
     * @param symbol as {@link #symbol()} gives it
     * @return the unit, or empty if none has that symbol
     */
    public static Optional<Unit> ofSymbol(String symbol) {
        for (Unit unit : values()) {
            if (unit.symbol.equals(symbol)) {
                return Optional.of(unit);
            }
        }
        return Optional.empty();
    }
}
