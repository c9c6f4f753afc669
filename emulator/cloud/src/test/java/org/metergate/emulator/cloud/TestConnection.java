package org.metergate.emulator.cloud;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.kura.KuraErrorCode;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.crypto.CryptoService;
import org.metergate.emulator.cloud.data.MessageStores;
import org.metergate.emulator.cloud.data.StoringDataService;
import org.metergate.emulator.cloud.transport.MqttDataTransport;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;

/** Transport and DataService of one connection, without a framework. */
public final class TestConnection implements AutoCloseable {

    public final MqttDataTransport transport;
    public final StoringDataService data;
    public final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    public TestConnection(String broker, Map<String, Object> dataSettings) {
        this(broker, dataSettings, new MessageStores());
    }

    public TestConnection(String broker, Map<String, Object> dataSettings, MessageStores stores) {
        transport = new MqttDataTransport(
                crypto(), new HashMap<>(Map.of("broker-url", broker, "client-id", "gateway", "timeout", 5)));
        Map<String, Object> settings = new HashMap<>(dataSettings);
        settings.putIfAbsent("kura.service.pid", "data");
        data = new StoringDataService(transport, stores, settings);
    }

    public EventAdmin eventAdmin() {
        return new EventAdmin() {
            @Override
            public void postEvent(Event event) {
                events.add(event);
            }

            @Override
            public void sendEvent(Event event) {
                events.add(event);
            }
        };
    }

    @Override
    public void close() {
        data.deactivate();
        transport.deactivate();
    }

    /** Decrypts what begins with {@code encrypted:} and refuses the rest, in another way if there is a dash in it. */
    public static CryptoService crypto() {
        return (CryptoService) Proxy.newProxyInstance(
                TestConnection.class.getClassLoader(), new Class<?>[] {CryptoService.class}, (self, method, given) -> {
                    String text = new String((char[]) given[0]);
                    if (text.contains("-")) {
                        throw new IllegalArgumentException("Last unit does not have enough valid bits");
                    }
                    if (!text.startsWith("encrypted:")) {
                        throw new KuraException(KuraErrorCode.DECODER_ERROR, "not encrypted");
                    }
                    return text.substring("encrypted:".length()).toCharArray();
                });
    }
}
