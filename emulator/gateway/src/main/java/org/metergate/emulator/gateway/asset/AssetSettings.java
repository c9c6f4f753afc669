package org.metergate.emulator.gateway.asset;

import static org.eclipse.kura.configuration.ConfigurationService.KURA_SERVICE_PID;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.kura.asset.AssetConfiguration;
import org.eclipse.kura.channel.Channel;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.channel.ChannelType;
import org.eclipse.kura.core.configuration.metatype.Tad;
import org.eclipse.kura.core.configuration.metatype.Tocd;
import org.metergate.emulator.gateway.metatype.Defaults;

/**
 * The configuration of an asset, taken apart.
 *
 * @param properties as given, with the defaults of the asset's own fields
 * @param form what the configuration service shows; without channel fields until a driver with a descriptor came
 * @param configuration driver and channels
 * @param hasReadChannels whether the configuration as given had channels to read
 */
record AssetSettings(
        Map<String, Object> properties, Tocd form, AssetConfiguration configuration, boolean hasReadChannels) {

    /** @throws IllegalArgumentException if one value of one channel cannot be read */
    static AssetSettings from(Map<String, Object> given, Defaults defaults) {
        Map<String, Object> properties = defaults.of(AssetForm.plain());
        properties.putAll(given);
        AssetConfiguration configuration = configuration(properties);
        return new AssetSettings(
                properties,
                AssetForm.plain(),
                configuration,
                !readRecords(configuration).isEmpty());
    }

    private static AssetConfiguration configuration(Map<String, Object> properties) {
        return new AssetConfiguration(
                (String) properties.getOrDefault(ChannelKeys.DESCRIPTION, ""),
                (String) properties.get(ChannelKeys.DRIVER_PID),
                Channels.in(properties));
    }

    /**
     * Adds the driver's channel fields to the form, and to each channel the defaults of required fields that it lacks.
     *
     * @throws ClassCastException if a field is not of Kura's class {@code Tad}
     */
    AssetSettings completedWith(List<?> driverFields, Defaults defaults) {
        List<Tad> fields = new ArrayList<>(AssetForm.channel());
        driverFields.forEach(field -> fields.add((Tad) field));
        Tocd all = new Tocd();
        fields.forEach(all::addAD);
        Map<String, Object> values = defaults.of(all);
        Map<String, Object> completed = new HashMap<>(properties);
        for (Channel channel : channels().values()) {
            for (Tad field : fields) {
                if (AssetForm.lacks(channel.getConfiguration(), field)) {
                    completed.put(channel.getName() + ChannelKeys.SEPARATOR + field.getId(), values.get(field.getId()));
                }
            }
        }
        Tocd whole = AssetForm.with(channels().keySet(), fields);
        return new AssetSettings(completed, whole, configuration(completed), hasReadChannels);
    }

    String pid() {
        return String.valueOf(properties.get(KURA_SERVICE_PID));
    }

    Map<String, Channel> channels() {
        return configuration.getAssetChannels();
    }

    /** Fresh records for all enabled channels that can be read. */
    List<ChannelRecord> readRecords() {
        return readRecords(configuration);
    }

    private static List<ChannelRecord> readRecords(AssetConfiguration configuration) {
        return configuration.getAssetChannels().values().stream()
                .filter(channel -> channel.isEnabled() && channel.getType() != ChannelType.WRITE)
                .map(Channels::toRead)
                .toList();
    }
}
