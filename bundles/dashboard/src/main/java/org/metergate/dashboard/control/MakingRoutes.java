package org.metergate.dashboard.control;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.metergate.dashboard.access.Access;
import org.metergate.dashboard.access.Role;
import org.metergate.dashboard.control.Problem.ProblemException;
import org.metergate.dashboard.gateway.GatewayException;
import org.metergate.dashboard.gateway.GatewayParts;
import org.metergate.dashboard.gateway.KuraMeters;
import org.metergate.dashboard.gateway.WantedMeter;
import org.metergate.dashboard.model.History;
import org.metergate.dashboard.model.Insights;
import org.metergate.dashboard.model.Site;
import org.metergate.driver.channels.scan.MeterScanner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Meters that are made and deleted. */
final class MakingRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(MakingRoutes.class);
    private static final int NAME = 128;
    private static final int VALUE = 4096;
    private static final int USUAL_INTERVAL = 10;

    private final GatewayParts gateway;
    private final Site site;
    private final History history;
    private final Insights insights;
    private final Access access;

    MakingRoutes(GatewayParts gateway, Site site, History history, Insights insights, Access access) {
        this.gateway = gateway;
        this.site = site;
        this.history = history;
        this.insights = insights;
        this.access = access;
    }

    List<Route> routes() {
        return List.of(
                Route.write("POST", "/meters", Role.ADMINISTRATOR, this::create),
                Route.write("DELETE", "/meters/{meter}", Role.ADMINISTRATOR, this::delete),
                Route.get("/receivers", Role.ADMINISTRATOR, this::receivers));
    }

    private KuraMeters meters() throws ProblemException {
        return gateway.meters().orElseThrow(() -> Problem.unavailable("the gateway's configuration is not there now")
                .thrown());
    }

    private Answer receivers(Asked asked) throws ProblemException {
        JsonArray receivers = new JsonArray();
        try {
            for (Map.Entry<String, String> one : meters().receivers().entrySet()) {
                JsonObject receiver = new JsonObject();
                receiver.addProperty("name", one.getKey());
                receiver.addProperty("factory", one.getValue());
                receivers.add(receiver);
            }
        } catch (GatewayException e) {
            throw failed(e, "try again");
        }
        JsonObject json = new JsonObject();
        json.add("receivers", receivers);
        return Answer.json(200, json);
    }

    private Answer create(Asked asked) throws ProblemException, IOException {
        WantedMeter wanted = wanted(asked.json());
        try {
            KuraMeters.Made made = meters().create(wanted);
            site.expect(wanted.name());
            access.note(asked.identity(), asked.from(), "create meter " + wanted.name(), "done");
            JsonObject json = new JsonObject();
            json.addProperty("name", wanted.name());
            json.addProperty("driver", made.driver());
            json.addProperty("driverMade", made.madeDriver());
            String path = URLEncoder.encode(wanted.name(), StandardCharsets.UTF_8);
            return Answer.json(201, json).with("Location", Route.ROOT + "/meters/" + path);
        } catch (GatewayException e) {
            access.note(asked.identity(), asked.from(), "create meter " + wanted.name(), "failed");
            throw failed(e, "nothing of it was kept");
        }
    }

    private Answer delete(Asked asked) throws ProblemException, IOException {
        String name = asked.path().get("meter");
        String wish = asked.query().getOrDefault("history", "keep");
        if (!wish.equals("keep") && !wish.equals("forget")) {
            throw Problem.badRequest("history is keep or forget").thrown();
        }
        Optional<KuraMeters.Deleted> deleted;
        try {
            deleted = meters().delete(name);
        } catch (GatewayException e) {
            access.note(asked.identity(), asked.from(), "delete meter " + name, "failed");
            throw failed(e, "try again, or delete what is left in its console");
        }
        if (deleted.isEmpty() && site.meter(name).isEmpty()) {
            throw Problem.notFound("there is no meter " + name).thrown();
        }
        site.forget(name);
        insights.analyses().forget(name);
        if (wish.equals("forget")) {
            history.forget(name);
            insights.forget(name);
        }
        String more = wish.equals("forget") ? " and its history" : "";
        access.note(asked.identity(), asked.from(), "delete meter " + name + more, "done");
        return Answer.empty();
    }

    private static ProblemException failed(GatewayException e, String then) {
        LOG.error("{}", e.getMessage(), e);
        return Problem.unavailable(e.getMessage() + "; " + then + "; the gateway's log has more")
                .thrown();
    }

    private WantedMeter wanted(JsonObject body) throws ProblemException {
        try {
            return new WantedMeter(
                    Asked.text(body, "name", NAME),
                    driver(body),
                    channels(body),
                    Duration.ofSeconds(interval(body)),
                    names(body));
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(e.getMessage()).thrown();
        }
    }

    private WantedMeter.Driver driver(JsonObject body) throws ProblemException {
        JsonElement found = body.get("driver");
        if (found == null || !found.isJsonObject()) {
            throw Problem.badRequest("\"driver\" is missing, or no object").thrown();
        }
        JsonObject driver = found.getAsJsonObject();
        if (driver.has("pid")) {
            return new WantedMeter.Driver(Optional.of(Asked.text(driver, "pid", NAME)), "", Map.of());
        }
        String kind = Asked.text(driver, "kind", NAME);
        String factory = gateway.scanners().stream()
                .filter(one -> one.kind().equals(kind))
                .map(MeterScanner::driver)
                .findFirst()
                .orElse(kind); // or a factory PID
        return new WantedMeter.Driver(Optional.empty(), factory, ScanRoutes.texts(driver, "settings", VALUE));
    }

    private static List<WantedMeter.Channel> channels(JsonObject body) throws ProblemException {
        JsonElement found = body.get("channels");
        if (found == null || !found.isJsonArray()) {
            throw Problem.badRequest("\"channels\" is missing, or no array").thrown();
        }
        List<WantedMeter.Channel> channels = new ArrayList<>();
        for (JsonElement one : found.getAsJsonArray()) {
            if (!one.isJsonObject()) {
                throw Problem.badRequest("a channel is no object").thrown();
            }
            JsonObject channel = one.getAsJsonObject();
            boolean listened = channel.has("listen")
                    && channel.get("listen").isJsonPrimitive()
                    && channel.get("listen").getAsBoolean();
            channels.add(new WantedMeter.Channel(
                    Asked.text(channel, "name", NAME),
                    Asked.text(channel, "type", NAME),
                    listened,
                    ScanRoutes.texts(channel, "settings", VALUE)));
        }
        return channels;
    }

    private static int interval(JsonObject body) throws ProblemException {
        JsonElement found = body.get("interval");
        if (found == null) {
            return USUAL_INTERVAL;
        }
        try {
            return found.getAsBigDecimal().intValueExact();
        } catch (ArithmeticException
                | NumberFormatException
                | UnsupportedOperationException
                | IllegalStateException e) {
            throw Problem.badRequest("\"interval\" is a whole number of seconds")
                    .thrown();
        }
    }

    private static List<String> names(JsonObject body) throws ProblemException {
        JsonElement found = body.get("receivers");
        if (found == null) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        if (found.isJsonArray()) {
            for (JsonElement one : found.getAsJsonArray()) {
                if (!one.isJsonPrimitive()) {
                    throw Problem.badRequest("\"receivers\" are names").thrown();
                }
                names.add(one.getAsString());
            }
            return names;
        }
        throw Problem.badRequest("\"receivers\" is no array").thrown();
    }
}
