package org.metergate.dlms;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.metergate.transport.Conversation;
import org.metergate.transport.LineException;
import org.metergate.transport.LineSilentException;

/**
 * Listens on a line that a meter pushes into: a HAN or P1 port, a serial server, a UDP port. Sends nothing. One thread
 * at a time, the caller's own: {@link #next} blocks it for as long as it is told to.
 */
public final class PushListener {
    private final PushStream stream;
    private final Duration gap;

    /**
     * @param stream what makes notifications of the bytes
     * @param gap how long a line is silent between two pushes but never inside one
     */
    public PushListener(PushStream stream, Duration gap) {
        this.stream = stream;
        this.gap = gap;
    }

    /**
     * Waits for what comes next.
     *
     * @param line the line
     * @param within longest wait for the first byte
     * @return what came to its end, in order; empty if the line was silent
     * @throws LineException if the line is closed or breaks; what came before is kept for the next call
     */
    public List<PushEvent> next(Conversation line, Duration within) throws LineException {
        List<PushEvent> events = new ArrayList<>();
        Duration wait = within;
        while (events.isEmpty()) {
            try {
                events.addAll(stream.feed(line.receive(stream.framing(), wait)));
                wait = gap;
            } catch (LineSilentException e) {
                events.addAll(stream.pause());
                return events;
            }
        }
        return events;
    }
}
