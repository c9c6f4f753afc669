package org.metergate.emulator.meters.optical;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalInt;
import org.metergate.emulator.meters.Wire;

/**
 * The wire while HDLC is spoken on it in mode E: over when the client has disconnected, or says nothing for 30 s
 * (IEC 62056-46, inactivity time). One thread at a time.
 */
final class HdlcWire implements Wire {
    private static final Duration INACTIVITY = Duration.ofSeconds(30);
    private static final int FLAG = 0x7E;
    private static final int DISC = 0x43;
    private static final int POLL_FINAL = 0x10;

    /** HDLC is over; the wire is well. */
    static final class OverException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private final Wire wire;
    private final ByteArrayOutputStream frame = new ByteArrayOutputStream();
    private boolean disconnecting;

    HdlcWire(Wire wire) {
        this.wire = wire;
    }

    @Override
    public OptionalInt read(Duration within) throws IOException {
        boolean idle = within.compareTo(INACTIVITY) > 0;
        OptionalInt heard = wire.read(idle ? INACTIVITY : within);
        if (heard.isEmpty() && idle) {
            throw new OverException();
        }
        heard.ifPresent(this::watch);
        return heard;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        wire.write(bytes);
        if (disconnecting) {
            throw new OverException();
        }
    }

    @Override
    public void change(ByteTiming timing) {
        wire.change(timing);
    }

    private void watch(int octet) {
        if (octet != FLAG) {
            frame.write(octet);
            return;
        }
        disconnecting = (control(frame.toByteArray()) & ~POLL_FINAL) == DISC;
        frame.reset();
    }

    /** The byte after two bytes of format and two addresses, each of which ends with an odd byte. */
    private static int control(byte[] body) {
        int at = 2;
        for (int address = 0; address < 2; address++) {
            while (at < body.length && (body[at] & 1) == 0) {
                at++;
            }
            at++;
        }
        return at < body.length ? body[at] & 0xFF : 0;
    }
}
