package org.metergate.publisher.mqtt;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.metergate.settings.Properties;

/**
 * What the publisher was told to do.
 *
 * @param endpoint the cloud endpoint's kura.service.pid, empty if none is set
 * @param topic where messages go; empty only if there are problems
 * @param qos MQTT quality of service, 0 to 2
 * @param retain whether the broker keeps the last message of each topic
 * @param priority place in the gateway's queue, 0 first, to 1000
 * @param problems what is wrong with the configuration; empty if it can be used
 */
record PublisherSettings(
        String endpoint,
        Optional<TopicTemplate> topic,
        int qos,
        boolean retain,
        int priority,
        List<Properties.Problem> problems) {

    static final String DEFAULT_TOPIC = "metergate/{meter}";
    /** Kura's own priority for telemetry. */
    static final int DEFAULT_PRIORITY = 7;
    /** As the form has it. */
    private static final int LOWEST_PRIORITY = 1000;

    static PublisherSettings from(Map<String, ?> properties) {
        Properties read = new Properties(properties);
        String endpoint = read.text("cloud.endpoint.service.pid", "");
        Optional<TopicTemplate> topic = read.parsed("topic", DEFAULT_TOPIC, TopicTemplate::of);
        int qos = read.integer("qos", 0, 0, 2);
        boolean retain = read.flag("retain", false);
        int priority = read.integer("priority", DEFAULT_PRIORITY, 0, LOWEST_PRIORITY);
        return new PublisherSettings(endpoint, topic, qos, retain, priority, read.problems());
    }
}
