package org.metergate.transport.ports;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.metergate.transport.Conversation;
import org.metergate.transport.LineAddress;
import org.metergate.transport.LineBusyException;
import org.metergate.transport.LineCondition;
import org.metergate.transport.LineException;
import org.metergate.transport.LineOptions;
import org.metergate.transport.LineStatus;
import org.metergate.transport.LineUse;
import org.metergate.transport.Priority;
import org.metergate.transport.SerialSettings;
import org.metergate.transport.TraceEntry.Kind;

/**
 * One physical line, its claims, and whose turn it is.
 *
 * <p>Whoever was served by {@link #turns} may speak. The monitor guards the fields, and is never held while the port
 * works, so that {@link #shutDown} and the closing of a claim get through at any time.
 */
final class SharedLine {
    /** The watch looks for about a millisecond, which is nobody's turn. */
    private static final Duration LOOK = Duration.ofMillis(20);

    private static final String REOPENING = "the line itself, which is being opened again,";

    private final LineAddress address;
    private final Port.Maker ports;
    private final Neighbours neighbours;
    private final Consumer<SharedLine> released;
    private final Turns turns = new Turns();
    private final Set<LineClaim> claims = new LinkedHashSet<>();
    private final LineTrace trace;
    private final LineHealth health;
    private final LineLedger ledger;

    private OpenPort port; // null while closed
    private LineClaim lastServed;
    private LineClaim speaking; // null between conversations
    private String speaker = "";
    private long since;
    private long epoch;
    private boolean echoes;

    /** The other lines of this machine. */
    @FunctionalInterface
    interface Neighbours {
        /** Knows no other. */
        Neighbours NONE = (asking, device, within) -> Optional.empty();

        /**
         * Asks the line that has a device open, under another name, to give it up.
         *
         * @param within longest wait for a conversation on that line to end
         * @return the line that had it open; its device is free now unless it still has a holder; empty if none had
         */
        Optional<SharedLine> askFor(SharedLine asking, Path device, Duration within);
    }

    /** A port that has been opened, and what it is set to. */
    private record OpenPort(Port port, SerialSettings settings) {}

    /** @param released called after a claim was closed */
    SharedLine(
            LineAddress address, Port.Maker ports, Neighbours neighbours, Clock clock, Consumer<SharedLine> released) {
        this.address = address;
        this.ports = ports;
        this.neighbours = neighbours;
        this.released = released;
        trace = new LineTrace(address, clock);
        health = new LineHealth(address, trace, clock);
        ledger = new LineLedger(address, clock);
    }

    LineAddress address() {
        return address;
    }

    LineTrace trace() {
        return trace;
    }

    LineLedger ledger() {
        return ledger;
    }

    LineUse use() {
        List<LineUse.Share> shares;
        synchronized (this) {
            shares = claims.stream().map(LineClaim::share).toList();
        }
        return ledger.use(shares);
    }

    synchronized LineStatus status() {
        Optional<String> holder = speaker.isEmpty() ? Optional.empty() : Optional.of(speaker);
        return new LineStatus(
                address, port != null, holder, turns.waiting(), claims.size(), health.since(), health.failure());
    }

