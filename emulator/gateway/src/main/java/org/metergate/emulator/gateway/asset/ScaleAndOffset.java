package org.metergate.emulator.gateway.asset;

import org.eclipse.kura.channel.Channel;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.channel.ScaleOffsetType;
import org.eclipse.kura.type.DataType;
import org.eclipse.kura.type.TypedValue;
import org.eclipse.kura.type.TypedValues;

/**
 * What the asset does to a value after the read: {@code scale * value + offset}, computed in the value's own type unless
 * the channel names another. An INTEGER value with scale 0.1 is therefore always 0, and a value that is no number fails.
 */
final class ScaleAndOffset {
    private ScaleAndOffset() {}

    /** Whether there is a value and a scale other than 1.0 or an offset other than 0.0; a Long 1 is not 1.0. */
    static boolean changes(ChannelRecord record, Channel channel) {
        return record.getValueType() != null
                && record.getValue() != null
                && !(channel.getValueScaleAsNumber().equals(1.0)
                        && channel.getValueOffsetAsNumber().equals(0.0));
    }

    /** @throws ClassCastException if the channel is numeric and the driver's value is not */
    static void apply(ChannelRecord record, Channel channel) {
        DataType type = channel.getValueType();
        if (!isNumeric(type)) {
            return;
        }
        Number scale = channel.getValueScaleAsNumber();
        Number offset = channel.getValueOffsetAsNumber();
        TypedValue<?> value = record.getValue();
        Number number = (Number) value.getValue();
        if (channel.getScaleOffsetType() == ScaleOffsetType.DEFINED_BY_VALUE_TYPE) {
            record.setValue(typed(value.getType(), inType(value.getType(), number, scale, offset)));
        } else {
            record.setValue(typed(type, inScaleType(channel.getScaleOffsetType(), number, scale, offset)));
        }
    }

    private static Number inType(DataType type, Number value, Number scale, Number offset) {
        return switch (type) {
            case DOUBLE -> value.doubleValue() * scale.doubleValue() + offset.doubleValue();
            case FLOAT -> value.floatValue() * scale.floatValue() + offset.floatValue();
            case INTEGER -> value.intValue() * scale.intValue() + offset.intValue();
            case LONG -> value.longValue() * scale.longValue() + offset.longValue();
            default -> throw new IllegalArgumentException("Unknown value type " + type);
        };
    }

    private static Number inScaleType(ScaleOffsetType type, Number value, Number scale, Number offset) {
        return switch (type) {
            case DOUBLE -> scale.doubleValue() * value.doubleValue() + offset.doubleValue();
            case LONG -> scale.longValue() * value.longValue() + offset.longValue();
            default -> throw new IllegalArgumentException("Invalid scale/offset type " + type);
        };
    }

    private static TypedValue<?> typed(DataType type, Number value) {
        return switch (type) {
            case DOUBLE -> TypedValues.newDoubleValue(value.doubleValue());
            case FLOAT -> TypedValues.newFloatValue(value.floatValue());
            case INTEGER -> TypedValues.newIntegerValue(value.intValue());
            case LONG -> TypedValues.newLongValue(value.longValue());
            default -> throw new IllegalArgumentException(value + " cannot become a value of type " + type);
        };
    }

    private static boolean isNumeric(DataType type) {
        return switch (type) {
            case DOUBLE, FLOAT, INTEGER, LONG -> true;
            default -> false;
        };
    }
}
