package org.metergate.dashboard.control;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.metergate.dashboard.access.Access;
import org.metergate.dashboard.access.Role;
import org.metergate.dashboard.control.Problem.ProblemException;
import org.metergate.dashboard.model.Finding;
import org.metergate.dashboard.model.FindingJson;
import org.metergate.dashboard.model.Findings;

/** What is wrong at the meters, and who took notice. */
final class FindingRoutes {

    private static final int PAGE = 100;
    private static final int LARGEST_PAGE = 1000;
    private static final int NOTE = 2000;

    private final Findings findings;
    private final Access access;
    private final Clock clock;

    FindingRoutes(Findings findings, Access access, Clock clock) {
        this.findings = findings;
        this.access = access;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/findings", Role.READER, this::findings),
                Route.get("/findings/{finding}", Role.READER, this::finding),
                Route.write("PUT", "/findings/{finding}/acknowledgement", Role.OPERATOR, this::acknowledge),
                Route.write("DELETE", "/findings/{finding}/acknowledgement", Role.OPERATOR, this::takeBack));
    }

    private Answer findings(Asked asked) throws ProblemException {
        int limit = asked.integer("limit", PAGE, 1, LARGEST_PAGE);
        int offset = asked.integer("offset", 0, 0, Integer.MAX_VALUE - LARGEST_PAGE);
        Instant from = asked.instant("from", Instant.MIN);
        Instant to = asked.instant("to", Instant.MAX);
        if (!from.isBefore(to)) {
            throw Problem.badRequest("from must be before to").thrown();
        }
        List<Finding> all = findings.all(
                new Findings.Wanted(Optional.ofNullable(asked.query().get("meter")), from, to, acknowledged(asked)));
        JsonArray page = new JsonArray();
        all.stream().skip(offset).limit(limit).forEach(one -> page.add(FindingJson.of(one)));
        JsonObject json = new JsonObject();
        json.add("findings", page);
        json.addProperty("total", all.size());
        Answer answer = Answer.json(200, json);
        return offset + limit < all.size()
                ? answer.with("Link", "<" + next(asked, limit, offset + limit) + ">; rel=\"next\"")
                : answer;
    }

    private static Optional<Boolean> acknowledged(Asked asked) throws ProblemException {
        String text = asked.query().get("acknowledged");
        if (text == null) {
            return Optional.empty();
        }
        return switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> throw Problem.badRequest("acknowledged is true or false").thrown();
        };
    }

    /** The same question for what follows. */
    private static String next(Asked asked, int limit, int offset) {
        Stream<String> kept = Stream.of("meter", "from", "to", "acknowledged")
                .filter(asked.query()::containsKey)
                .map(one -> one + "=" + URLEncoder.encode(asked.query().get(one), StandardCharsets.UTF_8));
        return Route.ROOT + "/findings?"
                + Stream.concat(kept, Stream.of("limit=" + limit, "offset=" + offset))
                        .collect(Collectors.joining("&"));
    }

    private Answer finding(Asked asked) throws ProblemException {
        return Answer.json(200, FindingJson.of(known(asked, findings.find(id(asked)))));
    }

    private Answer acknowledge(Asked asked) throws ProblemException, IOException {
        String note = Asked.text(asked.json(), "note", NOTE);
        Finding.Acknowledgement given =
                new Finding.Acknowledgement(asked.identity().user(), clock.instant(), note.strip());
        return change(asked, "acknowledge finding ", Optional.of(given));
    }

    private Answer takeBack(Asked asked) throws ProblemException, IOException {
        change(asked, "take back the acknowledgement of finding ", Optional.empty());
        return Answer.empty();
    }

    private Answer change(Asked asked, String what, Optional<Finding.Acknowledgement> to)
            throws ProblemException, IOException {
        Finding changed = known(asked, findings.acknowledge(id(asked), to));
        access.note(
                asked.identity(),
                asked.from(),
                what + changed.id() + " (" + changed.cause() + " at " + changed.meter() + ")",
                "done");
        return Answer.json(200, FindingJson.of(changed));
    }

    private static Finding known(Asked asked, Optional<Finding> found) throws ProblemException {
        return found.orElseThrow(
                () -> Problem.notFound("there is no finding " + id(asked)).thrown());
    }

    private static String id(Asked asked) {
        return asked.path().get("finding");
    }
}
