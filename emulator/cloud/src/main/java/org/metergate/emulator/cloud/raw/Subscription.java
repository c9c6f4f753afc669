package org.metergate.emulator.cloud.raw;

import java.util.Map;
import org.eclipse.paho.client.mqttv3.MqttTopic;

/**
 * What a subscriber wants to hear.
 *
 * @param filter topic with or without wildcards
 * @param qos 0 to 2
 */
record Subscription(String filter, int qos) {

    /** @throws IllegalArgumentException if there is no valid {@code topic.filter} or {@code qos} */
    static Subscription from(Map<String, Object> properties) {
        if (!(properties.get("topic.filter") instanceof String filter)) {
            throw new IllegalArgumentException("topic.filter is missing; expected a text like metergate/#");
        }
        MqttTopic.validate(filter, true);
        if (!(properties.get("qos") instanceof Integer qos) || qos < 0 || qos > 2) {
            throw new IllegalArgumentException("qos is " + properties.get("qos") + "; expected an Integer from 0 to 2");
        }
        return new Subscription(filter, qos);
    }

    boolean matches(String topic) {
        return MqttTopic.isMatched(filter, topic);
    }
}
