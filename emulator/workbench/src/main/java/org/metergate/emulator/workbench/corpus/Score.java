package org.metergate.emulator.workbench.corpus;

import java.util.List;

/**
 * How one case went.
 *
 * @param expected values that the corpus expects and that may be scored
 * @param matched how many of them the decoder gave
 * @param wrong values that the decoder gave and that contradict the expectation, for people
 * @param differences what else differs: values that are missing, header fields, checks
 */
public record Score(int expected, int matched, List<String> wrong, List<String> differences) {

    /** Keeps its own copies. */
    public Score {
        wrong = List.copyOf(wrong);
        differences = List.copyOf(differences);
        if (matched < 0 || matched > expected) {
            throw new IllegalArgumentException(matched + " of " + expected + " values cannot match");
        }
    }

    /** @return whether every scorable value matches and nothing else differs */
    public boolean holds() {
        return matched == expected && wrong.isEmpty() && differences.isEmpty();
    }
}
