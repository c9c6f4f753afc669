package org.metergate.driver.optical;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.metergate.driver.channels.Listeners;
import org.metergate.driver.channels.Listeners.Listened;
import org.metergate.iec62056p21.Command;
import org.metergate.iec62056p21.Profile;
import org.metergate.iec62056p21.ProfileRow;
import org.metergate.iec62056p21.ProgrammingAnswer;
import org.metergate.iec62056p21.Registers;
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
    private final Map<Listened, Instant> told = new HashMap<>();

    /** Asks the meter. */
    @FunctionalInterface
    interface Meter {
        /** @return the answers that came; those that did not are missing */
        Map<Asked, ProgrammingAnswer> ask(Collection<Asked> asked);
    }

    /**
     * @param settings of the meter
     * @param clock of the gateway
     */
    ProfileReader(OpticalSettings settings, Clock clock) {
        this.settings = settings;
        this.command = settings.profileCommand();
        this.readings = new Readings(settings);
        this.clock = clock;
    }

    /**
     * Reads once.
     *
     * @param meter to be asked
     * @param listeners to be told
     */
    void read(Meter meter, Listeners listeners) {
        Map<Listened, OpticalChannel> channels = channels(listeners);
        told.keySet().retainAll(channels.keySet());
        if (channels.isEmpty()) {
            return;
        }
        Instant first = clock.instant().minus(settings.profileDepth());
        channels.keySet().forEach(channel -> told.putIfAbsent(channel, first));
        Map<String, Asked> questions = new HashMap<>();
        channels.forEach((listened, channel) ->
                questions.computeIfAbsent(channel.profile(), profile -> question(profile, oldest(profile, channels))));
        Map<Asked, ProgrammingAnswer> answers = meter.ask(questions.values());
        questions.forEach((profile, question) -> {
            if (answers.get(question) instanceof ProgrammingAnswer.Data data) {
                tell(profile, data, channels, listeners);
            }
        });
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

    private Instant oldest(String profile, Map<Listened, OpticalChannel> channels) {
        return channels.entrySet().stream()
                .filter(entry -> entry.getValue().profile().equals(profile))
                .map(entry -> told.get(entry.getKey()))
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private void tell(
            String profile, ProgrammingAnswer.Data data, Map<Listened, OpticalChannel> channels, Listeners listeners) {
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
            listeners.deliver(listened -> Optional.ofNullable(channels.get(listened))
                    .filter(channel -> channel.profile().equals(profile))
                    .filter(channel -> row.time().isAfter(told.get(listened)))
                    .map(channel -> reading(row, channel, listened)));
            channels.keySet().stream()
                    .filter(listened -> channels.get(listened).profile().equals(profile))
                    .forEach(listened -> told.merge(listened, row.time(), ProfileReader::later));
        }
    }

    private Reading reading(ProfileRow row, OpticalChannel channel, Listened listened) {
        return readings.of(
                new Registers(row.values()),
                channel,
                listened.type(),
                settings.clock().ofRow(row.time()));
    }

    private static Map<Listened, OpticalChannel> channels(Listeners listeners) {
        Map<Listened, OpticalChannel> channels = new LinkedHashMap<>();
        for (Listened listened : listeners.channels()) {
            try {
                OpticalChannel channel = OpticalChannel.of(listened.settings());
                if (channel.source() == Source.PROFILE && channel.isOfRegister()) {
                    channels.put(listened, channel);
                }
            } catch (OpticalChannel.InvalidException e) {
                LOG.debug("channel {}: {}", listened.name(), e.getMessage()); // said when it was registered
            }
        }
        return channels;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
