package org.metergate.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.eclipse.kura.wire.WireReceiver;
import org.eclipse.kura.wire.WireRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metergate.analysis.finding.Cause;
import org.metergate.dashboard.model.Finding;
import org.metergate.wire.analysis.AnalysisComponent;
import org.metergate.wire.analysis.anomaly.AnomalyComponent;
import org.metergate.wire.analysis.forecast.ForecastComponent;
import org.metergate.wire.analysis.spectrum.SpectrumComponent;

/** What the real analyses emit, from the wires to what the dashboard answers. */
class AnalysesTest extends OverHttp {

    private static final long START = Instant.parse("2024-03-01T00:00:00Z").toEpochMilli();
    private static final long HOUR = 3_600_000;
    /** So many that the last forecast of each week, however the readings were taken together, knows 21 of them. */
    private static final int DAYS = 29;

    private static List<WireRecord> forecast;
    private static List<WireRecord> spectrum;
    private static List<WireRecord> finding;

    private WireToDashboard wire;

    @BeforeAll
    static void analyse(@TempDir Path data) throws Exception {
        forecast = forecast(data);
        spectrum = spectrum(data);
        finding = finding(data);
    }

    private static List<WireRecord> forecast(Path data) throws Exception {
        GatewayWires wires = new GatewayWires();
        Map<String, Object> settings = Map.of("step", 3600, "emit.input", false, "interval", 10_080);
        ForecastComponent component = wires.start(ForecastComponent.class, data, settings);
        for (int i = 0; i < DAYS * 24; i++) {
            double load = 100 + (i / 24 % 7 < 5 ? 40 : 0) + 10 * Math.sin(i * Math.PI / 12);
            receive(component, "main", START + HOUR * i, Map.of("P", load, "P_unit", "W"));
        }
        List<WireRecord> next = wires.next();
        while (!next.get(next.size() - 1).getProperties().containsKey("P.forecast")) {
            next = wires.next();
        }
        wires.end(component);
        return next;
    }

    private static List<WireRecord> spectrum(Path data) throws Exception {
        GatewayWires wires = new GatewayWires();
        Map<String, Object> settings = Map.of("step", 900, "emit.input", false, "interval", 2880);
        SpectrumComponent component = wires.start(SpectrumComponent.class, data, settings);
        for (int i = 0; i < 96 * 11; i++) {
            double hours = i / 4.0;
            double load = 100 + 20 * Math.sin(hours * Math.PI / 12) + 5 * Math.sin(2 * Math.PI * hours / 1.31);
            receive(component, "main", START + HOUR / 4 * i, Map.of("P", load, "P_unit", "kW"));
        }
        List<WireRecord> next = wires.next();
        while (next.size() < 3) {
            next = wires.next();
        }
        wires.end(component);
        return next;
    }

    private static List<WireRecord> finding(Path data) throws Exception {
        GatewayWires wires = new GatewayWires();
        AnomalyComponent component = wires.start(AnomalyComponent.class, data, Map.of());
        Random random = new Random(5);
        for (int i = 0; i < 4 * 96 + 2; i++) {
            Map<String, Object> values = new HashMap<>();
            values.put("U1", 230 + random.nextGaussian());
            values.put("U2", i < 4 * 96 ? 230 + random.nextGaussian() : 2.0);
            values.put("U3", 230 + random.nextGaussian());
            receive(component, "main", START + HOUR / 4 * i, values);
        }
        wires.end(component);
        List<WireRecord> next = wires.next();
        while (!next.get(0).getProperties().containsKey("finding.cause")) {
            next = wires.next();
        }
        return next;
    }

    private static void receive(WireReceiver component, String meter, long millis, Map<String, Object> values) {
        component.onWireReceive(GatewayWires.envelope(List.of(GatewayWires.record(meter, millis, values))));
    }

    @BeforeEach
    void wire() throws Exception {
        wire = new GatewayWires().toDashboard(dashboard);
        receive(wire, "main", clock.millis(), Map.of("P", 120.0, "P_unit", "W"));
    }

    private TreeSet<String> channels() throws Exception {
        TreeSet<String> names = new TreeSet<>();
        for (JsonElement one : got("/meters/main").getAsJsonArray("channels")) {
            names.add(one.getAsJsonObject().get("name").getAsString());
        }
        return names;
    }

    @Nested
    class OfAForecast {

