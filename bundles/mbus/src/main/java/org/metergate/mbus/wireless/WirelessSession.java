package org.metergate.mbus.wireless;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.metergate.transport.Conversation;
import org.metergate.transport.Framing;
import org.metergate.transport.LineException;
import org.metergate.transport.LineSilentException;

/** Listening to a receiver over a line that is lent for as long as listening lasts. One thread at a time. */
public final class WirelessSession {

    private static final Duration CONFIRMATION = Duration.ofSeconds(1);
    private static final Framing BYTE = (received, length) -> 1;
    /** After that much without a telegram the watchdog is asked: garbage must not keep it away for ever. */
    private static final int MOST_BYTES = 2048;

    private final Conversation line;
    private final Receiver receiver;
    private final Clock clock;
    private final Listener.Rules rules;
    private Listener listener = Listener.closed();

    /**
     * @param line the receiver's line
     * @param receiver codec of its make; what it holds of an earlier conversation is dropped
     * @param mode what to listen to
     * @param silence longest time without a telegram: after it the receiver counts as hung
     * @param clock for that
     */
    public WirelessSession(Conversation line, Receiver receiver, LinkMode mode, Duration silence, Clock clock) {
        this.line = line;
        this.receiver = receiver;
        this.clock = clock;
        this.rules = new Listener.Rules(receiver.start(mode), CONFIRMATION, silence);
    }

    /**
     * Sets the receiver up when called for the first time, and gives the telegrams that came. Call it again and again: the
     * watchdog looks at the clock in here.
     *
     * @param patience longest wait for the next byte; shorter than the silence that counts as hung
     * @return the telegrams, oldest first; empty if none came within that time
     * @throws ReceiverHungException if the receiver hangs: it was hung up, and a new session on a new conversation opens
     *     it anew
     * @throws LineException if the line breaks; the same helps
     */
    public List<Reception> listen(Duration patience) throws LineException {
        List<Reception> heard = new ArrayList<>();
        if (listener.state() == Listener.State.CLOSED) {
            receiver.reset();
            advance(new Listener.Event.Opened());
        }
        for (int bytes = 0; heard.isEmpty() && bytes < MOST_BYTES; bytes++) {
            try {
                take(line.receive(BYTE, wait(patience)), heard);
            } catch (LineSilentException quiet) {
                break; // whether that is too long is looked at below, as it is when only garbage came
            }
        }
        if (heard.isEmpty()) {
            advance(new Listener.Event.Quiet());
        }
        return heard;
    }

    private void take(byte[] bytes, List<Reception> heard) throws LineException {
        for (Receiver.Message message : receiver.take(bytes)) {
            if (message instanceof Receiver.Message.Heard telegram) {
                heard.add(telegram.reception());
            }
            advance(new Listener.Event.Said(message));
        }
    }

    /** @return whether the receiver confirmed its mode and telegrams may come */
    public boolean listening() {
        return listener.state() == Listener.State.LISTENING;
    }

    /** While commands are under way their confirmation is not waited for longer than it may take. */
    private Duration wait(Duration patience) {
        return listening() || patience.compareTo(CONFIRMATION) < 0 ? patience : CONFIRMATION;
    }

    private void advance(Listener.Event event) throws LineException {
        Listener.Step step = listener.next(rules, event, clock.instant());
        listener = step.next();
        if (step.act() instanceof Listener.Act.Send command) {
            line.send(command.bytes());
        } else if (step.act() instanceof Listener.Act.HangUp hung) {
            line.hangUp();
            throw new ReceiverHungException(line.address() + ": " + hung.reason() + "; it is opened anew");
        }
    }
}
