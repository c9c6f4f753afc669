package org.metergate.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.kura.channel.ChannelRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.metergate.dashboard.gateway.GatewayParts;
import org.metergate.dashboard.model.Channel;
import org.metergate.dashboard.model.Update;
import org.metergate.driver.channels.Diagnosis;
import org.metergate.driver.channels.Reason;
import org.metergate.model.Quality;
import org.metergate.transport.LineAddress;

/** Lines, diagnosis, reading now and decoding over real HTTP, with real lines to a meter on this machine. */
class LinesAndFramesTest extends OverHttp {

    private final LoopBackServices services = new LoopBackServices();

    LinesAndFramesTest() throws IOException {}

    @Override
    GatewayParts gateway() {
        return services;
    }

    @AfterEach
    void end() {
        services.close();
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return ask("POST", path, body, token);
    }

    private static void problem(int status, String word, HttpResponse<String> answer) {
        String detail = problem(status, answer);
        assertTrue(detail.contains(word), detail);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(at(path)).timeout(SOON).header("Authorization", "Bearer " + token);
    }

    private String linePath() {
        return "/lines/" + URLEncoder.encode(services.meter.address().toString(), StandardCharsets.UTF_8);
    }

    @Nested
    class ALine {

        @Test
        void tellsWhoIsOnItAndWhatItsTimeGoesTo() throws Exception {
            assertEquals(200, post("/meters/water/reading", "").statusCode());
            HttpResponse<String> all = get("/lines");
            OpenApi.conforms(json(all), "Lines");
            JsonObject line = json(all).getAsJsonArray("lines").get(0).getAsJsonObject();
            assertEquals(services.meter.address().toString(), line.get("line").getAsString());
            assertTrue(line.get("open").getAsBoolean());
            assertTrue(line.get("failure").isJsonNull());
            assertEquals(
                    "[{\"driver\":\"mbus-1\",\"meters\":[\"water\"]}]",
                    line.getAsJsonArray("drivers").toString());
            JsonObject share = line.getAsJsonArray("shares").get(0).getAsJsonObject();
            assertEquals("M-Bus mbus-1", share.get("holder").getAsString());
            assertTrue(share.get("settings").isJsonNull(), "TCP has no speed");
            JsonObject load = line.getAsJsonObject("load");
            assertEquals(1, load.get("conversations").getAsInt());
            assertEquals(5, load.get("sent").getAsInt());
            assertEquals(27, load.get("received").getAsInt());
            assertTrue(load.get("wire").isJsonNull());
            assertTrue(load.get("took").getAsDouble() > 0);
            assertEquals(line.keySet(), json(get(linePath())).keySet());
        }

        @Test
        void tellsWhatFailedAndWhatToDo() throws Exception {
            services.meter.mute();
            assertEquals(200, post("/meters/water/reading", "").statusCode());
            JsonObject line = json(get(linePath()));
            OpenApi.conforms(line, "Line");
            JsonObject error = line.getAsJsonArray("errors").get(0).getAsJsonObject();
            assertEquals("SILENT", error.get("condition").getAsString());
            assertEquals(1, error.get("count").getAsInt());
            assertTrue(error.get("advice").getAsString().contains("power"));
        }

        @Test
        void comesInPages() throws Exception {
            services.lines.claim(new LineAddress.Tcp("127.0.0.2", 1), LoopBackServices.SETTINGS);
            HttpResponse<String> page = get("/lines?limit=1");
            assertEquals(2, json(page).get("total").getAsInt());
            assertEquals(1, json(page).getAsJsonArray("lines").size());
            assertTrue(page.headers().firstValue("Link").orElse("").contains("/lines?limit=1&offset=1"));
            assertEquals(
                    "",
                    get("/lines?limit=1&offset=1").headers().firstValue("Link").orElse(""));
        }

        @Test
        void isOneThatSomebodyUses() throws Exception {
            problem(404, "no line", get("/lines/nonsense"));
            problem(404, "nobody uses", get("/lines/tcp%3A%2F%2Fnowhere%3A1/trace"));
        }

