package org.metergate.emulator.workbench.corpus;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;

/** The rules by which one family's values are compared. Pure; one instance serves all cases. */
public interface Scorer {

    /**
     * Compares.
     *
     * @param expected the expectation of a case with verdict {@code decode}, {@code frame-only} or
     *     {@code application-error}
     * @param outcome what the decoder gave; if it refused, every expected value is missing
     * @return the score
     */
    Score score(JsonObject expected, Outcome outcome);

    /**
     * Lists what must not leave the decoder for a case that is to be rejected.
     *
     * @param values what the decoder gave
     * @return each value of it, for people
     */
    List<String> given(JsonObject values);

    /**
     * @param expected an expectation
     * @return whether the corpus allows to score this case
     */
    default boolean scorable(JsonObject expected) {
        return true;
    }

    /**
     * @param values what the decoder gave
     * @return whether the decoder says that something is missing at the end; what came before may then be given for a
     *     case to be rejected with {@code partial_ok}
     */
    default boolean incomplete(JsonObject values) {
        return "false".equals(Text.of(values, "complete"));
    }

    /**
     * @param expected an expectation with verdict {@code reject}
     * @param error why the decoder refused
     * @return what is wrong with the reason that the decoder gives; empty if the reason will do
     */
    default Optional<String> misnamed(JsonObject expected, JsonObject error) {
        return Optional.empty();
    }
}
