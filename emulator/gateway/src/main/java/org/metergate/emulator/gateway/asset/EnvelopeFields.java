package org.metergate.emulator.gateway.asset;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.kura.channel.ChannelFlag;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.channel.ChannelStatus;
import org.eclipse.kura.type.TypedValue;
import org.eclipse.kura.type.TypedValues;

/** The properties of the record that an asset emits, but for its name. */
final class EnvelopeFields {
    private EnvelopeFields() {}

    /**
     * @return a map that the caller may change
     * @throws NullPointerException if a record has no status; nothing of the envelope is left then, as in Kura
     */
    static Map<String, TypedValue<?>> of(List<ChannelRecord> records, EmitOptions options, Clock clock) {
        Map<String, TypedValue<?>> fields = new HashMap<>();
        for (ChannelRecord record : records) {
            String name = record.getChannelName();
            ChannelStatus status = record.getChannelStatus();
            if (status.getChannelFlag() == ChannelFlag.SUCCESS) {
                fields.put(name, record.getValue());
                String unit = record.getUnit();
                if (unit != null && !unit.isBlank()) {
                    fields.put(name + "_unit", TypedValues.newStringValue(unit));
                }
            }
            if (options.timestamps() == TimestampMode.PER_CHANNEL) {
                fields.put(name + "_timestamp", TypedValues.newLongValue(record.getTimestamp()));
            }
            if (options.errors()) {
                fields.put(name + "_error", TypedValues.newStringValue(error(status)));
            }
        }
        options.timestamps()
                .single(records, clock)
                .ifPresent(time -> fields.put("assetTimestamp", TypedValues.newLongValue(time)));
        return fields;
    }

    private static String error(ChannelStatus status) {
        String message = status.getExceptionMessage();
        Exception exception = status.getException();
        if (status.getChannelFlag() == ChannelFlag.SUCCESS) {
            return "";
        }
        if (message == null) {
            return exception == null ? "ERROR NOT SPECIFIED" : exception.toString();
        }
        return exception == null ? message : message + " " + exception;
    }
}
