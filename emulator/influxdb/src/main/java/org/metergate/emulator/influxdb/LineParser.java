package org.metergate.emulator.influxdb;

import java.util.Map;
import java.util.TreeMap;

/** Reads lines of the line protocol, by its documented syntax. */
final class LineParser {

    private static final int SHORTEST_STRING = 2;

    private final String line;
    private int at;

    private LineParser(String line) {
        this.line = line;
    }

    /**
     * Reads a line.
     *
     * @param line without line end
     * @return what it says
     * @throws IllegalArgumentException if it is none; the message says why, in the server's words
     */
    static StoredPoint parse(String line) {
        return new LineParser(line).point();
    }

    private StoredPoint point() {
        String measurement = until(", ");
        if (measurement.isEmpty()) {
            throw new IllegalArgumentException("missing measurement");
        }
        Map<String, String> tags = new TreeMap<>();
        while (peek() == ',') {
            at++;
            String key = until("=");
            expect('=', "missing tag value");
            String value = until(", ");
            if (key.isEmpty() || value.isEmpty()) {
                throw new IllegalArgumentException("missing tag value");
            }
            tags.put(key, value);
        }
        expect(' ', "missing fields");
        Map<String, Object> fields = new TreeMap<>();
        do {
            if (!fields.isEmpty()) {
                at++;
            }
            String key = until("=");
            expect('=', "missing fields");
            fields.put(key, field());
        } while (peek() == ',');
        long time = -1;
        if (peek() == ' ') {
            at++;
            try {
                time = Long.parseLong(line.substring(at));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("bad timestamp", e);
            }
        } else if (at < line.length()) {
            throw new IllegalArgumentException("invalid field format");
        }
        return new StoredPoint(measurement, tags, fields, time);
    }

    private Object field() {
        if (peek() == '"') {
            int from = ++at;
            StringBuilder text = new StringBuilder();
            while (peek() != '"') {
                if (at >= line.length()) {
                    throw new IllegalArgumentException("unbalanced quotes");
                }
                if (peek() == '\\' && at + 1 < line.length() && "\"\\".indexOf(line.charAt(at + 1)) >= 0) {
                    at++;
                }
                text.append(line.charAt(at++));
            }
            at++;
            return from > at - SHORTEST_STRING + 1 ? "" : text.toString();
        }
        String text = until(", ");
        switch (text) {
            case "t", "T", "true", "True", "TRUE" -> {
                return Boolean.TRUE;
            }
            case "f", "F", "false", "False", "FALSE" -> {
                return Boolean.FALSE;
            }
            default -> {
                try {
                    return text.endsWith("i")
                            ? (Object) Long.valueOf(text.substring(0, text.length() - 1))
                            : (Object) Double.valueOf(number(text));
                } catch (NumberFormatException e) {
                    throw new IllegalArgumentException("invalid number", e);
                }
            }
        }
    }

    private static String number(String text) {
        if (!text.matches("[-+]?[0-9]*\\.?[0-9]+([eE][-+]?[0-9]+)?")) {
            throw new NumberFormatException(text);
        }
        return text;
    }

    private String until(String ends) {
        StringBuilder text = new StringBuilder();
        while (at < line.length() && ends.indexOf(line.charAt(at)) < 0) {
            if (line.charAt(at) == '\\' && at + 1 < line.length() && ", =".indexOf(line.charAt(at + 1)) >= 0) {
                at++;
            }
            text.append(line.charAt(at++));
        }
        return text.toString();
    }

    private char peek() {
        return at < line.length() ? line.charAt(at) : '\0';
    }

    private void expect(char wanted, String otherwise) {
        if (peek() != wanted) {
            throw new IllegalArgumentException(otherwise);
        }
        at++;
    }
}
