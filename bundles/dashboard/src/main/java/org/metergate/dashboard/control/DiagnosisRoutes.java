package org.metergate.dashboard.control;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.kura.asset.Asset;
import org.metergate.dashboard.access.Access;
import org.metergate.dashboard.access.Role;
import org.metergate.dashboard.control.Problem.ProblemException;
import org.metergate.dashboard.gateway.GatewayParts;
import org.metergate.dashboard.model.Channel;
import org.metergate.dashboard.model.Meter;
import org.metergate.dashboard.model.Site;
import org.metergate.driver.channels.SaidReason;
import org.metergate.transport.LineAddress;
import org.metergate.transport.Lines;

/** Why a meter has no data, from what is known or from a reading that is made now. */
final class DiagnosisRoutes {

    private static final String DIAGNOSIS = "DIAGNOSIS";
    private static final String QUALITY = "QUALITY";

    private final Site site;
    private final GatewayParts gateway;
    private final ReadNow readNow;
    private final Access access;
    private final Clock clock;

    DiagnosisRoutes(Site site, GatewayParts gateway, ReadNow readNow, Access access, Clock clock) {
        this.site = site;
        this.gateway = gateway;
        this.readNow = readNow;
        this.access = access;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/meters/{meter}/diagnosis", Role.READER, this::diagnosis),
                Route.write("POST", "/meters/{meter}/reading", Role.OPERATOR, this::reading));
    }

    private Answer diagnosis(Asked asked) throws ProblemException {
        String name = asked.path().get("meter");
        Optional<Meter> meter = site.meter(name);
        Optional<Asset> asset = Optional.ofNullable(gateway.assets().get(name));
        if (meter.isEmpty() && asset.isEmpty()) {
            throw Problem.notFound("there is no meter " + name).thrown();
        }
        List<Channel> channels = meter.map(Meter::channels).orElse(List.of());
        return Answer.json(200, diagnosis(name, asset, channels, meter.flatMap(Meter::answered)));
    }

    private Answer reading(Asked asked) throws ProblemException, IOException {
        String name = asked.path().get("meter");
        Asset asset = Optional.ofNullable(gateway.assets().get(name))
                .orElseThrow(() -> Problem.notFound("the gateway has no asset " + name + " that could be read")
                        .thrown());
        Instant asks = clock.instant();
        List<Channel> channels;
        try {
            channels = readNow.read(name, asset).stream()
                    .map(record -> AssetChannels.channel(record, clock.instant()))
                    .toList();
        } catch (ProblemException e) {
            access.note(asked.identity(), asked.from(), "read meter " + name, e.getMessage());
            throw e;
        }
        long failed = failed(channels);
        access.note(
                asked.identity(),
                asked.from(),
                "read meter " + name,
                failed == 0 ? "done" : "done, " + failed + " of " + channels.size() + " channels failed");
        JsonArray said = new JsonArray();
        channels.forEach(one -> said.add(SiteJson.of(one)));
        JsonObject json = new JsonObject();
        json.addProperty("meter", name);
        json.addProperty("time", clock.instant().toString());
        json.addProperty("took", Duration.between(asks, clock.instant()).toMillis() / 1000.0);
        json.add("channels", said);
        json.addProperty("failed", failed);
        json.add("diagnosis", diagnosis(name, Optional.of(asset), channels, answered(name, asset, channels)));
        return Answer.json(200, json);
    }

    /** What a driver says of its meter is no answer of the meter. */
    private Optional<Instant> answered(String name, Asset asset, List<Channel> channels) {
        Set<String> told = AssetChannels.ofKind(asset, DIAGNOSIS);
        told.addAll(AssetChannels.ofKind(asset, QUALITY));
        boolean now = channels.stream().anyMatch(one -> one.value().isPresent() && !told.contains(one.name()));
        return now ? Optional.of(clock.instant()) : site.meter(name).flatMap(Meter::answered);
    }

    private JsonObject diagnosis(
            String name, Optional<Asset> asset, List<Channel> channels, Optional<Instant> answered) {
        Optional<Meter> meter = site.meter(name);
        JsonObject json = new JsonObject();
        json.addProperty("meter", name);
        json.addProperty(
                "state", meter.map(one -> one.state(clock.instant()).name()).orElse(null));
        json.addProperty(
                "seen", meter.flatMap(Meter::seen).map(Instant::toString).orElse(null));
        json.addProperty("answered", answered.map(Instant::toString).orElse(null));
        long failed = failed(channels);
        json.addProperty(
                "quality",
                channels.isEmpty() ? "UNKNOWN" : failed == 0 ? "GOOD" : failed < channels.size() ? "PARTLY" : "BAD");
        JsonArray sentences = said(channels, ofKind(asset, DIAGNOSIS));
        sentences.forEach(one -> one.getAsJsonObject()
                .add("reason", reason(one.getAsJsonObject().get("text").getAsString())));
        json.add("sentences", sentences);
        json.add("qualities", said(channels, ofKind(asset, QUALITY)));
        JsonArray wrong = new JsonArray();
        channels.stream().filter(one -> !one.error().isEmpty()).forEach(one -> {
            JsonObject channel = new JsonObject();
            channel.addProperty("channel", one.name());
            channel.addProperty("error", one.error());
            channel.addProperty("time", one.time().toString());
            channel.add("reason", reason(one.error()));
            wrong.add(channel);
        });
        json.add("failed", wrong);
        Optional<String> driver = asset.flatMap(LineJson::driver);
        json.addProperty("readable", asset.isPresent());
        json.addProperty("driver", driver.orElse(null));
        json.add("line", line(driver));
        return json;
    }

    private static long failed(List<Channel> channels) {
        return channels.stream().filter(one -> !one.error().isEmpty()).count();
    }

    private static Set<String> ofKind(Optional<Asset> asset, String kind) {
        return asset.<Set<String>>map(one -> AssetChannels.ofKind(one, kind)).orElseGet(TreeSet::new);
    }

    private static JsonArray said(List<Channel> channels, Set<String> names) {
        JsonArray all = new JsonArray();
        channels.stream()
                .filter(one -> names.contains(one.name()) && one.value().isPresent())
                .forEach(one -> {
                    JsonObject json = new JsonObject();
                    json.addProperty("channel", one.name());
                    json.addProperty("text", String.valueOf(one.value().orElseThrow()));
                    json.addProperty("time", one.time().toString());
                    all.add(json);
                });
        return all;
    }

    /** The same for programs; null if it is no sentence that the drivers share. */
    private static JsonElement reason(String text) {
        return SaidReason.in(text).map(DiagnosisRoutes::reason).orElse(JsonNull.INSTANCE);
    }

    private static JsonElement reason(SaidReason said) {
        JsonArray particulars = new JsonArray();
        said.particulars().forEach(particulars::add);
        JsonObject json = new JsonObject();
        json.addProperty("code", said.reason().name());
        json.add("parameters", particulars);
        json.addProperty("advice", said.advice().orElse(null));
        json.add("cause", said.cause().map(DiagnosisRoutes::reason).orElse(JsonNull.INSTANCE));
        return json;
    }

    private JsonElement line(Optional<String> driver) {
        Optional<LineAddress> address = driver.map(gateway.lineOfDriver()::get).flatMap(LineJson::parsed);
        return gateway.lines().map(Lines::status).orElse(List.of()).stream()
                .filter(one -> address.equals(Optional.of(one.address())))
                .findFirst()
                .<JsonElement>map(LineJson::state)
                .orElse(JsonNull.INSTANCE);
    }
}
