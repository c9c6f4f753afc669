package org.metergate.publisher.influxdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metergate.publisher.outbox.Point;

/** The ready-made Grafana dashboard asks for what the schema has, and for nothing else. */
class DashboardTest {

    private static final Path DASHBOARD = Path.of("..", "..", "features", "grafana", "metergate.json");
    private static final Set<String> TAGS = Set.of(LineProtocol.METER, LineProtocol.CHANNEL, LineProtocol.UNIT);
    private static final Set<String> FIELDS =
            Set.of(LineProtocol.VALUE, LineProtocol.TEXT, LineProtocol.FLAG, LineProtocol.ERROR);
    private static final Pattern NAME = Pattern.compile("\"([^\"]+)\"");
    private static final Pattern IN_A_FUNCTION = Pattern.compile("\\(\"([^\"]+)\"\\)");
    private static final Pattern FROM = Pattern.compile("FROM \"([^\"]+)\"");

    private static JsonObject dashboard() throws Exception {
        Path file = Files.exists(DASHBOARD) ? DASHBOARD : Path.of("features", "grafana", "metergate.json");
        return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    }

    private static List<String> queries() throws Exception {
        List<String> queries = new ArrayList<>();
        for (JsonElement panel : dashboard().getAsJsonArray("panels")) {
            for (JsonElement target : panel.getAsJsonObject().getAsJsonArray("targets")) {
                queries.add(target.getAsJsonObject().get("query").getAsString());
            }
        }
        return queries;
    }

    /** Measurement, tags and fields as a real line has them. */
    private static Map<String, Set<String>> schema() {
        LineProtocol protocol = new LineProtocol("meter", Map.of());
        Map<String, Set<String>> schema = new HashMap<>(Map.of("tags", new HashSet<>(), "fields", new HashSet<>()));
        for (Point point : List.of(
                Point.good("c", 1.0, "W", Instant.EPOCH),
                Point.good("c", "x", "", Instant.EPOCH),
                Point.good("c", true, "", Instant.EPOCH),
                Point.bad("c", "x", Instant.EPOCH))) {
            String[] parts = protocol.line("m", point).split(" ");
            for (String tag : parts[0].substring(parts[0].indexOf(',') + 1).split(",")) {
                schema.get("tags").add(tag.split("=")[0]);
            }
            schema.get("fields").add(parts[1].split("=")[0]);
        }
        return schema;
    }

    @Test
    void knowsTheSchemaThatIsWritten() {
        assertEquals(TAGS, schema().get("tags"));
        assertEquals(FIELDS, schema().get("fields"));
    }

    @Test
    void namesOnlyFieldsAndTagsOfTheSchema() throws Exception {
        List<String> queries = queries();
        assertTrue(queries.size() >= 9, "only " + queries);
        for (String query : queries) {
            Matcher from = FROM.matcher(query);
            assertTrue(from.find() && from.group(1).equals("meter"), query);
            Matcher selected = IN_A_FUNCTION.matcher(query);
            assertTrue(selected.find(), query);
            assertTrue(FIELDS.contains(selected.group(1)), query);
            Matcher name = NAME.matcher(query.substring(query.indexOf(" WHERE ")));
            while (name.find()) {
                assertTrue(TAGS.contains(name.group(1)), name.group(1) + " in " + query);
            }
        }
    }

    @Test
    void asksInAWayThatAServerUnderstands(@TempDir Path folder) throws Exception {
        Optional<RealInfluxDb> installed = RealInfluxDb.in(folder);
        org.junit.jupiter.api.Assumptions.assumeTrue(installed.isPresent(), "influxdb is not installed");
        RealInfluxDb server = installed.get();
        server.start();
        try {
            server.query("CREATE DATABASE metergate");
            for (String query : queries()) {
                // an error in a query is in the body of the answer
                String answer = server.query(query.replace("$timeFilter", "time > now() - 1h")
                        .replace("$__interval", "1m")
                        .replace("/^$meter$/", "/^(main|heat)$/"));
                assertTrue(!answer.contains("error"), query + ": " + answer);
            }
        } finally {
            server.stop();
        }
    }
}
