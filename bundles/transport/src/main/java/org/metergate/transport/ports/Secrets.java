package org.metergate.transport.ports;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.metergate.transport.Secret;

/** The secret bytes of one conversation, so that an echo of them is not shown either. One thread at a time. */
final class Secrets {
    /** Shorter ones would hide what only looks like them. */
    private static final int SHORTEST = 4;

    private final List<byte[]> known = new ArrayList<>();

    /** @return the mask for a frame that is sent */
    LineTrace.Mask ofSent(byte[] frame, Secret... secrets) {
        for (Secret secret : secrets) {
            int to = Math.min(secret.to(), frame.length);
            byte[] value = Arrays.copyOfRange(frame, Math.min(secret.from(), to), to);
            if (value.length >= SHORTEST && known.stream().noneMatch(other -> Arrays.equals(other, value))) {
                known.add(value);
            }
        }
        LineTrace.Mask again = ofReceived(frame, frame.length);
        return index -> again.hides(index) || Arrays.stream(secrets).anyMatch(secret -> secret.covers(index));
    }

    /** @return the mask for bytes that came: whatever was secret when it was sent */
    LineTrace.Mask ofReceived(byte[] bytes, int count) {
        if (known.isEmpty()) {
            return LineTrace.Mask.NONE;
        }
        BitSet hidden = new BitSet();
        for (byte[] value : known) {
            for (int at = 0; at + value.length <= count; at++) {
                if (Arrays.equals(bytes, at, at + value.length, value, 0, value.length)) {
                    hidden.set(at, at + value.length);
                }
            }
        }
        return hidden::get;
    }
}
