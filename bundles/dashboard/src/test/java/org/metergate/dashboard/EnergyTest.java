package org.metergate.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.kura.wire.WireReceiver;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.metergate.wire.analysis.energy.EnergyComponent;

class EnergyTest extends OverHttp {

    private static final String PARIS = "zone=Europe/Paris";
    private static final Duration QUARTER = Duration.ofMinutes(15);

    /** A counter that rises by so much in each quarter-hour, read at its beginning. */
    private void counts(String meter, String channel, String from, int quarters, double each, String unit) {
        Instant time = Instant.parse(from);
        for (int i = 0; i <= quarters; i++) {
            says(meter, channel, 1000 + each * i, unit, time);
            time = time.plus(QUARTER);
        }
    }

    private JsonArray steps(String query) throws Exception {
        JsonObject energy = got("/meters/main/energy?" + query);
        OpenApi.conforms(energy, "Energy");
        return energy.getAsJsonArray("steps");
    }

    private static double energy(JsonArray steps, int i, String register) {
        return of(steps, i, register).get("energy").getAsDouble();
    }

    private static JsonObject of(JsonArray steps, int i, String register) {
        return steps.get(i).getAsJsonObject().getAsJsonObject("registers").getAsJsonObject(register);
    }

    private void tariffs(String text) throws Exception {
        var answer = ask("PUT", "/tariffs", text, token);
        assertEquals(200, answer.statusCode(), answer::body);
        OpenApi.conforms(json(answer), "Tariffs");
        assertEquals(json(answer), got("/tariffs"));
    }

    @Nested
    class OfDays {

        @Test
        void isOf23HoursWhenTheClocksGoForward() throws Exception {
            counts("main", "import", "2024-03-29T00:00:00Z", 96 * 4, 100, "Wh");
            JsonArray steps = steps(PARIS + "&from=2024-03-30T12:00:00%2B01:00&to=2024-04-01T12:00:00%2B02:00");
            assertEquals(3, steps.size());
            assertEquals(24 * 400, energy(steps, 0, "import"));
            assertEquals(23 * 400, energy(steps, 1, "import"));
            assertEquals(24 * 400, energy(steps, 2, "import"));
            JsonObject short23 = steps.get(1).getAsJsonObject();
            assertEquals("2024-03-30T23:00:00Z", short23.get("start").getAsString());
            assertEquals("2024-03-31T22:00:00Z", short23.get("end").getAsString());
            assertEquals(1, of(steps, 1, "import").get("coverage").getAsDouble());
        }

        @Test
        void isOf25HoursWhenTheyGoBack() throws Exception {
            counts("main", "import", "2024-10-26T00:00:00Z", 96 * 3, 0.1, "kWh");
            JsonArray steps = steps(PARIS + "&from=2024-10-27T00:00:00%2B02:00&to=2024-10-28T00:00:00%2B01:00");
            assertEquals(1, steps.size());
            assertEquals(25 * 400, energy(steps, 0, "import"));
        }

        @Test
        void isOfTheLastSevenDaysUnlessAskedOtherwise() throws Exception {
            counts("main", "import", "2024-03-31T12:00:00Z", 96, 100, "Wh");
            JsonArray steps = steps("");
            assertEquals(7, steps.size());
            assertEquals("{}", steps.get(0).getAsJsonObject().get("registers").toString());
            assertEquals(4800, energy(steps, 5, "import"));
            assertEquals(0.5, of(steps, 5, "import").get("coverage").getAsDouble());
            assertEquals(4800, energy(steps, 6, "import"));
        }

        @Test
        void liesEvenlyBetweenReadingsThatAreFarApart() throws Exception {
            says("main", "import", 100, "kWh", Instant.parse("2024-03-28T06:00:00Z"));
            says("main", "import", 124, "kWh", Instant.parse("2024-03-29T06:00:00Z"));
            JsonArray steps = steps("from=2024-03-28T00:00:00Z&to=2024-03-30T00:00:00Z");
            assertEquals(18_000, energy(steps, 0, "import"));
            assertEquals(6_000, energy(steps, 1, "import"));
        }

