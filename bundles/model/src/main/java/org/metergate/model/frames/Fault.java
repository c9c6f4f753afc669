package org.metergate.model.frames;

import java.util.Locale;

/**
 * Why a frame gives no values.
 *
 * @param kind what kind of fault
 * @param offset index of the first wrong byte, from 0; the frame's length if it is too short; -1 if no byte is wrong
 * @param expected what the standard asks for there; empty if no byte is wrong
 * @param found what is there
 * @param advice what to do, a sentence
 */
public record Fault(Kind kind, int offset, String expected, String found, String advice) {

    /** What kind of fault. */
    public enum Kind {
        /** The bytes are not the protocol, or a check of theirs does not hold. */
        MALFORMED,
        /** The data are encrypted, and no key was given. */
        ENCRYPTED,
        /** The data are encrypted, and the key does not open them. */
        WRONG_KEY
    }

    /**
     * Bytes that are not the protocol.
     *
     * @param offset index of the first wrong byte
     * @param length of the frame
     * @param expected what the standard asks for there
     * @param found what is there
     * @return the fault
     */
    public static Fault malformed(int offset, int length, String expected, String found) {
        String words = expected.toLowerCase(Locale.ROOT);
        String advice;
        if (words.contains("check") || words.contains("crc")) {
            advice = "A byte was damaged on the way or left out: compare the bytes with the capture, and capture once"
                    + " more. If it fails again and again, look at wiring, speed and parity.";
        } else if (offset >= length) {
            advice = "The frame is cut: give it whole, from its first byte to its last.";
        } else if (offset == 0) {
            advice =
                    "This is no such frame, or it does not begin here: give it from its first byte on, or choose another"
                            + " kind.";
        } else {
            advice =
                    "The bytes from there on are not what the frame announces: a byte was damaged or left out, or it is"
                            + " another kind of frame.";
        }
        return new Fault(Kind.MALFORMED, offset, expected, found, advice);
    }

    /**
     * Data that need a key.
     *
     * @param found how they are encrypted
     * @param opens whether a key would help
     * @return the fault
     */
    public static Fault encrypted(String found, boolean opens) {
        return new Fault(
                Kind.ENCRYPTED,
                -1,
                "",
                found,
                opens ? "Give the meter's key." : "Data that are encrypted in this way cannot be opened here.");
    }

    /**
     * A key that does not fit.
     *
     * @param offset index of the byte where that showed; -1 if the key's length is wrong
     * @param expected what a right key would have given
     * @param found what this one gave
     * @return the fault
     */
    public static Fault wrongKey(int offset, String expected, String found) {
        return new Fault(
                Kind.WRONG_KEY,
                offset,
                expected,
                found,
                "The frame came as it was sent, and this key is not its meter's: check the key.");
    }
}
