package org.metergate.mbus;

/** What went wrong on the wire of a bus, as far as the bytes tell. */
public enum BusFault {
    /** Not one byte came within the time that the standard gives a slave. */
    SILENCE("no answer"),
    /** A frame began and did not end. */
    INCOMPLETE("the answer stopped before its end"),
    /** Start, length, checksum, stop byte or content fail a check. */
    CORRUPT("a check of the answer failed"),
    /** A good frame came from another meter than the one that was asked. */
    FOREIGN("another meter answered"),
    /** A good frame of a kind that does not answer the request, or a good frame with bytes behind it. */
    UNEXPECTED("the answer does not belong to the request"),
    /** Every answer to one request was spoilt, or the identity in a good one belongs to nobody. */
    COLLISION("several meters answer at once, or speed, parity or wiring are wrong"),
    /** Bytes that belong to no frame went before an answer; it was read all the same. */
    NOISE("bytes without meaning before the answer"),
    /** The converter returns what is sent; it was passed over. */
    ECHO("the converter hears itself"),
    /** The meter said the same as in an earlier conversation, byte for byte, and was asked again. */
    REPEATED("an answer of an earlier reading came again");

    private final String text;

    BusFault(String text) {
        this.text = text;
    }

    /** @return a few words for a person */
    public String text() {
        return text;
    }
}
