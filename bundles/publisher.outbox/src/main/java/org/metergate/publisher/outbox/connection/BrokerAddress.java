package org.metergate.publisher.outbox.connection;

import java.net.URI;
import java.util.Optional;

/**
 * Where a broker listens.
 *
 * @param host name or address
 * @param port 1 to 65535
 * @param tls whether TLS is spoken there
 * @param web whether MQTT goes through a WebSocket
 */
public record BrokerAddress(String host, int port, boolean tls, boolean web) {

    /**
     * Reads the {@code broker-url} of Kura's MqttDataTransport.
     *
     * @param url with one of the schemes mqtt, tcp, mqtts, ssl, ws, wss; without a port the scheme's usual one is meant
     * @return the address, empty if this is none
     */
    public static Optional<BrokerAddress> of(String url) {
        URI uri;
        try {
            uri = URI.create(url.strip());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (uri.getHost() == null || uri.getScheme() == null) {
            return Optional.empty();
        }
        return switch (uri.getScheme()) {
            case "mqtt", "tcp" -> at(uri, 1883, false, false);
            case "mqtts", "ssl" -> at(uri, 8883, true, false);
            case "ws" -> at(uri, 80, false, true);
            case "wss" -> at(uri, 443, true, true);
            default -> Optional.empty();
        };
    }

    private static Optional<BrokerAddress> at(URI uri, int usual, boolean tls, boolean web) {
        int port = uri.getPort() < 0 ? usual : uri.getPort();
        return Optional.of(new BrokerAddress(uri.getHost(), port, tls, web));
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
