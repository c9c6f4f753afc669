package org.metergate.iec62056p21;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
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

        /** @return the number with all its decimals, behind a point or a comma; empty if the text is no number */
        public Optional<BigDecimal> number() {
            String text = withoutBlanks(text());
            return isNumber(text) ? Optional.of(new BigDecimal(text.replace(',', '.'))) : Optional.empty();
        }

        /** Letters among the digits; some heat meters put several numbers in the parentheses: {@code 108.5*C&088.1*C}. */
        boolean isDamagedNumber() {
            int end = raw.lastIndexOf('*');
            boolean digits = false;
            boolean letters = false;
            boolean inUnit = false;
            for (int i = 0; i < end; i++) {
                char character = raw.charAt(i);
                if (character == '&') {
                    digits = false;
                    letters = false;
                    inUnit = false;
                } else if (character == '*') {
                    inUnit = true;
                } else if (!inUnit) {
                    digits |= isDigit(character);
                    letters |= character >= 'A' && Character.isLetter(character);
                }
                if (digits && letters) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Blanks pad numbers; another character that is white space was once a digit. */
    private static String withoutBlanks(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && text.charAt(start) == ' ') {
            start++;
        }
        while (end > start && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(start, end);
    }

    /** A sign, digits, and a point or a comma among them or behind them. */
    private static boolean isNumber(String text) {
        int at = text.startsWith("+") || text.startsWith("-") ? 1 : 0;
        int digits = 0;
        int points = 0;
        for (; at < text.length(); at++) {
            if (isDigit(text.charAt(at))) {
                digits++;
            } else if (text.charAt(at) == '.' || text.charAt(at) == ',') {
                points++;
            } else {
                return false;
            }
        }
        return digits > 0 && points <= 1;
    }

    private static boolean isDigit(int character) {
        return character >= '0' && character <= '9';
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
