package org.metergate.driver.dlms;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.metergate.dlms.Answer;
import org.metergate.dlms.CosemAttribute;
import org.metergate.dlms.CosemDateTime;
import org.metergate.dlms.ProfilePlan;
import org.metergate.dlms.ProfileReader.RefusedException;
import org.metergate.dlms.ProfileReader.Shape;
import org.metergate.dlms.ProfileRow;
import org.metergate.driver.channels.ChannelKind;
import org.metergate.driver.channels.Diagnosis;
import org.metergate.driver.channels.Listeners;
import org.metergate.driver.channels.Listeners.Listened;
import org.metergate.driver.channels.Reason;
import org.metergate.model.ObisCode;
import org.metergate.model.Quality;
import org.metergate.model.Reading;
import org.metergate.transport.LineException;
import org.metergate.transport.MalformedFrameException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells those who listen to columns of load profiles every row once, oldest first, with the time of the meter. The last row
 * told to each is on the disk before the next one is, so an outage of the meter, of the line or of the gateway leaves no
 * hole and doubles nothing. One thread at a time.
 */
final class ProfileWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ProfileWatch.class);
    /** Rows in one request; half a day of quarter-hours. */
    private static final int MOST_ROWS = 48;

    /** More than meters remember. */
    private static final Duration LONGEST_OUTAGE = Duration.ofDays(400);

    private static final Duration CLOCK_WAS_WRONG = Duration.ofHours(2);
    /** Stands for the period of a log, which captures when something happens. */
    private static final Duration ANY_TIME = Duration.ofSeconds(1);

    private final String driver;
    private final DlmsDriverSettings settings;
    private final PolledMeter meter;
    private final Profiles profiles;
    private final DlmsStore store;
    private final Clock clock;
    private final Readings readings;
    private final Set<String> complained = new HashSet<>();
    private final Map<String, Reading> latest = new ConcurrentHashMap<>();

    /** A channel that waits for rows. */
    private record Waiting(Listened listened, DlmsChannel channel, String cursor, int column) {}

    /**
     * @param driver name of the instance
     * @param settings of the meter
     * @param meter that has the profiles
     * @param profiles of it
     * @param store remembers what was told
     * @param clock of the gateway
     */
    ProfileWatch(
            String driver,
            DlmsDriverSettings settings,
            PolledMeter meter,
            Profiles profiles,
            DlmsStore store,
            Clock clock) {
        this.driver = driver;
        this.settings = settings;
        this.meter = meter;
        this.profiles = profiles;
        this.store = store;
        this.clock = clock;
        this.readings = new Readings(settings);
    }

    /**
     * Fetches what is missing and tells it.
     *
     * @param listeners to be told
     * @param goOn whether nobody wants the end
     * @return how the meter was found; well if nobody listens to a profile
     */
    Diagnosis read(Listeners listeners, BooleanSupplier goOn) {
        Map<ObisCode, Map<Listened, DlmsChannel>> wanted = wanted(listeners);
        if (wanted.isEmpty()) {
            return Diagnosis.WELL;
        }
        Outcome found = meter.read(List.of());
        if (found.diagnosis().quality() != Quality.GOOD) {
            return found.diagnosis();
        }
        try {
            for (Map.Entry<ObisCode, Map<Listened, DlmsChannel>> one : wanted.entrySet()) {
                tell(one.getKey(), one.getValue(), found.shown(), listeners, goOn);
            }
            return found.diagnosis();
        } catch (LineException e) {
            return meter.why(e);
        } catch (MalformedFrameException e) {
            return meter.why(e);
        } catch (RefusedException e) {
            return meter.diagnosis().of(e.refusal());
        } catch (IOException e) {
            return Reason.ROW_NOT_NOTED.diagnosis(Quality.NO_ANSWER, e.getMessage());
        }
    }

    private static Map<ObisCode, Map<Listened, DlmsChannel>> wanted(Listeners listeners) {
        Map<ObisCode, Map<Listened, DlmsChannel>> wanted = new LinkedHashMap<>();
        for (Listened listened : listeners.channels()) {
            try {
                DlmsChannel channel = DlmsChannel.of(listened.settings());
                if (channel.profile().isPresent() && channel.kind() == ChannelKind.VALUE) {
                    wanted.computeIfAbsent(channel.profile().get(), profile -> new LinkedHashMap<>())
                            .put(listened, channel);
                }
            } catch (DlmsChannel.InvalidException e) {
                LOG.debug("channel {}: {}", listened.name(), e.getMessage()); // said when it was registered
            }
        }
        return wanted;
    }

    private void tell(
            ObisCode profile,
            Map<Listened, DlmsChannel> channels,
            Optional<CosemDateTime> shown,
            Listeners listeners,
            BooleanSupplier goOn)
            throws IOException, MalformedFrameException, RefusedException {
        Optional<Shape> shape = profiles.shape(profile);
        if (shape.isEmpty()) {
            complain(profile + ": the meter tells no columns and period with a time; check the profile of the channel");
            return;
        }
        List<Waiting> waiting = waiting(profile, channels, shape.get());
        Instant now = shown.map(time -> time.instant(settings.clock().zone())).orElseGet(clock::instant);
        OptionalInt deviation = shown.map(CosemDateTime::deviation).orElse(OptionalInt.empty());
        boolean log = shape.get().period().isZero();
        Duration period = log ? ANY_TIME : shape.get().period();
        Map<String, ProfilePlan> plans = new HashMap<>();
        for (Waiting one : waiting) {
            Optional<Instant> last = store.cursor(driver, one.cursor()).map(time -> notAhead(time, now, one));
            Duration reach = last.isPresent() ? LONGEST_OUTAGE : settings.profileDepth();
            plans.put(one.cursor(), new ProfilePlan(period, last, reach));
        }
        for (ProfilePlan.Missing part : parts(plans, now, log)) {
            if (!goOn.getAsBoolean()) {
                return;
            }
            List<ProfileRow> rows = profiles.rows(profile, part, deviation);
            if (!tell(shape.get(), part, rows, waiting, plans, listeners, goOn)) {
                return;
            }
        }
    }

    private List<Waiting> waiting(ObisCode profile, Map<Listened, DlmsChannel> channels, Shape shape) {
        List<Waiting> waiting = new ArrayList<>();
        channels.forEach((listened, channel) -> {
            Optional<Integer> column = Profiles.column(shape, channel);
            if (column.isEmpty()) {
                complain("channel " + listened.name() + ": profile " + profile + " has no column "
                        + channel.attribute().orElseThrow() + "; it has "
                        + shape.columns().stream()
                                .map(one -> one.attribute().object().toString())
                                .toList());
            } else {
                waiting.add(new Waiting(listened, channel, cursor(channel, listened.name()), column.get()));
            }
        });
        return waiting;
    }

    private static String cursor(DlmsChannel channel, String name) {
        CosemAttribute attribute = channel.attribute().orElseThrow();
        return channel.profile().orElseThrow() + " " + attribute.object() + " " + attribute.attribute() + " "
                + channel.index() + " " + name;
    }

    /** @return whether settings are of the same column as a channel */
    static boolean isLike(DlmsChannel channel, Map<String, Object> settings) {
        try {
            DlmsChannel other = DlmsChannel.of(settings);
            return other.profile().equals(channel.profile())
                    && other.attribute().equals(channel.attribute())
                    && other.index().equals(channel.index());
        } catch (DlmsChannel.InvalidException e) {
            return false;
        }
    }

    /** @return what a channel was told last, or is being told, since the meter was connected; empty if nothing yet */
    Optional<Reading> told(DlmsChannel channel, String name) {
        return Optional.ofNullable(latest.get(cursor(channel, name)));
    }

    /** @return whether a row of a channel that is listened to comes later than what was told before */
    boolean isYetToTell(DlmsChannel channel, String name, Instant row) {
        return store.cursor(driver, cursor(channel, name)).map(row::isAfter).orElse(true);
    }

    /** A clock that was set back leaves a last row in the future, behind which nothing would ever come. */
    private Instant notAhead(Instant last, Instant now, Waiting one) {
        if (last.isAfter(now.plus(CLOCK_WAS_WRONG))) {
            complain("channel " + one.listened().name() + ": its last row is of " + last
                    + " and the meter's clock shows " + now + "; rows are told from now on");
            return now;
        }
        return last;
    }

    private static List<ProfilePlan.Missing> parts(Map<String, ProfilePlan> plans, Instant now, boolean log) {
        Optional<ProfilePlan.Missing> longest = Optional.empty();
        Optional<ProfilePlan> its = Optional.empty();
        for (ProfilePlan plan : plans.values()) {
            Optional<ProfilePlan.Missing> missing = plan.missing(now);
            if (missing.isPresent()
                    && longest.map(one -> missing.get().from().isBefore(one.from()))
                            .orElse(true)) {
                longest = missing;
                its = Optional.of(plan);
            }
        }
        if (longest.isEmpty()) {
            return List.of();
        }
        return log ? List.of(longest.get()) : its.orElseThrow().parts(longest.get(), MOST_ROWS);
    }

    private boolean tell(
            Shape shape,
            ProfilePlan.Missing part,
            List<ProfileRow> rows,
            List<Waiting> waiting,
            Map<String, ProfilePlan> plans,
            Listeners listeners,
            BooleanSupplier goOn)
            throws IOException, MalformedFrameException, RefusedException {
        Map<Instant, Map<Listened, Waiting>> concerned = new TreeMap<>();
        Map<Instant, ProfileRow> byTime = new HashMap<>();
        for (Waiting one : waiting) {
            ProfilePlan plan = plans.get(one.cursor());
            ProfilePlan.Missing own = plan.last().isPresent() ? part : since(plan, part);
            for (ProfileRow row : plan.take(own, rows)) {
                concerned
                        .computeIfAbsent(row.time(), time -> new LinkedHashMap<>())
                        .put(one.listened(), one);
                byTime.put(row.time(), row);
            }
        }
        for (Map.Entry<Instant, Map<Listened, Waiting>> at : concerned.entrySet()) {
            if (!goOn.getAsBoolean()) {
                return false;
            }
            ProfileRow row = byTime.get(at.getKey());
            Map<Listened, Answer> answers = new HashMap<>();
            for (Waiting one : at.getValue().values()) { // all asked before anything is told: it may need the meter
                Answer answer = profiles.value(shape, row, one.column(), one.channel());
                if (answer instanceof Answer.Refused refused && DlmsDiagnosis.passes(refused)) {
                    complain("rows from " + row.time() + " on wait: " + refused.reason());
                    return false; // it is asked for again, and nothing after it is told before
                }
                answers.put(one.listened(), answer);
            }
            Instant time = settings.clock().ofRow(row.time());
            listeners.deliver(
                    listened -> Optional.ofNullable(answers.get(listened)).map(answer -> {
                        Reading reading = readings.of(answer, listened.type(), time);
                        latest.put(at.getValue().get(listened).cursor(), reading);
                        return reading;
                    }));
            Map<String, Instant> told = new HashMap<>();
            at.getValue().values().forEach(one -> told.put(one.cursor(), row.time()));
            store.told(driver, told);
            told.keySet().forEach(cursor -> plans.computeIfPresent(cursor, (same, plan) -> plan.after(List.of(row))));
        }
        return true;
    }

    /** A channel that is new begins where its own depth does, though another one goes farther back. */
    private ProfilePlan.Missing since(ProfilePlan plan, ProfilePlan.Missing part) {
        Instant oldest = clock.instant().minus(plan.reach());
        return new ProfilePlan.Missing(part.from().isBefore(oldest) ? oldest : part.from(), part.to(), part.rows());
    }

    private void complain(String what) {
        if (complained.add(what)) {
            LOG.warn("{}: {}: {}", driver, settings.name(), what);
        }
    }
}
