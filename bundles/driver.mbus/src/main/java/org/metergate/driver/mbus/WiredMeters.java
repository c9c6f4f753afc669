package org.metergate.driver.mbus;

import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.metergate.driver.channels.Diagnosis;
import org.metergate.driver.channels.Reason;
import org.metergate.mbus.Answer;
import org.metergate.mbus.BusFault;
import org.metergate.mbus.Formats;
import org.metergate.mbus.FrameCounts;
import org.metergate.mbus.MBusSession;
import org.metergate.mbus.MeterAddress;
import org.metergate.mbus.Timing;
import org.metergate.model.Quality;
import org.metergate.transport.Claim;
import org.metergate.transport.Conversation;
import org.metergate.transport.LineException;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.Lines;
import org.metergate.transport.MalformedFrameException;

/**
 * The meters of a wired bus. Each readout is a conversation of its own, so that the meters of all assets take turns. Who
 * asks for a meter that is being read already shares that readout.
 */
final class WiredMeters implements Meters {

    private final MBusSettings settings;
    private final MeterKeys keys;
    private final ReadBudget budget;
    private final Clock clock;
    private final Claim claim;
    private final FrameCounts counts = new FrameCounts();
    private final Formats formats = Formats.wellKnown();
    private final Map<MeterAddress, FutureTask<Outcome>> underWay = new ConcurrentHashMap<>();
    private final Map<MeterAddress, Outcome> last = new ConcurrentHashMap<>();
    private final Set<MeterAddress> silent = ConcurrentHashMap.newKeySet();
    private long epoch = Long.MIN_VALUE;

    WiredMeters(MBusSettings settings, Lines lines, MeterKeys keys, ReadBudget budget, Clock clock) {
        this.settings = settings;
        this.keys = keys;
        this.budget = budget;
        this.clock = clock;
        this.claim = settings.line().claim(lines, settings.serial(), "M-Bus");
    }

    @Override
    public MBusSettings settings() {
        return settings;
    }

    @Override
    public Outcome ask(MeterAddress meter) {
        FutureTask<Outcome> own = new FutureTask<>(() -> readOut(meter));
        FutureTask<Outcome> others = underWay.putIfAbsent(meter, own);
        if (others == null) {
            own.run();
            underWay.remove(meter, own);
        }
        try {
            return (others == null ? own : others).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.failed(Reason.BROKEN_OFF.diagnosis(Quality.NO_ANSWER), clock.instant());
        } catch (ExecutionException defect) {
            throw new IllegalStateException(defect.getCause());
        }
    }

    private Outcome readOut(MeterAddress meter) {
        Optional<MeterNote> limited = settings.budget(meter);
        Optional<Instant> later =
                limited.flatMap(note -> budget.take(note.meter().toString(), note.budget()));
        if (later.isPresent()) {
            return inBetween(meter, limited.get(), later.get());
        }
        Map<BusFault, Integer> faults = new EnumMap<>(BusFault.class);
        Outcome outcome = outcome(meter, faults);
        last.put(meter, outcome);
        return outcome;
    }

    /** What is said of a meter on a battery until it may be read again: its last data, with their own time. */
    private Outcome inBetween(MeterAddress meter, MeterNote note, Instant next) {
        Outcome before = last.get(meter);
        if (before != null && before.telegram().isPresent()) {
            return before;
        }
        Diagnosis saved = Reason.BATTERY_SAVED.diagnosis(Quality.NO_ANSWER, note.budget(), next);
        return Outcome.failed(saved, clock.instant());
    }

    private Outcome outcome(MeterAddress meter, Map<BusFault, Integer> faults) {
        try {
            Answer answer = converse(meter, faults);
            silent.remove(meter);
            boolean data =
                    answer instanceof Answer.Telegram telegram && telegram.structure() != Answer.Structure.COMPACT;
            return data
                    ? new Outcome(
                            Optional.of((Answer.Telegram) answer),
                            MBusDiagnosis.mended(faults),
                            clock.instant(),
                            OptionalInt.empty())
                    : Outcome.failed(MBusDiagnosis.of(answer), clock.instant());
        } catch (LineSilentException e) {
            silent.add(meter);
            return Outcome.failed(MBusDiagnosis.of(e), clock.instant());
        } catch (LineException e) {
            return Outcome.failed(MBusDiagnosis.of(e), clock.instant());
        } catch (MalformedFrameException e) {
            return Outcome.failed(MBusDiagnosis.of(e), clock.instant());
        }
    }

    /** A meter that was silent the last time is called once only: the others would wait for it. */
    private Answer converse(MeterAddress meter, Map<BusFault, Integer> faults)
            throws LineException, MalformedFrameException {
        Timing timing = silent.contains(meter) ? settings.timing().retrying(0) : settings.timing();
        try (Conversation conversation = claim.converse(settings.patience())) {
            noticeEpoch(conversation.epoch());
            try {
                return new MBusSession(
                                conversation,
                                timing,
                                counts,
                                (fault, detail) -> faults.merge(fault, 1, Integer::sum),
                                formats)
                        .read(meter, keys.askedAt(meter));
            } catch (LineSilentException quiet) {
                throw quiet;
            } catch (LineException broken) {
                conversation.hangUp();
                throw broken;
            }
        }
    }

    /** Only whoever holds the line comes here. */
    private synchronized void noticeEpoch(long present) {
        if (present != epoch) {
            counts.forgetAll();
            epoch = present;
        }
    }

    @Override
    public void close() {
        claim.close();
    }
}
