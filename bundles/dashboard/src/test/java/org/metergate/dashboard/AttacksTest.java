package org.metergate.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.metergate.dashboard.RunningDashboard.SOON;
import static org.metergate.dashboard.RunningDashboard.problem;

import com.google.gson.JsonParser;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Attacks over real HTTP. After each of them the gateway's readings are still taken and told, and the whole log, kept at its
 * finest, holds no secret.
 */
class AttacksTest {

    private static final String PASSWORD = "correct horse battery";
    private static final String GUESS = "a guess that might be nearly right";

    @TempDir
    Path folder;

    private final List<String> secrets = new ArrayList<>(List.of(PASSWORD, GUESS));
    private CapturedLog log;
    private RunningDashboard running;
    private String token;

    @BeforeEach
    void start() throws Exception {
        log = new CapturedLog();
        running = new RunningDashboard(folder);
        token = running.token("admin", running.firstPassword, PASSWORD);
        secrets.add(running.firstPassword);
        secrets.add(token);
    }

    @AfterEach
    void theGatewayReadsOnAndTheLogHasNoSecret() throws Exception {
        try {
            running.readsOn(token);
        } finally {
            running.close();
            log.close();
        }
        for (String secret : secrets) {
            assertFalse(log.text().contains(secret), secret);
        }
        for (String kept : List.of("keys.json", "audit-key.json")) {
            Path file = folder.resolve(kept);
            String locked = Files.readString(file).replaceAll("(?s).*\"locked\":\"([^\"]+)\".*", "$1");
            assertFalse(log.text().contains(locked), kept);
        }
    }

    private HttpResponse<String> get(String path, String bearer) throws Exception {
        return running.ask("GET", path, bearer, "");
    }

    private static String status(String raw) {
        return raw.lines().findFirst().orElse("nothing at all");
    }

    /** The server says what is wrong with the client, or hangs up on it. */
    private void refused(String request) throws Exception {
        String answer = running.raw(request);
        assertTrue(answer.startsWith("HTTP/1.1 4"), () -> request + "\n" + status(answer));
        assertFalse(answer.contains("salt") || answer.contains("root:"), request);
    }

    @Nested
    class Tokens {

        private JWTClaimsSet.Builder claims() throws Exception {
            return new JWTClaimsSet.Builder(SignedJWT.parse(token).getJWTClaimsSet());
        }

        private String id() throws Exception {
            return SignedJWT.parse(token).getHeader().getKeyID();
        }

        private byte[] key() throws Exception {
            return Base64.getDecoder()
                    .decode(JsonParser.parseString(Files.readString(folder.resolve("keys.json")))
                            .getAsJsonObject()
                            .getAsJsonArray("keys")
                            .get(0)
                            .getAsJsonObject()
                            .get("locked")
                            .getAsString());
        }

        private String signed(JWSAlgorithm algorithm, String id, JWTClaimsSet claims, JWSSigner signer)
                throws Exception {
            SignedJWT made = new SignedJWT(
                    new JWSHeader.Builder(algorithm)
                            .type(new JOSEObjectType("at+jwt"))
                            .keyID(id)
                            .build(),
                    claims);
            made.sign(signer);
            secrets.add(made.serialize());
            return made.serialize();
        }

        private void refuses(String bearer) throws Exception {
            problem(401, get("/api/v1/meters", bearer));
            problem(401, get("/api/v1/users", bearer));
        }

        @Test // shows that what follows fails for the one thing that it changes
        void ofThisShapeAreTaken() throws Exception {
            String same = signed(JWSAlgorithm.HS256, id(), claims().build(), new MACSigner(key()));
            assertEquals(200, get("/api/v1/meters", same).statusCode());
        }

        @Test
        void thatAreMissingOrNone() throws Exception {
            for (String none : List.of("", "x", "a.b.c", "null", "[object Object]", "'--", "x".repeat(4000))) {
                refuses(none);
            }
            problem(
                    401,
                    running.ask(
                            "GET",
                            "/api/v1/meters",
                            "",
                            "",
                            "Authorization",
                            "Basic "
                                    + Base64.getEncoder()
                                            .encodeToString(("admin:" + PASSWORD).getBytes(StandardCharsets.UTF_8))));
            problem(401, get("/api/v1/meters?access_token=" + token, ""));
        }

        @Test
        void thatHaveEnded() throws Exception {
            String old = token;
            running.clock.move(Duration.ofMinutes(10));
            refuses(old);
            token = running.token("admin", PASSWORD);
        }

