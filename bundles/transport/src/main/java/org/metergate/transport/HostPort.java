package org.metergate.transport;

import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part {@code //host:port} of an address. */
final class HostPort {
    private static final Pattern WHOLE = Pattern.compile("//(\\[[0-9A-Fa-f:.%\\w]+]|[^:/\\[\\]\\s@]+):(\\d{1,5})/?");
    private static final Pattern NO_PORT = Pattern.compile("//(\\[[^]]*]|[^:/\\[\\]\\s]+):?/?");

    private HostPort() {}

    /** An IPv6 address needs its brackets. */
    static String text(String host, int port) {
        return (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port;
    }

    /**
     * @param text the whole address, for the message
     * @param rest what follows the scheme and its colon
     */
    static LineAddress in(String text, String rest, BiFunction<String, Integer, LineAddress> kind) {
        Matcher whole = WHOLE.matcher(rest);
        if (whole.matches()) {
            try {
                return kind.apply(whole.group(1), Integer.parseInt(whole.group(2)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("'" + text + "' is no line: " + e.getMessage(), e);
            }
        }
        String scheme = text.strip().substring(0, text.strip().indexOf(':'));
        String wrong = NO_PORT.matcher(rest).matches()
                ? "the port is missing"
                : "expected host and port after " + scheme + "://, an IPv6 address in brackets";
        throw new IllegalArgumentException(
                "'" + text + "' is no line: " + wrong + ", such as " + scheme + "://192.168.1.5:4059");
    }

    static IllegalArgumentException noLine(String text) {
        return new IllegalArgumentException("'" + text + "' is no line; expected tcp://host:port, rfc2217://host:port,"
                + " udp://host:port, serial:device such as serial:/dev/ttyUSB0, or usb:VID:PID:SERIAL");
    }
}
