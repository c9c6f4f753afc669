package org.metergate.dashboard.control;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.kura.asset.Asset;
import org.metergate.dashboard.gateway.GatewayParts;
import org.metergate.transport.LineAddress;
import org.metergate.transport.LineCondition;
import org.metergate.transport.LineStatus;
import org.metergate.transport.LineUse;
import org.metergate.transport.TraceEntry;
import org.metergate.transport.TraceSlice;

/** Lines as JSON. */
final class LineJson {

    private LineJson() {}

    /** How a line is, who is on it, and what its time goes to. */
    static JsonObject whole(LineStatus status, Optional<LineUse> use, GatewayParts gateway, Instant now) {
        JsonObject json = state(status);
        json.addProperty("holder", status.holder().orElse(null));
        json.addProperty("waiting", status.waiting());
        json.addProperty("claims", status.claims());
        json.add("drivers", drivers(status.address(), gateway));
        boolean timed = isTimed(status.address());
        List<LineUse.Turn> turns = use.map(LineUse::turns).orElse(List.of());
        json.add("load", element(LineLoad.of(turns, timed, now)));
        JsonArray shares = new JsonArray();
        for (LineUse.Share share : use.map(LineUse::shares).orElse(List.of())) {
            JsonObject one = new JsonObject();
            one.addProperty("holder", share.holder());
            one.addProperty("settings", timed ? share.settings().toString() : null);
            List<LineUse.Turn> own = turns.stream()
                    .filter(turn -> turn.holder().equals(share.holder()))
                    .toList();
            one.add("load", element(LineLoad.of(own, timed, now)));
            shares.add(one);
        }
        json.add("shares", shares);
        JsonArray errors = new JsonArray();
        new TreeMap<>(use.map(LineUse::failures).orElse(Map.of())).forEach((condition, count) -> {
            JsonObject one = condition(condition);
            one.addProperty("count", count);
            errors.add(one);
        });
        json.add("errors", errors);
        return json;
    }

    /** Whether a line works, and why not. */
    static JsonObject state(LineStatus status) {
        JsonObject json = new JsonObject();
        json.addProperty("line", status.address().toString());
        json.addProperty("open", status.open());
        json.addProperty("since", status.since().map(Instant::toString).orElse(null));
        json.add(
                "failure",
                status.failure()
                        .<JsonElement>map(failure -> {
                            JsonObject one = condition(failure.condition());
                            one.addProperty("message", failure.message());
                            return one;
                        })
                        .orElse(JsonNull.INSTANCE));
        return json;
    }

    static JsonObject trace(LineAddress line, TraceSlice slice, int limit, long after) {
        int skipped = Math.max(0, slice.entries().size() - limit);
        JsonArray entries = new JsonArray();
        for (int i = skipped; i < slice.entries().size(); i++) {
            TraceEntry entry = slice.entries().get(i);
            JsonObject one = new JsonObject();
            one.addProperty("number", slice.first() + i);
            one.addProperty("time", entry.time().toString());
            one.addProperty("kind", entry.kind().name());
            one.addProperty("bytes", entry.bytes());
            one.addProperty("text", entry.text());
            entries.add(one);
        }
        JsonObject json = new JsonObject();
        json.addProperty("line", line.toString());
        json.addProperty("last", slice.last());
        json.addProperty("gap", after > 0 && slice.first() + skipped != after + 1 && entries.size() > 0);
        json.add("entries", entries);
        return json;
    }

    /** @return drivers whose configuration names that line, each with its assets */
    private static JsonArray drivers(LineAddress line, GatewayParts gateway) {
        Map<String, Asset> assets = gateway.assets();
        JsonArray drivers = new JsonArray();
        gateway.lineOfDriver().forEach((pid, text) -> {
            if (parsed(text).equals(Optional.of(line))) {
                JsonArray meters = new JsonArray();
                assets.forEach((name, asset) -> {
                    if (driver(asset).equals(Optional.of(pid))) {
                        meters.add(name);
                    }
                });
                JsonObject one = new JsonObject();
                one.addProperty("driver", pid);
                one.add("meters", meters);
                drivers.add(one);
            }
        });
        return drivers;
    }

    /** @return the driver of an asset; empty while it has no configuration */
    static Optional<String> driver(Asset asset) {
        return Optional.ofNullable(asset.getAssetConfiguration()).map(known -> known.getDriverPid());
    }

    static Optional<LineAddress> parsed(String text) {
        try {
            return Optional.of(LineAddress.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isTimed(LineAddress line) {
        return !(line instanceof LineAddress.Tcp || line instanceof LineAddress.Udp);
    }

    private static JsonObject condition(LineCondition condition) {
        JsonObject json = new JsonObject();
        json.addProperty("condition", condition.name());
        json.addProperty("meaning", condition.meaning());
        json.addProperty("advice", condition.advice());
        return json;
    }

    private static JsonElement element(Optional<JsonObject> json) {
        return json.isPresent() ? json.get() : JsonNull.INSTANCE;
    }
}
