package org.metergate.publisher.mqtt;

/** Writes one JSON object (RFC 8259) from left to right. */
final class JsonText {

    private final StringBuilder text = new StringBuilder(512);

    JsonText open() {
        text.append('{');
        return this;
    }

    JsonText object(String name) {
        return name(name).open();
    }

    JsonText close() {
        text.append('}');
        return this;
    }

    JsonText field(String name, String value) {
        return name(name).quoted(value);
    }

    /**
     * Writes a number or true or false.
     *
     * @param name of the field
     * @param value valid JSON
     * @return this
     */
    JsonText literal(String name, String value) {
        name(name);
        text.append(value);
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private JsonText name(String name) {
        if (text.charAt(text.length() - 1) != '{') {
            text.append(',');
        }
        quoted(name);
        text.append(':');
        return this;
    }

    private JsonText quoted(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
        return this;
    }
}
