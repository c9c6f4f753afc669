package org.metergate.publisher.influxdb;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Versions of InfluxDB's HTTP interface, each with its way to write. Precision is always said. */
enum ApiVersion {
    /** {@code /write}, of InfluxDB 1. */
    V1,
    /** {@code /api/v2/write}, of InfluxDB 2 and its cloud. */
    V2,
    /** {@code /api/v3/write_lp}, of InfluxDB 3. */
    V3;

    /**
     * Makes the address for writing.
     *
     * @param server without path at its end
     * @param target where points go
     * @return the address
     */
    URI write(URI server, Target target) {
        String query =
                switch (this) {
                    case V1 -> "/write?db=" + encoded(target.database())
                            + (target.retentionPolicy().isEmpty() ? "" : "&rp=" + encoded(target.retentionPolicy()))
                            + "&precision=ms";
                    case V2 -> "/api/v2/write?org=" + encoded(target.organization()) + "&bucket="
                            + encoded(target.database()) + "&precision=ms";
                    case V3 -> "/api/v3/write_lp?db=" + encoded(target.database())
                            + "&precision=millisecond&accept_partial=true&no_sync=false";
                };
        return URI.create(server.toString().replaceFirst("/+$", "") + query);
    }

    /** @return what comes before a token in the header Authorization */
    String tokenScheme() {
        return this == V3 ? "Bearer " : "Token ";
    }

    /** @return what it calls the place where points go */
    String place() {
        return this == V2 ? "bucket" : "database";
    }

    /**
     * Where points go.
     *
     * @param database or bucket
     * @param organization of version 2; may be empty
     * @param retentionPolicy of version 1; empty for the default one
     */
    record Target(String database, String organization, String retentionPolicy) {}

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
