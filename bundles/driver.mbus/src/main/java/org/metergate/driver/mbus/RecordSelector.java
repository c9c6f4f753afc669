package org.metergate.driver.mbus;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.metergate.mbus.DataRecord;
import org.metergate.mbus.Function;

/**
 * Picks one record out of an answer.
 *
 * <p>As a user writes it: {@code #3} is the record at that place, from 0. Otherwise the name of the quantity, then parts
 * that are separated by commas: {@code Energy}, {@code Volume,storage=1}, {@code Power,function=maximum,tariff=2},
 * {@code Voltage,qualifier=L1}. What is not said means the present value: storage, tariff and subunit 0, function
 * instantaneous; of several records a plain one without qualifier goes first, then the first in the answer.
 *
 * @param index place in the answer, -1 if chosen by name
 * @param quantity name of the quantity in any case
 * @param function kind of value
 * @param storage storage number
 * @param tariff tariff number
 * @param subunit subunit number
 * @param qualifier one qualifier that the record must have, empty for any
 */
record RecordSelector(
        int index, String quantity, Function function, long storage, int tariff, int subunit, String qualifier) {

    /**
     * @param text as described above
     * @return the selector
     * @throws IllegalArgumentException if the text is no selector, saying what was expected
     */
    static RecordSelector parse(String text) {
        String[] parts = text.strip().split("\\s*,\\s*");
        if (parts[0].matches("#\\d{1,4}") && parts.length == 1) {
            int index = Integer.parseInt(parts[0].substring(1));
            return new RecordSelector(index, "", Function.INSTANTANEOUS, 0, 0, 0, "");
        }
        RecordSelector selector = new RecordSelector(-1, parts[0], Function.INSTANTANEOUS, 0, 0, 0, "");
        if (parts[0].isEmpty() || parts[0].startsWith("#") || parts[0].contains("=")) {
            throw expected(text);
        }
        for (int i = 1; i < parts.length; i++) {
            selector = selector.with(parts[i], text);
        }
        return selector;
    }

    /** @return the record, empty if there is none */
    Optional<DataRecord> pick(List<DataRecord> records) {
        if (index >= 0) {
            return index < records.size() ? Optional.of(records.get(index)) : Optional.empty();
        }
        List<DataRecord> fitting = new ArrayList<>();
        for (DataRecord record : records) {
            if (fits(record)) {
                fitting.add(record);
            }
        }
        return fitting.stream()
                .filter(record -> record.meaning().qualifiers().isEmpty())
                .findFirst()
                .or(() -> fitting.stream().findFirst());
    }

    @Override
    public String toString() {
        if (index >= 0) {
            return "#" + index;
        }
        StringBuilder text = new StringBuilder(quantity);
        if (function != Function.INSTANTANEOUS) {
            text.append(",function=").append(function.name().toLowerCase(Locale.ROOT));
        }
        text.append(storage == 0 ? "" : ",storage=" + storage);
        text.append(tariff == 0 ? "" : ",tariff=" + tariff);
        text.append(subunit == 0 ? "" : ",subunit=" + subunit);
        return text.append(qualifier.isEmpty() ? "" : ",qualifier=" + qualifier).toString();
    }

    private boolean fits(DataRecord record) {
        return record.quantity().equalsIgnoreCase(quantity)
                && record.function() == function
                && record.storage() == storage
                && record.tariff() == tariff
                && record.subunit() == subunit
                && (qualifier.isEmpty()
                        || record.meaning().qualifiers().stream().anyMatch(qualifier::equalsIgnoreCase));
    }

    private RecordSelector with(String part, String text) {
        int equals = part.indexOf('=');
        if (equals < 1) {
            throw expected(text);
        }
        String value = part.substring(equals + 1).strip();
        try {
            return switch (part.substring(0, equals).strip()) {
                case "function" -> new RecordSelector(
                        index, quantity, function(value), storage, tariff, subunit, qualifier);
                case "storage" -> new RecordSelector(
                        index, quantity, function, Long.parseUnsignedLong(value), tariff, subunit, qualifier);
                case "tariff" -> new RecordSelector(
                        index, quantity, function, storage, Integer.parseUnsignedInt(value), subunit, qualifier);
                case "subunit" -> new RecordSelector(
                        index, quantity, function, storage, tariff, Integer.parseUnsignedInt(value), qualifier);
                case "qualifier" -> new RecordSelector(index, quantity, function, storage, tariff, subunit, value);
                default -> throw expected(text);
            };
        } catch (NumberFormatException e) {
            throw expected(text);
        }
    }

    private static Function function(String text) {
        return Function.valueOf(text.toUpperCase(Locale.ROOT));
    }

    private static IllegalArgumentException expected(String text) {
        return new IllegalArgumentException("'" + text + "' picks no record; expected #3, Energy, or a quantity with"
                + " parts like Volume,function=maximum,storage=1,tariff=2,subunit=1,qualifier=L1");
    }
}
