package org.metergate.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.metergate.dashboard.access.FirstPassword;
import org.metergate.dashboard.model.Channel;
import org.metergate.dashboard.model.Update;
import org.metergate.testkit.MovedClock;

/** A dashboard on a port of this machine, and a client of it. */
final class RunningDashboard implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(20);

    final MovedClock clock = MovedClock.at("2026-11-23T21:00:00Z");
    final Map<String, Object> properties = new HashMap<>(Map.of(
            "transport",
            "HTTP_LOOPBACK",
            "port",
            0,
            "rate.login",
            1000,
            "rate.write",
            100_000,
            "rate.read",
            1_000_000));
    final HttpClient client = HttpClient.newHttpClient();
    final Dashboard dashboard;
    final String firstPassword;
    private int readings;

    RunningDashboard(Path folder) throws IOException {
        dashboard = new Dashboard(folder, OpenSecrets.INSTANCE, clock, new SecureRandom(), 10, properties);
        firstPassword = Files.readString(folder.resolve(FirstPassword.FILE)).strip();
    }

    int port() {
        return dashboard.port().orElseThrow();
    }

    URI at(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    /** @param token empty for none */
    HttpResponse<String> ask(String method, String path, String token, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(at(path)).timeout(SOON);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        request.method(
                method,
                body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        return client.send(request.build(), BodyHandlers.ofString());
    }

    static JsonObject json(HttpResponse<String> answer) {
        return JsonParser.parseString(answer.body()).getAsJsonObject();
    }

    HttpResponse<String> login(String user, String password) throws IOException, InterruptedException {
        JsonObject body = new JsonObject();
        body.addProperty("user", user);
        body.addProperty("password", password);
        return ask("POST", "/api/v1/session", "", body.toString());
    }

    /** @return the access token of a login that succeeds */
    String token(String user, String password) throws IOException, InterruptedException {
        return json(login(user, password)).get("accessToken").getAsString();
    }

    /** @return a token after the password that was made has been changed */
    String token(String user, String made, String wanted) throws IOException, InterruptedException {
        String token = token(user, made);
        JsonObject body = new JsonObject();
        body.addProperty("present", made);
        body.addProperty("wanted", wanted);
        assertEquals(
                200,
                ask("PUT", "/api/v1/session/password", token, body.toString()).statusCode());
        return token;
    }

    /** @return the password that was made for a new user */
    String create(String administrator, String user, String role) throws IOException, InterruptedException {
        JsonObject body = new JsonObject();
        body.addProperty("name", user);
        body.addProperty("role", role);
        return json(ask("POST", "/api/v1/users", administrator, body.toString()))
                .get("password")
                .getAsString();
    }

    /** What a client that keeps no rule sends, and all that it gets until the connection ends. */
    String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port())) {
            socket.setSoTimeout((int) SOON.toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** The gateway reads on and the dashboard tells it. */
    void readsOn(String token) throws IOException, InterruptedException {
        readings++;
        Instant now = clock.instant();
        assertTrue(dashboard.accept(
                new Update("main", now, List.of(new Channel("P", Optional.of(readings), "W", now, "")))));
        HttpResponse<String> answer = ask("GET", "/api/v1/meters/main", token, "");
        assertEquals(200, answer.statusCode(), answer::body);
        assertEquals(
                readings,
                json(answer)
                        .getAsJsonArray("channels")
                        .get(0)
                        .getAsJsonObject()
                        .get("value")
                        .getAsInt());
    }

    static void problem(int status, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer::body);
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("Content-Type").orElse(""));
        assertFalse(json(answer).get("detail").getAsString().isBlank());
    }

    @Override
    public void close() {
        dashboard.stop();
    }
}