    synchronized LineClaim claim(SerialSettings settings, LineOptions options) {
        LineClaim claim = new LineClaim(this, settings, options);
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

    Conversation lend(LineClaim claim, Duration patience, Priority priority) throws LineException {
        synchronized (this) {
            checkClaimed(claim);
        }
        long asked = System.nanoTime();
        long end = asked + patience.toNanos();
        try {
            takeTurn(claim, patience, priority);
        } catch (LineException e) {
            ledger.failed(e.condition());
            throw e;
        }
        TurnTally tally = ledger.begin(claim.name(), Duration.ofNanos(System.nanoTime() - asked));
        try {
            begin(claim);
            return lent(claim, openFor(claim, end), tally);
        } catch (LineException e) {
            ledger.failed(e.condition());
            tally.end();
            giveBack();
            throw e;
        } catch (RuntimeException e) {
            tally.end();
            giveBack();
            throw e;
        }
    }

    Optional<Conversation> lendIfOpen(LineClaim claim) {
        if (!turns.takeIfFree() && !isFreeAfterALook()) {
            return Optional.empty();
        }
        Optional<OpenPort> open = Optional.empty();
        try {
            begin(claim);
            open = stillOpen(claim);
            return open.map(port -> lent(claim, port, ledger.aside(claim.name())));
        } catch (LineException givenUp) {
            return Optional.empty();
        } finally {
            if (open.isEmpty()) {
                giveBack();
            }
        }
    }

    private synchronized Conversation lent(LineClaim claim, OpenPort open, TurnTally tally) {
        if (claim != lastServed) {
            lastServed = claim;
            epoch++;
        }
        EchoFilter echo = new EchoFilter(claim.options().echo(), echoes);
        return new LentLine(this, open.port(), open.settings(), echo, epoch, tally);
    }

    private void takeTurn(LineClaim claim, Duration patience, Priority priority) throws LineException {
        try {
            if (turns.await(turns.ask(priority), isLookedAt() ? patience.plus(LOOK) : patience)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LineException(LineCondition.ENDED, address + ": interrupted while waiting for the line", e);
        }
        synchronized (this) {
            Optional<LineStatus.Failure> failure = health.failure();
            if (speaker.equals(REOPENING) && failure.isPresent()) {
                throw new LineException(failure.get().condition(), failure.get().message());
            }
            long held = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
            throw new LineBusyException(address + ": busy; " + claim.name() + " waited " + patience.toMillis()
                    + " ms, " + speaker + " has held the line for " + held
                    + " ms; read less often, or wait longer for the line");
        }
    }

    private synchronized boolean isLookedAt() {
        return speaker.equals(REOPENING);
    }

    private boolean isFreeAfterALook() {
        try {
            return isLookedAt() && turns.waiting() == 0 && turns.await(turns.ask(Priority.PERIODIC), LOOK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized void begin(LineClaim claim) throws LineException {
        checkClaimed(claim);
        speaking = claim;
        speaker = claim.name();
        since = System.nanoTime();
    }

    private synchronized void checkClaimed(LineClaim claim) throws LineException {
        if (!claims.contains(claim)) {
            throw new LineException(LineCondition.ENDED, address + ": this share of the line was given up");
        }
    }

    /** Only the holder of the turn comes here. */
    private OpenPort openFor(LineClaim claim, long end) throws LineException {
        Optional<OpenPort> open = stillOpen(claim);
        if (open.isPresent()) {
            return open.get();
        }
        while (true) {
            OpenPort fresh = new OpenPort(ports.make(address), claim.settings());
            try {
                return opened(claim, fresh);
            } catch (LineException e) {
                Optional<Path> device = fresh.port().device();
                Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
                if (e.condition() != LineCondition.BUSY || device.isEmpty()) {
                    throw e;
                }
                SharedLine other = neighbours.askFor(this, device.get(), left).orElseThrow(() -> e);
                if (left.isZero()) {
                    throw new LineBusyException(address + ": busy; " + other.address + " is the same device, and "
                            + other.holder() + " holds it; read less often, or wait longer for the line");
                }
            }
        }
    }

    private synchronized String holder() {
        return speaker.isEmpty() ? "another" : speaker;
    }

    /** Another line wants the device that this one has open. */
    boolean giveUp(Path device, Duration within) {
        synchronized (this) {
            if (port == null || !port.port().device().equals(Optional.of(device))) {
                return false;
            }
        }
        try {
            if (turns.await(turns.ask(Priority.PERIODIC), within)) {
                hangUp("given to a line with another name for the device");
                giveBack();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    private OpenPort opened(LineClaim claim, OpenPort fresh) throws LineException {
        synchronized (this) {
            checkClaimed(claim);
            port = fresh; // from here on shutDown() ends the opening too
            epoch++;
        }
        try {
            fresh.port().open(claim.settings());
        } catch (LineException e) {
            closePort();
            health.failed(e);
            throw e;
        }
        health.opened(claim.settings());
        return fresh;
    }

    /** Only the holder of the turn comes here. A port that turns out to be gone is closed. */
    private Optional<OpenPort> stillOpen(LineClaim claim) {
        OpenPort open;
        synchronized (this) {
            open = port;
        }
        if (open == null) {
            return Optional.empty();
        }
        boolean ready = open.port().isUp()
                && (open.settings().equals(claim.settings()) || changed(open.port(), claim.settings()));
        if (ready) {
            return Optional.of(new OpenPort(open.port(), claim.settings()));
        }
        closePort();
        trace.event(Kind.CLOSED, "the other side has gone");
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
            trace.event(Kind.CHANGED, settings.toString());
        }
    }

    /**
     * Looks after the line while nobody speaks: notices a port that has gone, and opens one that broke. Takes as long as
     * opening takes.
     *
     * @param now of a monotonic clock, in ns
     */
    void tend(long now) {
        if (!turns.takeIfFree()) {
            return;
        }
        try {
            OpenPort open;
            Optional<LineClaim> claim;
            synchronized (this) {
                open = port;
                claim = claims.contains(lastServed)
                        ? Optional.of(lastServed)
                        : claims.stream().findFirst();
                speaker = REOPENING;
                since = System.nanoTime();
            }
            if (open != null && !open.port().isUp()) {
                closePort();
                health.gone(open.port().isWatched());
            }
            if (claim.isPresent() && health.isDueToOpen(now)) {
                health.tries(now);
                LineClaim next = claim.get();
                opened(next, new OpenPort(ports.make(address), next.settings()));
            }
        } catch (LineException e) {
            // the line's health has noted it, and is asked again
        } finally {
            giveBack();
        }
    }

    /** @return whether {@link #tend} would open the port now, which may take long */
    boolean isDueToOpen(long now) {
        return health.isDueToOpen(now);
    }

    /** The port broke in a conversation; it is opened again, unless this side has closed it. */
    LineException broke(String message, IOException cause) {
        boolean givenUp;
        synchronized (this) {
            givenUp = !claims.contains(speaking);
        }
        closePort();
        if (givenUp) {
            return new LineException(LineCondition.ENDED, address + ": this share of the line was given up", cause);
        }
        LineException why = new LineException(LineCondition.LOST, message, cause);
        health.failed(why);
        return why;
    }

    /** Closes the port on purpose; the next conversation opens it anew. */
    void hangUp(String why) {
        closePort();
        trace.event(Kind.CLOSED, why);
    }

    /** Closes the port. */
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

    /** Ends the turn of one conversation. */
    void end(LentLine conversation) {
        LineOptions options;
        synchronized (this) {
            echoes = conversation.hasSeenEcho();
            options = speaking == null ? LineOptions.USUAL : speaking.options();
        }
        conversation.tally().end();
        if (conversation.isRemote() && health.isSilentTooLong(conversation, options)) {
            hangUp("no byte in " + options.silentConversations() + " conversations; opened anew by the next");
        }
        giveBack();
    }

    private void giveBack() {
        synchronized (this) {
            speaking = null;
            speaker = "";
        }
        turns.giveBack();
    }

    /** A share is given up. */
    void close(LineClaim claim) {
        boolean silence;
        synchronized (this) {
            if (!claims.remove(claim)) {
                return;
            }
            silence = speaking == claim || claims.isEmpty();
        }
        if (silence) {
            closePort();
        }
        released.accept(this);
    }
}
