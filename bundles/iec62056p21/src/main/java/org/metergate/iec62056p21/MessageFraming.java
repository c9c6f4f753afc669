package org.metergate.iec62056p21;

import org.metergate.transport.Framing;

/**
 * Finds the end of one message of a meter: {@code STX ... ETX BCC} or {@code SOH ... ETX BCC}, a partial block that ends
 * in EOT, a data block without STX and block check that ends in the line {@code !}; or, where asked for, a single ACK or
 * NAK. What stands before the message, an echo and noise, is part of the frame. Looks at every byte once, however they
 * come; one instance serves one message.
 */
final class MessageFraming implements Framing {
    /** No message of a meter is longer, and no line fills the memory. */
    static final int LONGEST = 1 << 20;

    private final boolean single;
    private int looked;
    private boolean begun;
    private boolean ending; // ETX or EOT was seen
    private boolean inside; // of parentheses
    private boolean dataSeen;
    private boolean marked; // the line with the end mark of a block without STX

    /** @param single whether ACK or NAK alone are a message */
    MessageFraming(boolean single) {
        this.single = single;
    }

    @Override
    public int end(byte[] received, int length) {
        if (length < looked) {
            restart();
        }
        while (looked < length) {
            byte character = Characters.at(received, looked++);
            if (ending || isEnd(character)) {
                int end = looked;
                restart();
                return end;
            }
        }
        return length < LONGEST ? INCOMPLETE : length;
    }

    private boolean isEnd(byte character) {
        if (begun) {
            ending = character == Characters.ETX || character == Characters.EOT;
            return false;
        }
        switch (character) {
            case Characters.STX, Characters.SOH -> begun = true;
            case Characters.ACK, Characters.NAK -> {
                return single;
            }
            case '\n' -> {
                inside = false;
                return marked;
            }
            case '!' -> marked |= dataSeen && !inside;
            case '(' -> inside = true;
            case ')' -> {
                inside = false;
                dataSeen = true;
            }
            default -> {
                // a character of an address or a value, or noise
            }
        }
        return false;
    }

    private void restart() {
        looked = 0;
        begun = false;
        ending = false;
        inside = false;
        dataSeen = false;
        marked = false;
    }
}
