package org.metergate.emulator.cloud.raw;

import java.util.Map;

/**
 * How one raw message is to be sent. A value of the wrong type is taken for missing without a word, as in Kura.
 *
 * @param topic as given, may be null or empty (which the DataService does not bear)
 * @param qos 0 to 2
 * @param retain whether the broker keeps the message
 * @param priority place in the queue, 0 first
 */
record MessageOptions(String topic, int qos, boolean retain, int priority) {

    private static final int ENDPOINTS_PRIORITY = 4;

    static MessageOptions from(Map<String, Object> properties) {
        Object topic = properties.get("topic");
        return new MessageOptions(
                topic instanceof String text ? text : null,
                properties.get("qos") instanceof Integer qos && qos >= 0 && qos <= 2 ? qos : 0,
                properties.get("retain") instanceof Boolean retain && retain,
                properties.get("priority") instanceof Integer priority ? priority : ENDPOINTS_PRIORITY);
    }
}
