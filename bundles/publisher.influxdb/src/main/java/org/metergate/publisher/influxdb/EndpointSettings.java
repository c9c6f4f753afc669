package org.metergate.publisher.influxdb;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.metergate.settings.Properties;

/**
 * What a connection was told to do.
 *
 * @param server address without path at its end; empty only if there are problems
 * @param version of its interface
 * @param target where points go
 * @param authentication how it is known who writes
 * @param username of {@link Authentication#BASIC}
 * @param secret token or password as the gateway stores it, enciphered
 * @param compression whether batches are compressed with gzip
 * @param batch most points in one request
 * @param gather how long to wait for more before a batch that is not full goes
 * @param timeout longest wait for connection and for answer
 * @param certificate PEM text of what to trust; empty for what Java trusts
 * @param automatic whether it connects by itself
 * @param measurement name of the measurement
 * @param tags that every point carries besides its own
 * @param problems what is wrong with the configuration; empty if it can be used
 */
record EndpointSettings(
        Optional<URI> server,
        ApiVersion version,
        ApiVersion.Target target,
        Authentication authentication,
        String username,
        Secret secret,
        boolean compression,
        int batch,
        Duration gather,
        Duration timeout,
        String certificate,
        boolean automatic,
        String measurement,
        Map<String, String> tags,
        List<Properties.Problem> problems) {

    /** How it is known who writes. */
    enum Authentication {
        /** It is not. */
        NONE,
        /** User and password. */
        BASIC,
        /** A token. */
        TOKEN
    }

    /**
     * A secret as the gateway stores it. Its text form shows nothing.
     *
     * @param stored enciphered; empty for none
     */
    record Secret(String stored) {
        @Override
        public String toString() {
            return stored.isEmpty() ? "none" : "****";
        }
    }

    private static final int MOST_POINTS = 10_000;
    private static final int LONGEST_GATHER = 60_000;
    private static final int SHORTEST_TIMEOUT = 100;
    private static final int LONGEST_TIMEOUT = 300_000;

    static EndpointSettings from(Map<String, ?> properties) {
        Properties read = new Properties(properties);
        Optional<URI> server = read.parsed("url", "http://127.0.0.1:8086", EndpointSettings::address);
        ApiVersion version = read.choice("api.version", ApiVersion.V2);
        String database = read.text("database", "metergate");
        String organization = read.text("organization", "");
        Authentication authentication = read.choice("authentication", Authentication.TOKEN);
        String username = read.text("username", "");
        Secret secret = new Secret(read.text(authentication == Authentication.BASIC ? "password" : "token", ""));
        if (authentication == Authentication.BASIC && username.isEmpty()) {
            read.note("username", "is missing; expected the user that may write, or another authentication");
        }
        if (authentication != Authentication.NONE && secret.stored().isEmpty()) {
            String key = authentication == Authentication.BASIC ? "password" : "token";
            read.note(
                    key, "is missing; expected one for authentication " + authentication + ", or authentication NONE");
        }
        Map<String, String> tags =
                read.parsed("tags", "", EndpointSettings::tags).orElse(Map.of());
        return new EndpointSettings(
                server,
                version,
                new ApiVersion.Target(database, organization, read.text("retention.policy", "")),
                authentication,
                username,
                secret,
                read.flag("compression", true),
                read.integer("batch.points", 5000, 1, MOST_POINTS),
                Duration.ofMillis(read.integer("batch.wait", 1000, 0, LONGEST_GATHER)),
                Duration.ofMillis(read.integer("timeout", 10_000, SHORTEST_TIMEOUT, LONGEST_TIMEOUT)),
                read.text("certificate", ""),
                read.flag("connect.automatically", true),
                read.text("measurement", "meter"),
                tags,
                read.problems());
    }

    private static URI address(String text) {
        URI address = URI.create(text.replaceFirst("/+$", ""));
        boolean web = "http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme());
        if (!web || address.getHost() == null || address.getQuery() != null || address.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "is '" + text + "'; expected something like https://influx.example:8086, without user and query");
        }
        return address;
    }

    private static Map<String, String> tags(String text) {
        Map<String, String> tags = new TreeMap<>();
        for (String entry : text.split("[,;\\n\\r]+")) {
            if (entry.isBlank()) {
                continue;
            }
            String[] parts = entry.split("=", 2);
            String key = parts[0].strip();
            boolean taken = List.of(LineProtocol.METER, LineProtocol.CHANNEL, LineProtocol.UNIT)
                    .contains(key);
            if (parts.length < 2 || key.isEmpty() || parts[1].isBlank() || key.startsWith("_") || taken) {
                throw new IllegalArgumentException("'" + entry.strip()
                        + "' is no tag; expected something like site=north, and no meter, channel, unit or _name");
            }
            tags.put(key, parts[1].strip());
        }
        return tags;
    }
}
