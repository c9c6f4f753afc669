package org.metergate.testkit;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.metergate.transport.Claim;
import org.metergate.transport.Conversation;
import org.metergate.transport.Framing;
import org.metergate.transport.LineAddress;
import org.metergate.transport.LineBusyException;
import org.metergate.transport.LineException;
import org.metergate.transport.Lines;
import org.metergate.transport.SerialSettings;

/** Lends emulated lines out, each to one at a time in the order they asked. Any thread may call. */
public final class EmulatedLines implements Lines {

    private static final class Shared {
        private final EmulatedLine line;
        private final Semaphore turn = new Semaphore(1, true);
        private Object last;

        Shared(EmulatedLine line) {
            this.line = line;
        }
    }

    private final Map<LineAddress, Shared> lines = new ConcurrentHashMap<>();

    /** @param all the lines, each at its own address */
    public EmulatedLines(EmulatedLine... all) {
        for (EmulatedLine line : all) {
            lines.put(line.address(), new Shared(line));
        }
    }

    @Override
    public Claim claim(LineAddress address, SerialSettings settings) {
        Shared shared = lines.get(address);
        if (shared == null) {
            throw new AssertionError("no line at " + address + "; there is only " + lines.keySet());
        }
        return new Share(shared, settings);
    }

    private static final class Share implements Claim {
        private final Shared shared;
        private final SerialSettings settings;
        private volatile boolean closed;

        Share(Shared shared, SerialSettings settings) {
            this.shared = shared;
            this.settings = settings;
        }

        @Override
        public Conversation converse(Duration patience) throws LineException {
            try {
                if (!shared.turn.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                    throw new LineBusyException(address() + ": busy");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LineException(address() + ": interrupted while waiting for the line", e);
            }
            return begun();
        }

        private Conversation begun() throws LineException {
            if (closed) {
                shared.turn.release();
                throw new LineException("the claim on " + address() + " is closed");
            }
            if (shared.last != null && shared.last != this) {
                shared.line.beginEpoch();
            }
            shared.last = this;
            shared.line.change(settings);
            return new Turn(shared);
        }

        @Override
        public Optional<Conversation> converseIfOpen() {
            return Optional.empty();
        }

        @Override
        public LineAddress address() {
            return shared.line.address();
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /** The line until it is given back. */
    private static final class Turn implements Conversation {
        private final Shared shared;
        private boolean over;

        Turn(Shared shared) {
            this.shared = shared;
        }

        @Override
        public void send(byte[] frame) throws LineException {
            shared.line.send(frame);
        }

        @Override
        public byte[] receive(Framing framing, Duration silence) throws LineException {
            return shared.line.receive(framing, silence);
        }

        @Override
        public void change(SerialSettings settings) {
            shared.line.change(settings);
        }

        @Override
        public LineAddress address() {
            return shared.line.address();
        }

        @Override
        public long epoch() {
            return shared.line.epoch();
        }

        @Override
        public void hangUp() {
            shared.line.hangUp();
        }

        @Override
        public void close() {
            if (!over) {
                over = true;
                shared.turn.release();
            }
        }
    }
}
