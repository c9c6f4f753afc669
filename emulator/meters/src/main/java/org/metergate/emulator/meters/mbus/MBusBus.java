package org.metergate.emulator.meters.mbus;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.metergate.emulator.meters.Station;
import org.metergate.emulator.meters.Wire;

/**
 * A wired M-Bus behind a level converter. All connections are the one bus. Where several slaves answer at once their
 * bits lie on top of each other, as current does, and the checksum is the master's only hope.
 */
public final class MBusBus implements Station {

    private static final Duration LISTENING = Duration.ofSeconds(1);
    private static final Duration SLOWEST = Duration.ofHours(1);
    private static final int NOBODY_ANSWERS = 255;
    private static final int ANY_SPEED = 0;

    private final List<Slave> slaves = new ArrayList<>();

    /**
     * Connects a slave that hears every speed. Any thread may call.
     *
     * @param address primary address, 0 to 250
     * @param registers what it holds
     * @return this bus
     */
    public MBusBus with(int address, Registers registers) {
        return with(address, registers, ANY_SPEED);
    }

    /**
     * Connects a slave. Any thread may call.
     *
     * @param address primary address, 0 to 250
     * @param registers what it holds
     * @param baud the speed it hears until it is told another; 0 for every speed
     * @return this bus
     */
    public MBusBus with(int address, Registers registers, int baud) {
        if (address < 0 || address > 250) {
            throw new IllegalArgumentException("primary address is " + address + "; it must be 0 to 250");
        }
        synchronized (slaves) {
            slaves.add(new Slave(address, registers, baud));
        }
        return this;
    }

    /**
     * Takes a slave off the bus; nothing happens if it is not on it. Any thread may call.
     *
     * @param registers what it holds
     * @return this bus
     */
    public MBusBus without(Registers registers) {
        synchronized (slaves) {
            slaves.removeIf(slave -> slave.holds(registers));
        }
        return this;
    }

    /** @return the primary addresses on the bus, in the order of connection */
    public List<Integer> addresses() {
        synchronized (slaves) {
            return slaves.stream().map(Slave::address).toList();
        }
    }

    @Override
    public void serve(Wire wire) throws IOException {
        while (!Thread.currentThread().isInterrupted()) {
            Optional<byte[]> frame = Frames.next(wire, LISTENING);
            if (frame.isPresent()) {
                Heard heard = answers(frame.get(), ANY_SPEED);
                if (heard.bytes().length > 0) {
                    wire.write(heard.bytes(), heard.after());
                }
            }
        }
    }

    /**
     * Says what is heard after bytes that a master sends; for a wire without real time. Any thread may call.
     *
     * @param sent what was sent; what is no whole frame is not answered
     * @param baud the speed it was sent with; 0 if there is none
     * @return what comes back
     */
    public Heard hear(byte[] sent, int baud) {
        return Frames.body(sent).map(body -> answers(body, baud)).orElse(Heard.NOTHING);
    }

    private Heard answers(byte[] body, int baud) {
        List<Overlay.Part> parts = new ArrayList<>();
        Duration after = SLOWEST;
        synchronized (slaves) {
            for (Slave slave : slaves) {
                if (baud == ANY_SPEED || slave.baud() == ANY_SPEED || slave.baud() == baud) {
                    byte[] answer = slave.hear(body);
                    if (answer.length > 0) {
                        parts.add(new Overlay.Part(answer, slave.hesitation()));
                        after = slave.reaction().compareTo(after) < 0 ? slave.reaction() : after;
                    }
                }
            }
        }
        boolean nobodyAnswers = parts.isEmpty() || (body[1] & 0xFF) == NOBODY_ANSWERS;
        return nobodyAnswers ? Heard.NOTHING : new Heard(Overlay.of(parts), after);
    }
}