        @Test
        void areNoChannelsButStepsWithTheirReceipt() throws Exception {
            wire.onWireReceive(GatewayWires.envelope(forecast));
            JsonObject all = got("/meters/main/forecast");
            OpenApi.conforms(all, "Forecasts");
            JsonObject one = all.getAsJsonArray("forecasts").get(0).getAsJsonObject();
            assertEquals("P", one.get("channel").getAsString());
            assertEquals("W", one.get("unit").getAsString());
            assertEquals(
                    forecast.get(0)
                            .getProperties()
                            .get("P.forecast.receipt.days")
                            .getValue(),
                    one.getAsJsonObject("receipt").get("days").getAsDouble());
            JsonArray steps = one.getAsJsonArray("steps");
            assertEquals(24, steps.size());
            JsonObject first = steps.get(0).getAsJsonObject();
            assertEquals(
                    forecast.get(1).getProperties().get("P.forecast").getValue(),
                    first.get("value").getAsDouble());
            assertEquals(
                    Instant.ofEpochMilli((Long) forecast.get(1)
                                    .getProperties()
                                    .get("P.forecast.time")
                                    .getValue())
                            .toString(),
                    first.get("time").getAsString());
            assertTrue(
                    first.get("lower80").getAsDouble() <= first.get("upper80").getAsDouble());
            assertEquals(new TreeSet<>(List.of("P")), channels());
        }

        @Test
        void tellWhatIsMissingWithoutAFailedChannel() throws Exception {
            receive(wire, "main", clock.millis(), Map.of("P", 121.0, "P.forecast_error", "2 days are known"));
            JsonObject all = got("/meters/main/forecast");
            OpenApi.conforms(all, "Forecasts");
            JsonObject one = all.getAsJsonArray("forecasts").get(0).getAsJsonObject();
            assertEquals(
                    "2 days are known",
                    one.getAsJsonObject("failure").get("text").getAsString());
            assertEquals(new TreeSet<>(List.of("P")), channels());
            wire.onWireReceive(GatewayWires.envelope(forecast));
            assertTrue(got("/meters/main/forecast")
                    .getAsJsonArray("forecasts")
                    .get(0)
                    .getAsJsonObject()
                    .get("failure")
                    .isJsonNull());
        }

        @Test
        void areTakenAwayFromAnomaliesToo() throws Exception {
            GatewayWires wires = new GatewayWires();
            AnomalyComponent anomaly = wires.start(AnomalyComponent.class, folder.resolve("gateway"), Map.of());
            anomaly.onWireReceive(GatewayWires.envelope(forecast));
            wire.onWireReceive(GatewayWires.envelope(wires.next()));
            assertEquals(new TreeSet<>(List.of("P")), channels());
        }
    }

    @Test
    void ofASpectrumAreCycles() throws Exception {
        wire.onWireReceive(GatewayWires.envelope(spectrum));
        JsonObject all = got("/meters/main/spectrum");
        OpenApi.conforms(all, "Spectra");
        JsonArray cycles =
                all.getAsJsonArray("spectra").get(0).getAsJsonObject().getAsJsonArray("cycles");
        assertEquals(spectrum.size() - 1, cycles.size());
        assertEquals("DAY", cycles.get(0).getAsJsonObject().get("kind").getAsString());
        assertEquals(86_400, cycles.get(0).getAsJsonObject().get("period").getAsDouble(), 900);
        assertEquals("kW", cycles.get(0).getAsJsonObject().get("unit").getAsString());
        assertEquals(new TreeSet<>(List.of("P")), channels());
        assertEquals(0, got("/meters/main/forecast").getAsJsonArray("forecasts").size());
        problem(404, get("/meters/none/spectrum"));
    }

    @Test
    void findAPhaseThatIsLostAndKeepScoresAsChannels() throws Exception {
        wire.onWireReceive(GatewayWires.envelope(finding));
        JsonObject all = got("/findings");
        OpenApi.conforms(all, "Findings");
        assertEquals(1, all.get("total").getAsInt());
        JsonObject one = all.getAsJsonArray("findings").get(0).getAsJsonObject();
        assertEquals("PHASE_LOSS", one.get("cause").getAsString());
        assertEquals("U2", one.get("channel").getAsString());
        assertEquals(
                Instant.ofEpochMilli(START + HOUR * 96).toString(),
                one.get("start").getAsString());
        JsonArray rows = one.getAsJsonArray("rows");
        assertTrue(rows.size() >= 2, rows::toString);
        assertEquals(
                2.0, rows.get(rows.size() - 1).getAsJsonObject().get("value").getAsDouble());
        assertEquals(
                new TreeSet<>(List.of("P", "U1", "U1.anomaly", "U2", "U2.anomaly", "U3", "U3.anomaly")), channels());
        wire.onWireReceive(GatewayWires.envelope(finding));
        assertEquals(1, got("/findings").get("total").getAsInt(), "told twice is one event");
    }