        @Test
        void knowsNothingOfWhatACounterFell() throws Exception {
            counts("main", "import", "2024-03-28T00:00:00Z", 48, 100, "Wh");
            says("main", "import", 5, "Wh", Instant.parse("2024-03-28T13:00:00Z"));
            says("main", "import", 25, "Wh", Instant.parse("2024-03-28T13:10:00Z"));
            says("main", "import", 105, "Wh", Instant.parse("2024-03-29T00:00:00Z"));
            JsonArray steps = steps("from=2024-03-28T00:00:00Z&to=2024-03-29T00:00:00Z");
            assertEquals(4800 + 100, energy(steps, 0, "import"));
            assertEquals(23 / 24.0, of(steps, 0, "import").get("coverage").getAsDouble(), 1e-4);
        }

        @Test
        void isKeptThroughARestart() throws Exception {
            counts("main", "import", "2024-03-31T00:00:00Z", 96, 100, "Wh");
            JsonArray before = steps("");
            restart();
            says("main", "import", 10_600, "Wh", Instant.parse("2024-04-01T06:00:00Z"));
            assertEquals(before.get(5), steps("").get(5));
            assertEquals(0, energy(steps(""), 6, "import"));
        }

        @Test
        void beginsAnewWithADamagedFile() throws Exception {
            counts("main", "import", "2024-03-31T00:00:00Z", 96, 100, "Wh");
            dashboard.stop();
            spoil("energy.bin", "nonsense");
            begin();
            assertTrue(Files.exists(folder.resolve("energy.bin.bad")));
            says("main", "import", 10_600, "Wh", clock.instant());
            assertEquals(
                    "{}", steps("").get(5).getAsJsonObject().get("registers").toString());
        }
    }

    @Test
    void comesInOtherSteps() throws Exception {
        counts("main", "import", "2024-03-31T00:00:00Z", 96, 100, "Wh");
        assertEquals(
                24,
                steps("from=2024-03-31T00:00:00Z&to=2024-04-01T00:00:00Z&step=PT1H")
                        .size());
        JsonArray quarters = steps("from=2024-03-31T00:20:00Z&to=2024-03-31T00:46:00Z&step=PT15M");
        assertEquals(3, quarters.size());
        assertEquals(
                "2024-03-31T00:15:00Z",
                quarters.get(0).getAsJsonObject().get("start").getAsString());
        JsonArray months = steps(PARIS + "&from=2024-03-31T00:00:00Z&to=2024-04-01T00:00:00Z&step=P1M");
        assertEquals(22 * 400, energy(months, 0, "import"));
        assertEquals(2 * 400, energy(months, 1, "import"));
        assertEquals("step is one of PT15M, PT1H, P1D, P1M", problem(400, get("/meters/main/energy?step=P2D")));
        problem(400, get("/meters/main/energy?zone=Mars"));
        problem(400, get("/meters/main/energy?from=2024-01-01T00:00:00Z&step=PT15M"));
        problem(400, get("/meters/main/energy?from=2025-01-01T00:00:00Z&to=2024-01-01T00:00:00Z"));
        problem(404, get("/meters/none/energy"));
    }

