package org.metergate.publisher.outbox;

/** Writes one JSON object (RFC 8259) from left to right, with objects and arrays in it. Used by one thread. */
public final class JsonText {

    private final StringBuilder text = new StringBuilder(512);

    /** Begins the object itself, or one that is an element of an array. */
    public JsonText open() {
        separate();
        text.append('{');
        return this;
    }

    /** Begins an object that is the value of a field. */
    public JsonText object(String name) {
        name(name);
        text.append('{');
        return this;
    }

    /** Ends the object begun last. */
    public JsonText close() {
        text.append('}');
        return this;
    }

    /** Begins an array that is the value of a field. */
    public JsonText array(String name) {
        name(name);
        text.append('[');
        return this;
    }

    /** Ends the array begun last. */
    public JsonText endArray() {
        text.append(']');
        return this;
    }

    /** Writes a text as an element of an array. */
    public JsonText element(String value) {
        separate();
        return quoted(value);
    }

    /** Writes a field with a text. */
    public JsonText field(String name, String value) {
        return name(name).quoted(value);
    }

    /**
     * Writes a number or true or false.
     *
     * @param name of the field
     * @param value valid JSON
     * @return this
     */
    public JsonText literal(String name, String value) {
        name(name);
        text.append(value);
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private JsonText name(String name) {
        separate();
        quoted(name);
        text.append(':');
        return this;
    }

    private void separate() {
        char last = text.isEmpty() ? '{' : text.charAt(text.length() - 1);
        if (last != '{' && last != '[' && last != ':') {
            text.append(',');
        }
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
