package org.metergate.driver.optical;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.kura.type.DataType;
import org.metergate.driver.channels.Diagnosis;
import org.metergate.driver.channels.MeterState;
import org.metergate.iec62056p21.DataSet;
import org.metergate.iec62056p21.Profile;
import org.metergate.iec62056p21.ProfileRow;
import org.metergate.iec62056p21.ProgrammingAnswer;
import org.metergate.iec62056p21.Registers;
import org.metergate.model.Quality;
import org.metergate.model.Reading;
import org.metergate.transport.MalformedFrameException;

/**
 * The readings of one conversation.
 *
 * @param settings of the meter
 * @param shown by the readout, or sent; empty if there was none
 * @param answers to what was asked in programming mode
 * @param diagnosis why some are missing
 * @param time of the registers
 * @param state of the meter after the conversation
 */
record Answers(
        OpticalSettings settings,
        Optional<Shown> shown,
        Map<Asked, ProgrammingAnswer> answers,
        Diagnosis diagnosis,
        Instant time,
        MeterState state) {

    /**
     * Answers a channel that reads a register.
     *
     * @param channel which one
     * @param type that it has
     * @param asked what was asked for it; empty for the readout
     * @return the reading
     */
    Reading reading(OpticalChannel channel, DataType type, Optional<Asked> asked) {
        Readings readings = new Readings(settings);
        if (asked.isEmpty()) {
            return shown.map(registers -> readings.of(registers, channel, type, time))
                    .orElseGet(this::missing);
        }
        ProgrammingAnswer answer = answers.get(asked.get());
        if (answer == null) {
            return missing();
        }
        if (answer instanceof ProgrammingAnswer.Refused refused) {
            Diagnosis why = PolledMeter.refused(refused);
            return failed(why.quality(), asked.get() + " was refused: " + why.sentence());
        }
        if (answer instanceof ProgrammingAnswer.Data data) {
            return channel.source() == Source.PROFILE
                    ? lastRow(channel, type, data.dataSets(), readings)
                    : readings.of(set(channel, data.dataSets()), channel, type, time);
        }
        return failed(Quality.CORRUPT, asked.get() + " was acknowledged, and no data came");
    }

    /** Not every meter repeats the address that it was asked for. */
    private static DataSet set(OpticalChannel channel, List<DataSet> sets) {
        return new Registers(sets).find(channel.address()).orElse(sets.get(0));
    }

    private Reading lastRow(OpticalChannel channel, DataType type, List<DataSet> sets, Readings readings) {
        try {
            Optional<ProfileRow> last = Profile.rows(sets, settings.clock().zone()).stream()
                    .filter(row ->
                            new Registers(row.values()).find(channel.address()).isPresent())
                    .max(Comparator.comparing(ProfileRow::time));
            return last.map(row -> readings.of(
                            new Registers(row.values()),
                            channel,
                            type,
                            settings.clock().ofRow(row.time())))
                    .orElseGet(() -> failed(
                            Quality.REFUSED,
                            channel.profile() + " has no row of late with a column " + channel.address()));
        } catch (MalformedFrameException e) {
            return failed(Quality.CORRUPT, e.getMessage());
        }
    }

    private Reading missing() {
        return failed(diagnosis.quality(), diagnosis.sentence());
    }

    private Reading failed(Quality quality, String reason) {
        return Reading.failed(quality, settings.name() + ": " + reason, time);
    }
}
