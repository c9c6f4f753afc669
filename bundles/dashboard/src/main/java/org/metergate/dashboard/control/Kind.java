package org.metergate.dashboard.control;

import com.google.gson.JsonElement;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a client of the live feed wants to be told of. */
enum Kind {
    /** What the meters say. */
    READINGS,
    /** Findings, and who acknowledged them. */
    FINDINGS,
    /** That there is another forecast or spectrum. */
    ANALYSIS;

    /**
     * @param wanted an array of their names in small letters
     * @return the kinds; empty if one of the names is none
     * @throws IllegalStateException if it is no array of texts
     */
    static Optional<Set<Kind>> of(JsonElement wanted) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (JsonElement one : wanted.getAsJsonArray()) {
            Optional<Kind> kind = Arrays.stream(values())
                    .filter(known -> known.word().equals(one.getAsString()))
                    .findFirst();
            if (kind.isEmpty()) {
                return Optional.empty();
            }
            kinds.add(kind.get());
        }
        return Optional.of(kinds);
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
