package org.metergate.iec62056p21;

import java.time.Duration;
import org.metergate.transport.Line;
import org.metergate.transport.LineException;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.MalformedFrameException;

/**
 * Listens to a meter that sends uninvited: P1 telegrams, mode D, SML. The line has the meter's speed and format already:
 * 9600 7E1 (DSMR 2.2 and 3, mode D at 2400), 115200 8N1 (DSMR 4 and later), 9600 8N1 (SML). One thread at a time.
 */
public final class PushSession {
    private final Line line;
    private final PushFraming framing = new PushFraming();

    /** @param line lent for as long as is to be listened */
    public PushSession(Line line) {
        this.line = line;
    }

    /**
     * Waits for the next telegram or file.
     *
     * @param silence longest wait for the first byte, and between two bytes
     * @return what the meter sent
     * @throws LineSilentException if nothing, or nothing more, comes for that long; the line survives
     * @throws LineException if the line broke
     * @throws MalformedFrameException if what came is damaged or cut, or is no telegram after 4096 bytes; the next call
     *     goes on with what follows
     */
    public Push next(Duration silence) throws LineException, MalformedFrameException {
        return Push.decode(line.receive(framing, silence));
    }
}
