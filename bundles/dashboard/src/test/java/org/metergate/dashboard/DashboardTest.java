package org.metergate.dashboard;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metergate.dashboard.access.FirstPassword;
import org.metergate.dashboard.gateway.NoGateway;
import org.metergate.dashboard.model.Channel;
import org.metergate.dashboard.model.Update;
import org.metergate.testkit.MovedClock;

/** The whole dashboard over real HTTP, without a gateway. */
class DashboardTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final MovedClock clock = MovedClock.at("2026-11-23T21:00:00Z");
    private final Map<String, Object> properties =
            new HashMap<>(Map.of("transport", "HTTP_LOOPBACK", "port", 0, "rate.login", 1000));
    private final HttpClient client = HttpClient.newHttpClient();
    private Dashboard dashboard;
    private String password;

    @BeforeEach
    void start() throws IOException {
        dashboard = new Dashboard(folder, OpenSecrets.INSTANCE, clock, new SecureRandom(), 10, properties);
        password = Files.readString(folder.resolve(FirstPassword.FILE)).strip();
    }

    @AfterEach
    void stop() {
        dashboard.stop();
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + dashboard.port().orElseThrow() + path);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(at(path)).timeout(SOON);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    private HttpResponse<String> login(String user, String secret) throws Exception {
        JsonObject body = new JsonObject();
        body.addProperty("user", user);
        body.addProperty("password", secret);
        return post("/api/v1/session", body.toString());
    }

    private static JsonObject json(HttpResponse<String> answer) {
        return JsonParser.parseString(answer.body()).getAsJsonObject();
    }

    /** Logs the first user in, with a password of their own. */
    private String administrator() throws Exception {
        String token = json(login("admin", password)).get("accessToken").getAsString();
        JsonObject body = new JsonObject();
        body.addProperty("present", password);
        body.addProperty("wanted", "correct horse battery");
        HttpResponse<String> changed = send(request("/api/v1/session/password")
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .PUT(HttpRequest.BodyPublishers.ofString(body.toString())));
        assertEquals(200, changed.statusCode(), changed::body);
        return token;
    }

    private String reader(String administrator) throws Exception {
        String made = json(post(
                        "/api/v1/users",
                        "{\"name\":\"eve\",\"role\":\"reader\"}",
                        "Authorization",
                        "Bearer " + administrator))
                .get("password")
                .getAsString();
        String token = json(login("eve", made)).get("accessToken").getAsString();
        JsonObject body = new JsonObject();
        body.addProperty("present", made);
        body.addProperty("wanted", "another long secret");
        send(request("/api/v1/session/password")
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .PUT(HttpRequest.BodyPublishers.ofString(body.toString())));
        return token;
    }

    private HttpResponse<String> get(String path, String token, String... headers) throws Exception {
        HttpRequest.Builder request = request(path).header("Authorization", "Bearer " + token);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    private void says(String meter, String channel, double value) {
        Instant now = clock.instant();
        assertTrue(dashboard.accept(
                new Update(meter, now, List.of(new Channel(channel, Optional.of(value), "V", now, "")))));
    }

    private void fails(String meter, String channel, String error) {
        Instant now = clock.instant();
        dashboard.accept(new Update(meter, now, List.of(new Channel(channel, Optional.empty(), "", now, error))));
    }

    private static void problem(int status, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer::body);
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("Content-Type").orElse(""));
        assertEquals(status, json(answer).get("status").getAsInt());
        assertFalse(json(answer).get("detail").getAsString().isBlank());
    }

    /** The gateway gives a component seconds to activate; hashes and keys take longer on a small machine. */
    @Nested
    class Starting {

        private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
        private final CountDownLatch gate = new CountDownLatch(1);
        private Dashboard starting;

        @BeforeEach
        void busy() {
            thread.execute(() -> assertDoesNotThrow(() -> gate.await(SOON.toSeconds(), TimeUnit.SECONDS)));
            starting = new Dashboard(
                    Optional.of(thread),
                    folder.resolve("other"),
                    OpenSecrets.INSTANCE,
                    new NoGateway(),
                    clock,
                    new SecureRandom(),
                    10,
                    properties);
        }

        private void done() throws InterruptedException {
            thread.shutdown();
            assertTrue(thread.awaitTermination(SOON.toSeconds(), TimeUnit.SECONDS));
        }

        @Test
        void keepsNobodyWaiting() throws Exception {
            assertEquals(Optional.empty(), starting.port());
            Instant now = clock.instant();
            assertTrue(starting.accept(
                    new Update("main", now, List.of(new Channel("U1", Optional.of(230.1), "V", now, "")))));
            gate.countDown();
            done();
            assertTrue(starting.port().isPresent());
            starting.stop();
            assertEquals(Optional.empty(), starting.port());
        }

        @Test
        void endsBeforeItBegan() throws Exception {
            starting.stop();
            gate.countDown();
            done();
            assertEquals(Optional.empty(), starting.port());
        }
    }

    @Nested
    class Meters {

        @Test
        void areToldWithTheirState() throws Exception {
            String token = administrator();
            says("main", "U1", 230.1);
            fails("main", "U2", "no answer for 2000 ms");
            says("water", "volume", 12.5);
            JsonObject all = json(get("/api/v1/meters", token));
            assertEquals(2, all.get("total").getAsInt());
            assertEquals(
                    "PARTLY",
                    all.getAsJsonArray("meters")
                            .get(0)
                            .getAsJsonObject()
                            .get("state")
                            .getAsString());
            JsonObject main = json(get("/api/v1/meters/main", token));
            JsonArray channels = main.getAsJsonArray("channels");
            assertEquals(230.1, channels.get(0).getAsJsonObject().get("value").getAsDouble());
            assertEquals("V", channels.get(0).getAsJsonObject().get("unit").getAsString());
            assertTrue(channels.get(1).getAsJsonObject().get("value").isJsonNull());
            assertEquals(
                    "no answer for 2000 ms",
                    channels.get(1).getAsJsonObject().get("error").getAsString());
        }

        @Test
        void areStaleAfterThreeIntervals() throws Exception {
            String token = administrator();
            for (int i = 0; i < 4; i++) {
                says("main", "U1", 230);
                clock.move(Duration.ofSeconds(10));
            }
            assertEquals(
                    "OK", json(get("/api/v1/meters/main", token)).get("state").getAsString());
            assertEquals(
                    10, json(get("/api/v1/meters/main", token)).get("interval").getAsDouble());
            clock.move(Duration.ofSeconds(21));
            assertEquals(
                    "STALE",
                    json(get("/api/v1/meters/main", token)).get("state").getAsString());
        }

        @Test
        void comeInPages() throws Exception {
            String token = administrator();
            for (int i = 0; i < 25; i++) {
                says("m" + (100 + i), "U1", i);
            }
            List<String> names = new ArrayList<>();
            Optional<String> next = Optional.of("/api/v1/meters?limit=10");
            while (next.isPresent()) {
                HttpResponse<String> page = get(next.get(), token);
                json(page)
                        .getAsJsonArray("meters")
                        .forEach(one ->
                                names.add(one.getAsJsonObject().get("name").getAsString()));
                next = page.headers().firstValue("Link").map(link -> link.substring(1, link.indexOf('>')));
            }
            assertEquals(25, names.size());
            assertEquals("m124", names.get(24));
        }

        @Test
        void mayHaveAnyName() throws Exception {
            String token = administrator();
            says("Zähler 1/2 + é%", "U 1/3", 1);
            assertEquals(
                    200,
                    get("/api/v1/meters/Z%C3%A4hler%201%2F2%20+%20%C3%A9%25/channels/U%201%2F3/history", token)
                            .statusCode());
        }

        @Test
        void needNotBeSentAgain() throws Exception {
            String token = administrator();
            says("main", "U1", 230);
            HttpResponse<String> first = get("/api/v1/meters/main", token);
            String tag = first.headers().firstValue("ETag").orElseThrow();
            assertEquals(
                    304, get("/api/v1/meters/main", token, "If-None-Match", tag).statusCode());
            says("main", "U1", 231);
            assertEquals(
                    200, get("/api/v1/meters/main", token, "If-None-Match", tag).statusCode());
        }

        @Test
        void haveAHistory() throws Exception {
            String token = administrator();
            for (int i = 0; i < 6; i++) {
                says("main", "U1", 10 * i);
                clock.move(Duration.ofMinutes(1));
            }
            String path = "/api/v1/meters/main/channels/U1/history";
            assertEquals(
                    "[0.0,10.0,20.0,30.0,40.0,50.0]",
                    json(get(path, token)).get("values").toString());
            assertEquals(
                    "[5.0,25.0,45.0]",
                    json(get(path + "?step=PT2M", token)).get("values").toString());
            assertEquals(
                    "timestamp,value\n2026-11-23T21:02:00Z,20.0\n2026-11-23T21:03:00Z,30.0\n",
                    get(path + "?format=csv&from=2026-11-23T21:02:00Z&to=2026-11-23T22:04:00%2B01:00", token)
                            .body());
            problem(400, get(path + "?step=PT0S", token));
            problem(400, get(path + "?from=yesterday", token));
            problem(400, get(path + "?format=xml", token));
            problem(404, get("/api/v1/meters/main/channels/U9/history", token));
        }
    }

    @Nested
    class Live {

        private final BlockingQueue<JsonObject> messages = new LinkedBlockingQueue<>();
        private final BlockingQueue<Integer> closed = new LinkedBlockingQueue<>();

        private WebSocket open(String token, String... headers) {
            WebSocket.Builder builder = client.newWebSocketBuilder().subprotocols("metergate.v1", "bearer." + token);
            for (int i = 0; i < headers.length; i += 2) {
                builder.header(headers[i], headers[i + 1]);
            }
            return builder.buildAsync(
                            URI.create(at("/api/v1/live").toString().replace("http", "ws")), new WebSocket.Listener() {
                                private final StringBuilder text = new StringBuilder();

                                @Override
                                public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                                    text.append(data);
                                    if (last) {
                                        messages.add(JsonParser.parseString(text.toString())
                                                .getAsJsonObject());
                                        text.setLength(0);
                                    }
                                    socket.request(1);
                                    return null;
                                }

                                @Override
                                public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
                                    closed.add(status);
                                    return null;
                                }
                            })
                    .join();
        }

        private JsonObject next() throws InterruptedException {
            JsonObject message = messages.poll(SOON.toSeconds(), TimeUnit.SECONDS);
            assertTrue(message != null, "no message came");
            return message;
        }

        private int refused(Runnable open) {
            CompletionException e = assertThrows(CompletionException.class, open::run);
            return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
        }

        @Test
        void tellsASnapshotThenWhatChanges() throws Exception {
            String token = administrator();
            says("main", "U1", 230);
            says("water", "volume", 5);
            WebSocket socket = open(token);
            socket.sendText("{\"subscribe\":[\"main\"]}", true).join();
            JsonObject snapshot = next();
            assertEquals("snapshot", snapshot.get("type").getAsString());
            assertEquals(1, snapshot.getAsJsonArray("meters").size());
            says("water", "volume", 6);
            says("main", "U1", 231);
            JsonObject update = next();
            assertEquals("update", update.get("type").getAsString());
            JsonObject meter = update.getAsJsonArray("meters").get(0).getAsJsonObject();
            assertEquals("main", meter.get("name").getAsString());
            assertEquals(
                    231,
                    meter.getAsJsonArray("channels")
                            .get(0)
                            .getAsJsonObject()
                            .get("value")
                            .getAsDouble());
        }

        @Test
        void endsWithTheTokenUnlessAFreshOneComes() throws Exception {
            HttpResponse<String> granted = login("admin", password);
            administrator();
            // the password change ended that session: log in again with the new password
            granted = login("admin", "correct horse battery");
            WebSocket socket = open(json(granted).get("accessToken").getAsString());
            socket.sendText("{\"subscribe\":\"*\"}", true).join();
            next();
            clock.move(Duration.ofMinutes(9));
            HttpResponse<String> renewed = post("/api/v1/session/renewal", "", "Cookie", cookie(granted));
            socket.sendText("{\"token\":\"" + json(renewed).get("accessToken").getAsString() + "\"}", true)
                    .join();
            socket.sendText("{\"subscribe\":\"*\"}", true).join();
            next();
            clock.move(Duration.ofMinutes(9));
            says("main", "U1", 230);
            assertEquals("update", next().get("type").getAsString());
            clock.move(Duration.ofMinutes(2));
            says("main", "U1", 231);
            assertEquals(4401, closed.poll(SOON.toSeconds(), TimeUnit.SECONDS));
        }

        @Test
        void isRefusedWithoutATokenAndToPagesOfOthers() throws Exception {
            String token = administrator();
            assertEquals(401, refused(() -> open("none")));
            assertEquals(403, refused(() -> open(token, "Origin", "http://evil.example")));
            open(token, "Origin", at("").toString()).abort();
        }

        @Test
        void isClosedOnNonsense() throws Exception {
            String token = administrator();
            for (String text : List.of("", "[]", "{}", "nonsense", "{\"subscribe\":7}", "[".repeat(20_000))) {
                WebSocket socket = open(token);
                socket.sendText(text, true).join();
                assertEquals(4400, closed.poll(SOON.toSeconds(), TimeUnit.SECONDS), text);
            }
        }

        @Test
        void keepsTheLatestForASlowClient() throws Exception {
            String token = administrator();
            says("main", "U1", 0);
            WebSocket socket = open(token);
            socket.sendText("{\"subscribe\":\"*\"}", true).join();
            next();
            for (int i = 1; i <= 5000; i++) {
                clock.move(Duration.ofMillis(1));
                says("main", "U1", i);
            }
            double last = 0;
            while (last < 5000) {
                last = next().getAsJsonArray("meters")
                        .get(0)
                        .getAsJsonObject()
                        .getAsJsonArray("channels")
                        .get(0)
                        .getAsJsonObject()
                        .get("value")
                        .getAsDouble();
            }
            assertEquals(5000, last);
        }
    }

    private static String cookie(HttpResponse<String> granted) {
        return granted.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
    }

    @Nested
    class Refuses {

        @Test
        void whoHasNoToken() throws Exception {
            problem(401, send(request("/api/v1/meters")));
            problem(401, get("/api/v1/meters", "nonsense"));
            HttpResponse<String> answer = send(request("/api/v1/meters"));
            assertTrue(
                    answer.headers().firstValue("WWW-Authenticate").orElse("").startsWith("Bearer"));
        }

        @Test
        void everythingUntilThePasswordIsChanged() throws Exception {
            String token = json(login("admin", password)).get("accessToken").getAsString();
            problem(403, get("/api/v1/meters", token));
            assertEquals(200, get("/api/v1/session", token).statusCode());
        }

        @Test
        void aReaderWhatTakesAnAdministrator() throws Exception {
            String admin = administrator();
            String eve = reader(admin);
            assertEquals(200, get("/api/v1/meters", eve).statusCode());
            problem(403, get("/api/v1/users", eve));
            problem(403, get("/api/v1/audit", eve));
            problem(
                    403,
                    post(
                            "/api/v1/users",
                            "{\"name\":\"x\",\"role\":\"administrator\"}",
                            "Authorization",
                            "Bearer " + eve));
            problem(
                    403,
                    send(request("/api/v1/users/eve/role")
                            .header("Authorization", "Bearer " + eve)
                            .header("Content-Type", "application/json")
                            .PUT(HttpRequest.BodyPublishers.ofString("{\"role\":\"administrator\"}"))));
            problem(
                    403,
                    send(request("/api/v1/users/admin")
                            .header("Authorization", "Bearer " + eve)
                            .DELETE()));
        }

        @Test
        void whoGuesses() throws Exception {
            for (int i = 0; i < 5; i++) {
                problem(401, login("admin", "guess"));
            }
            HttpResponse<String> locked = login("admin", password);
            problem(429, locked);
            assertEquals("900", locked.headers().firstValue("Retry-After").orElse(""));
        }

        @Test
        void whoAsksTooOften() throws Exception {
            properties.put("rate.login", 3);
            dashboard.modified(properties);
            for (int i = 0; i < 3; i++) {
                HttpResponse<String> answer = login("nobody" + i, "guess");
                problem(401, answer);
                assertTrue(answer.headers().firstValue("RateLimit").orElse("").contains("r=" + (2 - i)));
                assertEquals(
                        "\"login\";q=3;w=60",
                        answer.headers().firstValue("RateLimit-Policy").orElse(""));
            }
            HttpResponse<String> answer = login("nobody", "guess");
            problem(429, answer);
            assertEquals("20", answer.headers().firstValue("Retry-After").orElse(""));
            clock.move(Duration.ofSeconds(20));
            problem(401, login("nobody", "guess"));
        }

        @Test
        void bodiesThatAreNotRight() throws Exception {
            for (String body : List.of("", "[]", "null", "{", "{\"user\":1}", "{\"user\":\"a\"}", "[".repeat(10_000))) {
                problem(400, post("/api/v1/session", body));
            }
            problem(413, post("/api/v1/session", "x".repeat(65_537)));
            problem(400, post("/api/v1/session", "{\"user\":\"" + "x".repeat(65) + "\",\"password\":\"p\"}"));
            problem(
                    415,
                    send(request("/api/v1/session")
                            .header("Content-Type", "text/plain")
                            .POST(HttpRequest.BodyPublishers.ofString("{}"))));
            problem(
                    400,
                    send(request("/api/v1/session")
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[] {'{', (byte) 0xC3, '}'}))));
        }

        @Test
        void pagesOfOtherSites() throws Exception {
            problem(403, post("/api/v1/session", "{}", "Origin", "http://evil.example"));
            problem(403, post("/api/v1/session/renewal", "", "Origin", "null"));
        }

        @Test
        void pathsThatLeadElsewhere() throws Exception {
            String token = administrator();
            for (String path : List.of(
                    "/../accounts.json",
                    "/..%2f..%2faccounts.json",
                    "/%2e%2e/%2e%2e/etc/passwd",
                    "/api/v1/../../accounts.json",
                    "/org/metergate/dashboard/page/index.html",
                    "/accounts.json",
                    "//etc/passwd",
                    "/api/v1/meters/..%2f..%2faccounts.json")) {
                String answer = raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token
                        + "\r\nConnection: close\r\n\r\n");
                assertTrue(
                        answer.startsWith("HTTP/1.1 4"),
                        path + ": " + answer.lines().findFirst().orElse(""));
                assertFalse(answer.contains("salt"), path);
            }
        }

        @Test
        void headersThatAreNoneAndGoesOn() throws Exception {
            assertTrue(raw("GET / HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(20_000) + "\r\n\r\n")
                    .startsWith("HTTP/1.1 431"));
            assertTrue(raw("GET / HTTP/1.1\r\nHo st: x\r\n\r\n").startsWith("HTTP/1.1 400"));
            assertTrue(raw("NONSENSE\r\n\r\n").startsWith("HTTP/1.1 400"));
            String answer =
                    raw("GET /api/v1/meters/a%0d%0aSet-Cookie:%20x=y HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertFalse(answer.contains("\r\nSet-Cookie: x=y"));
            assertEquals(200, send(request("/")).statusCode());
        }

        private String raw(String request) throws IOException {
            try (Socket socket = new Socket("127.0.0.1", dashboard.port().orElseThrow())) {
                socket.setSoTimeout((int) SOON.toMillis());
                socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }

    @Nested
    class Sessions {

        @Test
        void areRenewedByACookieThatScriptsDoNotSee() throws Exception {
            HttpResponse<String> granted = login("admin", password);
            String cookie = granted.headers().firstValue("Set-Cookie").orElseThrow();
            assertTrue(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), cookie);
            HttpResponse<String> renewed = post("/api/v1/session/renewal", "", "Cookie", cookie(granted));
            assertEquals(200, renewed.statusCode());
            problem(401, post("/api/v1/session/renewal", "", "Cookie", cookie(granted)));
            problem(401, post("/api/v1/session/renewal", "", "Cookie", cookie(renewed)));
        }

        @Test
        void endWithTheLogout() throws Exception {
            String token = administrator();
            assertEquals(
                    204,
                    send(request("/api/v1/session")
                                    .header("Authorization", "Bearer " + token)
                                    .DELETE())
                            .statusCode());
            problem(401, get("/api/v1/meters", token));
        }

        @Test
        void leaveATrace() throws Exception {
            String token = administrator();
            login("mallory", "guess");
            JsonObject audit = json(get("/api/v1/audit?limit=3", token));
            JsonObject newest = audit.getAsJsonArray("acts").get(0).getAsJsonObject();
            assertEquals("mallory", newest.get("who").getAsString());
            assertEquals("127.0.0.1", newest.get("from").getAsString());
            assertTrue(audit.get("tampered").isJsonNull());
            assertFalse(audit.toString().contains("guess"));
        }
    }

    @Nested
    class Documents {

        @Test
        void whatItServes() throws Exception {
            JsonObject served = json(send(request("/api/v1/openapi.json")));
            assertEquals("3.1.0", served.get("openapi").getAsString());
            assertEquals(OpenApi.document(), served);
        }

        @Test // what is not written down answers 404 or 405, what is written down never does
        void everyRouteAndNoOther() throws Exception {
            String token = administrator();
            says("main", "U1", 230);
            JsonObject paths = OpenApi.document().getAsJsonObject("paths");
            for (String path : paths.keySet()) {
                TreeSet<String> documented = new TreeSet<>();
                paths.getAsJsonObject(path).keySet().forEach(method -> documented.add(method.toUpperCase(Locale.ROOT)));
                if (path.equals("/live")) {
                    continue; // a WebSocket
                }
                String filled = "/api/v1"
                        + path.replace("{meter}", "main")
                                .replace("{channel}", "U1")
                                .replace("{user}", "nobody")
                                .replace("{scan}", "mbus-1")
                                .replace("{finding}", "none")
                                .replace("{note}", "none")
                                .replace("{line}", "tcp%3A%2F%2Fnowhere%3A1");
                HttpResponse<String> wrong = send(request(filled)
                        .header("Authorization", "Bearer " + token)
                        .method("PATCH", HttpRequest.BodyPublishers.noBody()));
                problem(405, wrong);
                assertEquals(
                        String.join(", ", documented),
                        wrong.headers().firstValue("Allow").orElse(""),
                        path);
            }
        }

        @Test
        void theShapeOfAnswers() throws Exception {
            String token = administrator();
            says("main", "U1", 230);
            fails("main", "U2", "silent");
            for (Map.Entry<String, String> one : Map.of(
                            "/session", "Identity",
                            "/users", "Users",
                            "/audit", "Audit",
                            "/meters", "Meters",
                            "/meters/main", "Meter",
                            "/meters/main/channels/U1/history", "History")
                    .entrySet()) {
                OpenApi.conforms(json(get("/api/v1" + one.getKey(), token)), one.getValue());
            }
            OpenApi.conforms(json(login("admin", "correct horse battery")), "Grant");
            OpenApi.conforms(json(get("/api/v1/meters/none", token)), "Problem");
        }
    }

    @Nested
    class Server {

        @Test
        void servesThePageWithNothingFromElsewhere() throws Exception {
            HttpResponse<String> page = send(request("/"));
            assertEquals(200, page.statusCode());
            assertTrue(page.headers()
                    .firstValue("Content-Security-Policy")
                    .orElse("")
                    .startsWith("default-src 'none'"));
            for (String file : List.of(
                    "/app.js",
                    "/api.js",
                    "/words.js",
                    "/charts.js",
                    "/style.css",
                    "/icon.svg",
                    "/uPlot.js",
                    "/uPlot.css")) {
                HttpResponse<String> found = send(request(file));
                assertEquals(200, found.statusCode(), file);
                String tag = found.headers().firstValue("ETag").orElseThrow();
                assertEquals(
                        304, send(request(file).header("If-None-Match", tag)).statusCode());
            }
            assertFalse(page.body().contains("http://") || page.body().contains("https://"));
        }

        @Test
        void keepsWhatItKnowsWhenItStartsAnew() throws Exception {
            String token = administrator();
            says("main", "U1", 230);
            properties.put("rate.read", 700);
            dashboard.modified(properties);
            assertEquals(1, json(get("/api/v1/meters", token)).get("total").getAsInt());
        }

        @Test
        void keepsHistoryAndSessionsThroughARestart() throws Exception {
            String token = administrator();
            says("main", "U1", 230);
            dashboard.stop();
            dashboard = new Dashboard(folder, OpenSecrets.INSTANCE, clock, new SecureRandom(), 10, properties);
            clock.move(Duration.ofSeconds(10));
            says("main", "U1", 231);
            assertEquals(
                    "[230.0,231.0]",
                    json(get("/api/v1/meters/main/channels/U1/history", token))
                            .get("values")
                            .toString());
        }

        @Test
        void leavesTheWiresAloneWhenThePortIsTaken() throws Exception {
            try (Socket taken = new Socket("127.0.0.1", dashboard.port().orElseThrow())) {
                Dashboard second = new Dashboard(
                        folder.resolve("second"),
                        OpenSecrets.INSTANCE,
                        clock,
                        new SecureRandom(),
                        10,
                        Map.of(
                                "transport",
                                "HTTP_LOOPBACK",
                                "port",
                                dashboard.port().orElseThrow()));
                assertEquals(Optional.empty(), second.port());
                assertTrue(second.accept(new Update("main", clock.instant(), List.of())));
                second.stop();
                assertTrue(taken.isConnected());
            }
        }
    }
}
