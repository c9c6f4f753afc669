package org.metergate.publisher.homeassistant;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;

/** JSON text (RFC 8259) of maps, collections, texts, numbers, truth values and {@link #NULL}. */
final class Json {

    /** The value null, which no map of ours holds. */
    static final Object NULL = new Object();

    private Json() {}

    /**
     * Writes a value.
     *
     * @param value a map with text keys, a collection, a text, a finite number, a truth value or {@link #NULL}
     * @return its JSON, entries in the order of the map
     */
    static String text(Object value) {
        StringBuilder text = new StringBuilder(512);
        write(text, value);
        return text.toString();
    }

    private static void write(StringBuilder text, Object value) {
        if (value == NULL) {
            text.append("null");
        } else if (value instanceof Map<?, ?> map) {
            text.append('{');
            String separator = "";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                text.append(separator);
                quote(text, entry.getKey().toString());
                text.append(':');
                write(text, entry.getValue());
                separator = ",";
            }
            text.append('}');
        } else if (value instanceof Collection<?> list) {
            text.append('[');
            String separator = "";
            for (Object element : list) {
                text.append(separator);
                write(text, element);
                separator = ",";
            }
            text.append(']');
        } else if (value instanceof BigDecimal number) {
            text.append(number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString());
        } else if (value instanceof Number || value instanceof Boolean) {
            text.append(value);
        } else {
            quote(text, value.toString());
        }
    }

    private static void quote(StringBuilder text, String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029' || isHalf(value, i)) {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }

    /** Half of a pair of surrogates would not survive the way through UTF-8. */
    private static boolean isHalf(String value, int i) {
        char c = value.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == value.length() || !Character.isLowSurrogate(value.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(value.charAt(i - 1)));
    }
}
