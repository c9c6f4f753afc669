package org.metergate.transport;

import java.util.Objects;

/**
 * How a claim uses its line, besides speed and format.
 *
 * @param holder what others are told when they wait for this claim, such as {@code optical meter 12345678}; empty: the
 *     name of the thread
 * @param echo what becomes of bytes that the converter hears of itself
 * @param silentConversations a network line on which that many conversations in a row asked and heard no byte is closed
 *     and opened anew, since a peer that has gone without a word looks the same as a silent meter; 0: never; 0 to 1000
 */
public record LineOptions(String holder, Echo echo, int silentConversations) {

    /** Every byte handed over; a network line is opened anew after three silent conversations. */
    public static final LineOptions USUAL = new LineOptions("", Echo.KEEP, 3);

    /** @throws IllegalArgumentException if a value is out of its range */
    public LineOptions {
        Objects.requireNonNull(holder, "holder");
        Objects.requireNonNull(echo, "echo");
        if (silentConversations < 0 || silentConversations > 1000) {
            throw new IllegalArgumentException(
                    "silent conversations are " + silentConversations + "; they must be 0 to 1000");
        }
    }

    /**
     * @param name what others are told when they wait
     * @return these options for that holder
     */
    public LineOptions heldBy(String name) {
        return new LineOptions(name, echo, silentConversations);
    }

    /**
     * @param treatment of what the converter hears of itself
     * @return these options with that treatment
     */
    public LineOptions with(Echo treatment) {
        return new LineOptions(holder, treatment, silentConversations);
    }
}
