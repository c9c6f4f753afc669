package org.metergate.emulator.workbench.corpus;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.stream.IntStream;

/** Says which clause of EN 13757-3 an expectation contradicts, where one does: by rule, never by the name of a case. */
final class Clauses {
    private Clauses() {}

    /**
     * @param wanted the expectation of one record
     * @param found the record as it was decoded
     * @return the clause; empty if the standard does not decide against the expectation
     */
    static Optional<String> of(JsonObject wanted, JsonObject found) {
        String invalid = Text.of(found, "invalid");
        if (invalid.startsWith("the meter says")) {
            return Optional.of("table 18, the VIFE reports a record error; " + invalid);
        }
        if (invalid.startsWith("the digits")) {
            return Optional.of("annex A type A, digits A to F are no number");
        }
        if (invalid.startsWith("the unsigned integer")) {
            return Optional.of("annex A type C, the greatest unsigned integer stands for no value");
        }
        if (invalid.startsWith("the integer")) {
            return Optional.of("annex A type B, the least integer stands for no value");
        }
        if (!invalid.isEmpty()) {
            return Optional.of("annex A, " + invalid);
        }
        if (Text.of(wanted, "quantity").equals("Reserved")
                || Text.of(wanted, "unit").equals("Reserved")) {
            return Optional.of("tables 12 to 14 define the VIF");
        }
        if (Text.of(wanted, "quantity").equals("Power")
                && Text.of(wanted, "unit").equals("J")) {
            return Optional.of("table 14, FB 30 and FB 31 are gigajoules per hour");
        }
        if (lostSign(Text.of(wanted, "value_text"), Text.of(found, "value_text"))) {
            return Optional.of("tables 10 and 12, the VIF has data type C or D, which have no sign");
        }
        for (JsonElement qualifier : ReadoutScorer.array(found, "qualifiers")) {
            Optional<String> clause = vife(Text.of(qualifier));
            if (clause.isPresent()) {
                return clause;
            }
        }
        return Optional.empty();
    }

    /** VIFEs that change what the number is. */
    private static Optional<String> vife(String qualifier) {
        boolean changes = qualifier.startsWith("time of")
                || qualifier.startsWith("duration")
                || qualifier.startsWith("number of exceeds")
                || qualifier.startsWith("start of")
                || qualifier.startsWith("data type");
        return changes ? Optional.of("table 15, the VIFE makes the record a '" + qualifier + "'") : Optional.empty();
    }

    /** Both are the same bits, once with a sign and once without. */
    private static boolean lostSign(String wanted, String found) {
        try {
            BigDecimal difference = new BigDecimal(found).subtract(new BigDecimal(wanted));
            return new BigDecimal(wanted).signum() < 0
                    && IntStream.of(8, 16, 24, 32, 48)
                            .anyMatch(bits -> difference.compareTo(BigDecimal.valueOf(1L << bits)) == 0);
        } catch (NumberFormatException e) {
            return false; // a text
        }
    }
}
