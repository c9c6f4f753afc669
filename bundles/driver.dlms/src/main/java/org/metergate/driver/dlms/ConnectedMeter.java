package org.metergate.driver.dlms;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.type.DataType;
import org.metergate.dlms.Answer;
import org.metergate.dlms.CosemAttribute;
import org.metergate.dlms.CosemDateTime;
import org.metergate.dlms.DlmsReading;
import org.metergate.dlms.DlmsSettings;
import org.metergate.dlms.InvocationCounter;
import org.metergate.dlms.ProfileReader.RefusedException;
import org.metergate.dlms.ProfileReader.Shape;
import org.metergate.dlms.ProfileRow;
import org.metergate.driver.channels.ChannelKind;
import org.metergate.driver.channels.Diagnosis;
import org.metergate.driver.channels.Health;
import org.metergate.driver.channels.Listeners;
import org.metergate.driver.channels.MeterState;
import org.metergate.driver.channels.Records;
import org.metergate.driver.channels.Worker;
import org.metergate.iec62056p21.Pause;
import org.metergate.model.ObisCode;
import org.metergate.model.Quality;
import org.metergate.model.Reading;
import org.metergate.model.Value;
import org.metergate.transport.Claim;
import org.metergate.transport.LineException;
import org.metergate.transport.Lines;
import org.metergate.transport.MalformedFrameException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One meter under one set of settings, from claiming its line to giving it up. Any thread may call. */
final class ConnectedMeter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectedMeter.class);

    /**
     * What stays the same when the settings change.
     *
     * @param name of the driver
     * @param lines of the gateway
     * @param clock of the gateway
     * @param pause waits where the line must rest
     * @param store remembers counters and rows
     * @param ports that meters push to
     * @param listeners channels that are listened to
     * @param health says once what changed
     */
    record Surroundings(
            String name,
            Lines lines,
            Clock clock,
            Pause pause,
            DlmsStore store,
            PushPorts ports,
            Listeners listeners,
            Health health) {}

    private final DlmsDriverSettings settings;
    private final Surroundings around;
    private final Claim claim;
    private final PolledMeter polled;
    private final Profiles profiles;
    private final ProfileWatch watch;
    private final Worker watcher;
    private final PushedMeter pushed;
    private final ClockKeeper keeper;
    private final Writes writes;
    private final Readings readings;
    private boolean watched;
    private volatile boolean closed;

    /**
     * @param settings of the meter
     * @param opened its passwords and keys
     * @param around the driver
     * @throws IOException if the invocation counter cannot be kept on the disk
     */
    ConnectedMeter(DlmsDriverSettings settings, Credentials.Opened opened, Surroundings around) throws IOException {
        this.settings = settings;
        this.around = around;
        Optional<InvocationCounter> counter = settings.credentials().needsKeys()
                ? Optional.of(around.store()
                        .counter(opened.fingerprint(), settings.addressing().client()))
                : Optional.empty();
        DlmsSettings how = settings.session(opened);
        this.claim = claim();
        this.polled = new PolledMeter(settings, how, claim, counter, around.clock());
        this.profiles = new Profiles(polled, settings);
        this.watch = new ProfileWatch(around.name(), settings, polled, profiles, around.store(), around.clock());
        this.watcher = new Worker("dlms-" + around.name() + "-profile", this::watchProfiles);
        this.pushed = new PushedMeter(settings, opened.pushKeys(), around.clock(), this::heard, this::heardNothing);
        Audit audit = new Audit(around.name(), settings.name());
        this.keeper = new ClockKeeper(settings, polled, around.clock(), audit);
        this.writes = new Writes(settings, polled, around.clock(), audit);
        this.readings = new Readings(settings);
    }

    private Claim claim() {
        String holder = settings.push().alone() ? settings.meter() + ", which sends by itself" : settings.meter();
        return settings.start()
                .<Claim>map(start -> new OpticalStart(
                        settings.line().claim(around.lines(), start.initial(), holder), start, around.pause()))
                .orElseGet(() -> settings.line().claim(around.lines(), settings.serial(), holder));
    }

    /** Begins to listen, if there is something to listen to. */
    synchronized void start() {
        switch (settings.push().way()) {
            case NONE -> {
                // asked only
            }
            case LINE -> pushed.listen(around.name(), claim);
            case TCP, UDP -> around.ports().add(settings.push(), pushed);
        }
        listenersChanged();
    }

    /** @return the settings it was made with */
    DlmsDriverSettings settings() {
        return settings;
    }

    /** @return what asks the meter */
    PolledMeter polled() {
        return polled;
    }

    /** @return its load profiles */
    Profiles profiles() {
        return profiles;
    }

    /** Somebody listens to a channel from now on, or no longer. */
    synchronized void listenersChanged() {
        if (settings.push().alone() || around.listeners().isEmpty()) {
            return;
        }
        if (watched) {
            watcher.wake();
        } else {
            watched = true;
            watcher.start();
        }
    }

    /** Breaks a conversation in progress off, gives the line up and ends the threads. */
    @Override
    public void close() {
        closed = true;
        around.ports().remove(pushed);
        polled.close();
        claim.close();
        pushed.stop();
        synchronized (this) {
            if (!watched) {
                return;
            }
        }
        watcher.stop();
    }

    private void watchProfiles(Worker self) {
        do {
            Diagnosis found = watch.read(around.listeners(), () -> !self.isStopped());
            if (found.quality() != Quality.GOOD && !closed) {
                around.health().ill(settings.name() + ": " + found.sentence());
            }
        } while (self.await(settings.profileInterval()));
    }

    /** Answers every record. */
    void read(List<ChannelRecord> records) {
        Map<ChannelRecord, DlmsChannel> channels = channels(records);
        if (channels.isEmpty()) {
            return;
        }
        if (settings.push().alone()) {
            readPushed(channels);
            return;
        }
        Set<CosemAttribute> asked = new LinkedHashSet<>();
        for (ChannelRecord record : records) { // in the order of the caller
            Optional.ofNullable(channels.get(record)).ifPresent(channel -> {
                channel.asked().ifPresent(asked::add);
                channel.capture().ifPresent(asked::add);
            });
        }
        Outcome outcome = polled.read(asked);
        MeterState state = note(outcome);
        channels.forEach((record, channel) ->
                Records.fill(record, reading(channel, record, outcome, state), channel.conversion()));
        if (outcome.diagnosis().quality() == Quality.GOOD) {
            outcome.shown().ifPresent(shown -> keeper.look(shown, outcome.at()));
        }
    }

    private Reading reading(DlmsChannel channel, ChannelRecord record, Outcome outcome, MeterState state) {
        if (channel.attribute().isEmpty()) {
            return state.reading(channel.kind());
        }
        Reading reading = channel.profile().isPresent()
                ? lastRow(channel.profile().get(), channel, record, outcome)
                : value(channel, record.getValueType(), outcome);
        return channel.kind() == ChannelKind.QUALITY
                ? Reading.good(new Value.Text(reading.quality().name()), reading.time())
                : reading;
    }

    private Reading value(DlmsChannel channel, DataType type, Outcome outcome) {
        DlmsReading reading = outcome.readings().get(channel.attribute().orElseThrow());
        Instant time = time(outcome);
        if (reading == null) {
            return readings.failed(outcome.diagnosis(), time);
        }
        Optional<Instant> captured = channel.capture()
                .flatMap(attribute -> Optional.ofNullable(outcome.readings().get(attribute)))
                .map(DlmsReading::answer)
                .filter(Answer.Moment.class::isInstance)
                .map(moment -> settings.clock()
                        .ofRow(((Answer.Moment) moment)
                                .time()
                                .instant(settings.clock().zone())));
        return readings.of(reading.element(channel.index()), type, captured.orElse(time));
    }

    private Instant time(Outcome outcome) {
        return settings.clock().time(instant(outcome), outcome.at());
    }

    private Optional<Instant> instant(Outcome outcome) {
        return outcome.shown().map(shown -> shown.instant(settings.clock().zone()));
    }

    /** Of a channel that is listened to as well, the row that was told last: none comes before those that are older. */
    private Reading lastRow(ObisCode profile, DlmsChannel channel, ChannelRecord record, Outcome outcome) {
        if (outcome.diagnosis().quality() != Quality.GOOD) {
            return readings.failed(outcome.diagnosis(), time(outcome));
        }
        String name = record.getChannelName();
        boolean listened = around.listeners().hear(name, settings -> ProfileWatch.isLike(channel, settings));
        Optional<Reading> told = listened ? watch.told(channel, name) : Optional.empty();
        if (told.isPresent()) {
            return told.get();
        }
        try {
            Optional<Shape> shape = profiles.shape(profile);
            Optional<Integer> column = shape.flatMap(known -> Profiles.column(known, channel));
            if (column.isEmpty()) {
                return absent(
                        "profile " + profile + " has no column "
                                + channel.attribute().orElseThrow().object(),
                        outcome);
            }
            OptionalInt deviation =
                    outcome.shown().map(CosemDateTime::deviation).orElse(OptionalInt.empty());
            Optional<ProfileRow> last =
                    profiles.last(profile, shape.get(), instant(outcome).orElse(outcome.at()), deviation);
            if (last.isEmpty()) {
                return absent("profile " + profile + " has no row of late", outcome);
            }
            if (listened && watch.isYetToTell(channel, name, last.get().time())) {
                return Reading.failed(
                        Quality.NO_ANSWER,
                        settings.name() + ": the rows of profile " + profile + " are being told, the oldest first",
                        time(outcome));
            }
            Answer answer = profiles.value(shape.get(), last.get(), column.get(), channel);
            return readings.of(
                    answer,
                    record.getValueType(),
                    settings.clock().ofRow(last.get().time()));
        } catch (LineException e) {
            return readings.failed(polled.why(e), time(outcome));
        } catch (MalformedFrameException e) {
            return readings.failed(polled.why(e), time(outcome));
        } catch (RefusedException e) {
            return readings.failed(polled.diagnosis().of(e.refusal()), time(outcome));
        }
    }

    private Reading absent(String what, Outcome outcome) {
        return Reading.failed(Quality.REFUSED, settings.name() + ": " + what, time(outcome));
    }

    /** The state is that of one conversation: others may go on at the same time. */
    private MeterState note(Outcome outcome) {
        MeterState state = new MeterState(settings.name());
        if (outcome.diagnosis().quality() == Quality.GOOD) {
            state.answered(outcome.at(), instant(outcome), outcome.diagnosis());
            around.health().well(settings.name());
        } else {
            state.failed(outcome.diagnosis(), outcome.at());
            if (!closed) { // else broken off by ourselves, and nothing to complain about
                around.health().ill(settings.name() + ": " + outcome.diagnosis().sentence());
            }
        }
        return state;
    }

    private Map<ChannelRecord, DlmsChannel> channels(List<ChannelRecord> records) {
        Map<ChannelRecord, DlmsChannel> channels = new IdentityHashMap<>();
        for (ChannelRecord record : records) {
            try {
                channels.put(record, DlmsChannel.of(record.getChannelConfig()));
            } catch (DlmsChannel.InvalidException e) {
                String reason = "channel " + record.getChannelName() + ": " + e.getMessage();
                Records.fail(record, reason, around.clock().instant());
            }
        }
        return channels;
    }

    /** Writes every record, or says why not. */
    void write(List<ChannelRecord> records) {
        records.forEach(writes::write);
    }

    private void readPushed(Map<ChannelRecord, DlmsChannel> channels) {
        MeterState state = pushedState(pushed.diagnosis(), Optional.empty());
        channels.forEach((record, channel) ->
                Records.fill(record, ofPushed(channel, record.getValueType(), state), channel.conversion()));
    }

    private Reading ofPushed(DlmsChannel channel, DataType type, MeterState state) {
        if (channel.attribute().isEmpty()) {
            return state.reading(channel.kind());
        }
        Reading reading = pushed.latest(channel, type).orElseGet(() -> notPushed(channel, state.diagnosis()));
        return channel.kind() == ChannelKind.QUALITY
                ? Reading.good(new Value.Text(reading.quality().name()), reading.time())
                : reading;
    }

    private Reading notPushed(DlmsChannel channel, Diagnosis why) {
        Instant now = around.clock().instant();
        return why.quality() != Quality.GOOD
                ? readings.failed(why, now)
                : Reading.failed(
                        Quality.NO_ANSWER,
                        settings.name() + ": "
                                + channel.attribute().orElseThrow().object()
                                + " was not pushed for "
                                + settings.push().timeout().toMillis() + " ms; the meter pushes "
                                + pushed.pushed(),
                        now);
    }

    private MeterState pushedState(Diagnosis diagnosis, Optional<CosemDateTime> shown) {
        MeterState state = new MeterState(settings.name());
        Instant now = around.clock().instant();
        if (diagnosis.quality() == Quality.GOOD) {
            state.answered(now, shown.map(time -> time.instant(settings.clock().zone())), diagnosis);
            around.health().well(settings.name());
        } else {
            state.failed(diagnosis, now);
            if (!closed && !diagnosis.equals(Diagnosis.NOT_ASKED)) {
                around.health().ill(settings.name() + ": " + diagnosis.sentence());
            }
        }
        return state;
    }

    private void heard(PushedMeter.Message message, Optional<CosemDateTime> shown) {
        MeterState state = pushedState(Diagnosis.WELL, shown);
        around.listeners()
                .deliver(listened -> listened(
                        listened,
                        channel -> channel.attribute().isEmpty()
                                ? Optional.of(state.reading(channel.kind()))
                                : message.reading(channel, listened.type())));
    }

    /** A polled meter that pushes besides is not ill for a push that is. */
    private void heardNothing(Diagnosis why) {
        MeterState state = pushedState(why, Optional.empty());
        if (settings.push().alone()) {
            around.listeners()
                    .deliver(listened -> listened(
                            listened,
                            channel -> Optional.of(
                                    channel.attribute().isEmpty()
                                            ? state.reading(channel.kind())
                                            : readings.failed(
                                                    why, around.clock().instant()))));
        }
    }

    private static Optional<Reading> listened(
            Listeners.Listened listened, Function<DlmsChannel, Optional<Reading>> reading) {
        try {
            DlmsChannel channel = DlmsChannel.of(listened.settings());
            return channel.profile().isPresent() ? Optional.empty() : reading.apply(channel);
        } catch (DlmsChannel.InvalidException e) {
            LOG.debug("channel {}: {}", listened.name(), e.getMessage()); // said when it was registered
            return Optional.empty();
        }
    }
}
