package org.metergate.dashboard.control;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.metergate.dashboard.access.Access;
import org.metergate.dashboard.access.Role;
import org.metergate.dashboard.control.Problem.ProblemException;
import org.metergate.dashboard.gateway.GatewayParts;
import org.metergate.driver.channels.scan.MeterScan;
import org.metergate.driver.channels.scan.MeterScanner;
import org.metergate.driver.channels.scan.ScanFields;
import org.metergate.transport.PortInfo;

/** Scans of lines for meters. */
final class ScanRoutes {
    private static final Gson GSON = new GsonBuilder().serializeNulls().create();
    private static final int LINE = 256;
    private static final int OPTION = 4096;

    private final GatewayParts gateway;
    private final Access access;

    ScanRoutes(GatewayParts gateway, Access access) {
        this.gateway = gateway;
        this.access = access;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/scanners", Role.OPERATOR, asked -> Answer.json(200, scanners())),
                Route.get("/scans", Role.OPERATOR, asked -> Answer.json(200, scans())),
                Route.write("POST", "/scans", Role.OPERATOR, this::start),
                Route.get("/scans/{scan}", Role.OPERATOR, asked -> Answer.json(200, json(scan(asked)))),
                Route.write("DELETE", "/scans/{scan}", Role.OPERATOR, this::cancel));
    }

    private JsonObject scanners() {
        JsonArray scanners = new JsonArray();
        gateway.scanners().forEach(one -> scanners.add(GSON.toJsonTree(ScanFields.of(one))));
        JsonArray ports = new JsonArray();
        for (PortInfo one : gateway.ports()) {
            JsonObject port = new JsonObject();
            port.addProperty("line", one.address().toString());
            port.addProperty("device", one.device());
            port.addProperty("description", one.description());
            ports.add(port);
        }
        JsonObject json = new JsonObject();
        json.add("scanners", scanners);
        json.add("ports", ports);
        return json;
    }

    private JsonObject scans() {
        JsonArray scans = new JsonArray();
        for (MeterScanner scanner : gateway.scanners()) {
            scanner.scans().forEach(one -> scans.add(json(one)));
        }
        JsonObject json = new JsonObject();
        json.add("scans", scans);
        return json;
    }

    private Answer start(Asked asked) throws ProblemException, IOException {
        JsonObject body = asked.json();
        String kind = Asked.text(body, "kind", LINE);
        String line = Asked.text(body, "line", LINE);
        Map<String, String> options = texts(body, "options", OPTION);
        MeterScanner scanner = gateway.scanners().stream()
                .filter(one -> one.kind().equals(kind))
                .findFirst()
                .orElseThrow(() -> Problem.badRequest("\"kind\" is one of "
                                + gateway.scanners().stream()
                                        .map(MeterScanner::kind)
                                        .toList())
                        .thrown());
        try {
            MeterScan scan = scanner.start(line, options);
            access.note(asked.identity(), asked.from(), "scan " + line + " for " + kind, "started");
            return Answer.json(202, json(scan)).with("Location", Route.ROOT + "/scans/" + scan.id());
        } catch (IllegalStateException e) {
            throw Problem.conflict(e.getMessage()).thrown();
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(e.getMessage()).thrown();
        }
    }

    private Answer cancel(Asked asked) throws ProblemException {
        scan(asked).cancel();
        return Answer.empty();
    }

    private MeterScan scan(Asked asked) throws ProblemException {
        String id = asked.path().get("scan");
        for (MeterScanner scanner : gateway.scanners()) {
            for (MeterScan scan : scanner.scans()) {
                if (scan.id().equals(id)) {
                    return scan;
                }
            }
        }
        throw Problem.notFound("there is no scan " + id).thrown();
    }

    private static JsonElement json(MeterScan scan) {
        return GSON.toJsonTree(ScanFields.of(scan));
    }

    /** @return the texts, numbers and truths of an object in the body, as text; none if it is not there */
    static Map<String, String> texts(JsonObject body, String field, int longest) throws ProblemException {
        JsonElement found = body.get(field);
        if (found == null) {
            return Map.of();
        }
        if (!found.isJsonObject()) {
            throw Problem.badRequest("\"" + field + "\" is no object").thrown();
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> one : found.getAsJsonObject().entrySet()) {
            if (!one.getValue().isJsonPrimitive()
                    || one.getValue().getAsString().length() > longest) {
                throw Problem.badRequest("\"" + one.getKey() + "\" in \"" + field + "\" is no text of up to " + longest
                                + " characters")
                        .thrown();
            }
            texts.put(one.getKey(), one.getValue().getAsString());
        }
        return texts;
    }
}
