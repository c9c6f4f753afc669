package org.metergate.emulator.gateway.asset;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.eclipse.kura.channel.ChannelType;
import org.eclipse.kura.channel.ScaleOffsetType;
import org.eclipse.kura.configuration.metatype.Option;
import org.eclipse.kura.core.configuration.metatype.Tad;
import org.eclipse.kura.core.configuration.metatype.Tocd;
import org.eclipse.kura.core.configuration.metatype.Toption;
import org.eclipse.kura.core.configuration.metatype.Tscalar;
import org.eclipse.kura.type.DataType;

/** The form of a wire asset: its own fields, and for each channel the gateway's fields and the driver's. */
final class AssetForm {
    private static final String ID = "org.eclipse.kura.asset";

    private AssetForm() {}

    /** The fields of the asset itself. */
    static Tocd plain() {
        Tocd form = new Tocd();
        form.setId(ID);
        form.setName("Wire Asset");
        form.setDescription("A device as channels, read when an envelope arrives");
        form.addAD(field(ChannelKeys.DESCRIPTION, Tscalar.STRING, null, false, "Free text"));
        form.addAD(field(ChannelKeys.DRIVER_PID, Tscalar.STRING, null, true, "kura.service.pid of the driver"));
        form.addAD(field(
                EmitOptions.ALL_CHANNELS,
                Tscalar.BOOLEAN,
                "false",
                true,
                "On a driver's event read and emit all channels instead of the one"));
        form.addAD(options(
                field(
                        EmitOptions.TIMESTAMP_MODE,
                        Tscalar.STRING,
                        TimestampMode.PER_CHANNEL.name(),
                        true,
                        "A timestamp for each channel, one for all (of the asset, the newest or oldest of the "
                                + "driver's) or none"),
                TimestampMode.values()));
        form.addAD(field(EmitOptions.ERRORS, Tscalar.BOOLEAN, "false", true, "Emit <channel>_error"));
        form.addAD(field(
                EmitOptions.ON_CHANGE, Tscalar.BOOLEAN, "false", true, "Emit a channel only when its value changed"));
        form.addAD(field(
                EmitOptions.EMPTY_ENVELOPES,
                Tscalar.BOOLEAN,
                "true",
                true,
                "Emit even if there is nothing but the asset's name"));
        return form;
    }

    /** The gateway's fields of every channel. */
    static List<Tad> channel() {
        return List.of(
                field(ChannelKeys.ENABLED, Tscalar.BOOLEAN, "true", true, "Whether the channel takes part"),
                field(ChannelKeys.NAME, Tscalar.STRING, "Channel-1", true, "Name of the channel"),
                options(
                        field(ChannelKeys.TYPE, Tscalar.STRING, ChannelType.READ.name(), true, "Direction"),
                        ChannelType.values()),
                options(
                        field(ChannelKeys.VALUE_TYPE, Tscalar.STRING, DataType.INTEGER.name(), true, "Type of value"),
                        DataType.values()),
                options(
                        field(
                                ChannelKeys.SCALE_OFFSET_TYPE,
                                Tscalar.STRING,
                                ScaleOffsetType.DEFINED_BY_VALUE_TYPE.name(),
                                false,
                                "Type that scale and offset are computed in"),
                        ScaleOffsetType.values()),
                field(ChannelKeys.SCALE, Tscalar.DOUBLE, null, false, "Factor applied to the value"),
                field(ChannelKeys.OFFSET, Tscalar.DOUBLE, null, false, "Added to the value after the factor"),
                field(ChannelKeys.UNIT, Tscalar.STRING, "", false, "Unit of the value"),
                field(ChannelKeys.LISTEN, Tscalar.BOOLEAN, "false", true, "Emit on events of the driver"));
    }

    /** The whole form. The fields given are copied for each channel as {@code <channel>#<id>}. */
    static Tocd with(Iterable<String> channelNames, Iterable<Tad> channelFields) {
        Tocd form = plain();
        for (Tad field : channelFields) {
            for (String name : channelNames) {
                form.addAD(copy(field, name + ChannelKeys.SEPARATOR));
            }
        }
        return form;
    }

    private static Tad copy(Tad field, String prefix) {
        Tad copy = new Tad();
        copy.setId(prefix + field.getId());
        copy.setName(prefix + field.getName());
        copy.setCardinality(field.getCardinality());
        copy.setType(Tscalar.fromValue(field.getType().value()));
        copy.setDescription(field.getDescription());
        copy.setDefault(field.getDefault());
        copy.setMin(field.getMin());
        copy.setMax(field.getMax());
        copy.setRequired(field.isRequired());
        for (Option option : field.getOption()) {
            copy.setOption(option(option.getLabel(), option.getValue()));
        }
        return copy;
    }

    private static Tad field(String id, Tscalar type, String byDefault, boolean required, String description) {
        Tad field = new Tad();
        field.setId(id);
        field.setName(id.startsWith("+") ? id.substring(1) : id);
        field.setType(type);
        field.setCardinality(0);
        field.setDefault(byDefault);
        field.setRequired(required);
        field.setDescription(description);
        return field;
    }

    private static Tad options(Tad field, Enum<?>[] values) {
        Arrays.stream(values).map(Enum::name).forEach(name -> field.setOption(option(name, name)));
        return field;
    }

    private static Toption option(String label, String value) {
        Toption option = new Toption();
        option.setLabel(label);
        option.setValue(value);
        return option;
    }

    /** The required fields that a channel's configuration lacks, as properties of the asset. */
    static boolean lacks(Map<String, Object> channelConfiguration, Tad field) {
        return field.isRequired() && channelConfiguration.get(field.getId()) == null;
    }
}
