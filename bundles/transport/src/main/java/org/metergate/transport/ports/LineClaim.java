package org.metergate.transport.ports;

import java.time.Duration;
import java.util.Optional;
import org.metergate.transport.Claim;
import org.metergate.transport.Conversation;
import org.metergate.transport.LineAddress;
import org.metergate.transport.LineException;
import org.metergate.transport.LineOptions;
import org.metergate.transport.LineUse;
import org.metergate.transport.Priority;
import org.metergate.transport.SerialSettings;

/** A share of a line. */
final class LineClaim implements Claim {
    private final SharedLine line;
    private final SerialSettings settings;
    private final LineOptions options;

    LineClaim(SharedLine line, SerialSettings settings, LineOptions options) {
        this.line = line;
        this.settings = settings;
        this.options = options;
    }

    SerialSettings settings() {
        return settings;
    }

    LineOptions options() {
        return options;
    }

    LineUse.Share share() {
        return new LineUse.Share(options.holder(), settings);
    }

    /** @return what others call the holder when the calling thread has the turn */
    String name() {
        return options.holder().isEmpty() ? "thread " + Thread.currentThread().getName() : options.holder();
    }

    @Override
    public Conversation converse(Duration patience) throws LineException {
        return converse(patience, Priority.PERIODIC);
    }

    @Override
    public Conversation converse(Duration patience, Priority priority) throws LineException {
        return line.lend(this, patience, priority);
    }

    @Override
    public Optional<Conversation> converseIfOpen() {
        return line.lendIfOpen(this);
    }

    @Override
    public LineAddress address() {
        return line.address();
    }

    @Override
    public void close() {
        line.close(this);
    }
}
