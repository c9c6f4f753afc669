package org.metergate.dlms;

/** What came of bytes that a meter sent unasked. */
public sealed interface PushEvent {

    /**
     * A notification whose checks hold.
     *
     * @param push what it says
     */
    record Received(Push push) implements PushEvent {}

    /**
     * The text of a P1 port in a closed APDU, its CRC verified; its lines are told by another protocol.
     *
     * @param text from the slash to the CRC, ISO 8859-1
     */
    record Telegram(String text) implements PushEvent {}

    /**
     * Nothing: no value of it can be believed.
     *
     * @param why what kind of thing is wrong
     * @param reason what, where and what to do, in one sentence without any secret
     */
    record Refused(Why why, String reason) implements PushEvent {}

    /** What kind of thing is wrong. */
    enum Why {
        /** A check sequence, length or segment does not hold: bytes were lost or changed on the way. */
        DAMAGED,
        /** The checks hold, but this is no APDU, or none that pushes values. */
        MALFORMED,
        /** It is closed, and there is no key for this meter. */
        NO_KEY,
        /** It is closed with another key. */
        WRONG_KEY,
        /** Its invocation counter is not above the last one: an old push was sent again. */
        REPLAYED
    }
}