    @Test
    void ofTheRealEnergyAnalysisHasTotalsAndTariffs() throws Exception {
        GatewayWires wires = new GatewayWires();
        Map<String, Object> settings = Map.of("tariff.off.peak", "22:00-06:00", "zone", "Europe/Paris");
        EnergyComponent component = wires.start(EnergyComponent.class, folder.resolve("gateway"), settings);
        WireToDashboard wire = wires.toDashboard(dashboard);
        Instant time = Instant.parse("2024-03-26T23:00:00Z");
        for (int i = 0; i <= 96; i++) {
            // the meter is exchanged at noon: its counter begins anew
            double counter = i < 48 ? 5000 + 0.1 * i : 0.1 * (i - 48);
            receive(component, time, Map.of("import", counter, "import_unit", "kWh"));
            wire.onWireReceive(GatewayWires.envelope(wires.next()));
            time = time.plus(QUARTER);
        }
        wires.end(component);
        tariffs("{\"currency\":\"EUR\",\"zone\":\"Europe/Paris\",\"tariffs\":["
                + "{\"name\":\"peak\",\"price\":0.25,\"register\":\"import.HP\",\"hours\":\"\"},"
                + "{\"name\":\"off-peak\",\"price\":0.125,\"register\":\"import.HC\",\"hours\":\"\"}]}");
        JsonObject energy = got("/meters/main/energy?from=2024-03-27T00:00:00%2B01:00&to=2024-03-28T00:00:00%2B01:00");
        OpenApi.conforms(energy, "Energy");
        Map<String, String> registers = new LinkedHashMap<>();
        energy.getAsJsonArray("registers")
                .forEach(one -> registers.put(
                        one.getAsJsonObject().get("name").getAsString(),
                        one.getAsJsonObject().get("channel").getAsString()));
        assertEquals(Map.of("import", "import.total", "import.HC", "import.HC", "import.HP", "import.HP"), registers);
        JsonArray steps = energy.getAsJsonArray("steps");
        assertEquals(1, steps.size());
        double total = energy(steps, 0, "import");
        assertEquals(9600, total, 101);
        assertEquals(total, energy(steps, 0, "import.HC") + energy(steps, 0, "import.HP"), 1e-3);
        assertEquals(3200, energy(steps, 0, "import.HC"), 1e-3);
        JsonObject day = steps.get(0).getAsJsonObject();
        assertEquals(
                0.25 * energy(steps, 0, "import.HP") / 1000 + 0.4,
                day.get("cost").getAsDouble(),
                1e-3);
        assertEquals("EUR", energy.get("currency").getAsString());
    }

    private static void receive(WireReceiver component, Instant time, Map<String, Object> values) {
        component.onWireReceive(
                GatewayWires.envelope(List.of(GatewayWires.record("main", time.toEpochMilli(), values))));
    }

    @Test
    void isKeptWholeOfTheFirstCountersThatThereAre() throws Exception {
        for (int i = 0; i < 450; i++) {
            says("m" + i, "import", 100, "Wh", Instant.parse("2024-03-31T00:00:00Z"));
        }
        says("m0", "import", 400, "Wh", Instant.parse("2024-03-31T12:00:00Z"));
        assertEquals(1, got("/meters/m399/energy").getAsJsonArray("registers").size());
        assertEquals(0, got("/meters/m400/energy").getAsJsonArray("registers").size());
        says("m400", "import", 100, "Wh", Instant.parse("2024-04-01T06:00:00Z"));
        assertEquals(1, got("/meters/m400/energy").getAsJsonArray("registers").size());
        assertEquals(1, got("/meters/m0/energy").getAsJsonArray("registers").size());
        assertEquals(0, got("/meters/m399/energy").getAsJsonArray("registers").size());
    }

    @Nested
    class Tariffs {

        @Test
        void holdInTheirHoursOnDaysOfAnyLength() throws Exception {
            counts("main", "import", "2024-03-30T00:00:00Z", 96 * 3, 100, "Wh");
            tariffs("{\"currency\":\"EUR\",\"zone\":\"Europe/Paris\",\"tariffs\":["
                    + "{\"name\":\"HC\",\"price\":0.1,\"register\":\"import\",\"hours\":\"22:30-06:30\"},"
                    + "{\"name\":\"HP\",\"price\":0.2,\"register\":\"import\",\"hours\":\"06:30-22:30\"},"
                    + "{\"name\":\"other\",\"price\":9,\"register\":\"1.8.1\",\"hours\":\"\"}]}");
            JsonArray steps = steps("from=2024-03-31T00:00:00%2B01:00&to=2024-04-01T00:00:00%2B02:00");
            assertEquals(1, steps.size());
            JsonArray charges = steps.get(0).getAsJsonObject().getAsJsonArray("tariffs");
            assertEquals(
                    "{\"name\":\"HC\",\"energy\":2800.0,\"cost\":0.28}",
                    charges.get(0).toString());
            assertEquals(
                    "{\"name\":\"HP\",\"energy\":6400.0,\"cost\":1.28}",
                    charges.get(1).toString());
            assertEquals(2, charges.size());
            assertEquals(1.56, steps.get(0).getAsJsonObject().get("cost").getAsDouble());
        }

