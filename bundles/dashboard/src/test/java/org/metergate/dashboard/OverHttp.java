package org.metergate.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.metergate.dashboard.access.FirstPassword;
import org.metergate.dashboard.gateway.GatewayParts;
import org.metergate.dashboard.gateway.NoGateway;
import org.metergate.dashboard.model.Channel;
import org.metergate.dashboard.model.Update;
import org.metergate.testkit.MovedClock;

/** A whole dashboard that is asked over real HTTP, without a gateway. Its first user has a password of their own. */
abstract class OverHttp {

    static final Duration SOON = Duration.ofSeconds(20);

    private static final String PASSWORD = "correct horse battery";

    @TempDir
    Path folder;

    final MovedClock clock = MovedClock.at("2024-04-01T12:00:00Z");
    final HttpClient client = HttpClient.newHttpClient();
    Dashboard dashboard;
    String token;

    @BeforeEach
    void start() throws Exception {
        begin();
        String first = Files.readString(folder.resolve(FirstPassword.FILE)).strip();
        token = login("admin", first);
        change(token, first, PASSWORD);
    }

    @AfterEach
    void stop() {
        dashboard.stop();
    }

    /** Ends it and starts it anew on the same folder; users and sessions are those of before. */
    void restart() {
        dashboard.stop();
        begin();
    }

    /** @return the gateway around it; none unless a test brings one */
    GatewayParts gateway() {
        return new NoGateway();
    }

    void begin() {
        Map<String, Object> properties =
                new HashMap<>(Map.of("transport", "HTTP_LOOPBACK", "port", 0, "rate.login", 1000));
        properties.put("rate.write", 100_000);
        dashboard = new Dashboard(
                Optional.empty(), folder, OpenSecrets.INSTANCE, gateway(), clock, new SecureRandom(), 10, properties);
    }

    /** @return the token of another user of that role */
    String user(String name, String role) throws Exception {
        HttpResponse<String> made =
                ask("POST", "/users", "{\"name\":\"" + name + "\",\"role\":\"" + role + "\"}", token);
        String first = json(made).get("password").getAsString();
        String theirs = login(name, first);
        change(theirs, first, PASSWORD);
        return theirs;
    }

    private String login(String name, String password) throws Exception {
        JsonObject body = new JsonObject();
        body.addProperty("user", name);
        body.addProperty("password", password);
        HttpResponse<String> granted = ask("POST", "/session", body.toString(), "");
        return json(granted).get("accessToken").getAsString();
    }

    private void change(String by, String present, String wanted) throws Exception {
        JsonObject body = new JsonObject();
        body.addProperty("present", present);
        body.addProperty("wanted", wanted);
        assertEquals(200, ask("PUT", "/session/password", body.toString(), by).statusCode());
    }

    /** @param path below {@code /api/v1} */
    HttpResponse<String> ask(String method, String path, String body, String by) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(at(path)).timeout(SOON);
        if (!by.isEmpty()) {
            request.header("Authorization", "Bearer " + by);
        }
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        request.method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        return client.send(request.build(), BodyHandlers.ofString());
    }

    URI at(String path) {
        return URI.create("http://127.0.0.1:" + dashboard.port().orElseThrow() + "/api/v1" + path);
    }

    HttpResponse<String> get(String path) throws Exception {
        return ask("GET", path, "", token);
    }

    /** @return what is answered with 200 */
    JsonObject got(String path) throws Exception {
        HttpResponse<String> answer = get(path);
        assertEquals(200, answer.statusCode(), answer::body);
        return json(answer);
    }

    static JsonObject json(HttpResponse<String> answer) {
        return JsonParser.parseString(answer.body()).getAsJsonObject();
    }

    /** @return the detail of the problem */
    static String problem(int status, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer::body);
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("Content-Type").orElse(""));
        String detail = json(answer).get("detail").getAsString();
        assertFalse(detail.isBlank());
        return detail;
    }

    void says(String meter, String channel, double value, String unit, Instant time) {
        assertTrue(dashboard.accept(
                new Update(meter, time, List.of(new Channel(channel, Optional.of(value), unit, time, "")))));
    }

    /** A client of the live feed. */
    final class Listener implements WebSocket.Listener {
        private final BlockingQueue<JsonObject> messages = new LinkedBlockingQueue<>();
        final BlockingQueue<Integer> closed = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();
        final WebSocket socket;

        Listener(String subscription) {
            socket = client.newWebSocketBuilder()
                    .subprotocols("metergate.v1", "bearer." + token)
                    .buildAsync(URI.create(at("/live").toString().replaceFirst("http", "ws")), this)
                    .join();
            socket.sendText(subscription, true).join();
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                messages.add(JsonParser.parseString(text.toString()).getAsJsonObject());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            closed.add(status);
            return null;
        }

        JsonObject next() throws InterruptedException {
            JsonObject message = messages.poll(SOON.toSeconds(), TimeUnit.SECONDS);
            assertTrue(message != null, "no message came");
            return message;
        }
    }

    /** Writes into a file of the dashboard as a disk that failed would leave it. */
    void spoil(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }
}
