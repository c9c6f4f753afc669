package org.metergate.driver.optical;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.metergate.driver.channels.Listeners;
import org.metergate.driver.channels.Listeners.Listened;
import org.metergate.iec62056p21.Command;
import org.metergate.iec62056p21.Profile;
import org.metergate.iec62056p21.ProfileRow;
import org.metergate.iec62056p21.ProgrammingAnswer;
import org.metergate.iec62056p21.Registers;
import org.metergate.model.Quality;
import org.metergate.model.Reading;
import org.metergate.transport.MalformedFrameException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the load profiles that somebody listens to, every so often, and tells each listener the rows that are new to it,
 * oldest first, each with the time that the meter stamped it with. One thread at a time.
 */
final class ProfileReader {
    private static final Logger LOG = LoggerFactory.getLogger(ProfileReader.class);

    private final OpticalSettings settings;
    private final Command command;
    private final Readings readings;
    private final Clock clock;
    private final ToldRows told;
    private final Map<String, Reading> latest = new ConcurrentHashMap<>();

    /** Asks the meter. */
    @FunctionalInterface
    interface Meter {
        /** @return the answers that came; those that did not are missing */
        Map<Asked, ProgrammingAnswer> ask(Collection<Asked> asked);
    }

    /**
     * @param settings of the meter
     * @param clock of the gateway
     * @param told what each channel was told before
     */
    ProfileReader(OpticalSettings settings, Clock clock, ToldRows told) {
        this.settings = settings;
        this.command = settings.profileCommand();
        this.readings = new Readings(settings);
        this.clock = clock;
        this.told = told;
    }

    /**
     * Reads once.
     *
     * @param meter to be asked
     * @param listeners to be told
     */
    void read(Meter meter, Listeners listeners) {
        List<Column> columns = columns(listeners);
        Instant first = clock.instant().minus(settings.profileDepth());
        columns.stream()
                .filter(column -> told.last(column.name()).isEmpty())
                .forEach(column -> told.told(column.name(), first));
        Map<String, Asked> questions = new HashMap<>();
        columns.forEach(column ->
                questions.computeIfAbsent(column.profile(), profile -> question(profile, oldest(profile, columns))));
        if (questions.isEmpty()) {
            return;
        }
        Map<Asked, ProgrammingAnswer> answers = meter.ask(questions.values());
        questions.forEach((profile, question) -> {
            if (answers.get(question) instanceof ProgrammingAnswer.Data data) {
                tell(profile, data, columns, listeners);
            }
        });
    }

    /**
     * What one listener wants of a profile.
     *
     * @param listened the channel
     * @param channel its settings
     * @param name the same after a restart
     */
    private record Column(Listened listened, OpticalChannel channel, String name) {
        String profile() {
            return channel.profile();
        }
    }

    /**
     * Asks for the rows from a time on.
     *
     * @param profile its address
     * @param from the first row wanted, by the meter's clock
     * @return the question
     */
    Asked question(String profile, Instant from) {
        String range = Profile.range(from, from, settings.clock().zone());
        return new Asked(command, profile, range.substring(0, range.indexOf(';') + 1));
    }

    private Instant oldest(String profile, List<Column> columns) {
        return columns.stream()
                .filter(column -> column.profile().equals(profile))
                .map(column -> told.last(column.name()).orElseThrow())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private void tell(String profile, ProgrammingAnswer.Data data, List<Column> columns, Listeners listeners) {
        List<ProfileRow> rows;
        try {
            rows = Profile.rows(data.dataSets(), settings.clock().zone()).stream()
                    .sorted(Comparator.comparing(ProfileRow::time))
                    .toList();
        } catch (MalformedFrameException e) {
            LOG.warn("{}: {}", settings.name(), e.getMessage());
            return;
        }
        for (ProfileRow row : rows) {
            for (Column column : columns) {
                if (column.profile().equals(profile)
                        && row.time().isAfter(told.last(column.name()).orElse(Instant.MIN))) {
                    tell(row, column, listeners);
                }
            }
        }
    }

    /** Told first and remembered then: a row that was on its way when all stopped is told again, and none is left out. */
    private void tell(ProfileRow row, Column column, Listeners listeners) {
        boolean[] delivered = new boolean[1];
        listeners.deliver(listened -> {
            if (!listened.equals(column.listened())) {
                return Optional.empty();
            }
            delivered[0] = true;
            Reading reading = reading(row, column.channel(), listened);
            latest.put(column.name(), reading);
            return Optional.of(reading);
        });
        if (delivered[0]) { // else nobody listens any longer
            told.told(column.name(), row.time());
        }
    }

    private Reading reading(ProfileRow row, OpticalChannel channel, Listened listened) {
        return readings.of(
                new Registers(row.values()),
                channel,
                listened.type(),
                settings.clock().ofRow(row.time()));
    }

    /**
     * A channel that is listened to and polled as well has the row that was told last: none comes before those that are
     * older.
     *
     * @param channel that is polled
     * @param name of it
     * @param polled its last row in the meter
     * @param listeners to be told
     * @return what the poll may tell
     */
    Reading polled(OpticalChannel channel, String name, Reading polled, Listeners listeners) {
        if (polled.quality() != Quality.GOOD || !listeners.hear(name, settings -> isLike(channel, settings))) {
            return polled;
        }
        String column = name(channel, name);
        if (latest.containsKey(column)) {
            return latest.get(column);
        }
        boolean before = told.last(column)
                .map(row -> !polled.time().isAfter(settings.clock().ofRow(row)))
                .orElse(false);
        return before
                ? polled
                : Reading.failed(
                        Quality.NO_ANSWER,
                        settings.name() + ": the rows of " + channel.profile() + " are being told, the oldest first",
                        polled.time());
    }

    private static boolean isLike(OpticalChannel channel, Map<String, Object> settings) {
        try {
            OpticalChannel other = OpticalChannel.of(settings);
            return other.source() == Source.PROFILE
                    && other.profile().equals(channel.profile())
                    && other.address().equals(channel.address());
        } catch (OpticalChannel.InvalidException e) {
            return false;
        }
    }

    private String name(OpticalChannel channel, String name) {
        return String.join(" | ", settings.name(), channel.profile(), channel.address(), name);
    }

    /** Channels of several assets may look alike: they are told apart by their order. */
    private List<Column> columns(Listeners listeners) {
        List<Column> columns = new ArrayList<>();
        Map<String, Integer> alike = new HashMap<>();
        for (Listened listened : listeners.channels()) {
            try {
                OpticalChannel channel = OpticalChannel.of(listened.settings());
                if (channel.source() == Source.PROFILE && channel.isOfRegister()) {
                    String name = name(channel, listened.name());
                    int number = alike.merge(name, 1, Integer::sum);
                    columns.add(new Column(listened, channel, number == 1 ? name : name + " | " + number));
                }
            } catch (OpticalChannel.InvalidException e) {
                LOG.debug("channel {}: {}", listened.name(), e.getMessage()); // said when it was registered
            }
        }
        return columns;
    }
}
