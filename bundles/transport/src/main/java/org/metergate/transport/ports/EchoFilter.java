package org.metergate.transport.ports;

import java.util.Arrays;
import org.metergate.transport.Echo;

/** Drops what the converter hears of itself. One thread at a time. */
final class EchoFilter {
    private static final byte[] NOTHING = {};

    private final Echo echo;
    private byte[] sent = NOTHING;
    private byte[] held = NOTHING; // came, and may be the echo of what was sent
    private int matched;
    private int mask = 0xFF;
    private boolean seen;

    /** @param seen whether an echo was seen on this line before */
    EchoFilter(Echo echo, boolean seen) {
        this.echo = echo;
        this.seen = seen;
    }

    /** A frame goes out, and may come back. */
    void sent(byte[] frame, int dataBits) {
        sent = echo == Echo.KEEP ? NOTHING : frame.clone();
        held = new byte[sent.length];
        matched = 0;
        mask = dataBits == 7 ? 0x7F : 0xFF;
    }

    /** @return whether what comes next may be an echo */
    boolean isPending() {
        return matched < sent.length;
    }

    /** @return whether an echo is sure to come and has not come to its end */
    boolean isDue() {
        return matched < sent.length && (echo == Echo.REMOVE || seen);
    }

    /** @return whether echoes are dropped at all */
    boolean drops() {
        return echo != Echo.KEEP;
    }

    /** @return whether an echo was seen by now */
    boolean isSeen() {
        return seen;
    }

    /**
     * @param bytes what came
     * @param count how many
     * @return what is left of it: the bytes behind the echo; nothing while they may be an echo; everything, also what was
     *     held back before, once they are not
     */
    byte[] left(byte[] bytes, int count) {
        int at = 0;
        while (at < count && matched < sent.length) {
            if (echo == Echo.DETECT && ((bytes[at] ^ sent[matched]) & mask) != 0) {
                return released(bytes, at, count);
            }
            held[matched++] = bytes[at++];
        }
        if (sent.length > 0 && matched == sent.length) {
            seen = true;
            sent = NOTHING;
            matched = 0;
        }
        return Arrays.copyOfRange(bytes, at, count);
    }

    /** @return what was held back because it might have been an echo; it is none, since nothing followed */
    byte[] heldBack() {
        return echo == Echo.DETECT ? released(NOTHING, 0, 0) : NOTHING;
    }

    private byte[] released(byte[] bytes, int from, int to) {
        byte[] all = Arrays.copyOf(held, matched + to - from);
        System.arraycopy(bytes, from, all, matched, to - from);
        sent = NOTHING;
        matched = 0;
        return all;
    }
}
