package org.metergate.driver.channels;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Base64;
import org.eclipse.kura.channel.ChannelFlag;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.channel.ChannelStatus;
import org.eclipse.kura.type.DataType;
import org.eclipse.kura.type.TypedValue;
import org.eclipse.kura.type.TypedValues;
import org.metergate.model.Quality;
import org.metergate.model.Quantity;
import org.metergate.model.Reading;
import org.metergate.model.Unit;
import org.metergate.model.Value;

/**
 * Fills channel records. The gateway loses a whole envelope over one record without status and reports a record without
 * time as 1970, so both are set here whatever happened.
 */
public final class Records {

    private static final ChannelStatus OPEN =
            new ChannelStatus(ChannelFlag.FAILURE, "the driver left this channel without an answer", null);

    private Records() {}

    /**
     * Puts a reading into a record: value, unit, time and status if it is good and fits the channel's type, the reason
     * otherwise.
     *
     * @param record the record, its value type set
     * @param reading what the meter said
     */
    public static void fill(ChannelRecord record, Reading reading) {
        fill(record, reading, Conversion.NONE);
    }

    /**
     * Puts a reading into a record as {@link #fill(ChannelRecord, Reading)} does, in the unit that the channel wants.
     *
     * @param record the record, its value type set
     * @param reading what the meter said
     * @param conversion of the channel
     */
    public static void fill(ChannelRecord record, Reading reading, Conversion conversion) {
        if (reading.quality() != Quality.GOOD) {
            fail(record, reading.reason(), reading.time());
            return;
        }
        Value value;
        try {
            value = conversion.apply(reading.value().orElseThrow());
        } catch (IllegalArgumentException e) {
            fail(record, "channel " + record.getChannelName() + ": " + e.getMessage(), reading.time());
            return;
        }
        try {
            record.setValue(typed(value, record.getValueType()));
        } catch (ArithmeticException | IllegalArgumentException e) {
            fail(
                    record,
                    "channel " + record.getChannelName() + ": the meter's value " + text(value)
                            + " does not fit the value type " + record.getValueType()
                            + "; choose DOUBLE for numbers or STRING",
                    reading.time());
            return;
        }
        if (value instanceof Value.Measured measured && measured.quantity().unit() != Unit.ONE) {
            record.setUnit(conversion.symbol().orElse(measured.quantity().unit().symbol()));
        }
        record.setTimestamp(reading.time().toEpochMilli());
        record.setChannelStatus(new ChannelStatus(ChannelFlag.SUCCESS));
    }

    /**
     * Marks a record as failed. It carries no exception: the gateway would append its class and text to the message that
     * consumers see.
     *
     * @param record the record
     * @param message what, where and what to do
     * @param time when
     */
    public static void fail(ChannelRecord record, String message, Instant time) {
        record.setTimestamp(time.toEpochMilli());
        record.setChannelStatus(new ChannelStatus(ChannelFlag.FAILURE, message, null));
    }

    /**
     * Tells whether a record still waits for its answer since {@link #open}.
     *
     * @param record the record
     * @return false once filled or failed
     */
    static boolean isOpen(ChannelRecord record) {
        return record.getChannelStatus() == OPEN;
    }

    /**
     * Takes back what an earlier execution left in a record that is used again.
     *
     * @param record the record
     * @param time when the reading begins
     */
    static void open(ChannelRecord record, Instant time) {
        record.setTimestamp(time.toEpochMilli());
        record.setChannelStatus(OPEN);
    }

    private static TypedValue<?> typed(Value value, DataType type) {
        if (type == DataType.STRING) {
            return TypedValues.newStringValue(text(value));
        }
        if (value instanceof Value.Raw raw && type == DataType.BYTE_ARRAY) {
            return TypedValues.newByteArrayValue(raw.bytes());
        }
        if (value instanceof Value.Moment moment && type == DataType.LONG) {
            return TypedValues.newLongValue(moment.instant().toEpochMilli());
        }
        if (value instanceof Value.Measured measured) {
            return number(measured.quantity(), type);
        }
        throw new IllegalArgumentException("no " + type);
    }

    private static TypedValue<?> number(Quantity quantity, DataType type) {
        BigDecimal exact = quantity.value();
        return switch (type) {
            case DOUBLE -> TypedValues.newDoubleValue(exact.doubleValue());
            case FLOAT -> TypedValues.newFloatValue(exact.floatValue());
            case INTEGER -> TypedValues.newIntegerValue(exact.intValueExact());
            case LONG -> TypedValues.newLongValue(exact.longValueExact());
            case BOOLEAN -> TypedValues.newBooleanValue(exact.signum() != 0);
            default -> throw new IllegalArgumentException("no " + type);
        };
    }

    private static String text(Value value) {
        if (value instanceof Value.Measured measured) {
            return measured.quantity().value().toPlainString();
        } else if (value instanceof Value.Text text) {
            return text.text();
        } else if (value instanceof Value.Moment moment) {
            return moment.instant().toString();
        } else {
            return Base64.getEncoder().encodeToString(((Value.Raw) value).bytes());
        }
    }
}
