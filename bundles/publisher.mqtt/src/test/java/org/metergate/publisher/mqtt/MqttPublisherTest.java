package org.metergate.publisher.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.kura.KuraErrorCode;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.cloudconnection.CloudEndpoint;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.message.KuraPayload;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.metergate.publisher.outbox.Endpoint;

class MqttPublisherTest {

    private static final Instant NOW = Instant.parse("2026-11-23T21:00:04Z");

    private final List<KuraMessage> published = new ArrayList<>();
    private final Map<String, Object> properties = new HashMap<>(Map.of("cloud.endpoint.service.pid", "raw"));
    private final MqttPublisher publisher = new MqttPublisher(Clock.fixed(NOW, ZoneOffset.UTC));
    private Optional<CloudEndpoint> endpoint;

    @BeforeEach
    void connect() {
        endpoint = Optional.of((CloudEndpoint) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {CloudEndpoint.class}, (self, method, arguments) -> {
                    published.add((KuraMessage) arguments[0]);
                    return "17";
                }));
    }

    @Test
    void publishesABodyWithTopicAndOptionsOfTheRightTypes() throws Exception {
        properties.putAll(Map.of("qos", 1, "retain", true, "priority", 3, "topic", "site/{meter}/now"));
        activate();
        assertEquals("17", publisher.publish(record("main")));
        KuraMessage message = published.get(0);
        assertEquals(
                Map.of("topic", "site/main/now", "qos", 1, "retain", true, "priority", 3), message.getProperties());
        assertEquals(
                "{\"meter\":\"main\",\"time\":\"2026-11-23T21:00:04Z\",\"values\":{\"U1\":{\"value\":230.1,"
                        + "\"time\":\"2026-11-23T21:00:04Z\",\"quality\":\"GOOD\"}}}",
                new String(message.getPayload().getBody(), StandardCharsets.UTF_8));
    }

    @Test
    void takesItsDefaultsWhenActivatedWithoutThem() throws Exception {
        activate();
        publisher.publish(record("main"));
        assertEquals(
                Map.of("topic", "metergate/main", "qos", 0, "retain", false, "priority", 7),
                published.get(0).getProperties());
    }

    @Test
    void saysThatTheEndpointIsNotThere() {
        endpoint = Optional.empty();
        activate();
        KuraException refused = assertThrows(KuraException.class, () -> publisher.publish(record("main")));
        assertEquals(KuraErrorCode.SERVICE_UNAVAILABLE, refused.getCode());
        assertTrue(refused.getMessage().contains("'raw'"), refused.getMessage());
    }

    @Test
    void publishesNothingWithAWrongConfiguration() {
        properties.put("topic", "metergate/#");
        properties.put("qos", 3);
        activate();
        KuraException refused = assertThrows(KuraException.class, () -> publisher.publish(record("main")));
        assertEquals(KuraErrorCode.CONFIGURATION_ERROR, refused.getCode());
        assertTrue(refused.getMessage().contains("wildcard"), refused.getMessage());
        assertTrue(refused.getMessage().contains("qos"), refused.getMessage());
        assertEquals(0, published.size());
    }

    @ParameterizedTest
    @CsvSource({"-1, 1", "0, 0", "1000, 0", "1001, 1"})
    void takesThePrioritiesThatTheFormOffers(int priority, int problems) {
        properties.put("priority", priority);
        assertEquals(problems, PublisherSettings.from(properties).problems().size());
    }

    @Test
    void complainsUnderTheNameOfTheInstance() {
        PrintStream usual = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        Map<String, Object> nowhere = Map.of("kura.service.pid", "to-the-cellar");
        try {
            MqttPublisher.complain(PublisherSettings.from(Map.of("qos", 3)), nowhere);
            MqttPublisher.complain(PublisherSettings.from(nowhere), nowhere);
        } finally {
            System.setErr(usual);
        }
        String text = log.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("to-the-cellar publishes nothing: [qos: "), text);
        assertTrue(text.contains("to-the-cellar publishes nothing: cloud.endpoint.service.pid is not set"), text);
    }

    @Test
    void refusesARecordWithoutAMeter() {
        activate();
        KuraPayload timer = new KuraPayload();
        timer.addMetric("TIMER", 1L);
        KuraException refused = assertThrows(KuraException.class, () -> publisher.publish(new KuraMessage(timer)));
        assertEquals(KuraErrorCode.INVALID_PARAMETER, refused.getCode());
        assertEquals(0, published.size());
    }

    @Test
    void passesConfirmationsOn() {
        List<String> confirmed = new ArrayList<>();
        publisher.registerCloudDeliveryListener(confirmed::add);
        publisher.onMessageConfirmed("17");
        assertEquals(List.of("17"), confirmed);
    }

    private void activate() {
        publisher.use(
                new Endpoint() {
                    @Override
                    public Optional<CloudEndpoint> service() {
                        return endpoint;
                    }

                    @Override
                    public void close() {
                        endpoint = Optional.empty();
                    }
                },
                PublisherSettings.from(properties));
    }

    private static KuraMessage record(String meter) {
        KuraPayload payload = new KuraPayload();
        payload.setTimestamp(Date.from(NOW));
        payload.addMetric("assetName", meter);
        payload.addMetric("U1", 230.1);
        return new KuraMessage(payload);
    }
}
