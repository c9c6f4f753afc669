package org.metergate.dashboard.control;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.metergate.dashboard.access.RefusedException;
import org.metergate.dashboard.access.Role;
import org.metergate.dashboard.control.Problem.ProblemException;

/**
 * What is done with a method on a path.
 *
 * @param template such as {@code /meters/{meter}}, below {@value #ROOT}
 * @param needed to be let in; empty for everybody
 * @param group whose rate limit counts
 * @param handler answers
 */
record Route(String method, String template, Optional<Role> needed, Group group, Handler handler) {

    static final String ROOT = "/api/v1";

    /** Routes with one rate limit. */
    enum Group {
        LOGIN,
        READ,
        WRITE
    }

    /** Answers a request that is allowed. */
    @FunctionalInterface
    interface Handler {
        Answer answer(Asked asked) throws ProblemException, RefusedException, IOException;
    }

    static Route open(String method, String template, Group group, Handler handler) {
        return new Route(method, template, Optional.empty(), group, handler);
    }

    static Route get(String template, Role needed, Handler handler) {
        return new Route("GET", template, Optional.of(needed), Group.READ, handler);
    }

    static Route write(String method, String template, Role needed, Handler handler) {
        return new Route(method, template, Optional.of(needed), Group.WRITE, handler);
    }

    /**
     * @param path raw, below {@value #ROOT}
     * @return the values of the template's variables; empty if the path is another
     */
    Optional<Map<String, String>> match(String path) {
        List<String> wanted = List.of(template.split("/", -1));
        List<String> found = List.of(path.split("/", -1));
        if (wanted.size() != found.size()) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            String part = wanted.get(i);
            if (part.startsWith("{")) {
                if (found.get(i).isEmpty()) {
                    return Optional.empty();
                }
                values.put(
                        part.substring(1, part.length() - 1),
                        URLDecoder.decode(found.get(i).replace("+", "%2B"), StandardCharsets.UTF_8));
            } else if (!part.equals(found.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }
}
