package org.metergate.emulator.cloud.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.eclipse.kura.KuraConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.metergate.emulator.cloud.TestConnection;

class TransportSettingsTest {

    private final Map<String, Object> properties = new HashMap<>();

    @ParameterizedTest
    @CsvSource({
        "mqtt://192.0.2.10:1883/, tcp://192.0.2.10:1883",
        "mqtts://broker.example:8883, ssl://broker.example:8883",
        "ws://broker.example:80/mqtt, ws://broker.example:80/mqtt"
    })
    void translatesTheBrokersAddress(String given, String used) {
        properties.put("broker-url", given);
        assertEquals(Optional.of(used), settings().broker());
    }

    @ParameterizedTest
    @ValueSource(strings = {"broker.example", "http://broker.example", "mqtt://", "mqtt://a b:1883"})
    void notesAWrongAddress(String given) {
        properties.put("broker-url", given);
        assertTrue(settings().problems().toString().contains("mqtt://192.0.2.10:1883"));
    }

    @Test
    void putsItsNamesIntoTopics() {
        properties.put("topic.context.account-name", "acme");
        properties.put("client-id", "a/b+c#d.e");
        assertEquals("acme/a-b-c-d-e/x", settings().resolved("#account-name/#client-id/x"));
        assertEquals("#client-ideas", settings().resolved("#client-ideas"));
    }

    @Test
    void takesAPasswordEncryptedOrPlain() {
        MqttDataTransport encrypted =
                new MqttDataTransport(TestConnection.crypto(), Map.of("username", "u", "password", "encrypted:secret"));
        MqttDataTransport plain =
                new MqttDataTransport(TestConnection.crypto(), Map.of("username", "u", "password", "secret"));
        assertEquals(encrypted.password(), plain.password());
        assertEquals("secret", plain.password());
    }

    @Test
    void takesAPlainPasswordThatTheGatewayChokesOn() {
        MqttDataTransport plain =
                new MqttDataTransport(TestConnection.crypto(), Map.of("username", "u", "password", "hallo-123"));
        assertEquals("hallo-123", plain.password());
    }

    @Test
    void staysAliveWithAWrongConfigurationAndSaysWhyItDoesNotConnect() {
        MqttDataTransport transport =
                new MqttDataTransport(TestConnection.crypto(), Map.of("broker-url", "nowhere", "keep-alive", "often"));
        KuraConnectException refused = assertThrows(KuraConnectException.class, transport::connect);
        assertTrue(refused.getMessage().contains("nowhere"), refused.getMessage());
        assertTrue(refused.getMessage().contains("keep-alive"), refused.getMessage());
        assertFalse(transport.isConnected());
        transport.deactivate();
    }

    private TransportSettings settings() {
        return TransportSettings.from(properties, UnaryOperator.identity());
    }
}