        @Test
        void isOpenToReadersButItsTraceIsNot() throws Exception {
            token = user("eve", "reader");
            assertEquals(200, get("/lines").statusCode());
            problem(403, "OPERATOR", post("/decodings", "{}"));
            problem(403, "OPERATOR", get(linePath() + "/trace"));
        }
    }

    @Nested
    class ATrace {

        @Test
        void isFollowedByTheNumberOfItsLastEntry() throws Exception {
            post("/meters/water/reading", "");
            HttpResponse<String> answer = get(linePath() + "/trace");
            JsonObject trace = json(answer);
            OpenApi.conforms(trace, "Trace");
            JsonArray entries = trace.getAsJsonArray("entries");
            assertEquals("OPENED", entries.get(0).getAsJsonObject().get("kind").getAsString());
            assertEquals(
                    LoopBackMeter.REQUEST,
                    entries.get(1).getAsJsonObject().get("text").getAsString());
            assertEquals(
                    LoopBackMeter.ANSWER,
                    entries.get(2).getAsJsonObject().get("text").getAsString());
            int last = trace.get("last").getAsInt();
            assertEquals(3, last);
            String tag = answer.headers().firstValue("ETag").orElseThrow();
            assertEquals(
                    304,
                    client.send(
                                    request(linePath() + "/trace")
                                            .header("If-None-Match", tag)
                                            .build(),
                                    BodyHandlers.ofString())
                            .statusCode());

            post("/meters/water/reading", "");
            JsonObject more = json(get(linePath() + "/trace?after=" + last));
            assertEquals(2, more.getAsJsonArray("entries").size());
            assertFalse(more.get("gap").getAsBoolean());
            JsonObject newest = json(get(linePath() + "/trace?after=1&limit=1"));
            assertEquals(
                    5,
                    newest.getAsJsonArray("entries")
                            .get(0)
                            .getAsJsonObject()
                            .get("number")
                            .getAsInt());
            assertTrue(newest.get("gap").getAsBoolean());
            problem(400, "limit", get(linePath() + "/trace?limit=201"));
        }
    }

    @Nested
    class AMeterThatHasSaidNothingYet {

        @Test
        void isThereAndEmpty() throws Exception {
            Map<String, String> routes = Map.of(
                    "", "Meter",
                    "/channels/volume/history", "History",
                    "/diagnosis", "Diagnosis",
                    "/quality", "Quality",
                    "/forecast", "Forecasts",
                    "/spectrum", "Spectra",
                    "/energy", "Energy",
                    "/notes", "Notes");
            for (Map.Entry<String, String> one : routes.entrySet()) {
                OpenApi.conforms(got("/meters/water" + one.getKey()), one.getValue());
                problem(404, "there is no meter none", get("/meters/none" + one.getKey()));
            }
            assertEquals("NEW", got("/meters/water").get("state").getAsString());
            assertEquals("[]", got("/meters/water/forecast").get("forecasts").toString());
            assertEquals(
                    "[]",
                    got("/meters/water/channels/volume/history").get("values").toString());
            problem(404, "water has no channel P", get("/meters/water/channels/P/history"));
            assertEquals(0, got("/meters").get("total").getAsInt());
        }
    }

    @Nested
    class ADiagnosis {

        @Test
        void tellsWhatIsKnownWithoutAskingTheMeter() throws Exception {
            Instant now = clock.instant();
            dashboard.accept(new Update(
                    "water",
                    now,
                    List.of(
                            new Channel("volume", Optional.empty(), "", now, "no answer for 2000 ms"),
                            new Channel("why", Optional.of("no byte came; check the power"), "", now, ""))));
            JsonObject known = json(get("/meters/water/diagnosis"));
            OpenApi.conforms(known, "Diagnosis");
            assertEquals("PARTLY", known.get("quality").getAsString());
            assertEquals(
                    "no byte came; check the power",
                    known.getAsJsonArray("sentences")
                            .get(0)
                            .getAsJsonObject()
                            .get("text")
                            .getAsString());
            assertEquals(
                    "no answer for 2000 ms",
                    known.getAsJsonArray("failed")
                            .get(0)
                            .getAsJsonObject()
                            .get("error")
                            .getAsString());
            assertEquals(
                    services.meter.address().toString(),
                    known.getAsJsonObject("line").get("line").getAsString());
            assertFalse(known.getAsJsonObject("line").get("open").getAsBoolean(), "nobody has read it");
        }

