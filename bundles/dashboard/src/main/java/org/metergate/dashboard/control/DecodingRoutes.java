package org.metergate.dashboard.control;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.metergate.dashboard.access.Role;
import org.metergate.dashboard.control.Decodings.Decoding;
import org.metergate.dashboard.control.Problem.ProblemException;
import org.metergate.dashboard.gateway.GatewayParts;
import org.metergate.model.frames.DecodedFrame;
import org.metergate.model.frames.Fault;
import org.metergate.model.frames.FrameDecoder;
import org.metergate.model.frames.FrameValue;
import org.metergate.model.frames.Layer;

/** What a pasted frame says. Neither the frame nor its key is kept or noted anywhere. */
final class DecodingRoutes {

    private static final String AUTO = "auto";
    private static final int KIND = 32;
    private static final int KEY = 200;

    private final GatewayParts gateway;
    private final Decodings decodings;

    DecodingRoutes(GatewayParts gateway, Decodings decodings) {
        this.gateway = gateway;
        this.decodings = decodings;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/decodings", Role.OPERATOR, asked -> kinds()),
                Route.write("POST", "/decodings", Role.OPERATOR, this::decode));
    }

    private Answer kinds() {
        JsonArray kinds = new JsonArray();
        kindsThereAre().forEach(kinds::add);
        JsonObject json = new JsonObject();
        json.add("kinds", kinds);
        return Answer.json(200, json);
    }

    private List<String> kindsThereAre() {
        return gateway.decoders().stream().map(FrameDecoder::kind).sorted().toList();
    }

    private Answer decode(Asked asked) throws ProblemException {
        JsonObject body = asked.json();
        String kind = body.has("kind") ? Asked.text(body, "kind", KIND) : AUTO;
        byte[] frame = PastedFrame.bytes(Asked.text(body, "frame", RestApi.BODY));
        List<FrameDecoder> decoders = gateway.decoders().stream()
                .filter(one -> kind.equals(AUTO) || kind.equals(one.kind()))
                .toList();
        if (decoders.isEmpty()) {
            List<String> known = kindsThereAre();
            throw Problem.badRequest(
                            known.isEmpty()
                                    ? "no protocol is installed that could decode a frame"
                                    : "\"kind\" is auto or one of " + String.join(", ", known))
                    .thrown();
        }
        Optional<byte[]> key = key(body);
        try {
            return Answer.json(200, json(decodings.decode(decoders, frame, key), frame));
        } finally {
            key.ifPresent(bytes -> Arrays.fill(bytes, (byte) 0));
        }
    }

    /** No message says what was given. */
    private static Optional<byte[]> key(JsonObject body) throws ProblemException {
        if (!body.has("key") || body.get("key").isJsonNull()) {
            return Optional.empty();
        }
        String digits = Asked.text(body, "key", KEY).replaceAll("[\\s:-]", "");
        if (digits.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(HexFormat.of().parseHex(digits));
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("\"key\" is no even number of hexadecimal digits")
                    .thrown();
        }
    }

    private static JsonObject json(Decoding decoding, byte[] frame) {
        DecodedFrame best = decoding.best();
        JsonObject json = new JsonObject();
        json.addProperty("kind", decoding.kind());
        json.addProperty("fits", best.fault().isEmpty());
        json.addProperty("length", frame.length);
        json.addProperty("bytes", HexFormat.ofDelimiter(" ").withUpperCase().formatHex(frame));
        JsonArray layers = new JsonArray();
        best.layers().forEach(one -> layers.add(json(one)));
        json.add("layers", layers);
        JsonArray values = new JsonArray();
        best.values().forEach(one -> values.add(json(one)));
        json.add("values", values);
        json.add("fault", fault(best));
        JsonArray tried = new JsonArray();
        decoding.tried().forEach((kind, said) -> {
            JsonObject one = new JsonObject();
            one.addProperty("kind", kind);
            one.addProperty("fits", said.fault().isEmpty());
            one.add("fault", fault(said));
            tried.add(one);
        });
        json.add("tried", tried);
        return json;
    }

    private static JsonObject json(Layer layer) {
        JsonArray fields = new JsonArray();
        for (Layer.Field field : layer.fields()) {
            JsonObject one = new JsonObject();
            one.addProperty("name", field.name());
            one.addProperty("value", field.value());
            one.addProperty("check", field.check().name());
            fields.add(one);
        }
        JsonObject json = new JsonObject();
        json.addProperty("name", layer.name());
        json.addProperty("standard", layer.standard());
        json.add("fields", fields);
        return json;
    }

    private static JsonObject json(FrameValue value) {
        JsonObject json = new JsonObject();
        json.addProperty("name", value.name());
        json.addProperty("address", value.address());
        json.addProperty("value", value.text());
        json.addProperty("number", value.number().isPresent());
        json.addProperty("unit", value.unit());
        json.addProperty("quality", value.quality().name());
        json.addProperty("note", value.note());
        return json;
    }

    private static JsonElement fault(DecodedFrame frame) {
        if (frame.fault().isEmpty()) {
            return JsonNull.INSTANCE;
        }
        Fault fault = frame.fault().get();
        JsonObject json = new JsonObject();
        json.addProperty("kind", fault.kind().name());
        json.addProperty("offset", fault.offset() < 0 ? null : fault.offset());
        json.addProperty("expected", fault.expected());
        json.addProperty("found", fault.found());
        json.addProperty("advice", fault.advice());
        return json;
    }
}
