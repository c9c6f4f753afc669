package org.metergate.dlms;

import java.time.Duration;
import org.metergate.transport.Framing;
import org.metergate.transport.Line;
import org.metergate.transport.LineAddress;
import org.metergate.transport.LineCondition;
import org.metergate.transport.LineException;
import org.metergate.transport.Secret;
import org.metergate.transport.SerialSettings;

/** A line that keeps a password, which low level security sends as it is, out of traces and logs. */
final class MaskedLine implements Line {
    private final Line line;
    private final byte[] password;

    /**
     * @param line that frames are sent on
     * @param password to be kept out
     */
    MaskedLine(Line line, byte[] password) {
        this.line = line;
        this.password = password;
    }

    @Override
    public void send(byte[] frame) throws LineException {
        for (int from = 0; from + password.length <= frame.length; from++) {
            if (java.util.Arrays.equals(frame, from, from + password.length, password, 0, password.length)) {
                line.send(frame, new Secret(from, from + password.length));
                return;
            }
        }
        line.send(frame);
    }

    @Override
    public void send(byte[] frame, Secret... secrets) throws LineException {
        line.send(frame, secrets);
    }

    @Override
    public byte[] receive(Framing framing, Duration silence) throws LineException {
        return line.receive(framing, silence);
    }

    @Override
    public void change(SerialSettings settings) throws LineException {
        line.change(settings);
    }

    @Override
    public LineCondition symptom() {
        return line.symptom();
    }

    @Override
    public LineAddress address() {
        return line.address();
    }
}
