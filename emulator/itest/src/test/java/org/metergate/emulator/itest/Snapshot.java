package org.metergate.emulator.itest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The snapshot of the demonstration site, on ports of its own so that tests need none that is taken. */
final class Snapshot {

    private static final Pattern PORT = Pattern.compile(
            "name=\"(?:port|http\\.port|org\\.osgi\\.service\\.http\\.port)\"[^>]*>\\s*<esf:value>(\\d{2,5})</esf:value>");

    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final Set<Integer> given = new HashSet<>();
    private String text;

    private Snapshot(String text) {
        this.text = text;
    }

    /** The site as it is shipped, every port replaced by a free one wherever it stands. */
    static Snapshot ofTheSite() {
        try {
            Snapshot snapshot = new Snapshot(Files.readString(Path.of("..", "..", "bndrun", "site", "snapshot_0.xml")));
            Matcher found = PORT.matcher(snapshot.text);
            while (found.find()) {
                snapshot.ports.computeIfAbsent(found.group(1), port -> snapshot.freePort());
            }
            snapshot.ports.forEach((shipped, free) -> snapshot.text = snapshot.text
                    .replace(":" + shipped + "<", ":" + free + "<")
                    .replace(":" + shipped + "/", ":" + free + "/")
                    .replace("<esf:value>" + shipped + "</esf:value>", "<esf:value>" + free + "</esf:value>"));
            return snapshot;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port that stands for a shipped one. */
    int port(int shipped) {
        Integer free = ports.get(Integer.toString(shipped));
        if (free == null) {
            throw new AssertionError("the site's snapshot has no port " + shipped + ", only " + ports.keySet());
        }
        return free;
    }

    /** Replaces text that must be there. */
    Snapshot with(String old, String replacement) {
        if (!text.contains(old)) {
            throw new AssertionError("the site's snapshot does not hold " + old);
        }
        text = text.replace(old, replacement);
        return this;
    }

    /** Takes a configuration out. */
    Snapshot without(String pid) {
        Matcher found = Pattern.compile(
                        "<esf:configuration pid=\"" + Pattern.quote(pid) + "\">.*?</esf:configuration>", Pattern.DOTALL)
                .matcher(text);
        if (!found.find()) {
            throw new AssertionError("the site's snapshot has no configuration " + pid);
        }
        text = found.replaceFirst("");
        return this;
    }

    /** Gives a property of a configuration another value and type. */
    Snapshot set(String pid, String property, String value, String type) {
        Matcher found = Pattern.compile(
                        "(<esf:configuration pid=\"" + Pattern.quote(pid)
                                + "\">(?:(?!</esf:configuration>).)*?<esf:property name=\"" + Pattern.quote(property)
                                + "\"[^>]*?)type=\"\\w+\"><esf:value>[^<]*</esf:value>",
                        Pattern.DOTALL)
                .matcher(text);
        if (!found.find()) {
            throw new AssertionError("the site's snapshot has no property " + property + " of " + pid);
        }
        text = found.replaceFirst(
                "$1type=\"" + type + "\"><esf:value>" + Matcher.quoteReplacement(value) + "</esf:value>");
        return this;
    }

    /** Reads five times as often, and lets the connection send as fast as it can. */
    Snapshot hurried() {
        with(interval(5), interval(1)).with(interval(10), interval(2));
        return with(
                "<esf:property name=\"connect.auto-on-startup\"",
                "<esf:property name=\"enable.rate.limit\" array=\"false\" encrypted=\"false\" type=\"Boolean\">"
                        + "<esf:value>false</esf:value></esf:property><esf:property name=\"connect.auto-on-startup\"");
    }

    private static String interval(int seconds) {
        return "<esf:property name=\"simple.interval\" array=\"false\" encrypted=\"false\" type=\"Integer\"><esf:value>"
                + seconds + "</esf:value>";
    }

    /** Adds a configuration. */
    Snapshot and(String configuration) {
        return with("</esf:configurations>", configuration + "\n</esf:configurations>");
    }

    /** Writes it as the first snapshot of a data folder. */
    void writeTo(Path data) {
        try {
            Path folder = Files.createDirectories(data.resolve("snapshots"));
            Files.writeString(folder.resolve("snapshot_0.xml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port where nobody listens, and another one each time: the system gives the same one twice now and then. */
    int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            int port = socket.getLocalPort();
            return given.add(port) ? port : freePort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
