package org.metergate.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.metergate.dashboard.model.Finding;
import org.metergate.dashboard.model.Findings;

class FindingsTest extends OverHttp {

    private static final Instant DAY = Instant.parse("2024-03-20T00:00:00Z");
    private static final String FILE = "findings.jsonl";

    private static Finding finding(String meter, int hour) {
        Instant start = DAY.plusSeconds(3600L * hour);
        List<Finding.Row> rows = List.of(
                new Finding.Row(start, OptionalDouble.of(230.5)), new Finding.Row(start, OptionalDouble.empty()));
        return new Finding(
                meter,
                "PHASE_LOSS",
                "U2",
                0.9,
                start,
                start.plusSeconds(900),
                "Check the fuse.",
                rows,
                Optional.empty());
    }

    private List<String> meters(String query) throws Exception {
        List<String> meters = new ArrayList<>();
        for (JsonElement one : got("/findings" + query).getAsJsonArray("findings")) {
            meters.add(one.getAsJsonObject().get("meter").getAsString());
        }
        return meters;
    }

    private HttpResponse<String> acknowledge(Finding one, String note, String by) throws Exception {
        JsonObject body = new JsonObject();
        body.addProperty("note", note);
        return ask("PUT", "/findings/" + one.id() + "/acknowledgement", body.toString(), by);
    }

    @Nested
    class AreAcknowledged {

        private final Finding one = finding("main", 1);

        @Test
        void byAnOperatorWithANote() throws Exception {
            dashboard.accept(one);
            String operator = user("olga", "operator");
            Listener listener = new Listener("{\"subscribe\":\"*\",\"kinds\":[\"findings\"]}");
            assertEquals(1, listener.next().getAsJsonArray("findings").size());
            HttpResponse<String> answer = acknowledge(one, "fuse replaced", operator);
            assertEquals(200, answer.statusCode());
            OpenApi.conforms(json(answer), "Finding");
            JsonObject by = got("/findings/" + one.id()).getAsJsonObject("acknowledged");
            assertEquals("olga", by.get("by").getAsString());
            assertEquals("fuse replaced", by.get("note").getAsString());
            assertEquals(clock.instant().toString(), by.get("time").getAsString());
            assertEquals(by, listener.next().getAsJsonObject("finding").get("acknowledged"));
            String acts = got("/audit").toString();
            assertTrue(acts.contains("acknowledge finding " + one.id() + " (PHASE_LOSS at main)"), acts);
        }

        @Test
        void andThatIsTakenBack() throws Exception {
            dashboard.accept(one);
            acknowledge(one, "", token);
            assertEquals(0, got("/findings?acknowledged=false").get("total").getAsInt());
            assertEquals(
                    204,
                    ask("DELETE", "/findings/" + one.id() + "/acknowledgement", "", token)
                            .statusCode());
            assertEquals(1, got("/findings?acknowledged=false").get("total").getAsInt());
        }

        @Test
        void byNobodyElseAndNothingElse() throws Exception {
            dashboard.accept(one);
            problem(403, acknowledge(one, "x", user("rita", "reader")));
            problem(404, acknowledge(finding("main", 2), "x", token));
            problem(400, acknowledge(one, "x".repeat(2001), token));
            problem(400, ask("PUT", "/findings/" + one.id() + "/acknowledgement", "{\"note\":1}", token));
            assertTrue(got("/findings/" + one.id()).get("acknowledged").isJsonNull());
        }

        @Test
        void onlyIfThatIsOnTheDisk() throws Exception {
            dashboard.accept(one);
            Files.delete(folder.resolve(FILE));
            Files.createDirectory(folder.resolve(FILE));
            problem(503, acknowledge(one, "x", token));
            assertTrue(got("/findings/" + one.id()).get("acknowledged").isJsonNull());
            Files.delete(folder.resolve(FILE));
        }
    }

    @Nested
    class AreAskedFor {

