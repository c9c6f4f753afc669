package org.metergate.dashboard.control;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.metergate.dashboard.access.Access;
import org.metergate.dashboard.access.Act;
import org.metergate.dashboard.access.Identity;
import org.metergate.dashboard.access.RefusedException;
import org.metergate.dashboard.access.Role;
import org.metergate.dashboard.control.Problem.ProblemException;

/** Logging in and out, users, the audit log. */
final class SessionRoutes {

    /** The cookie of the refresh token: sent to the session's own address only, never shown to scripts. */
    static final String COOKIE = "metergate-refresh";

    private static final String PATH = Route.ROOT + "/session";
    private static final int NAME = 64;
    private static final int PASSWORD = 200;

    private final Access access;
    private final boolean secure;

    /** @param secure whether the connection is encrypted, so that the cookie need never leave it */
    SessionRoutes(Access access, boolean secure) {
        this.access = access;
        this.secure = secure;
    }

    List<Route> routes() {
        return List.of(
                Route.open("POST", "/session", Route.Group.LOGIN, this::login),
                Route.open("POST", "/session/renewal", Route.Group.LOGIN, this::renew),
                Route.get("/session", Role.READER, asked -> Answer.json(200, json(asked.identity()))),
                Route.write("DELETE", "/session", Role.READER, this::logout),
                Route.write("DELETE", "/session/others", Role.READER, this::logoutOthers),
                Route.write("PUT", "/session/password", Role.READER, this::changePassword),
                Route.get("/users", Role.ADMINISTRATOR, this::users),
                Route.write("POST", "/users", Role.ADMINISTRATOR, this::create),
                Route.write("PUT", "/users/{user}/role", Role.ADMINISTRATOR, this::setRole),
                Route.write("POST", "/users/{user}/password", Role.ADMINISTRATOR, this::reset),
                Route.write("DELETE", "/users/{user}", Role.ADMINISTRATOR, this::delete),
                Route.get("/audit", Role.ADMINISTRATOR, this::audit));
    }

    private Answer login(Asked asked) throws ProblemException, RefusedException, IOException {
        JsonObject body = asked.json();
        char[] password = Asked.text(body, "password", PASSWORD).toCharArray();
        try {
            return granted(access.login(Asked.text(body, "user", NAME), password, asked.from()));
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private Answer renew(Asked asked) throws ProblemException, RefusedException, IOException {
        String token = Arrays.stream(asked.headers().getOrDefault("cookie", "").split(";"))
                .map(String::strip)
                .filter(one -> one.startsWith(COOKIE + "="))
                .map(one -> one.substring(COOKIE.length() + 1))
                .findFirst()
                .orElseThrow(() ->
                        Problem.unauthorized("there is no session: log in").thrown());
        return granted(access.renew(token, asked.from()));
    }

    private Answer logout(Asked asked) throws IOException {
        access.logout(asked.identity(), asked.from());
        return Answer.empty().with("Set-Cookie", cookie("", 0));
    }

    private Answer logoutOthers(Asked asked) throws IOException {
        access.logoutOthers(asked.identity(), asked.from());
        return Answer.empty();
    }

    private Answer changePassword(Asked asked) throws ProblemException, RefusedException, IOException {
        JsonObject body = asked.json();
        char[] present = Asked.text(body, "present", PASSWORD).toCharArray();
        char[] wanted = Asked.text(body, "wanted", PASSWORD).toCharArray();
        try {
            return Answer.json(200, json(access.changePassword(asked.identity(), present, wanted, asked.from())));
        } finally {
            Arrays.fill(present, '\0');
            Arrays.fill(wanted, '\0');
        }
    }

    private Answer users(Asked asked) {
        JsonArray users = new JsonArray();
        for (Access.User one : access.users()) {
            JsonObject user = new JsonObject();
            user.addProperty("name", one.name());
            user.addProperty("role", word(one.role()));
            user.addProperty("mustChange", one.mustChange());
            users.add(user);
        }
        JsonObject json = new JsonObject();
        json.add("users", users);
        return Answer.json(200, json);
    }

    private Answer create(Asked asked) throws ProblemException, IOException {
        JsonObject body = asked.json();
        String name = Asked.text(body, "name", NAME);
        return told(201, access.createUser(asked.identity(), asked.from(), name, role(body)));
    }

    private Answer reset(Asked asked) throws IOException {
        return told(
                200,
                access.resetPassword(
                        asked.identity(), asked.from(), asked.path().get("user")));
    }

    private Answer setRole(Asked asked) throws ProblemException, IOException {
        access.setRole(asked.identity(), asked.from(), asked.path().get("user"), role(asked.json()));
        return Answer.empty();
    }

    private Answer delete(Asked asked) throws IOException {
        access.deleteUser(asked.identity(), asked.from(), asked.path().get("user"));
        return Answer.empty();
    }

    private Answer audit(Asked asked) throws ProblemException, IOException {
        JsonArray acts = new JsonArray();
        for (Act one : access.acts(asked.integer("limit", 100, 1, 1000))) {
            JsonObject act = new JsonObject();
            act.addProperty("number", one.number());
            act.addProperty("time", one.time());
            act.addProperty("who", one.who());
            act.addProperty("from", one.from());
            act.addProperty("what", one.what());
            act.addProperty("outcome", one.outcome());
            acts.add(act);
        }
        JsonObject json = new JsonObject();
        json.add("acts", acts);
        json.addProperty("tampered", access.tampered().orElse(null));
        return Answer.json(200, json);
    }

    private static Answer told(int status, String password) {
        JsonObject json = new JsonObject();
        json.addProperty("password", password);
        return Answer.json(status, json);
    }

    private Answer granted(Access.Grant grant) {
        JsonObject json = json(grant.identity());
        json.addProperty("accessToken", grant.accessToken());
        return Answer.json(200, json).with("Set-Cookie", cookie(grant.refreshToken(), 7 * 24 * 3600));
    }

    private static JsonObject json(Identity who) {
        JsonObject json = new JsonObject();
        json.addProperty("user", who.user());
        json.addProperty("role", word(who.role()));
        json.addProperty("mustChange", who.mustChange());
        json.addProperty("until", who.until().toString());
        return json;
    }

    private String cookie(String value, int seconds) {
        return COOKIE + "=" + value + "; Path=" + PATH + "; Max-Age=" + seconds + "; HttpOnly; SameSite=Strict"
                + (secure ? "; Secure" : "");
    }

    private static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private static Role role(JsonObject body) throws ProblemException {
        String word = Asked.text(body, "role", NAME);
        Optional<Role> found = Arrays.stream(Role.values())
                .filter(one -> word(one).equals(word))
                .findFirst();
        return found.orElseThrow(() -> Problem.badRequest("\"role\" is reader, operator or administrator")
                .thrown());
    }
}
