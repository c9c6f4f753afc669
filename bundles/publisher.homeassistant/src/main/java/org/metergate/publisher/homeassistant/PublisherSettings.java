package org.metergate.publisher.homeassistant;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.metergate.settings.Properties;

/**
 * What the publisher was told to do.
 *
 * @param endpoint the cloud endpoint's kura.service.pid, empty if none is set
 * @param topics where everything goes
 * @param classes what the user said that channels are
 * @param limits fastest rises of counters that are believed at once
 * @param expiry after which values are void; empty to go by how often a meter is heard
 * @param priority place of states in the gateway's queue, 0 first, to 1000
 * @param problems what is wrong with the configuration; empty if it can be used
 */
record PublisherSettings(
        String endpoint,
        Topics topics,
        Classes classes,
        Home.Limits limits,
        Optional<Duration> expiry,
        int priority,
        List<Properties.Problem> problems) {

    static final String DEFAULT_PREFIX = "homeassistant";
    static final String DEFAULT_ROOT = "meters";
    static final String DEFAULT_GATEWAY = "metergate";
    private static final int DEFAULT_POWER = 1000;
    private static final int DEFAULT_FLOW = 100;
    /** Kura's own priority for telemetry. */
    private static final int DEFAULT_PRIORITY = 7;

    private static final int LOWEST_PRIORITY = 1000;
    private static final int LONGEST_EXPIRY = 1_000_000;
    private static final int GREATEST_LIMIT = 1_000_000_000;

    static PublisherSettings from(Map<String, ?> properties) {
        Properties read = new Properties(properties);
        String endpoint = read.text("cloud.endpoint.service.pid", "");
        String prefix = read.parsed("discovery.prefix", DEFAULT_PREFIX, PublisherSettings::topic)
                .orElse(DEFAULT_PREFIX);
        String root =
                read.parsed("topic", DEFAULT_ROOT, PublisherSettings::topic).orElse(DEFAULT_ROOT);
        String gateway = read.parsed("gateway.id", DEFAULT_GATEWAY, PublisherSettings::id)
                .orElse(DEFAULT_GATEWAY);
        Classes classes = read.parsed("classes", "", Classes::of).orElse(new Classes(List.of()));
        int expiry = read.integer("expire.after", 0, 0, LONGEST_EXPIRY);
        int power = read.integer("limit.power", DEFAULT_POWER, 1, GREATEST_LIMIT);
        int flow = read.integer("limit.flow", DEFAULT_FLOW, 1, GREATEST_LIMIT);
        int priority = read.integer("priority", DEFAULT_PRIORITY, 0, LOWEST_PRIORITY);
        return new PublisherSettings(
                endpoint,
                new Topics(prefix, root, gateway),
                classes,
                new Home.Limits(BigDecimal.valueOf(power), BigDecimal.valueOf(flow)),
                expiry == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(expiry)),
                priority,
                read.problems());
    }

    private static String topic(String text) {
        if (text.matches("[^+#\\s\\p{Cntrl}$/][^+#\\s\\p{Cntrl}]*") && !text.endsWith("/") && !text.contains("//")) {
            return text;
        }
        throw new IllegalArgumentException("'" + text + "' is no topic; expected something like meters or home/meters");
    }

    private static String id(String text) {
        if (Id.isSafe(text)) {
            return text;
        }
        throw new IllegalArgumentException(
                "'" + text + "' is no id; expected 1 to 64 letters, digits, hyphens and underscores");
    }
}
