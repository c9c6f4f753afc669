package org.metergate.emulator.bench.delivery;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.crypto.CryptoService;
import org.metergate.emulator.cloud.data.MessageStores;
import org.metergate.emulator.cloud.data.StoringDataService;
import org.metergate.emulator.cloud.raw.RawMqttCloudEndpoint;
import org.metergate.emulator.cloud.transport.MqttDataTransport;
import org.metergate.publisher.mqtt.MqttPublisher;
import org.metergate.publisher.outbox.FileOutbox;
import org.metergate.publisher.outbox.OutboxException;
import org.metergate.publisher.outbox.store.Disk;
import org.metergate.publisher.outbox.store.StoreLimits;
import org.metergate.testkit.OneService;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;

/** The way of a reading on a gateway without a framework: publisher, outbox, raw MQTT connection. */
final class Site implements AutoCloseable {

    private static final String CLIENT = "gateway";

    private final FileOutbox outbox;
    private final MqttDataTransport transport;
    private final StoringDataService data;
    private final RawMqttCloudEndpoint endpoint;
    private final MqttPublisher publisher;

    Site(Path folder, StoreLimits limits, Disk disk, String broker, Map<String, Object> settings)
            throws OutboxException {
        this(folder, limits, disk, Map.of("broker-url", broker), settings, new MqttPublisher());
    }

    /**
     * @param connection further properties of the transport
     * @param settings of the publisher
     * @param publisher not yet activated
     */
    Site(
            Path folder,
            StoreLimits limits,
            Disk disk,
            Map<String, Object> connection,
            Map<String, Object> settings,
            MqttPublisher publisher)
            throws OutboxException {
        this.publisher = publisher;
        outbox = FileOutbox.open(folder, limits, name -> false, disk, System::nanoTime);
        Map<String, Object> way = new HashMap<>(Map.of("client-id", CLIENT, "timeout", 5));
        way.putAll(connection);
        transport = new MqttDataTransport(plain(), way);
        data = new StoringDataService(
                transport,
                new MessageStores(),
                Map.of(
                        "kura.service.pid", "data",
                        "connect.auto-on-startup", true,
                        "connect.retry-interval", 1,
                        "in-flight-messages.max-number", 10,
                        "store.purge-age", 5,
                        "store.housekeeper-interval", 5,
                        "enable.rate.limit", false));
        endpoint = new RawMqttCloudEndpoint(data, silent(), Map.of("kura.service.pid", "raw"));
        publisher.setOutbox(outbox);
        Map<String, Object> all = new HashMap<>(settings);
        all.put("kura.service.pid", "telemetry");
        all.put("cloud.endpoint.service.pid", "raw");
        publisher.activate(OneService.holding(endpoint), all);
    }

    void publish(KuraMessage record) throws KuraException {
        publisher.publish(record);
    }

    MqttPublisher publisher() {
        return publisher;
    }

    FileOutbox outbox() {
        return outbox;
    }

    @Override
    public void close() throws IOException, OutboxException {
        publisher.deactivate();
        endpoint.deactivate();
        data.deactivate();
        transport.deactivate();
        outbox.close();
    }

    private static EventAdmin silent() {
        return new EventAdmin() {
            @Override
            public void postEvent(Event event) {
                // nobody listens here
            }

            @Override
            public void sendEvent(Event event) {
                // nobody listens here
            }
        };
    }

    /** There are no passwords. */
    private static CryptoService plain() {
        return (CryptoService) Proxy.newProxyInstance(
                Site.class.getClassLoader(),
                new Class<?>[] {CryptoService.class},
                (self, method, given) -> method.getName().startsWith("decrypt") ? given[0] : self.toString());
    }
}
