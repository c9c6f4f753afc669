package org.metergate.emulator.itest;

import static org.junit.Assert.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.kura.cloudconnection.CloudConnectionManager;
import org.eclipse.kura.cloudconnection.CloudEndpoint;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.cloudconnection.publisher.CloudPublisher;
import org.eclipse.kura.configuration.ConfigurationService;
import org.eclipse.kura.message.KuraPayload;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/** Lets the publishers for Home Assistant and InfluxDB, as they came in a package, take a reading and send it. */
final class PublisherTrial {

    private static final String RAW = "connection-of-the-trial";

    private final BundleContext context;
    private final ConfigurationService gateway;
    private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();

    PublisherTrial(BundleContext context, ConfigurationService gateway) {
        this.context = context;
        this.gateway = gateway;
    }

    void bothPublish(Duration within) throws Exception {
        Dictionary<String, Object> name = new Hashtable<>(Map.of("kura.service.pid", RAW));
        ServiceRegistration<CloudEndpoint> raw = context.registerService(CloudEndpoint.class, connection(), name);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> answer(server), "trial-influxdb");
            answering.start();
            publishes("homeassistant", Map.of("cloud.endpoint.service.pid", RAW), "homeassistant/", within);
            gateway.createFactoryConfiguration(
                    "org.metergate.publisher.influxdb.endpoint",
                    "trial-server",
                    Map.of(
                            "url",
                            "http://127.0.0.1:" + server.getLocalPort(),
                            "api.version",
                            "V1",
                            "authentication",
                            "NONE",
                            "compression",
                            false,
                            "batch.wait",
                            0),
                    false);
            publishes(
                    "influxdb",
                    Map.of("cloud.endpoint.service.pid", "trial-server"),
                    "meter,channel=import,meter=main",
                    within);
            gateway.deleteFactoryConfiguration("trial-server", false);
        } finally {
            raw.unregister();
        }
    }

    private void publishes(String kind, Map<String, Object> properties, String expected, Duration within)
            throws Exception {
        String pid = "trial-" + kind;
        gateway.createFactoryConfiguration("org.metergate.publisher." + kind, pid, properties, false);
        long giveUp = System.nanoTime() + within.toNanos();
        String found = "";
        boolean published = false;
        while (!found.contains(expected)) {
            assertTrue(pid + " sent nothing like " + expected, System.nanoTime() < giveUp);
            published = published || publish(pid);
            String next = sent.poll(20, TimeUnit.MILLISECONDS);
            found = next == null ? "" : next;
        }
        gateway.deleteFactoryConfiguration(pid, false);
    }

    /** @return whether the publisher is there and took it */
    private boolean publish(String pid) throws Exception {
        Collection<ServiceReference<CloudPublisher>> publishers =
                context.getServiceReferences(CloudPublisher.class, "(kura.service.pid=" + pid + ")");
        if (publishers.isEmpty()) {
            return false;
        }
        KuraPayload record = new KuraPayload();
        record.addMetric("assetName", "main");
        record.addMetric("import", 1234.5);
        record.addMetric("import_unit", "kWh");
        ServiceReference<CloudPublisher> publisher = publishers.iterator().next();
        context.getService(publisher).publish(new KuraMessage(record));
        context.ungetService(publisher);
        return true;
    }

    /** A connection that is there and takes everything. */
    private CloudEndpoint connection() {
        return (CloudEndpoint) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {CloudEndpoint.class, CloudConnectionManager.class},
                (self, method, given) -> switch (method.getName()) {
                    case "isConnected" -> true;
                    case "publish" -> {
                        sent.add(((KuraMessage) given[0])
                                .getProperties()
                                .get("topic")
                                .toString());
                        yield null;
                    }
                    case "hashCode" -> System.identityHashCode(self);
                    case "equals" -> self == given[0];
                    case "toString" -> RAW;
                    default -> null;
                });
    }

    /** Takes what is written and says that it is stored. */
    private void answer(ServerSocket server) {
        try {
            while (true) {
                try (Socket socket = server.accept()) {
                    BufferedReader in =
                            new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                    int length = 0;
                    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                        if (line.toLowerCase().startsWith("content-length:")) {
                            length = Integer.parseInt(line.substring(15).strip());
                        }
                    }
                    StringBuilder body = new StringBuilder();
                    while (body.length() < length) {
                        body.append((char) in.read());
                    }
                    sent.add(body.toString());
                    socket.getOutputStream()
                            .write("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException e) {
            return; // the trial is over
        }
    }
}
