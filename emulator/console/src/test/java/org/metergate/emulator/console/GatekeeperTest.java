package org.metergate.emulator.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatekeeperTest {

    @TempDir
    Path folder;

    private final Map<String, String> asked = new HashMap<>();
    private final Map<String, String> answered = new HashMap<>();
    private int status;
    private Gatekeeper gatekeeper;
    private String password;

    @BeforeEach
    void openTheAccount() throws Exception {
        ByteArrayOutputStream terminal = new ByteArrayOutputStream();
        gatekeeper = new Gatekeeper(Account.open(
                folder.resolve("console.password"),
                new SecureRandom(),
                new PrintStream(terminal, true, StandardCharsets.UTF_8)));
        Matcher said = Pattern.compile("password (\\w+)").matcher(terminal.toString(StandardCharsets.UTF_8));
        assertTrue(said.find());
        password = said.group(1);
        asked.put("Host", "127.0.0.1:8080");
    }

    @Test
    void admitsUserAndPassword() {
        asked.put("Authorization", basic("admin:" + password));
        assertEquals(Optional.of("admin"), admitted());
    }

    @Test // RFC 7235, 4.1
    void asksWhoItIs() {
        assertEquals(Optional.empty(), admitted());
        assertEquals(401, status);
        assertTrue(answered.get("WWW-Authenticate").startsWith("Basic realm="), answered.toString());
    }

    @Test
    void turnsTheWellKnownPasswordAway() {
        asked.put("Authorization", basic("admin:admin"));
        assertEquals(Optional.empty(), admitted());
        assertEquals(401, status);
    }

    @Test
    void turnsAwayWhatIsNoBasicCredential() {
        for (String header : new String[] {"Bearer x", "Basic", "Basic ???", basic("nocolon")}) {
            asked.put("Authorization", header);
            assertEquals(Optional.empty(), admitted(), header);
            assertEquals(401, status, header);
        }
    }

    @Test
    void refusesWhatAForeignPageSends() {
        asked.put("Authorization", basic("admin:" + password));
        asked.put("Origin", "http://elsewhere.example");
        assertEquals(Optional.empty(), admitted());
        assertEquals(403, status);
    }

    @Test
    void servesItsOwnPages() {
        asked.put("Authorization", basic("admin:" + password));
        asked.put("Origin", "http://127.0.0.1:8080");
        assertEquals(Optional.of("admin"), admitted());
    }

    private Optional<String> admitted() {
        HttpServletRequest request = (HttpServletRequest) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (self, method, arguments) -> asked.get(arguments[0]));
        HttpServletResponse response = (HttpServletResponse) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {HttpServletResponse.class}, (self, method, arguments) -> {
                    if (method.getName().equals("setHeader")) {
                        answered.put((String) arguments[0], (String) arguments[1]);
                    } else if (method.getName().equals("setStatus")) {
                        status = (int) arguments[0];
                    }
                    return null;
                });
        return gatekeeper.admit(request, response);
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
