package org.eclipse.kura.channel;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import org.eclipse.kura.type.DataType;
import org.eclipse.kura.type.TypedValue;
import org.osgi.annotation.versioning.ProviderType;

/** One value of a device: its name, direction, type, scaling and the driver's own properties. */
@ProviderType
public class Channel {
    private final Map<String, Object> configuration;
    private String name;
    private ChannelType type;
    private DataType valueType;
    private ScaleOffsetType scaleOffsetType;
    private Number scale;
    private Number offset;
    private String unit = "";
    private boolean enabled = true;

    /**
     * A channel with scale 1 and offset 0.
     *
     * @deprecated give the scale and the offset
     */
    @Deprecated
    public Channel(String name, ChannelType type, DataType valueType, Map<String, Object> configuration) {
        this(name, type, valueType, ScaleOffsetType.DEFINED_BY_VALUE_TYPE, 1.0d, 0.0d, configuration);
    }

    public Channel(
            String name,
            ChannelType type,
            DataType valueType,
            ScaleOffsetType scaleOffsetType,
            Number valueScale,
            Number valueOffset,
            Map<String, Object> configuration) {
        this.name = Objects.requireNonNull(name, "name");
        this.type = Objects.requireNonNull(type, "type");
        this.valueType = Objects.requireNonNull(valueType, "valueType");
        this.scaleOffsetType = Objects.requireNonNull(scaleOffsetType, "scaleOffsetType");
        this.scale = Objects.requireNonNull(valueScale, "valueScale");
        this.offset = Objects.requireNonNull(valueOffset, "valueOffset");
        this.configuration = Collections.unmodifiableMap(Objects.requireNonNull(configuration, "configuration"));
    }

    /** The channel's properties; cannot be modified. */
    public Map<String, Object> getConfiguration() {
        return configuration;
    }

    public String getName() {
        return name;
    }

    public ChannelType getType() {
        return type;
    }

    public DataType getValueType() {
        return valueType;
    }

    public ScaleOffsetType getScaleOffsetType() {
        return scaleOffsetType;
    }

    public boolean isEnabled() {
        return enabled;
    }

    /**
     * The scale.
     *
     * @deprecated use {@link #getValueScaleAsNumber()}
     */
    @Deprecated
    public double getValueScale() {
        return scale.doubleValue();
    }

    public Number getValueScaleAsNumber() {
        return scale;
    }

    /**
     * The offset.
     *
     * @deprecated use {@link #getValueOffsetAsNumber()}
     */
    @Deprecated
    public double getValueOffset() {
        return offset.doubleValue();
    }

    public Number getValueOffsetAsNumber() {
        return offset;
    }

    public String getUnit() {
        return unit;
    }

    public void setName(String name) {
        this.name = Objects.requireNonNull(name, "name");
    }

    public void setType(ChannelType type) {
        this.type = Objects.requireNonNull(type, "type");
    }

    public void setValueType(DataType valueType) {
        this.valueType = Objects.requireNonNull(valueType, "valueType");
    }

    public void setScaleOffsetType(ScaleOffsetType scaleOffsetType) {
        this.scaleOffsetType = Objects.requireNonNull(scaleOffsetType, "scaleOffsetType");
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public void setScale(double scale) {
        this.scale = scale;
    }

    public void setScale(Number scale) {
        this.scale = scale;
    }

    public void setOffset(double offset) {
        this.offset = offset;
    }

    public void setOffset(Number offset) {
        this.offset = offset;
    }

    public void setUnit(String unit) {
        this.unit = unit;
    }

    /** An empty record with this channel's name, type, unit and configuration. */
    public ChannelRecord createReadRecord() {
        ChannelRecord record = ChannelRecord.createReadRecord(name, valueType, unit);
        record.setChannelConfig(configuration);
        return record;
    }

    /** A record that holds the value to write, which must be of this channel's type. */
    public ChannelRecord createWriteRecord(TypedValue<?> value) {
        Objects.requireNonNull(value, "value");
        if (value.getType() != valueType) {
            throw new IllegalArgumentException("Channel " + name + " takes " + valueType + ", not " + value.getType());
        }
        ChannelRecord record = ChannelRecord.createWriteRecord(name, value);
        record.setChannelConfig(configuration);
        return record;
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
        Channel that = (Channel) other;
        return enabled == that.enabled
                && type == that.type
                && valueType == that.valueType
                && scaleOffsetType == that.scaleOffsetType
                && Objects.equals(name, that.name)
                && Objects.equals(unit, that.unit)
                && Objects.equals(scale, that.scale)
                && Objects.equals(offset, that.offset);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, type, valueType, scaleOffsetType, scale, offset, unit, enabled);
    }

    @Override
    public String toString() {
        return "Channel[" + name + ", " + type + ", " + valueType + ", scale " + scale + ", offset " + offset
                + ", unit " + unit + (enabled ? "" : ", disabled") + ", " + configuration + "]";
    }
}
