package org.metergate.publisher.influxdb;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server said to a batch. */
sealed interface Answer {

    /** All lines are stored. */
    record Written() implements Answer {}

    /**
     * Some lines are refused.
     *
     * @param lines numbers of the refused lines from 0, each with the server's reason; empty if it does not say which
     * @param restWritten whether all others are stored
     * @param message what the server said
     */
    record Refused(Map<Integer, String> lines, boolean restWritten, String message) implements Answer {}

    /** The batch is too large. */
    record TooLarge() implements Answer {}

    /**
     * Nothing is stored, and that is not for the lines.
     *
     * @param state why
     * @param message for a person
     * @param retryAfter how long the server wants to be left alone
     */
    record NotNow(State state, String message, Optional<Duration> retryAfter) implements Answer {}

    Pattern LINE_NUMBER = Pattern.compile("\"line_number\"\\s*:\\s*(\\d+)");
    Pattern LINE_MESSAGE = Pattern.compile("\"error_message\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
    Pattern MESSAGE = Pattern.compile("\"(?:error|message)\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
    Pattern NOT_PARSED = Pattern.compile("unable to parse '(.*?)': ([^\\n]*)");
    Pattern ABOUT_LINES = Pattern.compile(
            "partial write|unable to parse|field type conflict|line protocol|beyond retention|dropped=");

    /**
     * Reads an answer.
     *
     * @param status of HTTP
     * @param body of the answer
     * @param retryAfter header of that name, empty if there is none
     * @param lines that were sent
     * @param version of the interface
     * @param target where they were to go
     * @param now the time, for a date in the header
     * @return what it means
     */
    static Answer of(
            int status,
            String body,
            String retryAfter,
            List<String> lines,
            ApiVersion version,
            ApiVersion.Target target,
            Instant now) {
        String message = message(body);
        if (status / 100 == 2) {
            return new Written();
        }
        return switch (status) {
            case 401, 403 -> new NotNow(
                    State.CREDENTIALS,
                    "the server does not accept the credentials (" + status + (message.isEmpty() ? "" : ", " + message)
                            + "); check authentication, token, username and password, and that they may write to the "
                            + version.place() + " '" + target.database() + "'",
                    Optional.empty());
            case 404 -> new NotNow(
                    State.NO_DATABASE,
                    "the server has no " + version.place() + " '" + target.database() + "'"
                            + (version == ApiVersion.V2 ? " in the organization '" + target.organization() + "'" : "")
                            + (message.isEmpty() ? "" : " (" + message + ")") + "; create it or correct the setting",
                    Optional.empty());
            case 413 -> new TooLarge();
            case 400, 422 -> refused(body, message, lines);
            default -> new NotNow(
                    status == 429 || status / 100 == 5 ? State.BUSY : State.REFUSED,
                    "the server answered " + status + (message.isEmpty() ? "" : ", " + message),
                    waiting(retryAfter, now));
        };
    }

    private static Answer refused(String body, String message, List<String> lines) {
        Map<Integer, String> named = new LinkedHashMap<>();
        Matcher number = LINE_NUMBER.matcher(body);
        Matcher reason = LINE_MESSAGE.matcher(body);
        while (number.find()) {
            int line = Integer.parseInt(number.group(1)) - 1;
            if (line >= 0 && line < lines.size()) {
                named.put(line, reason.find() ? unescaped(reason.group(1)) : message);
            }
        }
        boolean byNumber = !named.isEmpty();
        Matcher notParsed = NOT_PARSED.matcher(message);
        while (!byNumber && notParsed.find()) {
            int line = lines.indexOf(notParsed.group(1));
            if (line >= 0) {
                named.put(line, notParsed.group(2));
            }
        }
        boolean dropsMore = message.contains("dropped=");
        boolean restWritten = byNumber || message.startsWith("partial write") && !named.isEmpty() && !dropsMore;
        return new Refused(named, restWritten, message);
    }

    /**
     * Tells whether a message is about lines, and not about the request.
     *
     * @param message of the server
     * @return whether lines can be given up for it
     */
    static boolean isAboutLines(String message) {
        return ABOUT_LINES.matcher(message).find();
    }

    private static Optional<Duration> waiting(String header, Instant now) {
        String text = header.strip();
        if (text.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return until.isAfter(now) ? Optional.of(Duration.between(now, until)) : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty(); // no header, or nonsense
        }
    }

    private static String message(String body) {
        Matcher found = MESSAGE.matcher(body);
        List<String> messages = new ArrayList<>();
        while (found.find()) {
            messages.add(unescaped(found.group(1)));
        }
        return messages.isEmpty() ? body.strip() : messages.get(messages.size() - 1);
    }

    private static String unescaped(String json) {
        StringBuilder text = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c != '\\' || i + 1 == json.length()) {
                text.append(c);
                continue;
            }
            char escaped = json.charAt(++i);
            switch (escaped) {
                case 'n' -> text.append('\n');
                case 't' -> text.append('\t');
                case 'r' -> text.append('\r');
                case 'u' -> {
                    text.append((char) Integer.parseInt(json.substring(i + 1, Math.min(i + 5, json.length())), 16));
                    i += 4;
                }
                default -> text.append(escaped);
            }
        }
        return text.toString();
    }
}
