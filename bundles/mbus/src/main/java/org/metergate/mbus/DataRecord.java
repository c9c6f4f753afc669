package org.metergate.mbus;

import java.math.BigDecimal;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Optional;
import org.metergate.model.Quality;
import org.metergate.model.Quantity;
import org.metergate.model.Unit;

/**
 * One data record of a telegram (EN 13757-3, clause 6).
 *
 * @param index place among the data records of the readout, from 0
 * @param function kind of value
 * @param storage storage number, 0 is the present value
 * @param tariff tariff number, 0 is none or the total
 * @param subunit subunit of the device
 * @param extended whether DIFEs gave tariff and subunit, or both are 0 for want of them
 * @param meaning quantity, unit and power of ten
 * @param content the data field
 * @param bytes the whole record as it came, DIF first
 */
public record DataRecord(
        int index,
        Function function,
        long storage,
        int tariff,
        int subunit,
        boolean extended,
        Meaning meaning,
        Content content,
        byte[] bytes) {

    /** @return name of the quantity, {@code Energy} */
    public String quantity() {
        return meaning.quantity();
    }

    /** @return symbol of the unit, without a power of ten */
    public String unit() {
        return meaning.unit();
    }

    /** @return the number in {@link #unit()}, exact; empty for text, times, identifications and what is invalid */
    public Optional<BigDecimal> value() {
        return content instanceof Content.Number && meaning.kind() != Meaning.Kind.IDENTIFICATION
                ? scaled()
                : Optional.empty();
    }

    /** @return number and unit as the gateway's readings know them, exact; empty if there is no number or no such unit */
    public Optional<Quantity> measured() {
        if (unit().isEmpty()) {
            return value().map(number -> new Quantity(number, Unit.ONE));
        }
        return value().flatMap(number ->
                meaning.modelUnit().map(unit -> Quantity.scaled(number, meaning.modelExponent(), unit)));
    }

    /** @return the value as text: number, ISO date, characters or hexadecimal bytes; empty if there is none */
    public String valueText() {
        if (content instanceof Content.Number number) {
            return meaning.kind() == Meaning.Kind.IDENTIFICATION
                    ? number.register().toPlainString()
                    : scaled().orElseThrow().toPlainString();
        }
        return rawValueText();
    }

    /** @return factor and unit of the register, such as {@code 1e-3 m^3} or {@code 3600 s} */
    public String rawUnit() {
        BigDecimal factor = meaning.factor().stripTrailingZeros();
        boolean powerOfTen = factor.unscaledValue().equals(java.math.BigInteger.ONE);
        String multiplier = powerOfTen ? (factor.scale() == 0 ? "" : "1e" + -factor.scale()) : factor.toPlainString();
        return (multiplier + " " + meaning.unit()).strip();
    }

    /** @return the register as it was sent, before its power of ten */
    public String rawValueText() {
        if (content instanceof Content.Number number) {
            return number.register().toPlainString();
        }
        if (content instanceof Content.Text text) {
            return text.text();
        }
        if (content instanceof Content.Day day) {
            return day.date().toString();
        }
        if (content instanceof Content.Moment moment) {
            String text = moment.time().toString();
            return text.length() == 16 ? text + ":00" : text;
        }
        if (content instanceof Content.TimeOfDay day) {
            return day.time().format(DateTimeFormatter.ISO_LOCAL_TIME);
        }
        if (content instanceof Content.Raw raw) {
            return HexFormat.ofDelimiter(" ").withUpperCase().formatHex(raw.bytes());
        }
        return "";
    }

    /** @return {@link Quality#GOOD}, or {@link Quality#CORRUPT} if the bytes cannot be a value */
    public Quality quality() {
        return content instanceof Content.Invalid ? Quality.CORRUPT : Quality.GOOD;
    }

    DataRecord at(int newIndex) {
        return new DataRecord(newIndex, function, storage, tariff, subunit, extended, meaning, content, bytes);
    }

    private Optional<BigDecimal> scaled() {
        if (!(content instanceof Content.Number number)) {
            return Optional.empty();
        }
        BigDecimal value = number.register().multiply(meaning.factor());
        if (meaning.addend().signum() != 0) {
            value = value.add(meaning.addend());
        }
        return Optional.of(value.scale() < 0 ? value.setScale(0) : value);
    }
}
