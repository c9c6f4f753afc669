package org.metergate.publisher.outbox.connection;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.configuration.ComponentConfiguration;
import org.eclipse.kura.configuration.ConfigurationService;

/**
 * What the gateway's configuration says of the MQTT transport under a cloud endpoint.
 *
 * @param properties of Kura's MqttDataTransport; passwords in it are enciphered and no concern of publishers
 * @param automatic whether the DataService above it connects by itself
 */
public record Transport(Map<String, Object> properties, boolean automatic) {

    private static final Pattern TARGET = Pattern.compile("\\(kura\\.service\\.pid=([^)]+)\\)");

    /**
     * Follows the configuration from the endpoint over its DataService.
     *
     * @param configurations of the gateway
     * @param endpoint kura.service.pid of the cloud endpoint
     * @return the transport; empty if the configuration does not lead to one
     */
    public static Optional<Transport> under(ConfigurationService configurations, String endpoint) {
        Optional<Map<String, Object>> data = properties(configurations, endpoint)
                .flatMap(of -> target(of, "DataService.target"))
                .flatMap(pid -> properties(configurations, pid));
        return data.flatMap(of -> target(of, "DataTransportService.target"))
                .flatMap(pid -> properties(configurations, pid))
                .map(of -> new Transport(of, Boolean.TRUE.equals(data.get().get("connect.auto-on-startup"))));
    }

    /**
     * Reads one property.
     *
     * @param key of Kura's MqttDataTransport
     * @return its value as text, empty if there is none
     */
    public String text(String key) {
        Object value = properties.get(key);
        return value == null ? "" : value.toString().strip();
    }

    /** @return kura.service.pid of the SslManagerService that the transport is set to, empty if it takes any */
    Optional<String> sslManager() {
        return target(properties, "SslManagerService.target");
    }

    private static Optional<String> target(Map<String, Object> properties, String key) {
        Matcher target = TARGET.matcher(String.valueOf(properties.get(key)));
        return target.matches() ? Optional.of(target.group(1)) : Optional.empty();
    }

    private static Optional<Map<String, Object>> properties(ConfigurationService configurations, String pid) {
        try {
            return Optional.ofNullable(configurations.getComponentConfiguration(pid))
                    .map(ComponentConfiguration::getConfigurationProperties);
        } catch (KuraException e) {
            return Optional.empty(); // the gateway does not say
        }
    }
}
