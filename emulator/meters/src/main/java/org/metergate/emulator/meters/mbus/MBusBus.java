package org.metergate.emulator.meters.mbus;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.metergate.emulator.meters.Station;
import org.metergate.emulator.meters.Wire;

/**
 * A wired M-Bus behind a level converter. All connections are the one bus. Where several slaves answer at once their
 * bits lie on top of each other, as current does, and the checksum is the master's only hope.
 */
public final class MBusBus implements Station {

    private static final int SND_NKE = 0x40;
    private static final int SND_UD = 0x53;
    private static final int REQ_UD2 = 0x5B;
    private static final int FCB = 0x20;
    private static final int FCV = 0x10;
    private static final int CI_SELECTION = 0x52;
    private static final Duration LISTENING = Duration.ofSeconds(1);

    private final List<Slave> slaves = new ArrayList<>();

    /**
     * Connects a slave. Any thread may call.
     *
     * @param address primary address, 0 to 250
     * @param registers what it holds
     * @return this bus
     */
    public MBusBus with(int address, Registers registers) {
        if (address < 0 || address > 250) {
            throw new IllegalArgumentException("primary address is " + address + "; it must be 0 to 250");
        }
        synchronized (slaves) {
            slaves.add(new Slave(address, registers));
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
                byte[] answer = answers(frame.get());
                if (answer.length > 0) {
                    wire.write(answer);
                }
            }
        }
    }

    /** What is heard on the bus after a frame; nothing if no slave answers. */
    private byte[] answers(byte[] body) {
        int control = body[0] & 0xFF & ~FCB;
        int called = body[1] & 0xFF;
        byte[] heard = {};
        synchronized (slaves) {
            for (Slave slave : slaves) {
                heard = mixed(heard, answer(slave, control, called, body));
            }
        }
        return called == 255 ? new byte[0] : heard; // broadcast: everybody obeys, nobody answers
    }

    private static byte[] answer(Slave slave, int control, int called, byte[] body) {
        boolean selection = control == SND_UD && called == 253 && body.length >= 11 && (body[2] & 0xFF) == CI_SELECTION;
        if (selection) {
            return slave.select(Arrays.copyOfRange(body, 3, 11)).orElse(new byte[0]);
        }
        if (!slave.hears(called)) {
            return new byte[0];
        }
        return switch (control) {
            case SND_NKE -> slave.resetLink(called);
            case REQ_UD2, REQ_UD2 & ~FCV -> slave.answer(called, (control & FCV) != 0, (body[0] & FCB) != 0);
            case SND_UD -> new byte[] {(byte) 0xE5};
            default -> new byte[0];
        };
    }

    /** A 0 is sent by drawing current, so it wins over a 1. */
    private static byte[] mixed(byte[] a, byte[] b) {
        byte[] mixed = Arrays.copyOf(a.length >= b.length ? a : b, Math.max(a.length, b.length));
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            mixed[i] = (byte) (a[i] & b[i]);
        }
        return mixed;
    }
}
