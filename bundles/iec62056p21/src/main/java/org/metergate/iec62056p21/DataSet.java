package org.metergate.iec62056p21;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.metergate.model.ObisCode;

/**
 * What one register says, {@code address(value*unit)(value)...} (IEC 62056-21, 6.5).
 *
 * @param address as the meter writes it: {@code 1-0:1.8.0*255}, {@code 1.8.0}, {@code F.F}; empty if it gave none
 * @param values one or more, in order
 */
public record DataSet(String address, List<Value> values) {

    /**
     * What stands between two parentheses.
     *
     * @param raw every character of it
     */
    public record Value(String raw) {
        private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)");

        /** @return the value without its unit; may be empty */
        public String text() {
            int star = raw.lastIndexOf('*');
            return star < 0 ? raw : raw.substring(0, star);
        }

        /** @return the unit as the meter writes it, such as kWh */
        public Optional<String> unit() {
            int star = raw.lastIndexOf('*');
            return star < 0 ? Optional.empty() : Optional.of(raw.substring(star + 1));
        }

        /** @return the number with all its decimals; empty if the text is no number */
        public Optional<BigDecimal> number() {
            Matcher number = NUMBER.matcher(text().strip());
            return number.matches() ? Optional.of(new BigDecimal(number.group())) : Optional.empty();
        }

        /** Some heat meters put several numbers between the parentheses: {@code 108.5*C&088.1*C}. */
        boolean isDamagedNumber() {
            if (unit().isEmpty() || text().chars().noneMatch(Character::isDigit)) {
                return false;
            }
            for (String part : text().split("&")) {
                String number = part.replaceFirst("\\*.*", "").strip();
                if (!number.isEmpty() && !NUMBER.matcher(number).matches()) {
                    return true;
                }
            }
            return false;
        }
    }

    /** At least one value. */
    public DataSet {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("data set " + address + " has no value");
        }
    }

    /** @return the value that carries a unit, or the first one if none does */
    public Value main() {
        return values.stream()
                .filter(value -> value.unit().isPresent())
                .findFirst()
                .orElse(values.get(0));
    }

    /** @return the address as a code, groups that the meter left out filled in; empty if it is the maker's own */
    public Optional<ObisCode> obis() {
        try {
            return Optional.of(ObisCode.parse(address));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
