package org.metergate.emulator.gateway.configuration;

import static org.osgi.service.cm.ConfigurationAdmin.SERVICE_FACTORYPID;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.kura.configuration.ComponentConfiguration;

/**
 * What Kura does to an asset whose entry comes from an old version, told by the missing {@code emit.all.channels}: that
 * key is set to false and each channel gets its {@code +name}. Entries that have the key are left alone, channels without
 * a name among them.
 */
final class WireAssetUpgrade {
    private static final String WIRE_ASSET = "org.eclipse.kura.wire.WireAsset";
    private static final String EMIT_ALL_CHANNELS = "emit.all.channels";

    private WireAssetUpgrade() {}

    static void apply(ComponentConfiguration configuration) {
        Map<String, Object> properties = configuration.getConfigurationProperties();
        if (properties == null
                || !WIRE_ASSET.equals(properties.get(SERVICE_FACTORYPID))
                || properties.putIfAbsent(EMIT_ALL_CHANNELS, false) != null) {
            return;
        }
        Set<String> channels = properties.keySet().stream()
                .filter(key -> key.indexOf('#') >= 0)
                .map(key -> key.substring(0, key.indexOf('#')))
                .collect(Collectors.toSet());
        channels.forEach(channel -> properties.put(channel + "#+name", channel));
    }
}
