package org.metergate.emulator.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

class BrokerComponentTest {

    @TempDir
    Path folder;

    private final LinkedBlockingQueue<Broker> registered = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<String> unregistered = new LinkedBlockingQueue<>();

    @Test
    void offersItsAddressAsAServiceWhileItListens() throws Exception {
        BrokerComponent component = new BrokerComponent(context(), Map.of("port", 0), Duration.ofMillis(20));
        Broker broker = registered.poll(10, TimeUnit.SECONDS);
        assertTrue(broker.address().matches("mqtt://127\\.0\\.0\\.1:[1-9][0-9]*"), broker.address());
        assertEquals(0, unregistered.size());
        component.deactivate();
        assertEquals(1, unregistered.size());
        assertEquals(BrokerComponent.State.STOPPED, component.state());
    }

    @Test
    void waitsForABusyPort() throws Exception {
        BrokerComponent component;
        int port;
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = other.getLocalPort();
            component = new BrokerComponent(context(), Map.of("port", port), Duration.ofMillis(20));
            while (component.state() == BrokerComponent.State.STARTING) {
                Thread.onSpinWait();
            }
            assertEquals(BrokerComponent.State.PORT_BUSY, component.state());
        }
        assertEquals(
                "mqtt://127.0.0.1:" + port,
                registered.poll(10, TimeUnit.SECONDS).address());
        component.deactivate();
    }

    @Test
    void staysAliveWithAWrongPortAndRecoversWhenItIsCorrected() throws Exception {
        BrokerComponent component = new BrokerComponent(context(), Map.of("port", "many"), Duration.ofMillis(20));
        while (component.state() == BrokerComponent.State.STARTING) {
            Thread.onSpinWait();
        }
        assertEquals(BrokerComponent.State.MISCONFIGURED, component.state());
        component.modified(Map.of("port", 0));
        assertTrue(registered.poll(10, TimeUnit.SECONDS).address().startsWith("mqtt://"));
        component.deactivate();
    }

    private BundleContext context() {
        ServiceRegistration<?> registration = (ServiceRegistration<?>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ServiceRegistration.class}, (self, method, arguments) -> {
                    unregistered.add(method.getName());
                    return null;
                });
        return (BundleContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {BundleContext.class}, (self, method, arguments) -> {
                    if (method.getName().equals("getDataFile")) {
                        return folder.toFile();
                    }
                    registered.add((Broker) arguments[1]);
                    return registration;
                });
    }
}
