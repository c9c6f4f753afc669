package org.metergate.publisher.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a meter's messages go, for instance {@code metergate/{meter}}. The gateway itself replaces {@code #client-id}
 * and {@code #account-name}, so these two may stand in a template; else {@code #} and {@code +} are wildcards of
 * subscribers and forbidden (MQTT 3.1.1, 4.7.1).
 *
 * @param text the template
 */
record TopicTemplate(String text) {

    private static final String METER = "{meter}";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[^}]*}");
    private static final Pattern GATEWAYS_OWN = Pattern.compile("#(client-id|account-name)(?=/|$)");
    /** Wildcards, level separator and what no text may hold (MQTT 3.1.1, 1.5.3). */
    private static final Pattern FORBIDDEN_IN_A_NAME = Pattern.compile("[/+#\\p{Cntrl}\\x80-\\x9f]");

    private static final int LONGEST = 65535;

    /**
     * Checks a template.
     *
     * @param text the template
     * @return the template
     * @throws IllegalArgumentException if no topic can be made from it; the message says why and what would be right
     */
    static TopicTemplate of(String text) {
        String plain = GATEWAYS_OWN.matcher(text).replaceAll("");
        Matcher placeholder = PLACEHOLDER.matcher(plain);
        while (placeholder.find()) {
            if (!placeholder.group().equals(METER)) {
                throw wrong(text, "has the unknown placeholder " + placeholder.group());
            }
        }
        if (plain.indexOf('+') >= 0 || plain.indexOf('#') >= 0) {
            throw wrong(text, "has a wildcard, + or #");
        }
        if (text.isBlank() || text.startsWith("$") || text.indexOf('\0') >= 0) {
            throw wrong(text, "is no topic to publish to");
        }
        return new TopicTemplate(text);
    }

    /**
     * Makes the topic of one meter.
     *
     * @param meter the meter's name; characters that would change the topic's meaning become {@code _}
     * @return the topic, never empty
     * @throws IllegalArgumentException if it is longer than MQTT allows
     */
    String topicOf(String meter) {
        String name = FORBIDDEN_IN_A_NAME.matcher(meter).replaceAll("_");
        String topic = text.replace(METER, name);
        if (topic.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw new IllegalArgumentException("the topic of a meter with so long a name exceeds 65535 bytes");
        }
        return topic;
    }

    private static IllegalArgumentException wrong(String text, String why) {
        return new IllegalArgumentException("'" + text + "' " + why + "; expected something like metergate/{meter}");
    }
}
