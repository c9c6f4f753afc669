package org.metergate.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.metergate.dashboard.RunningDashboard.problem;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metergate.dashboard.access.Role;
import org.metergate.dashboard.control.DashboardServer.Operation;

/** Every route with every role, over real HTTP. */
class RolesTest {

    @TempDir
    Path folder;

    private RunningDashboard running;
    private final Map<Role, String> tokens = new EnumMap<>(Role.class);
    private String administrator;

    @BeforeEach
    void start() throws Exception {
        running = new RunningDashboard(folder);
        administrator = running.token("admin", running.firstPassword, "correct horse battery");
        running.readsOn(administrator);
        for (Role role : Role.values()) {
            tokens.put(role, tokenOf(role, running.create(administrator, user(role), word(role))));
        }
    }

    @AfterEach
    void stop() {
        running.close();
    }

    private static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private static String user(Role role) {
        return "a-" + word(role);
    }

    private String tokenOf(Role role, String made) throws Exception {
        return running.token(user(role), made, "the secret of " + user(role));
    }

    private HttpResponse<String> ask(Operation operation, String token) throws Exception {
        String path = operation.path().replaceAll("\\{[a-z]+\\}", "none-such");
        return running.ask(operation.method(), path, token, operation.method().equals("GET") ? "" : "{}");
    }

    @Test
    void aRoleThatIsTooLowGets403AndNobody401() throws Exception {
        for (Operation operation : running.dashboard.operations()) {
            if (operation.least().isEmpty()) {
                continue;
            }
            problem(401, ask(operation, ""));
            problem(401, ask(operation, "nonsense"));
            for (Role role : Role.values()) {
                if (!role.includes(operation.least().get())) {
                    problem(403, ask(operation, tokens.get(role)));
                }
            }
        }
        running.readsOn(administrator);
    }

    @Test
    void aRoleThatIsEnoughIsLetIn() throws Exception {
        for (Operation operation : running.dashboard.operations()) {
            for (Role role : Role.values()) {
                if (operation.least().filter(role::includes).isEmpty()) {
                    continue;
                }
                HttpResponse<String> answer = ask(operation, tokens.get(role));
                assertNotEquals(401, answer.statusCode(), operation::toString);
                assertNotEquals(403, answer.statusCode(), operation::toString);
                assertTrue(
                        answer.statusCode() < 500 || answer.statusCode() == 503, // no gateway here
                        () -> operation + ": " + answer.body());
                if (operation.equals(new Operation("DELETE", "/api/v1/session", Optional.of(Role.READER)))) {
                    tokens.put(role, running.token(user(role), "the secret of " + user(role)));
                }
            }
        }
        running.readsOn(administrator);
    }

    @Test
    void aPasswordThatWasMadeLetsDoNothingButChangeIt() throws Exception {
        String token = running.token("boss", running.create(administrator, "boss", "administrator"));
        for (Operation operation : running.dashboard.operations()) {
            if (operation.least().isPresent() && !operation.path().startsWith("/api/v1/session")) {
                problem(403, ask(operation, token));
            }
        }
    }

    @Test // what the README promises of routes, also of those that will be added
    void everyRouteTakesTheRoleOfItsKind() {
        for (Operation operation : running.dashboard.operations()) {
            String path = operation.path().substring("/api/v1".length());
            if (path.startsWith("/users") || path.startsWith("/audit") || path.startsWith("/settings")) {
                assertEquals(Optional.of(Role.ADMINISTRATOR), operation.least(), operation::toString);
            } else if (!path.startsWith("/session")) {
                Role least = operation.least().orElseThrow(() -> new AssertionError("open to all: " + operation));
                assertTrue(
                        operation.method().equals("GET") || least.includes(Role.OPERATOR),
                        () -> "a reader changes nothing: " + operation);
            }
        }
        assertEquals(
                List.of("POST /api/v1/session", "POST /api/v1/session/renewal"),
                running.dashboard.operations().stream()
                        .filter(one -> one.least().isEmpty())
                        .map(one -> one.method() + " " + one.path())
                        .toList());
    }

    @Test
    void theReadmeTellsTheRoleOfEach() throws Exception {
        List<String> told = Files.readAllLines(Path.of("README.md"));
        TreeSet<String> missing = running.dashboard.operations().stream()
                .filter(one -> told.stream().noneMatch(line -> tells(line, one)))
                .map(one -> one.least().map(RolesTest::word).orElse("everybody") + ": " + one.method() + " "
                        + one.path().substring("/api/v1".length()))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(), missing);
    }

    /** A row such as {@code | `GET /meters?limit=100` | reader | all meters |}. */
    private static boolean tells(String line, Operation operation) {
        String request = "`" + operation.method() + " " + operation.path().substring("/api/v1".length());
        return line.startsWith("|")
                && line.contains("| " + operation.least().map(RolesTest::word).orElse("everybody") + " |")
                && (line.contains(request + "`") || line.contains(request + "?"));
    }

    @Test
    void nobodyRaisesThemselves() throws Exception {
        for (Role role : List.of(Role.READER, Role.OPERATOR)) {
            String token = tokens.get(role);
            String own = "/api/v1/users/" + user(role);
            problem(403, running.ask("PUT", own + "/role", token, "{\"role\":\"administrator\"}"));
            problem(403, running.ask("POST", "/api/v1/users", token, "{\"name\":\"x\",\"role\":\"administrator\"}"));
            problem(403, running.ask("POST", "/api/v1/users/admin/password", token, ""));
            problem(404, running.ask("PUT", own + "/role/", token, "{\"role\":\"administrator\"}"));
            problem(405, running.ask("POST", own + "/role", token, "{}", "X-HTTP-Method-Override", "PUT"));
            assertFalse(running.ask("GET", "/api/v1/session", token, "").body().contains("administrator"));
        }
    }

    @Test
    void aRoleThatIsTakenIsGoneAtOnce() throws Exception {
        String token = tokens.get(Role.ADMINISTRATOR);
        assertEquals(200, running.ask("GET", "/api/v1/users", token, "").statusCode());
        assertEquals(
                204,
                running.ask(
                                "PUT",
                                "/api/v1/users/" + user(Role.ADMINISTRATOR) + "/role",
                                administrator,
                                "{\"role\":\"operator\"}")
                        .statusCode());
        problem(403, running.ask("GET", "/api/v1/users", token, ""));
        assertEquals(
                204,
                running.ask("DELETE", "/api/v1/users/" + user(Role.ADMINISTRATOR), administrator, "")
                        .statusCode());
        problem(401, running.ask("GET", "/api/v1/meters", token, ""));
    }
}
