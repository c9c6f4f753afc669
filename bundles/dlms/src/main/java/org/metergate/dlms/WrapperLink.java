package org.metergate.dlms;

import java.time.Duration;
import java.util.function.Predicate;
import org.metergate.transport.Line;
import org.metergate.transport.LineException;
import org.metergate.transport.MalformedFrameException;

/** IEC 62056-47: the wrapper over TCP. TCP repeats what is lost, so nothing is repeated here. */
final class WrapperLink implements Link {
    /** Frames that nobody asked for, passed over while waiting for an answer. */
    private static final int UNASKED = 32;

    private final DlmsSettings settings;
    private Duration answer;

    WrapperLink(DlmsSettings settings) {
        this.settings = settings;
        this.answer = settings.answer();
    }

    @Override
    public void connect(Line line) {
        // TCP has connected already
    }

    @Override
    public byte[] exchange(Line line, byte[] apdu, Predicate<byte[]> wanted)
            throws LineException, MalformedFrameException {
        send(line, apdu);
        return receive(line, wanted);
    }

    @Override
    public void send(Line line, byte[] apdu) throws LineException {
        line.send(new WrapperFrame(settings.client(), settings.logicalServer(), apdu).encode());
    }

    @Override
    public byte[] receive(Line line, Predicate<byte[]> wanted) throws LineException, MalformedFrameException {
        for (int unasked = 0; unasked < UNASKED; unasked++) {
            WrapperFrame frame = WrapperFrame.decode(line.receive(WrapperFrame.FRAMING, answer));
            boolean ours = frame.source() == settings.logicalServer() && frame.destination() == settings.client();
            if (ours && wanted.test(frame.apdu())) {
                return frame.apdu();
            }
        }
        throw new MalformedFrameException(0, "an answer", UNASKED + " frames that answer nothing");
    }

    @Override
    public void hurry(Duration longest) {
        answer = longest.compareTo(answer) < 0 ? longest : answer;
    }

    @Override
    public void disconnect(Line line) {
        // the line stays open for others
    }
}
