package org.metergate.publisher.outbox.connection;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.kura.configuration.ConfigurationService;
import org.eclipse.kura.ssl.SslManagerService;

/**
 * Finds out why a cloud connection is not connected, since Kura tells nobody but its log. May be called from any thread;
 * asking waits for the network, 5 s for each of three steps at most.
 */
public final class ConnectionInquiry {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Map<String, SslManagerService> sslManagers = new ConcurrentHashMap<>();
    private volatile Optional<ConfigurationService> configurations = Optional.empty();

    /** @param service tells how the connection is set */
    public void use(ConfigurationService service) {
        configurations = Optional.of(service);
    }

    /** @param service is going */
    public void forget(ConfigurationService service) {
        configurations = configurations.filter(known -> known != service);
    }

    /**
     * Adds somebody who knows the gateway's keys and its trust.
     *
     * @param service with them
     * @param properties of it
     */
    public void use(SslManagerService service, Map<String, ?> properties) {
        sslManagers.put(String.valueOf(properties.get("kura.service.pid")), service);
    }

    /** @param service is going */
    public void forget(SslManagerService service) {
        sslManagers.values().remove(service);
    }

    /**
     * Looks into the configuration, and knocks at the broker if that is right.
     *
     * @param endpoint kura.service.pid of the cloud endpoint
     * @return what is in the way, in words for a person; empty if nobody can tell
     */
    public Optional<String> into(String endpoint) {
        return configurations
                .flatMap(service -> Transport.under(service, endpoint))
                .map(this::into);
    }

    private String into(Transport transport) {
        if (!transport.automatic()) {
            return "nobody connects the cloud connection; set connect.auto-on-startup of its DataService to true";
        }
        String url = transport.text("broker-url");
        Optional<BrokerAddress> address = BrokerAddress.of(url);
        if (address.isEmpty()) {
            return "broker-url of the connection's MqttDataTransport is '" + url
                    + "'; expected something like mqtt://192.0.2.10:1883";
        }
        try {
            return new BrokerProbe(tls(transport), PATIENCE).findings(address.get(), transport.text("username"));
        } catch (GeneralSecurityException | IOException e) {
            return "the gateway's SslManagerService cannot be used: " + TlsFailure.words(e);
        }
    }

    private SSLSocketFactory tls(Transport transport) throws GeneralSecurityException, IOException {
        Optional<SslManagerService> manager = transport
                .sslManager()
                .map(sslManagers::get)
                .or(() -> sslManagers.values().stream().findFirst());
        return manager.isPresent()
                ? manager.get().getSSLSocketFactory()
                : (SSLSocketFactory) SSLSocketFactory.getDefault();
    }
}