        @Test // RFC 8725, 2.1 and 3.1
        void withoutASignature() throws Exception {
            String body = token.substring(token.indexOf('.'), token.lastIndexOf('.') + 1);
            for (String name : List.of("none", "None", "NONE", "nOnE", "")) {
                String header = "{\"alg\":\"" + name + "\",\"typ\":\"at+jwt\",\"kid\":\"" + id() + "\"}";
                refuses(Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(StandardCharsets.UTF_8))
                        + body);
            }
            refuses(token.substring(0, token.lastIndexOf('.') + 1));
        }

        @Test // RFC 8725, 2.1: what was signed with an RSA key, and what was signed with its public half as if it were
        // a secret
        void thatMixUpAlgorithms() throws Exception {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair pair = generator.generateKeyPair();
            JWTClaimsSet claims = claims().build();
            refuses(signed(JWSAlgorithm.RS256, id(), claims, new RSASSASigner(pair.getPrivate())));
            refuses(signed(
                    JWSAlgorithm.HS256,
                    id(),
                    claims,
                    new MACSigner(pair.getPublic().getEncoded())));
            byte[] longer = new byte[64];
            System.arraycopy(key(), 0, longer, 0, 32);
            refuses(signed(JWSAlgorithm.HS512, id(), claims, new MACSigner(longer)));
            refuses(signed(JWSAlgorithm.HS384, id(), claims, new MACSigner(longer)));
        }

        @Test // RFC 8725, 3.8 to 3.10
        void thatAreMeantForOthers() throws Exception {
            MACSigner signer = new MACSigner(key());
            List<UnaryOperator<JWTClaimsSet.Builder>> changes = List.of(
                    one -> one.audience("another"),
                    one -> one.audience((String) null),
                    one -> one.issuer("another"),
                    one -> one.subject("nobody"),
                    one -> one.claim("sid", "another"),
                    one -> one.expirationTime(null),
                    one -> one.notBeforeTime(Date.from(running.clock.instant().plusSeconds(60))));
            for (UnaryOperator<JWTClaimsSet.Builder> change : changes) {
                refuses(signed(JWSAlgorithm.HS256, id(), change.apply(claims()).build(), signer));
            }
        }

        @Test // RFC 8725, 3.10: the key's name is looked up, and nothing else
        void thatNameAnotherKey() throws Exception {
            for (String id : List.of("../../dev/null", "keys.json", "' OR 1=1", "\u0000", "")) {
                refuses(signed(JWSAlgorithm.HS256, id, claims().build(), new MACSigner(new byte[32])));
            }
        }

