package org.metergate.driver.mbus;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.metergate.driver.channels.Diagnosis;
import org.metergate.driver.channels.Health;
import org.metergate.driver.channels.Reason;
import org.metergate.mbus.Answer;
import org.metergate.mbus.Formats;
import org.metergate.mbus.Header;
import org.metergate.mbus.MeterAddress;
import org.metergate.mbus.Telegrams;
import org.metergate.mbus.wireless.Reception;
import org.metergate.mbus.wireless.WirelessSession;
import org.metergate.model.Quality;
import org.metergate.transport.Claim;
import org.metergate.transport.Conversation;
import org.metergate.transport.LineException;
import org.metergate.transport.Lines;
import org.metergate.transport.MalformedFrameException;

/**
 * The meters that one receiver hears. A thread of its own listens for as long as the driver runs; a receiver that hangs or
 * a line that breaks is opened anew. The last telegram of every meter answers those who ask.
 */
final class WirelessMeters implements Meters {

    private static final Duration LISTENING = Duration.ofSeconds(1);
    private static final long BEFORE_NEXT_TRY_MILLIS = 2_000;
    private static final int MOST_METERS = 1024;

    private final MBusSettings settings;
    private final MeterKeys keys;
    private final Clock clock;
    private final Claim claim;
    private final BiConsumer<Header, Outcome> hearer;
    private final Health health;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Formats formats = Formats.wellKnown();
    private final Map<String, Heard> last = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Heard> eldest) {
            return size() > MOST_METERS;
        }
    };
    private Diagnosis reception = Diagnosis.NOT_ASKED;

    private record Heard(Header sender, Outcome outcome) {}

    /** @param hearer told of every telegram, on the listening thread */
    WirelessMeters(
            String name,
            MBusSettings settings,
            Lines lines,
            MeterKeys keys,
            Clock clock,
            BiConsumer<Header, Outcome> hearer,
            Health health) {
        this.settings = settings;
        this.keys = keys;
        this.clock = clock;
        this.hearer = hearer;
        this.health = health;
        this.claim = settings.line().claim(lines, settings.serial(), "wireless M-Bus");
        this.thread = new Thread(this::listen, "mbus-" + name + "-listen");
    }

    @Override
    public MBusSettings settings() {
        return settings;
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public synchronized Outcome ask(MeterAddress meter) {
        Instant now = clock.instant();
        if (!(meter instanceof MeterAddress.Secondary address)) {
            return Outcome.failed(
                    Diagnosis.misconfigured("a wireless meter has no primary address; expected its identification"),
                    now);
        }
        Heard newest = null;
        for (Heard heard : last.values()) {
            boolean newer = newest == null
                    || heard.outcome().received().isAfter(newest.outcome().received());
            newest = address.fits(heard.sender()) && newer ? heard : newest;
        }
        if (newest == null) {
            Diagnosis none = reception.quality() == Quality.GOOD
                    ? Reason.NOT_HEARD.diagnosis(Quality.NO_ANSWER)
                    : Reason.NOT_HEARD_BECAUSE.diagnosis(Quality.NO_ANSWER, reception.sentence());
            return Outcome.failed(none, now);
        }
        boolean old = newest.outcome().received().plus(settings.silence()).isBefore(now);
        return old
                ? Outcome.failed(
                        Reason.NOT_HEARD_SINCE.diagnosis(
                                Quality.NO_ANSWER, newest.outcome().received()),
                        now)
                : newest.outcome();
    }

    private void listen() {
        while (isOpen()) {
            try (Conversation line = claim.converse(settings.patience())) {
                WirelessSession session = new WirelessSession(
                        line, settings.source().receiver(), settings.mode(), settings.silence(), clock);
                while (isOpen()) {
                    session.listen(LISTENING).forEach(this::heard);
                    if (session.listening()) {
                        reached();
                    }
                }
            } catch (LineException e) {
                if (!failed(e)) {
                    return;
                }
            }
        }
    }

    private boolean isOpen() {
        return closed.getCount() > 0;
    }

    private synchronized void reached() {
        reception = Diagnosis.WELL;
        health.well("the receiver on " + settings.line());
    }

    /** @return whether to try again */
    private boolean failed(LineException failure) {
        if (!isOpen()) {
            return false;
        }
        synchronized (this) {
            reception = Diagnosis.of(failure);
        }
        health.ill("the receiver on " + settings.line() + ": " + failure.getMessage());
        try {
            return !closed.await(BEFORE_NEXT_TRY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    private void heard(Reception reception) {
        Instant now = clock.instant();
        try {
            Header sender = Telegrams.senderOfWireless(reception.telegram());
            Outcome outcome = outcome(reception, now);
            Header named = outcome.telegram().map(Answer.Telegram::header).orElse(sender);
            synchronized (this) {
                last.put(MeterAddress.Secondary.of(named).toString(), new Heard(named, outcome));
            }
            hearer.accept(named, outcome);
        } catch (MalformedFrameException nobody) {
            health.ill("the receiver on " + settings.line() + ": " + nobody.getMessage());
        }
    }

    private Outcome outcome(Reception heard, Instant now) {
        try {
            Answer answer = Telegrams.decodeWireless(heard.telegram(), keys, formats);
            boolean data =
                    answer instanceof Answer.Telegram telegram && telegram.structure() != Answer.Structure.COMPACT;
            return data
                    ? new Outcome(Optional.of((Answer.Telegram) answer), Diagnosis.WELL, now, heard.rssi())
                    : new Outcome(Optional.empty(), MBusDiagnosis.of(answer), now, heard.rssi());
        } catch (MalformedFrameException e) {
            return new Outcome(Optional.empty(), MBusDiagnosis.of(e), now, heard.rssi());
        }
    }

    @Override
    public void close() {
        closed.countDown();
        claim.close();
        thread.interrupt();
    }
}
