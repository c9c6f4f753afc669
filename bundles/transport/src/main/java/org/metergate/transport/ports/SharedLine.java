package org.metergate.transport.ports;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.metergate.transport.Claim;
import org.metergate.transport.Conversation;
import org.metergate.transport.LineAddress;
import org.metergate.transport.LineBusyException;
import org.metergate.transport.LineException;
import org.metergate.transport.SerialSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One physical line, its claims, and whose turn it is.
 *
 * <p>Whoever holds the one permit of {@link #turn} may speak. The monitor guards the fields, and is never held while
 * the port works, so that {@link #shutDown} and the closing of a claim get through at any time.
 */
final class SharedLine {
    private static final Logger LOG = LoggerFactory.getLogger(SharedLine.class);

    private final LineAddress address;
    private final Port.Maker ports;
    private final Consumer<SharedLine> released;
    private final Semaphore turn = new Semaphore(1, true);
    private final Set<LineClaim> claims = new HashSet<>();

    private OpenPort port; // null while closed
    private LineClaim lastServed;
    private LineClaim speaking; // null between conversations
    private String speaker = "";
    private long since;
    private long epoch;
    private boolean failing;

    /** A port that has been opened, and what it is set to. */
    private record OpenPort(Port port, SerialSettings settings) {}

    /** @param released called after a claim was closed */
    SharedLine(LineAddress address, Port.Maker ports, Consumer<SharedLine> released) {
        this.address = address;
        this.ports = ports;
        this.released = released;
    }

    LineAddress address() {
        return address;
    }

    synchronized LineClaim claim(SerialSettings settings) {
        LineClaim claim = new LineClaim(settings);
        claims.add(claim);
        return claim;
    }

    synchronized boolean isUnclaimed() {
        return claims.isEmpty();
    }

    /** Ends all claims and closes the port. */
    void shutDown() {
        synchronized (this) {
            claims.clear();
        }
        closePort();
    }

    private Conversation lend(LineClaim claim, Duration patience) throws LineException {
        takeTurn(patience);
        try {
            begin(claim);
            return lent(claim, openFor(claim));
        } catch (LineException | RuntimeException e) {
            giveBack();
            throw e;
        }
    }

    private Optional<Conversation> lendIfOpen(LineClaim claim) {
        if (!turn.tryAcquire()) {
            return Optional.empty();
        }
        Optional<Port> open = Optional.empty();
        try {
            begin(claim);
            open = stillOpen(claim);
            return open.map(port -> lent(claim, port));
        } catch (LineException givenUp) {
            return Optional.empty();
        } finally {
            if (open.isEmpty()) {
                giveBack();
            }
        }
    }

    private synchronized Conversation lent(LineClaim claim, Port open) {
        if (claim != lastServed) {
            lastServed = claim;
            epoch++;
        }
        return new LentLine(this, open, epoch);
    }

    private void takeTurn(Duration patience) throws LineException {
        try {
            if (turn.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LineException(address + ": interrupted while waiting for the line", e);
        }
        synchronized (this) {
            long held = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
            throw new LineBusyException(address + ": busy; waited " + patience.toMillis() + " ms, " + speaker
                    + " has held the line for " + held
                    + " ms; read less often, or wait longer for the line");
        }
    }

    private synchronized void begin(LineClaim claim) throws LineException {
        checkClaimed(claim);
        speaking = claim;
        speaker = "thread " + Thread.currentThread().getName();
        since = System.nanoTime();
    }

    private synchronized void checkClaimed(LineClaim claim) throws LineException {
        if (!claims.contains(claim)) {
            throw new LineException(address + ": this share of the line was given up");
        }
    }

    /** Only the holder of the turn comes here. */
    private Port openFor(LineClaim claim) throws LineException {
        Optional<Port> open = stillOpen(claim);
        if (open.isPresent()) {
            return open.get();
        }
        Port fresh = ports.make(address);
        synchronized (this) {
            checkClaimed(claim);
            port = new OpenPort(fresh, claim.settings); // from here on shutDown() ends the opening too
            epoch++;
        }
        try {
            fresh.open(claim.settings);
        } catch (LineException e) {
            closePort();
            logFailure(e);
            throw e;
        }
        logOpened();
        return fresh;
    }

    /** Only the holder of the turn comes here. A port that turns out to be gone is closed. */
    private Optional<Port> stillOpen(LineClaim claim) {
        OpenPort open;
        synchronized (this) {
            open = port;
        }
        if (open == null) {
            return Optional.empty();
        }
        boolean ready = open.settings().equals(claim.settings) || changed(open.port(), claim.settings);
        if (ready && open.port().isUp()) {
            return Optional.of(open.port());
        }
        closePort();
        return Optional.empty();
    }

    private boolean changed(Port open, SerialSettings settings) {
        try {
            open.change(settings);
            setTo(open, settings);
            return true;
        } catch (IOException e) {
            return false; // it is opened anew, which says what is wrong
        }
    }

    /** Remembers what the port is set to. */
    synchronized void setTo(Port open, SerialSettings settings) {
        if (port != null && port.port() == open) {
            port = new OpenPort(open, settings);
        }
    }

    /** Closes the port; the next conversation opens it anew. */
    void closePort() {
        Port open;
        synchronized (this) {
            open = port == null ? null : port.port();
            port = null;
        }
        if (open != null) {
            open.close();
        }
    }

    /** Ends the turn of the one conversation that is going on. */
    void giveBack() {
        synchronized (this) {
            speaking = null;
        }
        turn.release();
    }

    private synchronized void logFailure(LineException e) {
        if (!failing) {
            failing = true;
            LOG.warn("{}", e.getMessage());
        }
    }

    private synchronized void logOpened() {
        if (failing) {
            failing = false;
            LOG.info("{}: open again", address);
        }
    }

    /** A share of this line. */
    final class LineClaim implements Claim {
        private final SerialSettings settings;

        private LineClaim(SerialSettings settings) {
            this.settings = settings;
        }

        @Override
        public Conversation converse(Duration patience) throws LineException {
            synchronized (SharedLine.this) {
                checkClaimed(this);
            }
            return lend(this, patience);
        }

        @Override
        public Optional<Conversation> converseIfOpen() {
            return lendIfOpen(this);
        }

        @Override
        public LineAddress address() {
            return address;
        }

        @Override
        public void close() {
            boolean silence;
            synchronized (SharedLine.this) {
                if (!claims.remove(this)) {
                    return;
                }
                silence = speaking == this || claims.isEmpty();
            }
            if (silence) {
                closePort();
            }
            released.accept(SharedLine.this);
        }
    }
}
