package org.metergate.driver.dlms;

import java.time.Duration;
import java.util.Optional;
import org.metergate.iec62056p21.OpticalSession;
import org.metergate.iec62056p21.Pause;
import org.metergate.iec62056p21.RefusedException;
import org.metergate.iec62056p21.SessionSettings;
import org.metergate.transport.Claim;
import org.metergate.transport.Conversation;
import org.metergate.transport.Framing;
import org.metergate.transport.LineAddress;
import org.metergate.transport.LineCondition;
import org.metergate.transport.LineException;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.MalformedFrameException;
import org.metergate.transport.Priority;
import org.metergate.transport.Secret;
import org.metergate.transport.SerialSettings;

/**
 * A share of a line whose meter is woken through its optical port and then speaks HDLC (IEC 62056-21, mode E). The start
 * is made once; after a silence, or when others had the line, it is made again. Any thread may call.
 */
final class OpticalStart implements Claim {

    /** The meter answered the sign-on in a way that no HDLC can follow, or not at all. */
    static final class StartException extends LineException {
        private static final long serialVersionUID = 1L;

        StartException(LineCondition condition, String message, Throwable cause) {
            super(condition, message, cause);
        }
    }

    private final Claim claim;
    private final SessionSettings settings;
    private final Pause pause;
    private Optional<SerialSettings> agreed = Optional.empty();
    private long lineEpoch;
    private long epoch;

    /**
     * @param claim at the speed of the sign-on; closed with this one
     * @param settings of the sign-on
     * @param pause waits where the line must rest
     */
    OpticalStart(Claim claim, SessionSettings settings, Pause pause) {
        this.claim = claim;
        this.settings = settings;
        this.pause = pause;
    }

    @Override
    public Conversation converse(Duration patience) throws LineException {
        return converse(patience, Priority.PERIODIC);
    }

    @Override
    public Conversation converse(Duration patience, Priority priority) throws LineException {
        Conversation line = claim.converse(patience, priority);
        try {
            Optional<SerialSettings> known = known(line);
            if (known.isPresent()) {
                line.change(known.get());
            } else {
                started(line, start(line));
            }
            return new Started(line);
        } catch (LineException e) {
            line.close();
            throw e;
        }
    }

    private SerialSettings start(Conversation line) throws LineException {
        try {
            return new OpticalSession(line, settings, pause).handOver().settings();
        } catch (LineSilentException e) {
            throw new StartException(
                    e.condition(), line.address() + ": no answer to the sign-on of mode E (" + e.getMessage() + ")", e);
        } catch (RefusedException e) {
            throw new StartException(
                    LineCondition.REFUSED,
                    line.address() + ": the meter does not offer HDLC (" + e.getMessage() + ")",
                    e);
        } catch (MalformedFrameException e) {
            throw new StartException(
                    LineCondition.NOISE,
                    line.address() + ": what answers the sign-on of mode E is no identification (" + e.getMessage()
                            + ")",
                    e);
        }
    }

    private synchronized Optional<SerialSettings> known(Conversation line) {
        return agreed.filter(settings -> line.epoch() == lineEpoch);
    }

    private synchronized void started(Conversation line, SerialSettings speed) {
        agreed = Optional.of(speed);
        lineEpoch = line.epoch();
        epoch++;
    }

    private synchronized void lost() {
        agreed = Optional.empty();
    }

    private synchronized void alive(SerialSettings speed) {
        agreed = Optional.of(speed);
    }

    @Override
    public Optional<Conversation> converseIfOpen() {
        Optional<Conversation> open = claim.converseIfOpen();
        if (open.isEmpty()) {
            return open;
        }
        Conversation line = open.get();
        Optional<SerialSettings> known = known(line);
        try {
            if (known.isPresent()) {
                line.change(known.get());
                return Optional.of(new Started(line));
            }
        } catch (LineException e) {
            // a goodbye is not worth more
        }
        line.close();
        return Optional.empty();
    }

    @Override
    public LineAddress address() {
        return claim.address();
    }

    @Override
    public void close() {
        claim.close();
    }

    /** The line at the speed agreed on. */
    private final class Started implements Conversation {
        private final Conversation line;
        private final SerialSettings speed;

        Started(Conversation line) {
            this.line = line;
            synchronized (OpticalStart.this) {
                this.speed = agreed.orElse(settings.initial());
            }
        }

        @Override
        public long epoch() {
            synchronized (OpticalStart.this) {
                return epoch;
            }
        }

        @Override
        public void send(byte[] frame) throws LineException {
            line.send(frame);
        }

        @Override
        public void send(byte[] frame, Secret... secrets) throws LineException {
            line.send(frame, secrets);
        }

        /** A meter that is silent may have fallen back to the sign-on; one that answers has not. */
        @Override
        public byte[] receive(Framing framing, Duration silence) throws LineException {
            try {
                byte[] frame = line.receive(framing, silence);
                alive(speed);
                return frame;
            } catch (LineException e) {
                lost();
                throw e;
            }
        }

        @Override
        public void change(SerialSettings wanted) throws LineException {
            line.change(wanted);
        }

        @Override
        public LineCondition symptom() {
            return line.symptom();
        }

        @Override
        public LineAddress address() {
            return line.address();
        }

        @Override
        public void hangUp() {
            lost();
            line.hangUp();
        }

        @Override
        public void close() {
            line.close();
        }
    }
}
