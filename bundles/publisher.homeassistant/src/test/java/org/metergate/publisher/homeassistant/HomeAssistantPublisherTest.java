package org.metergate.publisher.homeassistant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.kura.KuraErrorCode;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.cloudconnection.CloudConnectionManager;
import org.eclipse.kura.cloudconnection.CloudEndpoint;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.configuration.ComponentConfiguration;
import org.eclipse.kura.configuration.ConfigurationService;
import org.eclipse.kura.message.KuraPayload;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metergate.publisher.outbox.Endpoint;
import org.metergate.testkit.MovedClock;
import org.osgi.framework.BundleContext;

class HomeAssistantPublisherTest {

    private static final long PATIENCE_SECONDS = 20;

    @TempDir
    private Path folder;

    private long now;
    private final MovedClock clock = MovedClock.at("2026-03-01T12:00:00Z");
    private final List<KuraMessage> published = new CopyOnWriteArrayList<>();
    private boolean there = true;
    private final AtomicBoolean connected = new AtomicBoolean(true);
    private final Map<String, Object> properties =
            new HashMap<>(Map.of("cloud.endpoint.service.pid", "raw", "kura.service.pid", "ha"));
    private final Map<String, Map<String, Object>> configured = new HashMap<>(Map.of(
            "raw", Map.of("DataService.target", "(kura.service.pid=data)"),
            "data", Map.of("DataTransportService.target", "(kura.service.pid=mqtt)"),
            "mqtt", Map.of("lwt.topic", "meters/metergate/status", "lwt.payload", "offline", "lwt.retain", true)));
    private final CloudEndpoint endpoint = (CloudEndpoint) Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {CloudEndpoint.class, CloudConnectionManager.class},
            (self, method, arguments) -> switch (method.getName()) {
                case "publish" -> {
                    synchronized (published) {
                        published.add((KuraMessage) arguments[0]);
                        published.notifyAll();
                    }
                    yield null;
                }
                case "isConnected" -> connected.get();
                default -> throw new AssertionError(method.getName());
            });
    private final HomeAssistantPublisher publisher = new HomeAssistantPublisher(clock, () -> now) {
        @Override
        Endpoint endpointOf(BundleContext context, PublisherSettings wanted) {
            return new Endpoint() {
                @Override
                public Optional<CloudEndpoint> service() {
                    return Optional.of(endpoint).filter(any -> there);
                }

                @Override
                public void close() {
                    // nothing was opened
                }
            };
        }
    };

    private void activate() {
        publisher.setConfigurationService((ConfigurationService) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ConfigurationService.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "getComponentConfiguration" -> configuration((String) arguments[0]);
                    case "getConfigurableComponentPids" -> Set.copyOf(configured.keySet());
                    default -> throw new AssertionError(method.getName());
                }));
        publisher.activate(null, properties, folder);
    }

    private ComponentConfiguration configuration(String pid) {
        return (ComponentConfiguration) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ComponentConfiguration.class},
                (self, method, arguments) -> configured.get(pid));
    }

    @AfterEach
    void stop() {
        publisher.deactivate();
    }

    private static KuraMessage record(double value) {
        KuraPayload payload = new KuraPayload();
        payload.setTimestamp(new Date());
        payload.addMetric("assetName", "main");
        payload.addMetric("import", value);
        payload.addMetric("import_unit", "kWh");
        return new KuraMessage(payload);
    }

    private static String body(KuraMessage message) {
        return new String(message.getPayload().getBody(), StandardCharsets.UTF_8);
    }

    private KuraMessage await(String topic, String part, int from) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        synchronized (published) {
            while (true) {
                for (KuraMessage message : published.subList(from, published.size())) {
                    if (message.getProperties().get("topic").equals(topic)
                            && body(message).contains(part)) {
                        return message;
                    }
                }
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("no message with " + part + " on " + topic);
                }
                published.wait(left);
            }
        }
    }

    private void after(Duration time) {
        now += time.toNanos();
        publisher.look();
    }

    @Test
    void saysWhyItsConnectionStaysAway() {
        configured.put(
                "data",
                Map.of("DataTransportService.target", "(kura.service.pid=mqtt)", "connect.auto-on-startup", false));
        connected.set(false);
        activate();
        publisher.look();
        after(Duration.ofSeconds(9));
        assertEquals("", publisher.state()); // no news: it comes a little later than its publisher
        after(Duration.ofSeconds(2));
        assertTrue(publisher.state().contains("connect.auto-on-startup of its DataService"), publisher.state());
        connected.set(true);
        after(Duration.ofSeconds(5));
        assertEquals("delivers", publisher.state());
        there = false;
        publisher.look();
        after(Duration.ofSeconds(10));
        assertEquals("there is no cloud endpoint 'raw'", publisher.state());
    }

    @Test
    void saysThatTheGatewayIsThereAndThatAllIsWell() throws Exception {
        activate();
        assertEquals("online", body(await("meters/metergate/status", "online", 0)));
        assertEquals("{\"notices\":[]}", body(await("meters/metergate/notices", "", 0)));
        assertEquals(true, published.get(0).getProperties().get("retain"));
    }

    @Test
    void saysWhichFieldsOfTheWillToSet() throws Exception {
        configured.put("mqtt", Map.of("lwt.topic", "elsewhere", "lwt.payload", "offline"));
        activate();
        String notices = body(await("meters/metergate/notices", "", 0));
        assertTrue(
                notices.contains("set lwt.topic of the connection's MqttDataTransport to meters/metergate/status"),
                notices);
        assertTrue(notices.contains("set lwt.retain"), notices);
        assertTrue(!notices.contains("lwt.payload"), notices);
    }

    @Test
    void tellsAReading() throws Exception {
        activate();
        publisher.publish(record(1.5));
        KuraMessage config = await("homeassistant/device/metergate_main/config", "\"import\"", 0);
        assertEquals(List.of(), DiscoveryRules.violations("homeassistant/device/metergate_main/config", body(config)));
        KuraMessage state = await("meters/metergate/meter/main/state", "1.5", 0);
        assertEquals(0, state.getProperties().get("qos"));
        assertEquals(7, state.getProperties().get("priority"));
        assertEquals(3, config.getProperties().get("priority"));
    }

    @Test
    void announcesAnewWhenHomeAssistantIsBorn() throws Exception {
        activate();
        publisher.publish(record(1.5));
        await("meters/metergate/meter/main/state", "1.5", 0);
        int before = published.size();
        KuraPayload birth = new KuraPayload();
        birth.setBody("online".getBytes(StandardCharsets.UTF_8));
        publisher.onMessageArrived(new KuraMessage(birth, Map.of("topic", "homeassistant/status")));
        await("homeassistant/device/metergate_main/config", "\"import\"", before);
        await("meters/metergate/meter/main/state", "1.5", before);
    }

    @Test
    void sendsNothingWithoutConnectionAndEverythingWithIt() throws Exception {
        connected.set(false);
        activate();
        publisher.publish(record(1.5));
        publisher.publish(record(1.6));
        assertEquals(List.of(), published);
        connected.set(true);
        publisher.onConnectionEstablished();
        await("homeassistant/device/metergate_main/config", "\"import\"", 0);
        await("meters/metergate/meter/main/state", "1.6", 0);
    }

    @Test
    void saysGoodByeAndGoesOnWhereItWas() throws Exception {
        activate();
        publisher.publish(record(12345.5));
        await("meters/metergate/meter/main/state", "12345.5", 0);
        publisher.deactivate();
        assertEquals("offline", body(published.get(published.size() - 1)));
        int before = published.size();
        activate();
        await("homeassistant/device/metergate_main/config", "\"import\"", before);
        publisher.publish(record(0));
        await("meters/metergate/meter/main/state", "\"import\":null", before);
        publisher.publish(record(12345.6));
        await("meters/metergate/meter/main/state", "\"import\":12345.6", before);
    }

    private String lastOn(String topic) {
        return published.stream()
                .filter(message -> topic.equals(message.getProperties().get("topic")))
                .reduce((first, last) -> last)
                .map(HomeAssistantPublisherTest::body)
                .orElseThrow();
    }

    @Test
    void emptiesTheOldTopicsWhenTheyChange() throws Exception {
        activate();
        publisher.publish(record(1.5));
        await("meters/metergate/meter/main/state", "1.5", 0);
        properties.put("gateway.id", "cellar");
        int before = published.size();
        publisher.modified(null, properties);
        await("homeassistant/device/cellar_main/config", "cellar_main_import", before);
        assertEquals("", lastOn("homeassistant/device/metergate_main/config"));
        assertEquals("", lastOn("meters/metergate/meter/main/state"));
    }

    @Test
    void namesEveryWrongSetting() {
        properties.putAll(Map.of("gateway.id", "a b", "topic", "a/#", "classes", "x = y", "expire.after", -1));
        activate();
        KuraException refused = assertThrows(KuraException.class, () -> publisher.publish(record(1)));
        assertEquals(KuraErrorCode.CONFIGURATION_ERROR, refused.getCode());
        for (String part : List.of("gateway.id", "topic", "classes", "expire.after")) {
            assertTrue(refused.getMessage().contains(part), refused.getMessage());
        }
    }

    @Test
    void refusesARecordWithoutMeter() {
        activate();
        assertEquals(
                KuraErrorCode.INVALID_PARAMETER,
                assertThrows(KuraException.class, () -> publisher.publish(new KuraMessage(new KuraPayload())))
                        .getCode());
    }
}
