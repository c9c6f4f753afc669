package org.metergate.guard;

import java.util.List;

/**
 * What is known of one package at one moment.
 *
 * @param name its symbolic name
 * @param faults what does not run, in words; empty if all does
 */
record Finding(String name, Standing standing, List<String> faults) {

    /** How a package stands to the one that ran last under its name. */
    enum Standing {
        /** Its file is not filed yet: somebody is still at it. */
        UNFILED,
        /** None ran yet. */
        FIRST,
        /** Another file than the one that ran. */
        CHANGED,
        /** The very file that ran. */
        UNCHANGED
    }

    boolean runs() {
        return faults.isEmpty();
    }

    boolean is(Standing other) {
        return standing == other;
    }
}
