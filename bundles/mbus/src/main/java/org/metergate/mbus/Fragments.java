package org.metergate.mbus;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.metergate.transport.MalformedFrameException;

/**
 * Messages that come in several wireless telegrams (EN 13757-7:2018, clause 6): keeps the parts until the last one is here.
 * A part that is not the next one drops what was kept of its message. Any thread may call.
 */
public final class Fragments {

    /** Senders whose messages are under way at the same time; the oldest makes room. */
    private static final int MOST_SENDERS = 32;
    /** 255 fragments of 255 bytes are possible; no meter has that much to say. */
    private static final int LONGEST = 16_384;

    private final Map<String, Message> open = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Message> eldest) {
            return size() > MOST_SENDERS;
        }
    };

    /** Keeps nothing yet. */
    public Fragments() {}

    /** @return how many messages are under way, 0 to 32 */
    public synchronized int size() {
        return open.size();
    }

    /**
     * Takes a part.
     *
     * @param link address of the sender
     * @param layer what stands before the part
     * @param part what follows the layer
     * @return the whole message with the fields of all its layers, if this was the last part
     * @throws MalformedFrameException if the parts together are not as long as the message length field says
     */
    synchronized Optional<Whole> add(Header link, AuthenticationLayer layer, byte[] part)
            throws MalformedFrameException {
        String sender =
                link.manufacturer() + link.id() + link.version() + link.medium().code();
        Message message = layer.number() == 1 ? new Message() : open.get(sender);
        if (message == null || message.parts != layer.number() - 1 || message.bytes.size() + part.length > LONGEST) {
            open.remove(sender);
            return Optional.empty();
        }
        message.parts++;
        message.bytes.writeBytes(part);
        message.layer = message.layer.map(before -> before.and(layer)).or(() -> Optional.of(layer));
        if (!layer.last()) {
            open.put(sender, message);
            return Optional.empty();
        }
        open.remove(sender);
        AuthenticationLayer all = message.layer.orElseThrow();
        byte[] bytes = message.bytes.toByteArray();
        if (bytes.length == 0 || all.length(bytes.length) != bytes.length) {
            throw new MalformedFrameException(
                    layer.offset(), "a message of " + all.length(bytes.length) + " bytes", bytes.length + " bytes");
        }
        return Optional.of(new Whole(all, bytes[0] & 0xFF, Arrays.copyOfRange(bytes, 1, bytes.length)));
    }

    /**
     * A message put together.
     *
     * @param layer the fields of all its layers
     * @param ci CI field of the transport or application layer
     * @param data what follows it
     */
    record Whole(AuthenticationLayer layer, int ci, byte[] data) {}

    /** What came of a message. */
    private static final class Message {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private Optional<AuthenticationLayer> layer = Optional.empty();
        private int parts;
    }
}
