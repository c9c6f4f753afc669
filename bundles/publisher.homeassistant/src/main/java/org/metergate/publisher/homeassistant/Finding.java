package org.metergate.publisher.homeassistant;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an event of a meter tells.
 *
 * @param type what it is about
 * @param text it, for people
 * @param time when it was found
 * @param details what else is known of it: channel, severity, start, end, check, rows
 */
record Finding(FindingType type, String text, Instant time, Map<String, Object> details) {

    /** How the analysis spreads its findings over a record: {@code finding.cause}, {@code finding.2.cause}. */
    private static final Pattern PART =
            Pattern.compile("(finding(?:\\.[0-9]+)?)\\.(cause|channel|severity|start|end|check|rows)");

    private static final Pattern TYPE_IN_JSON = Pattern.compile("\"(?:type|cause|kind)\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern TYPE_IN_TEXT =
            Pattern.compile("\\s*([A-Za-z][A-Za-z _-]*?)\\s*(?::.*|$)", Pattern.DOTALL);

    private static final int MOST_BITS = 63;

    /**
     * Reads a finding that is one text.
     *
     * @param text that begins with its type and a colon, or JSON with {@code type}, {@code cause} or {@code kind}
     * @param time when it was found
     * @return the finding
     */
    static Finding of(String text, Instant time) {
        Matcher json = TYPE_IN_JSON.matcher(text);
        Matcher plain = TYPE_IN_TEXT.matcher(text);
        Optional<String> type = json.find()
                ? Optional.of(json.group(1))
                : Optional.of(plain).filter(Matcher::matches).map(words -> words.group(1));
        return new Finding(type.map(FindingType::of).orElse(FindingType.OTHER), text, time, Map.of());
    }

    /** @return whether a channel is a part of a finding of the analysis */
    static boolean isPart(String channel) {
        return PART.matcher(channel).matches();
    }

    /**
     * Puts the findings of the analysis together. What has no cause is none; every other part may be missing.
     *
     * @param record of a meter
     * @return place, such as {@code finding.2}, to finding
     */
    static Map<String, Finding> in(MeterRecord record) {
        Map<String, Map<String, Object>> parts = new TreeMap<>();
        record.channels().forEach((channel, sample) -> {
            Matcher part = PART.matcher(channel);
            if (part.matches()) {
                sample.value().filter(value -> !value.toString().isBlank()).ifPresent(value -> parts.computeIfAbsent(
                                part.group(1), place -> new TreeMap<>())
                        .put(part.group(2), value));
            }
        });
        Map<String, Finding> findings = new TreeMap<>();
        parts.forEach((place, of) -> {
            if (of.get("cause") instanceof String cause) {
                Instant time = record.channels().get(place + ".cause").time();
                findings.put(place, new Finding(FindingType.of(cause), text(cause, of), time, details(of)));
            }
        });
        return findings;
    }

    private static String text(String cause, Map<String, Object> parts) {
        return cause.strip().toLowerCase(Locale.ROOT).replace('_', ' ')
                + Optional.ofNullable(parts.get("channel"))
                        .map(channel -> ", " + channel)
                        .orElse("")
                + Optional.ofNullable(parts.get("check"))
                        .map(check -> ": " + check)
                        .orElse("");
    }

    private static Map<String, Object> details(Map<String, Object> parts) {
        Map<String, Object> details = new LinkedHashMap<>();
        text(parts, "channel", details);
        if (parts.get("severity") instanceof BigDecimal severity) {
            details.put("severity", severity);
        }
        instant(parts, "start", details);
        instant(parts, "end", details);
        text(parts, "check", details);
        text(parts, "rows", details);
        return details;
    }

    private static void text(Map<String, Object> parts, String name, Map<String, Object> details) {
        if (parts.get(name) instanceof String text) {
            details.put(name, text);
        }
    }

    /** A number that is no time in milliseconds is left out. */
    private static void instant(Map<String, Object> parts, String name, Map<String, Object> details) {
        if (parts.get(name) instanceof BigDecimal millis
                && millis.toBigInteger().bitLength() <= MOST_BITS) {
            details.put(name, Instant.ofEpochMilli(millis.longValue()).toString());
        }
    }

    /** @return what tells it from others of its place: its text, and its start or else the time when it was found */
    String identity() {
        return text + " " + details.getOrDefault("start", time);
    }

    /** @return payload of the event, JSON */
    String json() {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("event_type", type.text());
        event.put("text", text);
        event.put("time", time.toString());
        event.putAll(details);
        return Json.text(event);
    }
}
