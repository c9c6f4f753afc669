package org.metergate.publisher.mqtt;

import java.util.HashMap;
import java.util.Map;

/** The cloud connections of Kura that carry telemetry, with the message properties that each of them wants. */
enum ConnectionKind {
    /** Raw MQTT: topics as they are given, bodies only. */
    RAW("org.eclipse.kura.cloudconnection.raw.mqtt.cloud.RawMqttCloudEndpoint", "metergate/{meter}", Form.JSON) {
        @Override
        Map<String, Object> properties(String topic, PublisherSettings settings) {
            return Map.of(
                    "topic",
                    topic,
                    "qos",
                    settings.qos(),
                    "retain",
                    settings.retain(),
                    "priority",
                    settings.priority());
        }
    },
    /** Eclipse IoT: telemetry at QoS 0, events above. */
    ECLIPSE_IOT("org.eclipse.kura.cloudconnection.eclipseiot.mqtt.ConnectionManager", "metergate/{meter}", Form.KURA) {
        @Override
        Map<String, Object> properties(String topic, PublisherSettings settings) {
            Map<String, Object> properties = common(settings);
            properties.put("FULL_TOPIC", (settings.qos() == 0 ? "t" : "e") + "///" + topic);
            return properties;
        }
    },
    /** Kura's own cloud service, as Kapua understands it: account and client go before application and topic. */
    KAPUA("org.eclipse.kura.cloud.CloudService", "{meter}", Form.KURA) {
        @Override
        Map<String, Object> properties(String topic, PublisherSettings settings) {
            Map<String, Object> properties = common(settings);
            properties.put("APP_TOPIC", topic);
            properties.put("APP_ID", settings.application());
            properties.put("CONTROL", false);
            return properties;
        }
    };

    /** What a message holds. */
    enum Form {
        /** The JSON of this bundle's README, as the body. */
        JSON,
        /** Metrics, which the connection encodes in its own way. */
        KURA
    }

    private final String endpoint;
    private final String topic;
    private final Form form;

    ConnectionKind(String endpoint, String topic, Form form) {
        this.endpoint = endpoint;
        this.topic = topic;
        this.form = form;
    }

    /**
     * Finds the kind that a component's description names.
     *
     * @param properties of the component
     * @return the kind, raw MQTT if none is named
     */
    static ConnectionKind of(Map<String, ?> properties) {
        for (ConnectionKind kind : values()) {
            if (kind.endpoint.equals(properties.get("cloud.connection.factory.pid"))) {
                return kind;
            }
        }
        return RAW;
    }

    /** @return the topic unless another is set */
    String topic() {
        return topic;
    }

    /** @return what messages hold unless something else is set */
    Form form() {
        return form;
    }

    /** @return whether the connection carries metrics at all */
    boolean carriesMetrics() {
        return this != RAW;
    }

    abstract Map<String, Object> properties(String topic, PublisherSettings settings);

    private static Map<String, Object> common(PublisherSettings settings) {
        return new HashMap<>(
                Map.of("QOS", settings.qos(), "RETAIN", settings.retain(), "PRIORITY", settings.priority()));
    }
}
