package org.metergate.publisher.mqtt;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.metergate.settings.Properties;

/**
 * What the publisher was told to do.
 *
 * @param kind of the cloud connection
 * @param endpoint the cloud endpoint's kura.service.pid, empty if none is set
 * @param topic where messages go; empty only if there are problems
 * @param form what messages hold
 * @param application Kapua's name for the publisher
 * @param qos MQTT quality of service, 0 to 2
 * @param retain whether the broker keeps the last message of each topic
 * @param priority place in the gateway's queue, 0 first, to 1000
 * @param window most messages given to the connection and not confirmed, 1 to 1000
 * @param patience how long to wait for any confirmation while connected before all is sent again
 * @param checked whether a topic must show that the broker passes on what it confirms
 * @param problems what is wrong with the configuration; empty if it can be used
 */
record PublisherSettings(
        ConnectionKind kind,
        String endpoint,
        Optional<TopicTemplate> topic,
        ConnectionKind.Form form,
        String application,
        int qos,
        boolean retain,
        int priority,
        int window,
        Duration patience,
        boolean checked,
        List<Properties.Problem> problems) {

    /** Kura's own priority for telemetry. */
    static final int DEFAULT_PRIORITY = 7;
    /** As the form has it. */
    private static final int LOWEST_PRIORITY = 1000;

    private static final int LARGEST_WINDOW = 1000;
    private static final int LONGEST_PATIENCE = 86_400;

    static PublisherSettings from(Map<String, ?> properties) {
        Properties read = new Properties(properties);
        ConnectionKind kind = ConnectionKind.of(properties);
        String endpoint = read.text("cloud.endpoint.service.pid", "");
        Optional<TopicTemplate> topic = read.parsed("topic", kind.topic(), TopicTemplate::of);
        ConnectionKind.Form form = kind.carriesMetrics() ? read.choice("payload", kind.form()) : kind.form();
        String application = read.text("app.id", "metergate");
        if (application.matches(".*[/+#\\s].*")) {
            read.note("app.id", "is '" + application + "'; expected a name without /, +, # and blanks");
        }
        int qos = read.integer("qos", 0, 0, 2);
        boolean retain = read.flag("retain", false);
        int priority = read.integer("priority", DEFAULT_PRIORITY, 0, LOWEST_PRIORITY);
        int window = read.integer("window", 50, 1, LARGEST_WINDOW);
        Duration patience = Duration.ofSeconds(read.integer("confirmation.timeout", 300, 10, LONGEST_PATIENCE));
        boolean checked = read.flag("check.topics", true);
        return new PublisherSettings(
                kind,
                endpoint,
                topic,
                form,
                application,
                qos,
                retain,
                priority,
                window,
                patience,
                checked,
                read.problems());
    }

    /** @return whether topics can be checked, and are: only raw MQTT subscribes to topics as they are given */
    boolean checksTopics() {
        return checked && qos > 0 && kind == ConnectionKind.RAW;
    }
}
