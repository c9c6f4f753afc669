package org.metergate.dlms;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who pushes: the keys shared with it, and the last invocation counters that it was believed with. One for a meter, handed to
 * every stream that it may push into, so that what was heard on one connection is not believed again on another. Any thread may
 * call.
 */
public final class PushSender {
    private final SharedKeys keys;
    private final Map<String, Long> last = new HashMap<>();

    /** @param keys shared with it */
    public PushSender(SharedKeys keys) {
        this.keys = keys;
    }

    SharedKeys keys() {
        return keys;
    }

    /** @return the last counter, if this one is not above it */
    synchronized Optional<Long> notBelow(CipheredApdu closed, byte[] title) {
        return Optional.ofNullable(last.get(series(closed, title))).filter(before -> closed.counter() <= before);
    }

    /** Takes note of a counter that something authenticates: anybody could lift another one. */
    synchronized void believed(CipheredApdu closed, byte[] title) {
        last.put(series(closed, title), closed.counter());
    }

    /** A meter may count apart what it closes with keys of different kinds. Nobody can pass one off as another. */
    private static String series(CipheredApdu closed, byte[] title) {
        return Bytes.hex(title) + " "
                + closed.key().orElse(CipheredApdu.KeyInfo.GLOBAL).kind();
    }
}
