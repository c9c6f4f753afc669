package org.metergate.iec62056p21;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.metergate.model.ObisCode;
import org.metergate.model.Quantity;
import org.metergate.model.Unit;
import org.metergate.model.Value;

/**
 * One register of an SML list (SML_ListEntry).
 *
 * @param name of the register
 * @param status bits as the meter gave them
 * @param time when the value held, by the meter's clock; empty if it gave none or only seconds since its start
 * @param unit code of the unit (IEC 62056-6-2, table of units), 30 for Wh
 * @param value number, text or bytes; empty if the meter gave none
 */
public record SmlEntry(
        ObisCode name, Optional<BigInteger> status, Optional<Instant> time, OptionalInt unit, Optional<Value> value) {

    /** Codes of IEC 62056-6-2, 4.1.4; exponents of those that are no unit of ours. */
    private static final Map<Integer, Unit> UNITS = Map.ofEntries(
            Map.entry(7, Unit.SECOND),
            Map.entry(8, Unit.DEGREE),
            Map.entry(9, Unit.DEGREE_CELSIUS),
            Map.entry(13, Unit.CUBIC_METRE),
            Map.entry(14, Unit.CUBIC_METRE),
            Map.entry(15, Unit.CUBIC_METRE_PER_HOUR),
            Map.entry(16, Unit.CUBIC_METRE_PER_HOUR),
            Map.entry(20, Unit.KILOGRAM),
            Map.entry(24, Unit.BAR),
            Map.entry(25, Unit.JOULE),
            Map.entry(26, Unit.JOULE_PER_HOUR),
            Map.entry(27, Unit.WATT),
            Map.entry(28, Unit.VOLT_AMPERE),
            Map.entry(29, Unit.VAR),
            Map.entry(30, Unit.WATT_HOUR),
            Map.entry(31, Unit.VOLT_AMPERE_HOUR),
            Map.entry(32, Unit.VAR_HOUR),
            Map.entry(33, Unit.AMPERE),
            Map.entry(35, Unit.VOLT),
            Map.entry(44, Unit.HERTZ),
            Map.entry(52, Unit.KELVIN),
            Map.entry(56, Unit.PERCENT),
            Map.entry(255, Unit.ONE));

    /**
     * Puts number, scaler and unit together.
     *
     * @param raw {@code byte[]}, {@link Boolean} or {@link BigInteger}
     * @param scaler power of ten
     * @param unit code of the unit
     * @return a quantity if it is a number with a known unit or none; else text: printable characters as they are, other
     *     bytes in hexadecimal digits
     */
    static Value value(Object raw, int scaler, OptionalInt unit) {
        if (raw instanceof BigInteger number) {
            BigDecimal digits = new BigDecimal(number);
            Optional<Unit> known =
                    unit.isEmpty() ? Optional.of(Unit.ONE) : Optional.ofNullable(UNITS.get(unit.getAsInt()));
            return known.<Value>map(found -> new Value.Measured(Quantity.scaled(digits, scaler, found)))
                    .orElseGet(() ->
                            new Value.Text(digits.scaleByPowerOfTen(scaler).toPlainString()));
        }
        return new Value.Text(raw instanceof byte[] bytes ? text(bytes) : raw.toString());
    }

    private static String text(byte[] bytes) {
        for (byte b : bytes) {
            if (b < ' ' || b > '~') {
                return HexFormat.of().withUpperCase().formatHex(bytes);
            }
        }
        return Characters.text(bytes, 0, bytes.length);
    }
}
