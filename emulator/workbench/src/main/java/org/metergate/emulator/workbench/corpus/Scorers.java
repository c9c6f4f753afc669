package org.metergate.emulator.workbench.corpus;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which family is compared by which rules. */
public final class Scorers {
    private static final Map<String, Scorer> BY_FAMILY = Map.of(
            "iec62056-21",
            new ReadoutScorer(),
            "dsmr-p1",
            new TelegramScorer(),
            "mbus-wired",
            new RecordScorer(),
            "wmbus",
            new ValueScorer(),
            "dlms",
            new ApduScorer());

    /** Series of numbers to forecast or to watch: nothing in them is decoded. */
    private static final Set<String> SERIES = Set.of("anomaly", "load");

    private Scorers() {}

    /**
     * @param family as its folder is called
     * @return its rules; empty if there are none
     */
    public static Optional<Scorer> of(String family) {
        return Optional.ofNullable(BY_FAMILY.get(family));
    }

    /**
     * @param family as its folder is called
     * @return whether its cases hold no captures but series of numbers
     */
    public static boolean isSeries(String family) {
        return SERIES.contains(family);
    }
}
