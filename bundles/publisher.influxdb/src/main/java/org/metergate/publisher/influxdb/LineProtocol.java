package org.metergate.publisher.influxdb;

import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.metergate.publisher.outbox.PlainNumber;
import org.metergate.publisher.outbox.Point;

/**
 * Writes points as lines of InfluxDB's line protocol, with time in milliseconds. Pure; the same point gives the same line,
 * and so the same key (measurement, tags, time), which the server overwrites.
 */
final class LineProtocol {

    /** Tags and fields of the schema. */
    static final String METER = "meter";

    static final String CHANNEL = "channel";
    static final String UNIT = "unit";
    static final String VALUE = "value";
    static final String TEXT = "text";
    static final String FLAG = "flag";
    static final String ERROR = "error";

    /** The longest text that every version takes is 64 kB; in UTF-8 a character has up to 3 bytes of it. */
    private static final int LONGEST_TEXT = 20_000;

    private final String measurement;
    private final Map<String, String> tags;

    /**
     * @param measurement name of the measurement
     * @param tags that every point carries besides its own
     */
    LineProtocol(String measurement, Map<String, String> tags) {
        this.measurement = escaped(measurement, false);
        this.tags = new TreeMap<>(tags);
    }

    /**
     * Writes a point.
     *
     * @param meter its meter
     * @param point the point
     * @return its line, without line end
     */
    String line(String meter, Point point) {
        Map<String, String> all = new TreeMap<>(tags); // sorted tags are indexed faster
        all.put(METER, meter);
        all.put(CHANNEL, point.channel());
        all.put(UNIT, point.unit());
        StringBuilder line = new StringBuilder(160).append(measurement);
        all.forEach((key, value) -> {
            if (!value.isBlank()) {
                line.append(',').append(escaped(key, true)).append('=').append(escaped(value, true));
            }
        });
        line.append(' ');
        field(line, point);
        return line.append(' ').append(point.time().toEpochMilli()).toString();
    }

    /** Numbers are floats, always: the first point fixes the type of a field, and later ones of another are refused. */
    private static void field(StringBuilder line, Point point) {
        if (!point.isGood()) {
            text(line.append(ERROR).append('='), point.error());
            return;
        }
        Object value = point.value().orElseThrow();
        if (value instanceof Number number) {
            line.append(VALUE).append('=').append(PlainNumber.text(number));
        } else if (value instanceof Boolean) {
            line.append(FLAG).append('=').append(value);
        } else if (value instanceof byte[] bytes) {
            text(line.append(TEXT).append('='), Base64.getEncoder().encodeToString(bytes));
        } else {
            text(line.append(TEXT).append('='), value.toString());
        }
    }

    private static void text(StringBuilder line, String text) {
        String cut = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
        line.append('"');
        for (int i = 0; i < cut.length(); i++) {
            char c = cut.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\').append(c);
            } else {
                line.append(Character.isISOControl(c) ? ' ' : c);
            }
        }
        line.append('"');
    }

    /** A backslash before what is escaped would be read as an escape itself, and no line may be broken. */
    private static String escaped(String name, boolean equalsToo) {
        StringBuilder escaped = new StringBuilder(name.length() + 8);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == ',' || c == ' ' || equalsToo && c == '=') {
                escaped.append('\\').append(c);
            } else if (c == '\\') {
                escaped.append('/');
            } else {
                escaped.append(Character.isISOControl(c) ? '_' : c);
            }
        }
        return escaped.toString();
    }
}