        @Test
        void hasACodeForProgramsWhereTheTextIsOneOfTheDrivers() throws Exception {
            Instant now = clock.instant();
            Diagnosis refused = Reason.NOT_AUTHORISED.diagnosis(Quality.REFUSED, "access denied");
            String said = "meter on tcp://192.0.2.7:4059: "
                    + Reason.REFUSES_SOME
                            .diagnosis(Quality.GOOD, 3, 9, refused.wrong(), refused.advice())
                            .sentence();
            dashboard.accept(new Update(
                    "water",
                    now,
                    List.of(
                            new Channel("volume", Optional.empty(), "", now, "not read"),
                            new Channel("why", Optional.of(said), "", now, ""))));
            JsonObject known = json(get("/meters/water/diagnosis"));
            OpenApi.conforms(known, "Diagnosis");
            JsonObject sentence = known.getAsJsonArray("sentences").get(0).getAsJsonObject();
            assertEquals(said, sentence.get("text").getAsString());
            JsonObject reason = sentence.getAsJsonObject("reason");
            assertEquals("REFUSES_SOME", reason.get("code").getAsString());
            assertEquals(
                    "[\"3\",\"9\",\"not authorised: access denied\"]",
                    reason.get("parameters").toString());
            assertEquals(
                    "NOT_AUTHORISED",
                    reason.getAsJsonObject("cause").get("code").getAsString());
            assertTrue(known.getAsJsonArray("failed")
                    .get(0)
                    .getAsJsonObject()
                    .get("reason")
                    .isJsonNull());
        }

        @Test
        void isSpokenByThePageInFrenchToo() throws Exception {
            String page;
            try (InputStream in = Dashboard.class.getResourceAsStream("page/views/reasons.js")) {
                page = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
            JsonObject schema = OpenApi.document()
                    .getAsJsonObject("components")
                    .getAsJsonObject("schemas")
                    .getAsJsonObject("Reason");
            List<String> told = new ArrayList<>();
            schema.getAsJsonObject("properties")
                    .getAsJsonObject("code")
                    .getAsJsonArray("enum")
                    .forEach(one -> told.add(one.getAsString()));
            assertEquals(Arrays.stream(Reason.values()).map(Reason::name).toList(), told);
            for (Reason one : Reason.values()) {
                assertTrue(page.contains("\n  " + one + ": ['"), one::name);
            }
        }

        @Test // fed by a wire from elsewhere, or by an analysis
        void needsNoAsset() throws Exception {
            Instant now = clock.instant();
            dashboard.accept(new Update("sum", now, List.of(new Channel("P", Optional.of(1.5), "W", now, ""))));
            JsonObject known = json(get("/meters/sum/diagnosis"));
            OpenApi.conforms(known, "Diagnosis");
            assertEquals("GOOD", known.get("quality").getAsString());
            assertFalse(known.get("readable").getAsBoolean());
            problem(404, "no meter", get("/meters/none/diagnosis"));
            problem(404, "no asset", post("/meters/sum/reading", ""));
        }
    }

    @Nested
    class AReading {

        @Test
        void isMadeNowAndNoted() throws Exception {
            JsonObject reading = json(post("/meters/water/reading", ""));
            OpenApi.conforms(reading, "MeterReading");
            JsonObject volume = reading.getAsJsonArray("channels").get(0).getAsJsonObject();
            assertEquals(12.345, volume.get("value").getAsDouble());
            assertEquals("m^3", volume.get("unit").getAsString());
            assertEquals(
                    "all is well",
                    reading.getAsJsonObject("diagnosis")
                            .getAsJsonArray("sentences")
                            .get(0)
                            .getAsJsonObject()
                            .get("text")
                            .getAsString());
            assertFalse(reading.getAsJsonObject("diagnosis").get("answered").isJsonNull());
            assertEquals("read meter water", noted().get("what").getAsString());
            assertEquals("done", noted().get("outcome").getAsString());
        }

