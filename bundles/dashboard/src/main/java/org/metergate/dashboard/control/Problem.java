package org.metergate.dashboard.control;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.Optional;

/**
 * Why a request is not answered as wished (RFC 9457).
 *
 * @param status of HTTP, 400 to 599
 * @param kind ends the URI reference of the type, {@code /problems/<kind>}
 * @param title the same for each problem of the kind
 * @param detail of this one: what, where, what to do
 * @param retryAfter when it makes sense to try again
 */
record Problem(int status, String kind, String title, String detail, Optional<Duration> retryAfter) {

    static final String TYPE = "application/problem+json";

    /** Ends the handling of a request. */
    static final class ProblemException extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Problem problem;

        ProblemException(Problem problem) {
            super(problem.detail);
            this.problem = problem;
        }

        Problem problem() {
            return problem;
        }
    }

    static Problem badRequest(String detail) {
        return new Problem(400, "bad-request", "The request is not right", detail, Optional.empty());
    }

    static Problem unauthorized(String detail) {
        return new Problem(401, "unauthorized", "Log in first", detail, Optional.empty());
    }

    static Problem forbidden(String detail) {
        return new Problem(403, "forbidden", "Not allowed", detail, Optional.empty());
    }

    static Problem notFound(String detail) {
        return new Problem(404, "not-found", "There is no such thing", detail, Optional.empty());
    }

    static Problem methodNotAllowed(String detail) {
        return new Problem(405, "method-not-allowed", "The method is not allowed here", detail, Optional.empty());
    }

    static Problem requestTimeout(String detail) {
        return new Problem(408, "request-timeout", "The request took too long", detail, Optional.empty());
    }

    static Problem conflict(String detail) {
        return new Problem(409, "conflict", "That cannot be done as things are", detail, Optional.empty());
    }

    static Problem tooLarge(String detail) {
        return new Problem(413, "too-large", "The request is too large", detail, Optional.empty());
    }

    static Problem wrongType(String detail) {
        return new Problem(415, "wrong-type", "The content is of another type", detail, Optional.empty());
    }

    static Problem tooMany(String detail, Duration wait) {
        return new Problem(429, "too-many-requests", "Too many requests", detail, Optional.of(wait));
    }

    static Problem internal() {
        return new Problem(500, "internal", "The gateway failed", "it is noted in the gateway's log", Optional.empty());
    }

    static Problem unavailable(String detail) {
        return new Problem(503, "unavailable", "Not now", detail, Optional.empty());
    }

    ProblemException thrown() {
        return new ProblemException(this);
    }

    Answer answer() {
        JsonObject json = new JsonObject();
        json.addProperty("type", "/problems/" + kind);
        json.addProperty("title", title);
        json.addProperty("status", status);
        json.addProperty("detail", detail);
        Answer answer = Answer.json(status, json).with("Content-Type", TYPE);
        if (status == 401) {
            answer = answer.with("WWW-Authenticate", "Bearer realm=\"metergate\"");
        }
        return retryAfter
                .map(wait -> (wait.toMillis() + 999) / 1000)
                .map(String::valueOf)
                .map(answer::retryAfter)
                .orElse(answer);
    }
}
