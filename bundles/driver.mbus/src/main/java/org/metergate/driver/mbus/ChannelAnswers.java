package org.metergate.driver.mbus;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.eclipse.kura.type.DataType;
import org.metergate.driver.channels.ChannelKind;
import org.metergate.driver.channels.MeterClock;
import org.metergate.driver.channels.MeterState;
import org.metergate.mbus.Answer;
import org.metergate.model.Quality;
import org.metergate.model.Quantity;
import org.metergate.model.Reading;
import org.metergate.model.Unit;
import org.metergate.model.Value;

/**
 * Answers the channels of one meter from what came of asking it.
 *
 * @param who the meter and its line, for people
 * @param clock what its clock is worth
 * @param outcome what came of asking
 */
record ChannelAnswers(String who, MeterClock clock, Outcome outcome) {

    /**
     * @param channel what is asked
     * @param settings of the channel
     * @param type that is wanted
     * @return the answer, for a channel of any kind
     */
    Reading to(MBusChannel channel, Map<String, Object> settings, DataType type) {
        Readings readings = new Readings(clock, outcome.received());
        Optional<Answer.Telegram> telegram = outcome.telegram();
        Optional<ChannelKind> common = channel.kind().common();
        boolean ofRecord = channel.kind() == MBusKind.QUALITY && MBusChannel.namesRecord(settings);
        if (ofRecord && telegram.isPresent()) {
            Reading record = readings.of(telegram.get(), channel.record());
            return Reading.good(new Value.Text(record.quality().name()), record.time());
        }
        if (common.isPresent()) {
            return state(readings).reading(common.get());
        }
        if (channel.kind() == MBusKind.SIGNAL) {
            return outcome.signal().isPresent()
                    ? Reading.good(
                            new Value.Measured(new Quantity(
                                    BigDecimal.valueOf(outcome.signal().getAsInt()), Unit.ONE)),
                            outcome.received())
                    : failed(Quality.REFUSED, "no signal strength is known; only wireless receivers measure it");
        }
        if (telegram.isEmpty()) {
            return failed(outcome.diagnosis().quality(), outcome.diagnosis().sentence());
        }
        return channel.kind() == MBusKind.STATUS
                ? readings.status(telegram.get(), type != DataType.STRING)
                : readings.of(telegram.get(), channel.record());
    }

    private MeterState state(Readings readings) {
        MeterState state = new MeterState(who);
        outcome.telegram()
                .ifPresentOrElse(
                        telegram -> state.answered(outcome.received(), readings.shown(telegram), outcome.diagnosis()),
                        () -> state.failed(outcome.diagnosis(), outcome.received()));
        return state;
    }

    private Reading failed(Quality quality, String reason) {
        return Reading.failed(quality, who + ": " + reason, outcome.received());
    }
}
