package org.eclipse.kura.channel;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.eclipse.kura.type.DataType;
import org.eclipse.kura.type.TypedValue;
import org.osgi.annotation.versioning.ProviderType;

/** The request for, and the result of, reading or writing one channel once. */
@ProviderType
public class ChannelRecord {
    private final String channelName;
    private final DataType valueType;
    private transient Map<String, Object> channelConfig;
    private ChannelStatus channelStatus;
    private TypedValue<?> value;
    private long timestamp;
    private String unit;

    private ChannelRecord(String channelName, DataType valueType) {
        this.channelName = Objects.requireNonNull(channelName, "channelName");
        this.valueType = valueType;
    }

    /** A record to be filled by a read, with an empty unit. */
    public static ChannelRecord createReadRecord(String channelName, DataType valueType) {
        return createReadRecord(channelName, valueType, "");
    }

    /** A record to be filled by a read. */
    public static ChannelRecord createReadRecord(String channelName, DataType valueType, String unit) {
        ChannelRecord record = new ChannelRecord(channelName, Objects.requireNonNull(valueType, "valueType"));
        record.unit = unit;
        return record;
    }

    /** A record that holds a value to write. */
    public static ChannelRecord createWriteRecord(String channelName, TypedValue<?> value) {
        Objects.requireNonNull(value, "value");
        ChannelRecord record = new ChannelRecord(channelName, value.getType());
        record.value = value;
        return record;
    }

    /** A record that tells a status only: no type, no value. */
    public static ChannelRecord createStatusRecord(String channelName, ChannelStatus status) {
        ChannelRecord record = new ChannelRecord(channelName, null);
        record.channelStatus = Objects.requireNonNull(status, "status");
        return record;
    }

    public String getChannelName() {
        return channelName;
    }

    /** The channel's properties, or null if nobody set them. */
    public Map<String, Object> getChannelConfig() {
        return channelConfig;
    }

    /** The outcome, or null before there is one. */
    public ChannelStatus getChannelStatus() {
        return channelStatus;
    }

    /** Milliseconds since 1970, 0 if not set. */
    public long getTimestamp() {
        return timestamp;
    }

    public String getUnit() {
        return unit;
    }

    public DataType getValueType() {
        return valueType;
    }

    /** The value, or null. */
    public TypedValue<?> getValue() {
        return value;
    }

    /** Takes a copy of the properties. */
    public void setChannelConfig(Map<String, Object> channelConfig) {
        this.channelConfig = new HashMap<>(Objects.requireNonNull(channelConfig, "channelConfig"));
    }

    public void setChannelStatus(ChannelStatus channelStatus) {
        this.channelStatus = Objects.requireNonNull(channelStatus, "channelStatus");
    }

    public void setTimestamp(long timestamp) {
        this.timestamp = timestamp;
    }

    public void setUnit(String unit) {
        this.unit = unit;
    }

    /** Sets the value; its type is not checked. */
    public void setValue(TypedValue<?> value) {
        this.value = Objects.requireNonNull(value, "value");
    }

    /** Compares everything except the configuration. */
    @Override
    public boolean equals(Object other) {
        if (this == other) {
            return true;
        }
        if (other == null || other.getClass() != getClass()) {
            return false;
        }
        ChannelRecord that = (ChannelRecord) other;
        return timestamp == that.timestamp
                && valueType == that.valueType
                && channelName.equals(that.channelName)
                && Objects.equals(channelStatus, that.channelStatus)
                && Objects.equals(unit, that.unit)
                && Objects.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(channelName, valueType, channelStatus, value, timestamp, unit);
    }

    @Override
    public String toString() {
        return "ChannelRecord[" + channelName + ", " + valueType + ", " + value + ", unit " + unit + ", time "
                + timestamp + ", " + channelStatus + ", " + channelConfig + "]";
    }
}
