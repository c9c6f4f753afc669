package org.metergate.dashboard.control;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.metergate.dashboard.access.Access;
import org.metergate.dashboard.access.Identity;
import org.metergate.dashboard.access.RefusedException;
import org.metergate.dashboard.control.Problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The REST API without HTTP: finds the route, asks whether the client may, lets the handler answer, and makes every failure
 * a problem. Any thread.
 */
final class RestApi {
    private static final Logger LOG = LoggerFactory.getLogger(RestApi.class);

    /** Largest body of a request, in bytes. */
    static final int BODY = 64 * 1024;

    private static final String BEARER = "Bearer ";

    private final List<Route> routes;
    private final Access access;
    private final RateLimits limits;

    RestApi(List<Route> routes, Access access, RateLimits limits) {
        this.routes = List.copyOf(routes);
        this.access = access;
        this.limits = limits;
    }

    List<Route> routes() {
        return routes;
    }

    /**
     * @param path raw, with {@value Route#ROOT} before it
     * @param headers by name in small letters
     * @param body up to {@value #BODY} bytes, or one more if it is longer
     */
    Answer answer(
            String method,
            String path,
            Map<String, String> query,
            Map<String, String> headers,
            byte[] body,
            String from) {
        Map<String, String> extra = new LinkedHashMap<>();
        Answer answer;
        try {
            answer = handled(method, path, query, headers, body, from, extra);
        } catch (ProblemException e) {
            answer = e.problem().answer();
        } catch (RefusedException e) {
            answer = problem(e).answer();
        } catch (IllegalArgumentException e) { // of the model: it says what is wrong with what was given
            answer = Problem.conflict(e.getMessage()).answer();
        } catch (IOException e) {
            LOG.error("{} {} could not be kept", method, path, e);
            answer = Problem.unavailable("it could not be kept on the disk, so it was not done: see the gateway's log")
                    .answer();
        }
        for (Map.Entry<String, String> one : extra.entrySet()) {
            answer = answer.with(one.getKey(), one.getValue());
        }
        return conditional(method, headers, answer);
    }

    private Answer handled(
            String method,
            String path,
            Map<String, String> query,
            Map<String, String> headers,
            byte[] body,
            String from,
            Map<String, String> extra)
            throws ProblemException, RefusedException, IOException {
        Optional<Identity> who = Optional.empty();
        Optional<RefusedException> refused = Optional.empty();
        String authorization = headers.getOrDefault("authorization", "");
        if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            try {
                who = Optional.of(
                        access.identify(authorization.substring(BEARER.length()).strip()));
            } catch (RefusedException e) {
                refused = Optional.of(e);
            }
        }
        String below = path.substring(Route.ROOT.length());
        Set<String> allowed = new TreeSet<>();
        for (Route route : routes) {
            Optional<Map<String, String>> values = match(route, below);
            if (values.isEmpty()) {
                continue;
            }
            if (!route.method().equals(method)
                    && !(method.equals("HEAD") && route.method().equals("GET"))) {
                allowed.add(route.method());
                continue;
            }
            limit(who, from, route.group(), extra);
            if (route.needed().isPresent()) {
                let(who, refused, route);
            }
            if (body.length > BODY) {
                throw Problem.tooLarge("a body has up to " + BODY + " bytes").thrown();
            }
            return route.handler().answer(new Asked(values.get(), query, headers, body, from, who));
        }
        limit(who, from, Route.Group.READ, extra);
        if (!allowed.isEmpty()) {
            extra.put("Allow", String.join(", ", allowed));
            throw Problem.methodNotAllowed("use " + String.join(" or ", allowed))
                    .thrown();
        }
        throw Problem.notFound("there is nothing at this address; /api/v1/openapi.json tells what there is")
                .thrown();
    }

    private static Optional<Map<String, String>> match(Route route, String below) throws ProblemException {
        try {
            return route.match(below);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("the address holds a % that is not followed by two hexadecimal digits")
                    .thrown();
        }
    }

    private void limit(Optional<Identity> who, String from, Route.Group group, Map<String, String> extra)
            throws ProblemException {
        String client = who.map(one -> "user " + one.user()).orElse("address " + from);
        RateLimits.Verdict verdict = limits.ask(group == Route.Group.LOGIN ? "address " + from : client, group);
        extra.putAll(verdict.headers());
        if (!verdict.allowed()) {
            throw Problem.tooMany("wait before asking again", verdict.pause()).thrown();
        }
    }

    private static void let(Optional<Identity> who, Optional<RefusedException> refused, Route route)
            throws ProblemException, RefusedException {
        if (refused.isPresent()) {
            throw refused.get();
        }
        if (who.isEmpty()) {
            throw Problem.unauthorized(
                            "send an access token: Authorization: Bearer <token>; POST /api/v1/session gives one")
                    .thrown();
        }
        boolean changes = route.template().startsWith("/session");
        if (who.get().mustChange() && !changes) {
            throw Problem.forbidden("change the password first: PUT /api/v1/session/password")
                    .thrown();
        }
        if (!who.get().role().includes(route.needed().get())) {
            throw Problem.forbidden("this takes the role " + route.needed().get() + ", you are "
                            + who.get().role())
                    .thrown();
        }
    }

    private static Problem problem(RefusedException refused) {
        return switch (refused.reason()) {
            case CREDENTIALS, TOKEN -> Problem.unauthorized(refused.getMessage());
            case LOCKED -> Problem.tooMany(
                    refused.getMessage(), refused.waitFor().orElse(Duration.ofMinutes(1)));
        };
    }

    /** RFC 9110, 13.1.2: what the client has already need not be sent again. */
    private static Answer conditional(String method, Map<String, String> headers, Answer answer) {
        Answer kept = answer.headers().containsKey("Cache-Control") ? answer : answer.with("Cache-Control", "no-store");
        if (answer.status() != 200 || !(method.equals("GET") || method.equals("HEAD"))) {
            return kept;
        }
        String tag = "\"" + hash(answer.body()) + "\"";
        Answer tagged = kept.with("ETag", tag).with("Cache-Control", "private, no-cache");
        boolean same = Arrays.stream(headers.getOrDefault("if-none-match", "").split(","))
                .map(one -> one.strip().replaceFirst("^W/", ""))
                .anyMatch(tag::equals);
        return same ? new Answer(304, tagged.headers(), new byte[0]) : tagged;
    }

    static String hash(byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, 12));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
