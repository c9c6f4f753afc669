package org.metergate.dashboard.control;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Clock;
import java.util.List;
import org.metergate.dashboard.access.Role;
import org.metergate.dashboard.control.Problem.ProblemException;
import org.metergate.dashboard.gateway.GatewayParts;
import org.metergate.transport.LineAddress;
import org.metergate.transport.LineStatus;
import org.metergate.transport.Lines;

/** Lines: how they are, who is on them, and what was said on them. */
final class LineRoutes {

    private static final int PAGE = 100;
    private static final int LARGEST_PAGE = 1000;

    private final GatewayParts gateway;
    private final Clock clock;

    LineRoutes(GatewayParts gateway, Clock clock) {
        this.gateway = gateway;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/lines", Role.READER, this::lines),
                Route.get("/lines/{line}", Role.READER, this::line),
                Route.get("/lines/{line}/trace", Role.OPERATOR, this::trace));
    }

    private Answer lines(Asked asked) throws ProblemException {
        int limit = asked.integer("limit", PAGE, 1, LARGEST_PAGE);
        int offset = asked.integer("offset", 0, 0, Integer.MAX_VALUE);
        List<LineStatus> all = gateway.lines().map(Lines::status).orElse(List.of());
        JsonArray page = new JsonArray();
        all.stream().skip(offset).limit(limit).forEach(one -> page.add(whole(one)));
        JsonObject json = new JsonObject();
        json.add("lines", page);
        json.addProperty("total", all.size());
        Answer answer = Answer.json(200, json);
        return (long) offset + limit < all.size()
                ? answer.with(
                        "Link",
                        "<" + Route.ROOT + "/lines?limit=" + limit + "&offset=" + (offset + limit) + ">; rel=\"next\"")
                : answer;
    }

    private Answer line(Asked asked) throws ProblemException {
        return Answer.json(200, whole(claimed(asked)));
    }

    private JsonObject whole(LineStatus status) {
        return LineJson.whole(
                status, gateway.lines().flatMap(lines -> lines.use(status.address())), gateway, clock.instant());
    }

    private Answer trace(Asked asked) throws ProblemException {
        int limit = asked.integer("limit", Lines.TRACE_ENTRIES, 1, Lines.TRACE_ENTRIES);
        int after = asked.integer("after", 0, 0, Integer.MAX_VALUE);
        LineAddress line = claimed(asked).address();
        Lines lines = gateway.lines().orElseThrow();
        return Answer.json(200, LineJson.trace(line, lines.trace(line, after), limit, after));
    }

    private LineStatus claimed(Asked asked) throws ProblemException {
        String text = asked.path().get("line");
        LineAddress wanted = LineJson.parsed(text).orElseThrow(() -> Problem.notFound(
                        "'" + text + "' is no line; GET /api/v1/lines tells those there are")
                .thrown());
        return gateway.lines().map(Lines::status).orElse(List.of()).stream()
                .filter(one -> one.address().equals(wanted))
                .findFirst()
                .orElseThrow(() -> Problem.notFound(
                                "nobody uses the line " + wanted + "; GET /api/v1/lines tells those there are")
                        .thrown());
    }
}