    @Test
    void outliveARestart() throws Exception {
        wire.onWireReceive(GatewayWires.envelope(forecast));
        wire.onWireReceive(GatewayWires.envelope(spectrum));
        JsonObject forecasts = got("/meters/main/forecast");
        JsonObject spectra = got("/meters/main/spectrum");
        restart();
        says("main", "P", 5, "W", clock.instant());
        assertEquals(forecasts, got("/meters/main/forecast"));
        assertEquals(spectra, got("/meters/main/spectrum"));
        dashboard.stop();
        spoil("analyses.bin", "nonsense");
        begin();
        says("main", "P", 5, "W", clock.instant());
        assertEquals("{\"forecasts\":[]}", got("/meters/main/forecast").toString());
        assertTrue(Files.exists(folder.resolve("analyses.bin.bad")));
    }

    @Test
    void haveWordsOnThePageForEveryCauseThatTheyMayFind() throws Exception {
        String words;
        try (InputStream in = Dashboard.class.getResourceAsStream("page/views/causes.js")) {
            words = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (Cause one : Cause.values()) {
            assertTrue(words.contains("  " + one.name() + ": ["), one::name);
        }
    }

    @Test
    void ofQualityAreGroupedByPhase() throws Exception {
        GatewayWires wires = new GatewayWires();
        AnalysisComponent analysis = wires.start(AnalysisComponent.class, folder, Map.of());
        Map<String, Object> values = new HashMap<>();
        for (int n = 1; n <= 3; n++) {
            values.putAll(Map.of("U" + n, 230.0, "I" + n, 5.0, "P" + n, 920.0, "Q" + n, 690.0));
            values.putAll(Map.of("THDI" + n, 38.0, "I" + n + ".h3", 33.1, "I" + n + ".h11", 2.0));
        }
        receive(analysis, "hall", clock.millis(), values);
        wire.onWireReceive(GatewayWires.envelope(wires.next()));
        JsonObject quality = got("/meters/hall/quality");
        OpenApi.conforms(quality, "Quality");
        JsonObject first = quality.getAsJsonArray("phases").get(0).getAsJsonObject();
        assertEquals(0.8, first.getAsJsonObject("PF").get("value").getAsDouble(), 1e-9);
        assertEquals("DEGRADED", first.getAsJsonObject("PF").get("class").getAsString());
        assertEquals("CRITICAL", first.getAsJsonObject("THDI").get("class").getAsString());
        assertEquals("NORMAL", first.getAsJsonObject("level").get("value").getAsString());
        assertEquals("I", first.getAsJsonObject("quadrant").get("value").getAsString());
        JsonObject total = quality.getAsJsonObject("total");
        assertEquals(2760, total.getAsJsonObject("P").get("value").getAsDouble(), 1e-6);
        assertEquals("W", total.getAsJsonObject("P").get("unit").getAsString());
        assertTrue(total.getAsJsonObject("capacitor").get("value").getAsDouble() > 1000);
        assertTrue(total.has("unbalance.U") && total.has("S.vector") && total.has("N"), total::toString);
        assertEquals(
                "{\"quantity\":\"I1\",\"orders\":{\"3\":33.1,\"11\":2.0}}",
                quality.getAsJsonArray("harmonics").get(0).toString());
        assertTrue(quality.get("contradiction").isJsonNull());
        assertEquals(clock.instant().toString(), quality.get("time").getAsString());
    }

    @Test
    void ofQualityTellTheWeeksOfTheSupply() throws Exception {
        Map<String, Object> values = new HashMap<>(
                Map.of("U1.week.part", 99.2, "U1.week.part_unit", "%", "U1.week.met", true, "U1.week.means", 504L));
        values.put("week.from", "2024-04-01T00:00:00Z");
        values.put("U1.week.always.met", false);
        values.put("frequency.lastWeek.means", 60_480L);
        receive(wire, "hall", clock.millis(), values);
        JsonObject quality = got("/meters/hall/quality");
        OpenApi.conforms(quality, "Quality");
        assertEquals(
                "[{\"from\":\"2024-04-01T00:00:00Z\",\"ended\":false,\"quantities\":{"
                        + "\"U1\":{\"part\":99.2,\"met\":true,\"means\":504},"
                        + "\"U1.always\":{\"part\":null,\"met\":false,\"means\":null}}},"
                        + "{\"from\":null,\"ended\":true,\"quantities\":{"
                        + "\"frequency\":{\"part\":null,\"met\":null,\"means\":60480}}}]",
                quality.get("weeks").toString());
    }

    @Test
    void ofQualityTellAContradictionAsLongAsThereIsOne() throws Exception {
        GatewayWires wires = new GatewayWires();
        AnalysisComponent analysis = wires.start(AnalysisComponent.class, folder, Map.of("phases", 1));
        Map<String, Object> wrong =
                new HashMap<>(Map.of("U1", 230.0, "I1", 5.0, "P1", 920.0, "Q1", 690.0, "S1", 900.0));
        receive(analysis, "hall", clock.millis(), wrong);
        wire.onWireReceive(GatewayWires.envelope(wires.next()));
        assertTrue(
                got("/meters/hall/quality").get("contradiction").getAsString().contains("S"));
        wrong.put("S1", 1150.0);
        receive(analysis, "hall", clock.millis() + 5000, wrong);
        wire.onWireReceive(GatewayWires.envelope(wires.next()));
        assertTrue(got("/meters/hall/quality").get("contradiction").isJsonNull());
    }

    @Test
    void ofQualityMayBeNothing() throws Exception {
        receive(wire, "water", clock.millis(), Map.of("volume", 12.5));
        JsonObject quality = got("/meters/water/quality");
        OpenApi.conforms(quality, "Quality");
        assertTrue(quality.get("time").isJsonNull());
        assertEquals("[{},{},{}]", quality.get("phases").toString());
        HttpResponse<String> answer = get("/meters/water/quality");
        assertTrue(answer.headers().firstValue("ETag").isPresent());
        problem(404, get("/meters/none/quality"));
    }

    @Nested
    class OnTheLiveFeed {

        @Test
        void areToldToWhoAsksForThem() throws Exception {
            Listener all = new Listener("{\"subscribe\":\"*\",\"kinds\":[\"readings\",\"findings\",\"analysis\"]}");
            JsonObject snapshot = all.next();
            assertEquals(1, snapshot.getAsJsonArray("meters").size());
            assertEquals(0, snapshot.getAsJsonArray("findings").size());
            Listener readings = new Listener("{\"subscribe\":\"*\"}");
            assertEquals(Set.of("type", "time", "meters"), readings.next().keySet());
            wire.onWireReceive(GatewayWires.envelope(forecast));
            assertEquals(
                    "{\"type\":\"changed\",\"kind\":\"forecast\",\"meter\":\"main\"}",
                    all.next().toString());
            wire.onWireReceive(GatewayWires.envelope(spectrum));
            assertEquals(
                    "{\"type\":\"changed\",\"kind\":\"spectrum\",\"meter\":\"main\"}",
                    all.next().toString());
            wire.onWireReceive(GatewayWires.envelope(finding));
            JsonObject found = all.next();
            assertEquals("finding", found.get("type").getAsString());
            OpenApi.conforms(found.get("finding"), "Finding");
            assertEquals("update", all.next().get("type").getAsString());
            assertEquals("update", readings.next().get("type").getAsString());
            Listener findings = new Listener("{\"subscribe\":[\"main\"],\"kinds\":[\"findings\"]}");
            JsonObject open = findings.next();
            assertEquals(Set.of("type", "time", "findings"), open.keySet());
            assertEquals(1, open.getAsJsonArray("findings").size());
            Listener others = new Listener("{\"subscribe\":[\"water\"],\"kinds\":[\"findings\"]}");
            assertEquals(0, others.next().getAsJsonArray("findings").size());
        }

        @Test
        void areAllToldHoweverManyThereAre() throws Exception {
            Listener all = new Listener("{\"subscribe\":\"*\",\"kinds\":[\"readings\",\"findings\"]}");
            all.next();
            TreeSet<String> found = new TreeSet<>();
            for (int i = 0; i < 40; i++) {
                Instant start = Instant.ofEpochMilli(START + i);
                dashboard.accept(new Finding("main", "GAP", "", 0.5, start, start, "", List.of(), Optional.empty()));
                says("main", "P", i, "W", clock.instant().plusMillis(i));
            }
            double last = -1;
            while (found.size() < 40 || last < 39) {
                JsonObject message = all.next();
                if (message.has("finding")) {
                    assertTrue(found.add(
                            message.getAsJsonObject("finding").get("id").getAsString()));
                } else {
                    last = message.getAsJsonArray("meters")
                            .get(0)
                            .getAsJsonObject()
                            .getAsJsonArray("channels")
                            .get(0)
                            .getAsJsonObject()
                            .get("value")
                            .getAsDouble();
                }
            }
        }

        @Test
        void areNoOtherKinds() throws Exception {
            for (String kinds : List.of("[\"nonsense\"]", "7", "[7]", "[{}]")) {
                Listener one = new Listener("{\"subscribe\":\"*\",\"kinds\":" + kinds + "}");
                assertEquals(4400, one.closed.poll(SOON.toSeconds(), TimeUnit.SECONDS), kinds);
            }
        }
    }
}
