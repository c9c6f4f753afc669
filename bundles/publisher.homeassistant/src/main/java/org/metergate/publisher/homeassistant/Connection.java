package org.metergate.publisher.homeassistant;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.configuration.ComponentConfiguration;
import org.eclipse.kura.configuration.ConfigurationService;
import org.metergate.publisher.outbox.connection.Transport;

/** What the gateway's configuration says of the connection under the publisher, and of its meters. */
final class Connection implements Home.Installed {

    private static final String NAME_ENDING = "#+name";

    private final ConfigurationService configurations;

    /** @param configurations of the gateway */
    Connection(ConfigurationService configurations) {
        this.configurations = configurations;
    }

    /**
     * Checks the last will: without it Home Assistant takes a dead gateway for a living one. Kura has one will for each
     * connection, in its MQTT data transport.
     *
     * @param endpoint kura.service.pid of the cloud endpoint
     * @param topic where the will must go
     * @return which fields are to be set, in words for a person; empty if all are, or if nobody can tell
     */
    List<String> missingWill(String endpoint, String topic) {
        Optional<Transport> transport = Transport.under(configurations, endpoint);
        if (transport.isEmpty()) {
            return List.of();
        }
        List<String> missing = new ArrayList<>();
        require(missing, transport.get(), "lwt.topic", topic);
        require(missing, transport.get(), "lwt.payload", DiscoveryEncoder.presence(false));
        require(missing, transport.get(), "lwt.retain", "true");
        return missing;
    }

    private static void require(List<String> missing, Transport transport, String key, String wanted) {
        if (!transport.text(key).equals(wanted)) {
            missing.add("set " + key + " of the connection's MqttDataTransport to " + wanted
                    + ", or Home Assistant does not notice when the gateway is gone");
        }
    }

    @Override
    public Set<String> components() {
        return Set.copyOf(configurations.getConfigurableComponentPids());
    }

    @Override
    public Optional<Set<String>> channels(String asset) {
        return properties(asset).map(properties -> {
            Set<String> channels = new HashSet<>();
            properties.keySet().stream()
                    .filter(key -> key.endsWith(NAME_ENDING))
                    .forEach(key -> channels.add(key.substring(0, key.length() - NAME_ENDING.length())));
            return channels;
        });
    }

    private Optional<Map<String, Object>> properties(String pid) {
        try {
            return Optional.ofNullable(configurations.getComponentConfiguration(pid))
                    .map(ComponentConfiguration::getConfigurationProperties);
        } catch (KuraException e) {
            return Optional.empty(); // the gateway does not say, so there is nothing to complain of
        }
    }
}
