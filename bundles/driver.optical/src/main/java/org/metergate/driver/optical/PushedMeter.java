package org.metergate.driver.optical;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.metergate.driver.channels.Diagnosis;
import org.metergate.driver.channels.StoredPassword;
import org.metergate.driver.channels.Worker;
import org.metergate.iec62056p21.EncryptedTelegram;
import org.metergate.iec62056p21.PushSession;
import org.metergate.iec62056p21.Registers;
import org.metergate.iec62056p21.Telegram;
import org.metergate.transport.Claim;
import org.metergate.transport.Conversation;
import org.metergate.transport.LineException;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.MalformedFrameException;

/**
 * A meter that sends by itself: a thread of its own listens from start to stop and keeps the last message. Its line is not
 * shared, because nobody can tell when the next message comes. Any thread may call.
 */
final class PushedMeter {
    private static final Duration BEFORE_NEXT_TRY = Duration.ofSeconds(1);
    /** Longest that a line takes to be opened, or to say that it cannot be. */
    private static final Duration OPENING = Duration.ofSeconds(10);

    /**
     * What the meter sent last.
     *
     * @param shown by the message
     * @param began when it began to come, by the gateway's clock
     */
    record Heard(Shown shown, Instant began) {}

    private final OpticalSettings settings;
    private final Claim claim;
    private final Clock clock;
    private final Function<StoredPassword, char[]> opener;
    private final Consumer<Heard> hearer;
    private final Consumer<Diagnosis> complainer;
    private final Worker worker;
    private final OpticalDiagnosis diagnosis;
    private Optional<Heard> last = Optional.empty();
    private Diagnosis state = Diagnosis.NOT_ASKED;

    /**
     * @param name of the driver, part of the thread's name
     * @param settings of the meter
     * @param claim on its line
     * @param clock of the gateway
     * @param opener deciphers a stored key
     * @param hearer told of every good message, on the listening thread
     * @param complainer told of every failure, on the listening thread
     */
    PushedMeter(
            String name,
            OpticalSettings settings,
            Claim claim,
            Clock clock,
            Function<StoredPassword, char[]> opener,
            Consumer<Heard> hearer,
            Consumer<Diagnosis> complainer) {
        this.settings = settings;
        this.claim = claim;
        this.clock = clock;
        this.opener = opener;
        this.hearer = hearer;
        this.complainer = complainer;
        this.diagnosis = new OpticalDiagnosis(settings);
        this.worker = new Worker("optical-" + name + "-listen", this::listen);
    }

    void start() {
        worker.start();
    }

    /** Ends the listening; the claim must have been closed before. */
    void stop() {
        worker.stop();
    }

    /**
     * Waits for a first message, or for the news that there is none.
     *
     * @return what the meter shows; empty if the last message is too old, or none was good
     */
    synchronized Optional<Heard> heard() {
        long end = System.nanoTime() + settings.pushTimeout().plus(OPENING).toNanos();
        try {
            for (long left = end - System.nanoTime();
                    left > 0 && last.isEmpty() && state.equals(Diagnosis.NOT_ASKED);
                    left = end - System.nanoTime()) {
                wait(left / 1_000_000 + 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Instant oldest = clock.instant().minus(settings.pushTimeout());
        return last.filter(message -> !message.began().isBefore(oldest));
    }

    /** @return how the listening goes */
    synchronized Diagnosis diagnosis() {
        return state;
    }

    private void listen(Worker self) {
        while (!self.isStopped()) {
            try (Conversation line = claim.converse(settings.patience())) {
                Witness witness = new Witness(line, settings.session().initial(), clock);
                PushSession session = new PushSession(witness);
                while (!self.isStopped()) {
                    witness.forget();
                    hear(session, witness);
                }
            } catch (LineException e) {
                failed(diagnosis.of(e, new Evidence(List.of())));
                if (!self.await(BEFORE_NEXT_TRY)) {
                    return;
                }
            }
        }
    }

    private void hear(PushSession session, Witness witness) throws LineException {
        try {
            Shown shown =
                    settings.key().isEmpty() ? Shown.of(session.next(settings.pushTimeout())) : deciphered(witness);
            Heard heard = new Heard(shown, witness.begun());
            keep(heard);
            hearer.accept(heard);
        } catch (LineSilentException e) {
            failed(diagnosis.of(e, new Evidence(witness.exchanges())));
        } catch (MalformedFrameException e) {
            failed(diagnosis.ofPushed(e, new Evidence(witness.exchanges())));
        } catch (IllegalArgumentException e) { // says nothing of the key itself
            failed(Diagnosis.misconfigured("push.key and push.authentication.key must be 32 hexadecimal digits"));
        }
    }

    /** Keys are opened for one message and forgotten. */
    private Shown deciphered(Witness witness) throws LineException, MalformedFrameException {
        byte[] frame = witness.receive(EncryptedTelegram.FRAMING, settings.pushTimeout());
        Optional<byte[]> authentication = settings.authenticationKey().isEmpty()
                ? Optional.empty()
                : Optional.of(opened(settings.authenticationKey()));
        Telegram telegram = EncryptedTelegram.decode(frame, opened(settings.key()), authentication)
                .telegram();
        return new Shown.Text(new Registers(telegram.dataSets()));
    }

    private byte[] opened(StoredPassword key) {
        return HexFormat.of().parseHex(new String(opener.apply(key)).replaceAll("\\s", ""));
    }

    private synchronized void keep(Heard heard) {
        last = Optional.of(heard);
        state = Diagnosis.WELL;
        notifyAll();
    }

    private void failed(Diagnosis reason) {
        if (worker.isStopped()) {
            return;
        }
        synchronized (this) {
            state = reason;
            notifyAll();
        }
        complainer.accept(reason);
    }
}
