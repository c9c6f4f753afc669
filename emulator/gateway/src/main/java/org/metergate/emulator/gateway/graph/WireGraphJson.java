package org.metergate.emulator.gateway.graph;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.kura.wire.graph.MultiportWireConfiguration;
import org.eclipse.kura.wire.graph.WireComponentConfiguration;
import org.eclipse.kura.wire.graph.WireGraphConfiguration;
import org.metergate.emulator.gateway.metatype.InstanceConfiguration;

/**
 * The JSON of a wire graph: {@code components} (pid, port counts, renderingProperties) and {@code wires} (emitter,
 * emitterPort, receiver, receiverPort). What has the wrong type is passed over: a component without a pid, a wire without
 * its ends; a missing port is 0.
 *
 * <p>In Kura's objects the rendering properties lie flat: {@code position.x}, {@code position.y} (Float),
 * {@code inputPortNames.<n>}, {@code outputPortNames.<n>} (String).
 */
final class WireGraphJson {
    private static final List<String> PORT_COUNTS = List.of("inputPortCount", "outputPortCount");
    private static final List<String> PORT_NAMES = List.of("inputPortNames", "outputPortNames");
    private static final List<String> AXES = List.of("x", "y");

    private WireGraphJson() {}

    /** @throws IllegalArgumentException if the text is no JSON object */
    static WireGraphConfiguration read(String json) {
        JsonObject graph;
        try {
            graph = new Gson().fromJson(json, JsonObject.class);
        } catch (JsonParseException e) {
            throw new IllegalArgumentException("WireGraph is no JSON object: " + e.getMessage(), e);
        }
        if (graph == null) {
            throw new IllegalArgumentException("WireGraph is empty, it should be a JSON object");
        }
        List<WireComponentConfiguration> components = new ArrayList<>();
        objects(graph.get("components")).forEach(one -> component(one).ifPresent(components::add));
        List<MultiportWireConfiguration> wires = new ArrayList<>();
        objects(graph.get("wires")).forEach(one -> wire(one).ifPresent(wires::add));
        return new WireGraphConfiguration(components, wires);
    }

    static String write(WireGraphConfiguration graph) {
        JsonArray components = new JsonArray();
        graph.getWireComponentConfigurations().forEach(one -> components.add(component(one)));
        JsonArray wires = new JsonArray();
        graph.getWireConfigurations().forEach(one -> wires.add(wire(one)));
        JsonObject json = new JsonObject();
        json.add("components", components);
        json.add("wires", wires);
        return json.toString();
    }

    private static Optional<WireComponentConfiguration> component(JsonObject json) {
        Map<String, Object> properties = new HashMap<>();
        for (String count : PORT_COUNTS) {
            number(json.get(count)).ifPresent(number -> properties.put(count, number.intValue()));
        }
        JsonObject rendering = object(json.get("renderingProperties"));
        JsonObject position = object(rendering.get("position"));
        for (String axis : AXES) {
            number(position.get(axis)).ifPresent(number -> properties.put("position." + axis, number.floatValue()));
        }
        for (String names : PORT_NAMES) {
            object(rendering.get(names)).entrySet().forEach(port -> text(port.getValue())
                    .ifPresent(name -> properties.put(names + "." + port.getKey(), name)));
        }
        return text(json.get("pid"))
                .map(pid -> new WireComponentConfiguration(new InstanceConfiguration(pid, null, null), properties));
    }

    private static JsonObject component(WireComponentConfiguration component) {
        Map<String, Object> properties = component.getProperties();
        JsonObject position = new JsonObject();
        for (String axis : AXES) {
            if (properties.get("position." + axis) instanceof Float number) {
                position.addProperty(axis, number);
            }
        }
        JsonObject rendering = new JsonObject();
        rendering.add("position", position);
        for (String names : PORT_NAMES) {
            JsonObject ports = new JsonObject();
            properties.forEach((key, value) -> {
                if (key.startsWith(names + ".") && value instanceof String name) {
                    ports.addProperty(key.substring(names.length() + 1), name);
                }
            });
            rendering.add(names, ports);
        }
        JsonObject json = new JsonObject();
        json.addProperty("pid", component.getConfiguration().getPid());
        for (String count : PORT_COUNTS) {
            if (properties.get(count) instanceof Integer number) {
                json.addProperty(count, number);
            }
        }
        json.add("renderingProperties", rendering);
        return json;
    }

    private static Optional<MultiportWireConfiguration> wire(JsonObject json) {
        Optional<String> emitter = text(json.get("emitter"));
        Optional<String> receiver = text(json.get("receiver"));
        if (emitter.isEmpty() || receiver.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new MultiportWireConfiguration(
                emitter.get(),
                receiver.get(),
                number(json.get("emitterPort")).map(Number::intValue).orElse(0),
                number(json.get("receiverPort")).map(Number::intValue).orElse(0)));
    }

    private static JsonObject wire(MultiportWireConfiguration wire) {
        JsonObject json = new JsonObject();
        json.addProperty("emitter", wire.getEmitterPid());
        json.addProperty("emitterPort", wire.getEmitterPort());
        json.addProperty("receiver", wire.getReceiverPid());
        json.addProperty("receiverPort", wire.getReceiverPort());
        return json;
    }

    private static List<JsonObject> objects(JsonElement element) {
        List<JsonObject> objects = new ArrayList<>();
        if (element instanceof JsonArray array) {
            array.forEach(member -> {
                if (member instanceof JsonObject object) {
                    objects.add(object);
                }
            });
        }
        return objects;
    }

    private static JsonObject object(JsonElement element) {
        return element instanceof JsonObject object ? object : new JsonObject();
    }

    private static Optional<String> text(JsonElement element) {
        return element instanceof JsonPrimitive text && text.isString()
                ? Optional.of(text.getAsString())
                : Optional.empty();
    }

    private static Optional<Number> number(JsonElement element) {
        return element instanceof JsonPrimitive number && number.isNumber()
                ? Optional.of(number.getAsNumber())
                : Optional.empty();
    }
}
