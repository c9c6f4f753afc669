package org.metergate.emulator.gateway.asset;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.kura.channel.Channel;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.channel.ChannelType;
import org.eclipse.kura.channel.ScaleOffsetType;
import org.eclipse.kura.type.DataType;

/**
 * The channels in an asset's flat configuration {@code <channel>#<key>}. Every value goes to the driver as a String. A
 * channel without {@code +type} or {@code +value.type} is passed over; one value that cannot be read fails them all.
 */
final class Channels {
    private Channels() {}

    /**
     * @return by name, in the order of a hash map
     * @throws IllegalArgumentException for a type that does not exist or a scale or offset that is no number
     */
    static Map<String, Channel> in(Map<String, Object> properties) {
        Map<String, Map<String, Object>> configurations = new HashMap<>();
        properties.forEach((key, value) -> {
            int end = key.indexOf(ChannelKeys.SEPARATOR);
            if (end > 0 && end < key.length() - 1 && isName(key.substring(0, end))) {
                configurations
                        .computeIfAbsent(key.substring(0, end), name -> new HashMap<>())
                        .put(key.substring(end + 1), value == null ? null : value.toString());
            }
        });
        Map<String, Channel> channels = new HashMap<>();
        configurations.forEach((name, configuration) ->
                channel(name, configuration).ifPresent(channel -> channels.put(name, channel)));
        return channels;
    }

    /** A record to read a channel into. With a scale type other than the value's, the driver delivers that type. */
    static ChannelRecord toRead(Channel channel) {
        DataType delivered =
                switch (channel.getScaleOffsetType()) {
                    case DEFINED_BY_VALUE_TYPE -> channel.getValueType();
                    case DOUBLE -> DataType.DOUBLE;
                    case LONG -> DataType.LONG;
                    default -> throw new IllegalArgumentException(
                            "Unsupported scale offset type: " + channel.getScaleOffsetType());
                };
        Map<String, Object> configuration = new HashMap<>(channel.getConfiguration());
        configuration.put(ChannelKeys.VALUE_TYPE, delivered.name());
        ChannelRecord record = ChannelRecord.createReadRecord(channel.getName(), delivered, channel.getUnit());
        record.setChannelConfig(configuration);
        return record;
    }

    private static boolean isName(String name) {
        return name.chars().noneMatch(c -> ChannelKeys.FORBIDDEN_IN_NAMES.indexOf(c) >= 0);
    }

    private static Optional<Channel> channel(String name, Map<String, Object> configuration) {
        String type = text(configuration, ChannelKeys.TYPE);
        String valueType = text(configuration, ChannelKeys.VALUE_TYPE);
        if (type == null || valueType == null) {
            return Optional.empty();
        }
        String given = text(configuration, ChannelKeys.SCALE_OFFSET_TYPE);
        ScaleOffsetType scaleType =
                given == null ? ScaleOffsetType.DEFINED_BY_VALUE_TYPE : ScaleOffsetType.getScaleOffsetType(given);
        Channel channel = new Channel(
                name,
                ChannelType.getChannelType(type),
                DataType.getDataType(valueType),
                scaleType,
                number(scaleType, text(configuration, ChannelKeys.SCALE), 1.0),
                number(scaleType, text(configuration, ChannelKeys.OFFSET), 0.0),
                configuration);
        String enabled = text(configuration, ChannelKeys.ENABLED);
        channel.setEnabled(enabled == null || Boolean.parseBoolean(enabled));
        channel.setUnit(text(configuration, ChannelKeys.UNIT));
        return Optional.of(channel);
    }

    private static String text(Map<String, Object> configuration, String key) {
        return (String) configuration.get(key);
    }

    private static Number number(ScaleOffsetType type, String text, double absent) {
        if (text == null) {
            return absent;
        }
        double number = Double.parseDouble(text);
        if (type == ScaleOffsetType.LONG) {
            return (long) number;
        }
        return number;
    }
}
