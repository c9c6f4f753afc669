package org.metergate.transport.ports;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.metergate.transport.LineAddress;
import org.metergate.transport.LineCondition;
import org.metergate.transport.LineException;
import org.metergate.transport.LineOptions;
import org.metergate.transport.LineStatus;
import org.metergate.transport.SerialSettings;
import org.metergate.transport.TraceEntry.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a line works, since when, and when to try again. Any thread may call. */
final class LineHealth {
    private static final Logger LOG = LoggerFactory.getLogger(SharedLine.class);

    /** From one attempt to the next; with the time that opening takes it stays under the 5 s that are promised. */
    private static final long PAUSE = Duration.ofMillis(1500).toNanos();

    private final LineAddress address;
    private final LineTrace trace;
    private final Clock clock;

    private Optional<LineStatus.Failure> failure = Optional.empty();
    private Optional<Instant> since = Optional.empty();
    private boolean broken;
    private boolean told;
    private boolean tried;
    private long lastTry;
    private int silentConversations;

    LineHealth(LineAddress address, LineTrace trace, Clock clock) {
        this.address = address;
        this.trace = trace;
        this.clock = clock;
    }

    synchronized Optional<LineStatus.Failure> failure() {
        return failure;
    }

    synchronized Optional<Instant> since() {
        return since;
    }

    synchronized void opened(SerialSettings settings) {
        trace.event(Kind.OPENED, settings.toString());
        if (told) {
            LOG.info("{}: open again", address);
        }
        told = false;
        broken = false;
        failure = Optional.empty();
        since = Optional.of(clock.instant());
        silentConversations = 0;
    }

    /** It could not be opened, or broke. The same failure again is not told again. */
    synchronized void failed(LineException why) {
        broken = true;
        String message = String.valueOf(why.getMessage());
        boolean known = failure.isPresent() && failure.get().condition() == why.condition();
        if (!known) {
            trace.event(Kind.FAILED, message);
            since = Optional.of(clock.instant());
        }
        if (!told && why.condition() != LineCondition.LOST) { // who spoke when it was lost is told by the exception
            told = true;
            LOG.warn("{}", message);
        }
        failure = Optional.of(new LineStatus.Failure(why.condition(), message));
    }

    /** @param again whether to open it again before anybody asks */
    synchronized void gone(boolean again) {
        broken = again;
        trace.event(Kind.CLOSED, "the other side has gone");
    }

    /** @return whether the port broke and it is time to try again */
    synchronized boolean isDueToOpen(long now) {
        return broken && (!tried || now - lastTry >= PAUSE);
    }

    synchronized void tries(long now) {
        tried = true;
        lastTry = now;
    }

    synchronized boolean isSilentTooLong(LentLine conversation, LineOptions options) {
        if (conversation.hasHeard()) {
            silentConversations = 0;
        } else if (conversation.hasAsked()) {
            silentConversations++;
        }
        boolean tooLong = options.silentConversations() > 0 && silentConversations >= options.silentConversations();
        silentConversations = tooLong ? 0 : silentConversations;
        return tooLong;
    }
}