        @Test
        void thatWereChanged() throws Exception {
            String[] parts = token.split("\\.");
            String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                    .replace("\"admin\"", "\"other\"");
            refuses(parts[0] + "."
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                    + "." + parts[2]);
            refuses(token + "x");
            refuses("x" + token);
        }
    }

    @Nested
    class Guesses {

        @Test
        void lockTheNameEvenForTheRightPassword() throws Exception {
            for (int i = 0; i < 5; i++) {
                problem(401, running.login("admin", GUESS));
            }
            HttpResponse<String> locked = running.login("admin", PASSWORD);
            problem(429, locked);
            assertEquals("900", locked.headers().firstValue("Retry-After").orElse(""));
            running.properties.put("rate.login", 500); // the server starts anew
            running.dashboard.modified(running.properties);
            problem(429, running.login("admin", PASSWORD));
            running.clock.move(Duration.ofMinutes(15));
            token = running.token("admin", PASSWORD);
        }

        @Test
        void areCountedForEachAddressWhateverTheName() throws Exception {
            running.properties.put("rate.login", 3);
            running.dashboard.modified(running.properties);
            for (int i = 0; i < 3; i++) {
                problem(401, running.login("nobody" + i, GUESS));
            }
            HttpResponse<String> answer = running.login("admin", PASSWORD);
            problem(429, answer);
            assertEquals("20", answer.headers().firstValue("Retry-After").orElse(""));
            assertTrue(answer.headers().firstValue("RateLimit").orElse("").contains("r=0"));
        }

        @Test
        void areNotedWithoutThePassword() throws Exception {
            running.login("admin", GUESS);
            String audit = get("/api/v1/audit", token).body();
            assertTrue(audit.contains("user or password is wrong"));
            for (String secret : secrets) {
                assertFalse(audit.contains(secret), secret);
                assertFalse(Files.readString(folder.resolve("audit.log")).contains(secret), secret);
            }
        }
    }

    @Nested
    class Requests {

        @Test
        void thatClimbOutOfTheFolder() throws Exception {
            for (String climb : List.of(
                    "..",
                    "%2e%2e",
                    ".%2e",
                    "%252e%252e",
                    "..%2f..",
                    "..%5c..",
                    "..\\..",
                    "....//",
                    "..;",
                    "..%00",
                    "%c0%ae%c0%ae",
                    "%uff0e%uff0e",
                    "..%ef%bc%8f..")) {
                for (String below : List.of("/", "/views/", "/api/v1/", "/api/v1/meters/", "/api/v1/users/")) {
                    String path = below + climb + "/" + climb + "/accounts.json";
                    refused("GET " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token
                            + "\r\nConnection: close\r\n\r\n");
                }
            }
            refused("GET file:///etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            refused("GET http://other.example/accounts.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        }

        @Test
        void thatAreTooLarge() throws Exception {
            refused("GET /" + "x".repeat(9000) + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            refused("GET / HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(9000) + "\r\n\r\n");
            refused("GET / HTTP/1.1\r\nHost: x\r\n" + "X: y\r\n".repeat(2000) + "\r\n");
            // said beforehand: not a byte of it is waited for
            String said = running.raw("POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 999999999999\r\nConnection: close\r\n\r\n");
            assertTrue(said.startsWith("HTTP/1.1 413"), status(said));
            // not said: cut off where it gets too long
            String chunk = "ffff\r\n" + "x".repeat(0xffff) + "\r\n";
            String chunks = running.raw("POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + chunk + chunk);
            assertTrue(chunks.startsWith("HTTP/1.1 413"), status(chunks));
            problem(
                    401,
                    running.ask(
                            "POST",
                            "/api/v1/session",
                            "",
                            "{\"user\":\"a\",\"password\":\"b\",\"rest\":\"" + "x".repeat(65_000) + "\"}"));
        }

        @Test
        void thatAreMalformed() throws Exception {
            String head = "POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
            for (String request : List.of(
                    "NONSENSE\r\n\r\n",
                    "GET\r\n\r\n",
                    "GET / HTTP/1.1\r\n\r\n",
                    "GET / HTTP/1.1\r\nHo st: x\r\n\r\n",
                    "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
                    "GET / HTTP/1.1\r\nHost: x\r\nX: a\u0000b\r\n\r\n",
                    "GET /a\u0000b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                    "GET /api/v1/meters/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                    head + "Content-Length: -1\r\n\r\n",
                    head + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
                    head + "Content-Length: two\r\n\r\n{}",
                    head + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n",
                    head + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\nxyz\r\n{}\r\n0\r\n\r\n",
                    head + "Transfer-Encoding: gzip\r\nConnection: close\r\n\r\n{}")) {
                refused(request);
            }
            for (String body :
                    List.of("[]", "null", "{", "{\"user\":1}", "[".repeat(30_000), "\u0001", "{\"user\":{}}")) {
                problem(400, running.ask("POST", "/api/v1/session", "", body));
            }
            problem(400, get("/api/v1/meters?limit=NaN", token));
            problem(400, get("/api/v1/meters?limit=99999999999999999999", token));
            problem(400, get("/api/v1/audit?limit=-1", token));
        }

        @Test // RFC 9110, 5.5: what a client sends makes no header of ours
        void thatInjectHeaders() throws Exception {
            for (String evil :
                    List.of("a%0d%0aSet-Cookie:%20x=y", "a%0aSet-Cookie:%20x=y", "a%E5%98%8D%E5%98%8ASet-Cookie:x=y")) {
                for (String path : List.of(
                        "/api/v1/meters/" + evil, "/api/v1/meters?limit=1&offset=" + evil, "/" + evil, "/?" + evil)) {
                    String answer = running.raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token
                            + "\r\nIf-None-Match: \"" + evil + "\"\r\nOrigin: http://" + evil
                            + "\r\nConnection: close\r\n\r\n");
                    String head = answer.substring(0, answer.indexOf("\r\n\r\n"));
                    assertFalse(head.contains("Set-Cookie"), answer);
                    assertFalse(head.toLowerCase(Locale.ROOT).contains("x=y"), answer);
                }
            }
            running.login("mallory\n2026-01-01 INFO all is well", GUESS); // nor a line of the log
            assertFalse(log.text().contains("all is well"));
        }

        @Test
        void ofPagesOfOtherSites() throws Exception {
            String cookie = running.login("admin", PASSWORD)
                    .headers()
                    .firstValue("Set-Cookie")
                    .orElseThrow();
            secrets.add(cookie.replaceAll(".*?=([^;]+);.*", "$1"));
            assertTrue(cookie.contains("SameSite=Strict") && cookie.contains("HttpOnly"), cookie);
            for (String origin : List.of(
                    "http://evil.example",
                    "null",
                    "https://127.0.0.1:" + running.port(),
                    "http://127.0.0.1",
                    "http://127.0.0.1:" + running.port() + ".evil.example",
                    "http://localhost:" + running.port())) {
                problem(
                        403,
                        running.ask("POST", "/api/v1/session/renewal", "", "", "Origin", origin, "Cookie", cookie));
                problem(403, running.ask("DELETE", "/api/v1/session", token, "", "Origin", origin));
                HttpResponse<String> read = running.ask("GET", "/api/v1/meters", token, "", "Origin", origin);
                assertTrue(
                        read.headers().firstValue("Access-Control-Allow-Origin").isEmpty());
                assertEquals(
                        "same-origin",
                        read.headers()
                                .firstValue("Cross-Origin-Resource-Policy")
                                .orElse(""));
                HttpResponse<String> before = running.ask(
                        "OPTIONS",
                        "/api/v1/session",
                        "",
                        "",
                        "Origin",
                        origin,
                        "Access-Control-Request-Method",
                        "POST");
                assertEquals(403, before.statusCode());
            }
            problem(405, running.ask("TRACE", "/api/v1/session", "", ""));
        }
    }

    @Nested
    class WebSockets {

        private final BlockingQueue<Integer> closed = new ArrayBlockingQueue<>(100);

        private WebSocket open(String bearer, String... headers) {
            WebSocket.Builder builder =
                    running.client.newWebSocketBuilder().subprotocols("metergate.v1", "bearer." + bearer);
            for (int i = 0; i < headers.length; i += 2) {
                builder.header(headers[i], headers[i + 1]);
            }
            return builder.buildAsync(
                            java.net.URI.create(
                                    running.at("/api/v1/live").toString().replace("http", "ws")),
                            new WebSocket.Listener() {
                                @Override
                                public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
                                    closed.add(status);
                                    return null;
                                }
                            })
                    .join();
        }

        private int refusal(String bearer, String... headers) {
            CompletionException e = assertThrows(CompletionException.class, () -> open(bearer, headers));
            return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
        }

        @Test
        void ofPagesOfOtherSites() {
            for (String origin : List.of(
                    "http://evil.example",
                    "null",
                    "",
                    "https://127.0.0.1:" + running.port(),
                    "http://127.0.0.1:" + running.port() + ".evil.example")) {
                assertEquals(403, refusal(token, "Origin", origin), origin);
            }
            open(token, "Origin", running.at("").toString()).abort();
        }

        @Test
        void ofNobody() throws Exception {
            assertEquals(401, refusal("none"));
            assertEquals(401, refusal(token.substring(1)));
            String made = running.create(token, "eve", "reader");
            secrets.add(made);
            assertEquals(403, refusal(running.token("eve", made)));
        }

        @Test
        void ofWhoIsNotLoggedInAnyMore() throws Exception {
            String made = running.create(token, "eve", "reader");
            secrets.add(made);
            WebSocket listening = open(running.token("eve", made, "the secret of eve"));
            listening.sendText("{\"subscribe\":\"*\"}", true).join();
            running.ask("DELETE", "/api/v1/users/eve", token, "");
            running.readsOn(token);
            assertEquals(4401, closed.poll(SOON.toSeconds(), TimeUnit.SECONDS));
        }

        @Test
        void thatSayTooMuch() throws Exception {
            WebSocket large = open(token);
            large.sendText("x".repeat(70_000), true);
            assertEquals(1009, closed.poll(SOON.toSeconds(), TimeUnit.SECONDS));
            WebSocket binary = open(token);
            binary.sendBinary(ByteBuffer.allocate(10), true);
            assertEquals(1003, closed.poll(SOON.toSeconds(), TimeUnit.SECONDS));
        }
    }

    @Test
    void theLogIsTheOneThatIsLookedAt() {
        assertTrue(log.text().contains("the password stands in"));
    }
}