        @Test
        void byMeterTimeAndState() throws Exception {
            for (int i = 0; i < 6; i++) {
                dashboard.accept(finding(i % 2 == 0 ? "even" : "odd", i));
            }
            acknowledge(finding("odd", 3), "seen", token);
            assertEquals(List.of("odd", "even", "odd", "even", "odd", "even"), meters(""));
            assertEquals(List.of("odd", "odd", "odd"), meters("?meter=odd"));
            assertEquals(List.of("odd"), meters("?acknowledged=true"));
            assertEquals(5, meters("?acknowledged=false").size());
            assertEquals(
                    List.of("even", "odd"), // one that was still going on, and one that began
                    meters("?from=2024-03-20T01:10:00Z&to=2024-03-20T03:00:00Z"));
            assertEquals(List.of(), meters("?meter=none"));
            problem(400, get("/findings?acknowledged=maybe"));
            problem(400, get("/findings?from=now"));
            problem(400, get("/findings?from=-99999-01-01T00:00:00Z"));
            problem(400, get("/findings?from=2024-03-20T01:00:00Z&to=2024-03-20T01:00:00Z"));
            problem(404, get("/findings/none"));
        }

        @Test
        void inPages() throws Exception {
            for (int i = 0; i < 25; i++) {
                dashboard.accept(finding("a b&c", i));
            }
            dashboard.accept(finding("other", 3));
            List<String> found = new ArrayList<>();
            Optional<String> next = Optional.of("/findings?meter=a%20b%26c&limit=10");
            while (next.isPresent()) {
                found.addAll(meters(next.get().substring("/findings".length())));
                next = get(next.get())
                        .headers()
                        .firstValue("Link")
                        .map(link -> link.substring("</api/v1".length(), link.indexOf('>')));
            }
            assertEquals(25, found.size());
            assertFalse(found.contains("other"));
            String tag = get("/findings").headers().firstValue("ETag").orElseThrow();
            dashboard.accept(finding("main", 30));
            assertFalse(
                    get("/findings").headers().firstValue("ETag").orElseThrow().equals(tag));
        }
    }

    @Nested
    class AreKept {

        @Test
        void throughARestartWithTheSameId() throws Exception {
            dashboard.accept(finding("main", 1));
            dashboard.accept(finding("main", 2));
            acknowledge(finding("main", 1), "seen — été", token);
            JsonObject before = got("/findings");
            restart();
            assertEquals(before, got("/findings"));
            dashboard.accept(finding("main", 1));
            assertEquals(before, got("/findings"));
        }

        @Test
        void throughAKill() throws Exception {
            dashboard.accept(finding("main", 1));
            acknowledge(finding("main", 1), "seen", token);
            Files.writeString(folder.resolve(FILE), "{\"finding\":{\"id\":\"tor", StandardOpenOption.APPEND);
            Findings after = new Findings(folder); // as the next process finds it
            after.load();
            assertTrue(after.find(finding("main", 1).id())
                    .orElseThrow()
                    .acknowledged()
                    .isPresent());
            after.add(finding("main", 2));
            after.flush();
            Findings later = new Findings(folder);
            later.load();
            assertTrue(later.find(finding("main", 2).id()).isPresent());
        }

        @Test
        void asFarAsADamagedFileCanBeRead() throws Exception {
            dashboard.accept(finding("main", 1));
            dashboard.stop();
            String good = Files.readString(folder.resolve(FILE));
            spoil(FILE, "\0\0\0\n" + good + "{\"finding\":{\"id\":7}}\n[]\n");
            Findings after = new Findings(folder);
            IOException told = assertThrows(IOException.class, after::load);
            assertTrue(told.getMessage().contains("findings.jsonl.bad"), told::getMessage);
            assertTrue(after.find(finding("main", 1).id()).isPresent());
            assertEquals(good, Files.readString(folder.resolve(FILE)));
            assertTrue(Files.readString(folder.resolve(FILE + ".bad")).endsWith("[]\n"));
            new Findings(folder).load();
        }
    }
}