        @Test
        void tellsWhyThereIsNone() throws Exception {
            services.meter.mute();
            JsonObject reading = json(post("/meters/water/reading", ""));
            assertEquals(1, reading.get("failed").getAsInt());
            assertTrue(reading.getAsJsonObject("diagnosis").get("answered").isJsonNull());
            String why = reading.getAsJsonObject("diagnosis")
                    .getAsJsonArray("sentences")
                    .get(0)
                    .getAsJsonObject()
                    .get("text")
                    .getAsString();
            assertTrue(why.contains("no answer for 300 ms"), why);
            assertEquals("done, 1 of 2 channels failed", noted().get("outcome").getAsString());
        }

        @Test
        void takesAnOperator() throws Exception {
            token = user("eve", "reader");
            problem(403, "OPERATOR", post("/meters/water/reading", ""));
        }

        @Test
        void isOneAtATimeForAMeter() throws Exception {
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch gate = new CountDownLatch(1);
            BusAsset slow = new BusAsset(services.claim) {
                @Override
                public List<ChannelRecord> readAllChannels() {
                    begun.countDown();
                    try {
                        assertTrue(gate.await(SOON.toSeconds(), TimeUnit.SECONDS));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return super.readAllChannels();
                }
            };
            services.water = slow;
            var first = client.sendAsync(
                    request("/meters/water/reading")
                            .POST(BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.ofString());
            assertTrue(begun.await(SOON.toSeconds(), TimeUnit.SECONDS));
            problem(409, "being read just now", post("/meters/water/reading", ""));
            gate.countDown();
            assertEquals(200, first.get(SOON.toSeconds(), TimeUnit.SECONDS).statusCode());
            assertEquals(200, post("/meters/water/reading", "").statusCode());
        }

        private JsonObject noted() throws Exception {
            return json(get("/audit?limit=1")).getAsJsonArray("acts").get(0).getAsJsonObject();
        }
    }

    @Nested
    class AFrame {
        // as published by the OMS group: Specification volume 2, annex N, N.1.1
        private static final String SEALED =
                "2E 44 93 15 78 56 34 12 33 03 7A 2A 00 20 25 59 23 C9 5A AA 26 D1 B2 E7 49 3B"
                        + " 01 3E C4 A6 F6 D3 52 9B 52 0E DF F0 EA 6D EF C9 9D 6D 69 EB F3";
        private static final String KEY = "0102030405060708090A0B0C0D0E0F11";

        private JsonObject decoded(String fields) throws Exception {
            HttpResponse<String> answer = post("/decodings", "{" + fields + "}");
            assertEquals(200, answer.statusCode(), answer::body);
            OpenApi.conforms(json(answer), "Decoding");
            return json(answer);
        }

        @Test
        void isRecognisedAndDecoded() throws Exception {
            JsonObject frame = decoded("\"frame\":\"" + LoopBackMeter.ANSWER + "\"");
            assertEquals("mbus", frame.get("kind").getAsString());
            assertTrue(frame.get("fits").getAsBoolean());
            JsonObject volume = frame.getAsJsonArray("values").get(0).getAsJsonObject();
            assertEquals("12.345", volume.get("value").getAsString());
            assertEquals("m^3", volume.get("unit").getAsString());
            assertEquals(6, frame.getAsJsonArray("tried").size());
        }

        @Test
        void ofEachProtocolIsToldApart() throws Exception {
            Map<String, String> frames = Map.of(
                    "7E A0 16 21 03 52 90 AF E6 E7 00 C4 01 C1 00 02 02 0F 00 16 1E 61 D4 7E",
                    "dlms",
                    "14 44 24 40 78 56 34 12 01 07 6C AC 7A 2A 00 00 00 0C 13 45 23 01 00 BD 06",
                    "wmbus",
                    SEALED,
                    "wmbus",
                    "02 31 2E 38 2E 30 28 31 32 2E 35 2A 6B 57 68 29 0D 0A 21 0D 0A 03 7C",
                    "iec62056-21",
                    "/MTG5\\r\\n\\r\\n0-1:24.3.0(161107190000)(m3)\\r\\n(00001.001)\\r\\n!\\r\\n",
                    "p1",
                    "107B058016",
                    "mbus");
            for (Map.Entry<String, String> one : frames.entrySet()) {
                assertEquals(
                        one.getValue(),
                        decoded("\"frame\":\"" + one.getKey() + "\"")
                                .get("kind")
                                .getAsString(),
                        one::getKey);
            }
        }

        @Test
        void tellsWhereItIsWrong() throws Exception {
            JsonObject frame = decoded("\"frame\":\"" + LoopBackMeter.ANSWER.replace("45 23", "44 23") + "\"");
            assertEquals("mbus", frame.get("kind").getAsString());
            JsonObject fault = frame.getAsJsonObject("fault");
            assertEquals(25, fault.get("offset").getAsInt());
            assertEquals("checksum DB", fault.get("expected").getAsString());
            assertEquals("DC", fault.get("found").getAsString());
            assertFalse(fault.get("advice").getAsString().isBlank());
            assertEquals(0, frame.getAsJsonArray("values").size());
        }

        @Test
        void isOpenedWithItsKeyWhichIsToldToNobody() throws Exception {
            JsonObject closed = decoded("\"frame\":\"" + SEALED + "\",\"kind\":\"wmbus\"");
            assertEquals(
                    "ENCRYPTED", closed.getAsJsonObject("fault").get("kind").getAsString());
            HttpResponse<String> opened =
                    post("/decodings", "{\"frame\":\"" + SEALED + "\",\"kind\":\"wmbus\",\"key\":\"" + KEY + "\"}");
            assertEquals(
                    "28504.27",
                    json(opened)
                            .getAsJsonArray("values")
                            .get(0)
                            .getAsJsonObject()
                            .get("value")
                            .getAsString());
            assertFalse(opened.body().replace(" ", "").contains(KEY));
            HttpResponse<String> odd = post("/decodings", "{\"frame\":\"E5\",\"key\":\"" + KEY + "F\"}");
            problem(400, "key", odd);
            assertFalse(odd.body().contains(KEY));
            assertFalse(get("/audit").body().contains("decod"), "no act worth noting");
            try (var files = Files.walk(folder)) {
                for (Path one : files.filter(Files::isRegularFile).toList()) {
                    assertFalse(new String(Files.readAllBytes(one), StandardCharsets.ISO_8859_1).contains(KEY));
                }
            }
        }

        @Test
        void thatIsNoneIsToldSo() throws Exception {
            problem(400, "'G' at character 4", post("/decodings", "{\"frame\":\"68 G1\"}"));
            problem(400, "odd number", post("/decodings", "{\"frame\":\"681\"}"));
            problem(400, "trace hides", post("/decodings", "{\"frame\":\"68 ** 16\"}"));
            problem(400, "cut", post("/decodings", "{\"frame\":\"68 16 +120 bytes\"}"));
            problem(400, "auto or one of dlms, ", post("/decodings", "{\"frame\":\"E5\",\"kind\":\"modbus\"}"));
            assertEquals(
                    413,
                    post("/decodings", "{\"frame\":\"" + "00".repeat(40_000) + "\"}")
                            .statusCode());
            assertNotNull(decoded("\"frame\":\"FF FF FF\"").get("fault"));
        }

        @Test
        void needsTheProtocolToBeInstalled() throws Exception {
            OpenApi.conforms(json(get("/decodings")), "Kinds");
            services.decoders = List.of();
            assertEquals(0, json(get("/decodings")).getAsJsonArray("kinds").size());
            problem(400, "no protocol is installed", post("/decodings", "{\"frame\":\"E5\"}"));
        }
    }
}
