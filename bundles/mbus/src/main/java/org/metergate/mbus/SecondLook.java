package org.metergate.mbus;

/**
 * Whether one meter alone gives several answers in a row, or two of the same identity whose bits lie on top of each other. A
 * mixture passes the checksum by chance, and rarely again when the access numbers of both have gone up; noise spoils some
 * answers and leaves the rest alone.
 */
final class SecondLook {

    private static final int ENOUGH = 4;
    private static final int FEW = 2;
    private static final int LONGEST_STEP = 8;

    private Answer.Telegram latest;
    private int good;
    private int repeated;
    private int spoilt;

    /** @param first the answer that is looked at */
    SecondLook(Answer.Telegram first) {
        this.latest = first;
    }

    /**
     * A fresh answer that passes its checks.
     *
     * @throws BusFaultException if it does not go on from the one before
     */
    void good(Answer answer) throws BusFaultException {
        if (!(answer instanceof Answer.Telegram next)) {
            throw contradiction("data as before", "none");
        }
        int step = next.header().access() - latest.header().access() & 0xFF;
        if (step > LONGEST_STEP || step == 0 && good + repeated >= 2 * ENOUGH) {
            throw contradiction(
                    "an access number a little above " + latest.header().access(),
                    String.valueOf(next.header().access()));
        }
        latest = next;
        if (step > 0) {
            good++;
        } else {
            repeated++; // taken for a repetition, or a meter that counts nothing
        }
    }

    /**
     * No good answer came.
     *
     * @throws BusFaultException if that is so more often than not
     */
    void spoilt(String why) throws BusFaultException {
        spoilt++;
        if (spoilt > good + repeated + FEW) {
            throw contradiction("good answers after the first one", why);
        }
    }

    private static BusFaultException contradiction(String expected, String found) {
        return new BusFaultException(BusFault.COLLISION, 0, expected, found);
    }

    boolean isConvinced() {
        return good >= ENOUGH || good == 0 && repeated >= ENOUGH;
    }

    Answer.Telegram latest() {
        return latest;
    }
}
