package org.metergate.dashboard.control;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.metergate.dashboard.access.Role;
import org.metergate.dashboard.control.Problem.ProblemException;
import org.metergate.dashboard.model.History;
import org.metergate.dashboard.model.Meter;
import org.metergate.dashboard.model.Sample;
import org.metergate.dashboard.model.Site;

/** Meters, what they said last and what they said before. */
final class MeterRoutes {

    private static final int PAGE = 100;
    private static final int LARGEST_PAGE = 1000;

    private final Site site;
    private final KnownMeters meters;
    private final History history;
    private final Clock clock;

    MeterRoutes(Site site, KnownMeters meters, History history, Clock clock) {
        this.site = site;
        this.meters = meters;
        this.history = history;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/meters", Role.READER, this::meters),
                Route.get(
                        "/meters/{meter}",
                        Role.READER,
                        asked -> Answer.json(200, SiteJson.whole(meters.of(asked), clock.instant()))),
                Route.get("/meters/{meter}/channels/{channel}/history", Role.READER, this::history));
    }

    private Answer meters(Asked asked) throws ProblemException {
        int limit = asked.integer("limit", PAGE, 1, LARGEST_PAGE);
        int offset = asked.integer("offset", 0, 0, Integer.MAX_VALUE);
        List<Meter> all = site.meters();
        JsonArray page = new JsonArray();
        all.stream().skip(offset).limit(limit).forEach(one -> page.add(SiteJson.summary(one, clock.instant())));
        JsonObject json = new JsonObject();
        json.add("meters", page);
        json.addProperty("total", all.size());
        Answer answer = Answer.json(200, json);
        return offset + limit < all.size()
                ? answer.with(
                        "Link",
                        "<" + Route.ROOT + "/meters?limit=" + limit + "&offset=" + (offset + limit) + ">; rel=\"next\"")
                : answer;
    }

    private Answer history(Asked asked) throws ProblemException {
        Meter meter = meters.of(asked);
        String name = asked.path().get("channel");
        String unit = meters.unit(meter, name);
        Instant to = asked.instant("to", clock.instant().plusMillis(1));
        Instant from = asked.instant("from", to.minus(Duration.ofDays(1)));
        if (!from.isBefore(to)) {
            throw Problem.badRequest("from must be before to").thrown();
        }
        List<Sample> samples = history.samples(meter.name(), name, from, to);
        if (asked.query().containsKey("step")) {
            samples = History.resampled(samples, step(asked.query().get("step")));
        }
        return switch (asked.query().getOrDefault("format", "json")) {
            case "json" -> json(meter.name(), name, unit, samples);
            case "csv" -> csv(samples);
            default -> throw Problem.badRequest("format is json or csv").thrown();
        };
    }

    /** Written as it comes: a tree of a thousand numbers costs more than all else of a request. */
    private static Answer json(String meter, String channel, String unit, List<Sample> samples) {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject().name("meter").value(meter);
            json.name("channel").value(channel);
            json.name("unit").value(unit);
            json.name("times").beginArray();
            for (Sample one : samples) {
                json.value(one.time().toEpochMilli() / 1000.0);
            }
            json.endArray().name("values").beginArray();
            for (Sample one : samples) {
                json.value(one.value());
            }
            json.endArray().endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a text takes everything
        }
        return Answer.text(Answer.JSON, text.toString());
    }

    private static Answer csv(List<Sample> samples) {
        StringBuilder text = new StringBuilder("timestamp,value\n");
        samples.forEach(
                one -> text.append(one.time()).append(',').append(one.value()).append('\n'));
        return Answer.text("text/csv; charset=utf-8", text.toString());
    }

    private static Duration step(String text) throws ProblemException {
        try {
            Duration step = Duration.parse(text);
            if (step.compareTo(Duration.ofSeconds(1)) >= 0 && step.compareTo(Duration.ofDays(31)) <= 0) {
                return step;
            }
        } catch (DateTimeParseException e) {
            // told below
        }
        throw Problem.badRequest("step is a duration from PT1S to P31D, such as PT15M")
                .thrown();
    }
}
