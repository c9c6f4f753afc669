package org.metergate.driver.optical;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.kura.channel.ChannelFlag;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.channel.ChannelStatus;
import org.eclipse.kura.type.TypedValue;
import org.metergate.driver.channels.ChannelKind;
import org.metergate.driver.channels.Conversion;
import org.metergate.driver.channels.Diagnosis;
import org.metergate.driver.channels.Records;
import org.metergate.iec62056p21.Command;
import org.metergate.iec62056p21.ProgrammingAnswer;

/** What a channel writes, only if its settings say so, and what came of it. */
final class Writes {
    private Writes() {}

    /**
     * @param record with a value
     * @return what to write
     * @throws OpticalChannel.InvalidException if the channel must not be written, or its value cannot be sent
     */
    static PolledMeter.Write of(ChannelRecord record) throws OpticalChannel.InvalidException {
        OpticalChannel channel = OpticalChannel.of(record.getChannelConfig());
        Optional<Command> command = channel.writing().command();
        if (command.isEmpty() || channel.kind() != ChannelKind.VALUE) {
            throw new OpticalChannel.InvalidException(
                    "is not writable; to allow it, set its column Write to the meter's command, such as W1");
        }
        if (!channel.conversion().equals(Conversion.NONE)) {
            throw new OpticalChannel.InvalidException(
                    "has a unit or a factor, and what is written goes to the meter as it is; remove both");
        }
        String value = text(record.getValue());
        if (!value.matches("[ -~&&[^()/!]]*")) {
            throw new OpticalChannel.InvalidException(
                    "the value '" + value + "' holds a character that cannot be sent, such as a parenthesis");
        }
        return new PolledMeter.Write(command.get(), channel.address(), value);
    }

    /** Digits as the meter shall see them, without an exponent. */
    private static String text(TypedValue<?> value) throws OpticalChannel.InvalidException {
        if (value == null) {
            throw new OpticalChannel.InvalidException("has no value to write");
        }
        Object content = value.getValue();
        if (content instanceof Double || content instanceof Float) {
            try {
                return new BigDecimal(content.toString()).toPlainString();
            } catch (NumberFormatException e) {
                throw new OpticalChannel.InvalidException("the value " + content + " is no number");
            }
        }
        if (content instanceof Boolean flag) {
            return flag ? "1" : "0";
        }
        if (content instanceof byte[]) {
            throw new OpticalChannel.InvalidException("bytes cannot be written; use STRING");
        }
        return content.toString();
    }

    /**
     * Puts into a record what came of writing it.
     *
     * @param record that was to be written
     * @param answer of the meter; empty if none came
     * @param meter which one
     * @param diagnosis why there is no answer
     * @param time when
     */
    static void answer(
            ChannelRecord record, Optional<ProgrammingAnswer> answer, String meter, Diagnosis diagnosis, Instant time) {
        if (answer.isEmpty()) {
            Records.fail(record, meter + ": not written: " + diagnosis.sentence(), time);
        } else if (answer.get() instanceof ProgrammingAnswer.Refused refused) {
            Records.fail(
                    record,
                    meter + ": not written: " + PolledMeter.refused(refused).sentence(),
                    time);
        } else {
            record.setTimestamp(time.toEpochMilli());
            record.setChannelStatus(new ChannelStatus(ChannelFlag.SUCCESS));
        }
    }
}
