package org.metergate.driver.mbus;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.metergate.mbus.Answer;
import org.metergate.mbus.Content;
import org.metergate.mbus.DataRecord;
import org.metergate.mbus.Function;
import org.metergate.mbus.Meaning;
import org.metergate.model.Quality;
import org.metergate.model.Quantity;
import org.metergate.model.Reading;
import org.metergate.model.Unit;
import org.metergate.model.Value;

/**
 * Turns the records of one answer into readings.
 *
 * @param zone of the meter's clock
 * @param received when the answer came, by the gateway's clock
 */
record Readings(ZoneId zone, Instant received) {

    /**
     * @param telegram the answer
     * @param selector which record
     * @return the reading: its time is the meter's own if the answer has one
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

    private Value value(DataRecord record) {
        if (record.content() instanceof Content.Moment moment) {
            return new Value.Moment(moment.time().atZone(zone).toInstant());
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
        return clock(records, record.storage()).or(() -> clock(records, 0)).orElse(received);
    }

    private Optional<Instant> clock(List<DataRecord> records, long storage) {
        for (DataRecord record : records) {
            boolean plain = record.meaning().kind() == Meaning.Kind.TIME
                    && record.quantity().startsWith("Time point")
                    && record.meaning().qualifiers().isEmpty()
                    && record.function() == Function.INSTANTANEOUS
                    && record.storage() == storage;
            if (plain && record.content() instanceof Content.Moment moment) {
                return Optional.of(moment.time().atZone(zone).toInstant());
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