        @Test
        void areNoneAtFirstAndKept() throws Exception {
            assertEquals(
                    "{\"currency\":\"\",\"zone\":\"UTC\",\"tariffs\":[]}",
                    got("/tariffs").toString());
            tariffs("{\"currency\":\"CHF\",\"tariffs\":[{\"name\":\"all\",\"price\":0.3,\"register\":\"import\"}]}");
            restart();
            assertEquals(
                    "{\"currency\":\"CHF\",\"zone\":\"UTC\",\"tariffs\":[{\"name\":\"all\",\"price\":0.3,"
                            + "\"register\":\"import\",\"hours\":\"\"}]}",
                    got("/tariffs").toString());
            assertTrue(got("/audit").toString().contains("set tariffs: all 0.3 CHF/kWh"));
            tariffs("{\"tariffs\":[]}");
            dashboard.stop();
            spoil("tariffs.json", "nonsense\n");
            begin();
            assertEquals(0, got("/tariffs").getAsJsonArray("tariffs").size());
            assertTrue(Files.exists(folder.resolve(Path.of("tariffs.json.bad"))));
        }

        @Test
        void thatAreWrongAreToldByField() throws Exception {
            String good = "\"name\":\"a\",\"price\":1,\"register\":\"import\"";
            refused("tariffs", "{}");
            refused("tariffs", "{\"tariffs\":7}");
            refused("tariffs[0] ", "{\"tariffs\":[7]}");
            refused("currency", "{\"tariffs\":[{" + good + "}]}");
            refused("currency", "{\"currency\":\"euro\",\"tariffs\":[]}");
            refused("currency", "{\"currency\":5,\"tariffs\":[]}");
            refused("zone", "{\"zone\":\"Mars\",\"tariffs\":[]}");
            refused("tariffs[0].name", "{\"tariffs\":[{\"price\":1,\"register\":\"import\"}]}");
            refused("tariffs[0].price", "{\"tariffs\":[{\"name\":\"a\",\"price\":\"1\",\"register\":\"import\"}]}");
            refused("tariffs[0].price", "{\"tariffs\":[{\"name\":\"a\",\"price\":1001,\"register\":\"import\"}]}");
            refused("tariffs[0].register", "{\"tariffs\":[{\"name\":\"a\",\"price\":1,\"register\":\" \"}]}");
            refused("tariffs[0].hours", "{\"tariffs\":[{" + good + ",\"hours\":\"25:00-26:00\"}]}");
            refused("tariffs[0].hours", "{\"tariffs\":[{" + good + ",\"hours\":\"22:00\"}]}");
            refused("tariffs[1].name", "{\"tariffs\":[{" + good + "},{" + good + "}]}");
            refused(
                    "tariffs[1].hours overlap with those of a",
                    "{\"tariffs\":[{" + good + ",\"hours\":\"22:00-06:00\"},"
                            + "{\"name\":\"b\",\"price\":1,\"register\":\"import\",\"hours\":\"05:00-07:00\"}]}");
            problem(403, ask("PUT", "/tariffs", "{\"tariffs\":[]}", user("olga", "operator")));
            assertEquals(0, got("/tariffs").getAsJsonArray("tariffs").size());
        }

        private void refused(String what, String body) throws Exception {
            String detail = problem(400, ask("PUT", "/tariffs", body, token));
            assertTrue(detail.contains(what), detail);
        }
    }
}
