package org.metergate.driver.optical;

import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.metergate.transport.Framing;
import org.metergate.transport.Line;
import org.metergate.transport.LineAddress;
import org.metergate.transport.LineException;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.Secret;
import org.metergate.transport.SerialSettings;

/**
 * A line that remembers of one conversation what was said and when: why a session failed shows in the bytes, and a meter's
 * clock is to be compared with the moment at which its message began. One thread at a time.
 */
final class Witness implements Line {
    /** More than any message that explains a failure. */
    private static final int MOST_BYTES = 4096;

    private static final int MOST_EXCHANGES = 32;

    /**
     * One frame sent, and all that came after it.
     *
     * @param sent the frame; empty if it held a secret, or if nothing was sent
     * @param received the bytes in the order of the wire
     * @param settings of the line when the last of them came
     */
    record Exchange(byte[] sent, byte[] received, SerialSettings settings) {}

    private final Line line;
    private final Clock clock;
    private final List<Exchange> exchanges = new ArrayList<>();
    private final SerialSettings initial;
    private SerialSettings settings;
    private boolean changed;
    private Instant begun;

    /**
     * @param line lent for this conversation
     * @param settings that it starts with
     * @param clock of the gateway
     */
    Witness(Line line, SerialSettings settings, Clock clock) {
        this.line = line;
        this.initial = settings;
        this.settings = settings;
        this.clock = clock;
        this.begun = clock.instant();
    }

    /** What was said until now no longer matters. */
    void forget() {
        exchanges.clear();
    }

    /** @return what was said, oldest first */
    List<Exchange> exchanges() {
        return List.copyOf(exchanges);
    }

    /** @return when the first byte of the last message came; the beginning of the conversation if none did */
    Instant begun() {
        return begun;
    }

    /** @return whether the line has had another speed or format meanwhile */
    boolean hasChanged() {
        return changed;
    }

    @Override
    public void send(byte[] frame) throws LineException {
        begin(frame);
        line.send(frame);
    }

    @Override
    public void send(byte[] frame, Secret... secrets) throws LineException {
        begin(secrets.length == 0 ? frame : new byte[0]);
        line.send(frame, secrets);
    }

    private void begin(byte[] frame) {
        if (exchanges.size() < MOST_EXCHANGES) {
            exchanges.add(new Exchange(frame.clone(), new byte[0], settings));
        }
    }

    @Override
    public byte[] receive(Framing framing, Duration silence) throws LineException {
        Instant[] first = new Instant[1];
        Framing watched = (received, length) -> {
            if (first[0] == null) {
                first[0] = clock.instant();
            }
            return framing.end(received, length);
        };
        try {
            byte[] frame = line.receive(watched, silence);
            came(frame);
            return frame;
        } catch (LineSilentException e) {
            came(e.received());
            throw e;
        } finally {
            if (first[0] != null) {
                begun = first[0];
            }
        }
    }

    private void came(byte[] bytes) {
        if (exchanges.isEmpty()) {
            begin(new byte[0]);
        }
        int last = exchanges.size() - 1;
        Exchange before = exchanges.get(last);
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        received.writeBytes(before.received());
        received.write(bytes, 0, Math.min(bytes.length, MOST_BYTES - Math.min(MOST_BYTES, received.size())));
        exchanges.set(last, new Exchange(before.sent(), received.toByteArray(), settings));
    }

    @Override
    public void change(SerialSettings wanted) throws LineException {
        settings = wanted;
        changed |= !wanted.equals(initial);
        line.change(wanted);
    }

    @Override
    public LineAddress address() {
        return line.address();
    }
}
