package org.metergate.driver.mbus;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.metergate.driver.channels.MeterClock;
import org.metergate.mbus.Answer;
import org.metergate.mbus.Content;
import org.metergate.mbus.DataRecord;
import org.metergate.mbus.Function;
import org.metergate.mbus.Meaning;
import org.metergate.mbus.Status;
import org.metergate.model.Quality;
import org.metergate.model.Quantity;
import org.metergate.model.Reading;
import org.metergate.model.Unit;
import org.metergate.model.Value;

/**
 * Turns the records of one answer into readings.
 *
 * @param clock what the meter's clock is worth
 * @param received when the answer came, by the gateway's clock
 */
record Readings(MeterClock clock, Instant received) {

    /**
     * @param telegram the answer
     * @param selector which record
     * @return the reading: its time is the meter's own if the answer has one and the policy allows
     */
    Reading of(Answer.Telegram telegram, RecordSelector selector) {
        Optional<DataRecord> picked = selector.pick(telegram.records());
        if (picked.isEmpty()) {
            return Reading.failed(
                    Quality.REFUSED,
                    "the meter's answer has no record " + selector + "; it has " + names(telegram.records()),
                    received);
        }
        DataRecord record = picked.get();
        Instant time = timeOf(record, telegram.records());
        if (record.content() instanceof Content.Invalid invalid) {
            return Reading.failed(Quality.CORRUPT, "record " + selector + ": " + invalid.reason(), time);
        }
        if (record.content() instanceof Content.Nothing) {
            return Reading.failed(Quality.REFUSED, "record " + selector + " has no data", time);
        }
        return Reading.good(value(record), time);
    }

    /**
     * @param telegram the answer
     * @param asNumber whether the number of the status byte is wanted instead of its meaning
     * @return the status of the meter; failed for an answer without header
     */
    Reading status(Answer.Telegram telegram, boolean asNumber) {
        if (telegram.header().id().isEmpty()) {
            return Reading.failed(Quality.REFUSED, "the meter's answer has no header, and so no status", received);
        }
        Status status = new Status(telegram.header().status());
        return Reading.good(
                asNumber
                        ? new Value.Measured(new Quantity(BigDecimal.valueOf(status.code()), Unit.ONE))
                        : new Value.Text(String.join(", ", status.texts())),
                clock.time(shown(telegram), received));
    }

    /** @return what the meter's clock showed; empty if its answer has no present time */
    Optional<Instant> shown(Answer.Telegram telegram) {
        return clockOf(telegram.records(), 0);
    }

    private Value value(DataRecord record) {
        if (record.content() instanceof Content.Moment moment) {
            return new Value.Moment(moment.time().atZone(clock.zone()).toInstant());
        }
        if (record.content() instanceof Content.Raw raw) {
            return new Value.Raw(raw.bytes());
        }
        return record.value()
                .<Value>map(
                        number -> new Value.Measured(record.measured().orElseGet(() -> new Quantity(number, Unit.ONE))))
                .orElseGet(() -> new Value.Text(record.valueText()));
    }

    /** The time of the same storage, or else the meter's present time, or else the gateway's. */
    private Instant timeOf(DataRecord record, List<DataRecord> records) {
        Optional<Instant> stamped = record.storage() == 0 ? Optional.empty() : clockOf(records, record.storage());
        return stamped.map(clock::ofRow).orElseGet(() -> clock.time(clockOf(records, 0), received));
    }

    private Optional<Instant> clockOf(List<DataRecord> records, long storage) {
        for (DataRecord record : records) {
            boolean plain = record.meaning().kind() == Meaning.Kind.TIME
                    && record.quantity().startsWith("Time point")
                    && record.meaning().qualifiers().isEmpty()
                    && record.function() == Function.INSTANTANEOUS
                    && record.storage() == storage;
            if (plain && record.content() instanceof Content.Moment moment) {
                return Optional.of(moment.time().atZone(clock.zone()).toInstant());
            }
        }
        return Optional.empty();
    }

    private static String names(List<DataRecord> records) {
        StringBuilder names = new StringBuilder();
        for (DataRecord record : records) {
            names.append(names.isEmpty() ? "" : ", ");
            names.append('#').append(record.index()).append(' ').append(record.quantity());
            if (record.storage() > 0) {
                names.append(",storage=").append(record.storage());
            }
        }
        return names.isEmpty() ? "none" : names.toString();
    }
}
