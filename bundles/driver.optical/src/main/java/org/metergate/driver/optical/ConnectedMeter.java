package org.metergate.driver.optical;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.type.DataType;
import org.metergate.driver.channels.ChannelKind;
import org.metergate.driver.channels.Diagnosis;
import org.metergate.driver.channels.Health;
import org.metergate.driver.channels.Listeners;
import org.metergate.driver.channels.MeterState;
import org.metergate.driver.channels.Reason;
import org.metergate.driver.channels.Records;
import org.metergate.driver.channels.StoredPassword;
import org.metergate.driver.channels.Worker;
import org.metergate.iec62056p21.Password;
import org.metergate.iec62056p21.Pause;
import org.metergate.iec62056p21.ProgrammingAnswer;
import org.metergate.model.Quality;
import org.metergate.model.Reading;
import org.metergate.model.Value;
import org.metergate.transport.Claim;
import org.metergate.transport.Lines;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One meter on its line, asked or listened to, for as long as the settings hold. Any thread may call.
 */
final class ConnectedMeter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectedMeter.class);
    /** The last row of a load profile is not older. */
    private static final Duration LAST_ROW = Duration.ofHours(3);
    /** Who is told a row before the wires behind him are there loses it: at first profiles are read no sooner. */
    private static final Duration SETTLING = Duration.ofSeconds(10);

    /**
     * What a meter needs of the driver around it.
     *
     * @param name of the driver
     * @param lines of the gateway
     * @param clock of the gateway
     * @param pause waits where the line must rest
     * @param opener deciphers what the gateway stores enciphered
     * @param listeners channels that are listened to
     * @param health says once what changed
     * @param told up to which row channels were told of profiles
     */
    record Surroundings(
            String name,
            Lines lines,
            Clock clock,
            Pause pause,
            Function<StoredPassword, char[]> opener,
            Listeners listeners,
            Health health,
            ToldRows told) {}

    private final OpticalSettings settings;
    private final Surroundings around;
    private final Claim claim;
    private final PolledMeter polled;
    private final PushedMeter pushed;
    private final ProfileReader profiles;
    private final Worker profileWorker;
    private boolean profilesRun;
    private volatile boolean closed;

    /**
     * @param settings of the meter
     * @param around the driver
     */
    ConnectedMeter(OpticalSettings settings, Surroundings around) {
        this.settings = settings;
        this.around = around;
        String holder = settings.push() ? settings.meter() + ", which sends by itself" : settings.meter();
        claim = settings.line().claim(around.lines(), settings.session().initial(), holder);
        polled = new PolledMeter(settings, claim, around.clock(), around.pause(), this::password);
        pushed = new PushedMeter(
                around.name(), settings, claim, around.clock(), around.opener(), this::heard, this::heardNothing);
        profiles = new ProfileReader(settings, around.clock(), around.told());
        profileWorker = new Worker("optical-" + around.name() + "-profile", this::readProfiles);
    }

    /** Begins to listen, if there is something to listen to. */
    synchronized void start() {
        if (isPushed()) {
            pushed.start();
        }
        listenersChanged();
    }

    /** @return the settings it was made with */
    OpticalSettings settings() {
        return settings;
    }

    /** Somebody listens to a channel from now on, or no longer. */
    synchronized void listenersChanged() {
        if (isPushed() || around.listeners().isEmpty()) {
            return;
        }
        if (profilesRun) {
            profileWorker.wake();
        } else {
            profilesRun = true;
            profileWorker.start();
        }
    }

    /** Breaks a conversation in progress off, gives the line up and ends the threads. */
    @Override
    public void close() {
        closed = true;
        claim.close();
        if (isPushed()) {
            pushed.stop();
        }
        synchronized (this) {
            if (!profilesRun) {
                return;
            }
        }
        profileWorker.stop();
    }

    private Optional<Password> password() {
        StoredPassword stored = settings.password();
        return stored.isEmpty()
                ? Optional.empty()
                : Optional.of(new Password(
                        settings.loginCommand(), new String(around.opener().apply(stored))));
    }

    private boolean isPushed() {
        return settings.push();
    }

    /** Answers every record. */
    void read(List<ChannelRecord> records) {
        Map<ChannelRecord, OpticalChannel> channels = channels(records);
        if (channels.isEmpty()) {
            return;
        }
        Map<ChannelRecord, Asked> asked = new IdentityHashMap<>();
        channels.forEach((record, channel) -> question(channel).ifPresent(question -> asked.put(record, question)));
        Answers answers = isPushed() ? latest() : polled(channels, asked);
        channels.forEach((record, channel) -> {
            Optional<Asked> question = Optional.ofNullable(asked.get(record));
            Reading reading = reading(channel, record.getValueType(), question, answers);
            if (question.isPresent() && channel.source() == Source.PROFILE && channel.kind() == ChannelKind.VALUE) {
                reading = profiles.polled(channel, record.getChannelName(), reading, around.listeners());
            }
            Records.fill(record, reading, channel.conversion());
        });
    }

    private Answers polled(Map<ChannelRecord, OpticalChannel> channels, Map<ChannelRecord, Asked> asked) {
        boolean readout = asked.isEmpty()
                || channels.entrySet().stream()
                        .filter(entry -> !asked.containsKey(entry.getKey()))
                        .anyMatch(entry -> needsReadout(entry.getValue()));
        Set<Asked> questions = new LinkedHashSet<>(asked.values());
        return answers(polled.read(readout, questions));
    }

    private static boolean needsReadout(OpticalChannel channel) {
        return channel.isOfRegister() || channel.kind() == ChannelKind.DRIFT || channel.kind() == ChannelKind.CLOCK;
    }

    private Answers answers(Outcome outcome) {
        Optional<Instant> clock =
                outcome.shown().flatMap(shown -> shown.clock(settings.clock().zone()));
        MeterState state = note(outcome.diagnosis(), outcome.began(), clock);
        return new Answers(
                settings,
                outcome.shown(),
                outcome.answers(),
                outcome.diagnosis(),
                settings.clock().time(clock, outcome.began()),
                state);
    }

    private Answers latest() {
        Diagnosis now = pushed.diagnosis();
        return pushed.heard().map(heard -> answers(heard, stillGood(now))).orElseGet(() -> {
            Diagnosis why = pushed.diagnosis();
            if (why.quality() == Quality.GOOD) {
                why = Reason.MESSAGE_TOO_OLD.diagnosis(
                        Quality.NO_ANSWER, settings.pushTimeout().toMillis());
            }
            return nothing(why);
        });
    }

    /** What came after a message that is still young enough may have been damaged. */
    private static Diagnosis stillGood(Diagnosis now) {
        return now.quality() == Quality.GOOD || now.equals(Diagnosis.NOT_ASKED)
                ? Diagnosis.WELL
                : Reason.LAST_MESSAGE_LOST.diagnosis(Quality.GOOD, now.wrong(), now.advice());
    }

    private Answers answers(PushedMeter.Heard heard, Diagnosis remark) {
        Optional<Instant> clock = heard.shown().clock(settings.clock().zone());
        MeterState state = note(remark, heard.began(), clock);
        Instant time = settings.clock().time(clock, heard.began());
        return new Answers(settings, Optional.of(heard.shown()), Map.of(), remark, time, state);
    }

    private Answers nothing(Diagnosis why) {
        Instant now = around.clock().instant();
        MeterState state = note(why, now, Optional.empty());
        return new Answers(settings, Optional.empty(), Map.of(), why, now, state);
    }

    /** The state is that of one conversation: others may go on at the same time. */
    private MeterState note(Diagnosis diagnosis, Instant time, Optional<Instant> clock) {
        MeterState state = new MeterState(settings.name());
        if (diagnosis.quality() == Quality.GOOD) {
            state.answered(time, clock, diagnosis);
            around.health().well(settings.name());
        } else {
            state.failed(diagnosis, time);
            if (!closed) { // else broken off by ourselves, and nothing to complain about
                around.health().ill(settings.name() + ": " + diagnosis.sentence());
            }
        }
        return state;
    }

    private Reading reading(OpticalChannel channel, DataType type, Optional<Asked> question, Answers answers) {
        if (!channel.isOfRegister()) {
            return answers.state().reading(channel.kind());
        }
        Reading reading = answers.reading(channel, type, question);
        return channel.kind() == ChannelKind.QUALITY
                ? Reading.good(new Value.Text(reading.quality().name()), reading.time())
                : reading;
    }

    private Optional<Asked> question(OpticalChannel channel) {
        if (isPushed() || !channel.isOfRegister()) {
            return Optional.empty();
        }
        return channel.source() == Source.PROFILE
                ? Optional.of(profiles.question(
                        channel.profile(), around.clock().instant().minus(LAST_ROW)))
                : channel.source().command().map(command -> new Asked(command, channel.address(), channel.selection()));
    }

    private Map<ChannelRecord, OpticalChannel> channels(List<ChannelRecord> records) {
        Map<ChannelRecord, OpticalChannel> channels = new IdentityHashMap<>();
        for (ChannelRecord record : records) {
            try {
                channels.put(record, OpticalChannel.of(record.getChannelConfig()));
            } catch (OpticalChannel.InvalidException e) {
                String reason = "channel " + record.getChannelName() + ": " + e.getMessage();
                Records.fail(record, reason, around.clock().instant());
            }
        }
        return channels;
    }

    /** Writes every record, or says why not. */
    void write(List<ChannelRecord> records) {
        Instant now = around.clock().instant();
        Map<ChannelRecord, PolledMeter.Write> writes = new LinkedHashMap<>();
        for (ChannelRecord record : records) {
            try {
                if (isPushed()) {
                    throw new OpticalChannel.InvalidException("this meter sends by itself and takes nothing");
                }
                writes.put(record, Writes.of(record));
            } catch (OpticalChannel.InvalidException e) {
                Records.fail(record, "channel " + record.getChannelName() + ": " + e.getMessage(), now);
            }
        }
        if (writes.isEmpty()) {
            return;
        }
        PolledMeter.Written written = polled.write(List.copyOf(writes.values()));
        note(written.diagnosis(), now, Optional.empty());
        int next = 0;
        for (ChannelRecord record : writes.keySet()) {
            Optional<ProgrammingAnswer> answer = next < written.answers().size()
                    ? Optional.of(written.answers().get(next++))
                    : Optional.empty();
            Writes.answer(
                    record,
                    answer,
                    settings.name(),
                    written.diagnosis(),
                    around.clock().instant());
        }
    }

    private void heard(PushedMeter.Heard heard) {
        Answers answers = answers(heard, Diagnosis.WELL);
        around.listeners().deliver(listened -> listened(listened, answers));
    }

    private void heardNothing(Diagnosis why) {
        Answers answers = nothing(why);
        around.listeners().deliver(listened -> listened(listened, answers));
    }

    private Optional<Reading> listened(Listeners.Listened listened, Answers answers) {
        try {
            OpticalChannel channel = OpticalChannel.of(listened.settings());
            return channel.source() == Source.READOUT
                    ? Optional.of(reading(channel, listened.type(), Optional.empty(), answers))
                    : Optional.empty();
        } catch (OpticalChannel.InvalidException e) {
            LOG.debug("channel {}: {}", listened.name(), e.getMessage()); // said when it was registered
            return Optional.empty();
        }
    }

    private void readProfiles(Worker self) {
        Duration interval = settings.profileInterval();
        if (!self.settle(interval.compareTo(SETTLING) < 0 ? interval : SETTLING)) {
            return;
        }
        do {
            profiles.read(
                    questions -> {
                        Outcome outcome = polled.read(false, questions);
                        note(outcome.diagnosis(), outcome.began(), Optional.empty());
                        return outcome.answers();
                    },
                    around.listeners());
        } while (self.await(interval));
    }
}
