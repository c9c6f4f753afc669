package org.metergate.emulator.itest.rules;

import static org.metergate.emulator.itest.rules.FinishedBundle.all;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.metergate.emulator.itest.rules.SnapshotFile.Value;
import org.w3c.dom.Element;

/** What a snapshot must be to load: {@code contract.md}, 4.4, 5 and 7. */
final class SnapshotRules {

    private static final String ASSET = "org.eclipse.kura.wire.WireAsset";
    private static final String GRAPH = "org.eclipse.kura.wire.graph.WireGraphService";
    private static final String FACTORY_PID = "service.factoryPid";
    private static final String KURA_PID = "kura.service.pid";
    private static final Pattern PID_FILTER = Pattern.compile("\\(kura\\.service\\.pid=([^)]+)\\)");
    private static final Pattern OF_A_CHANNEL = Pattern.compile("([^#/+, ]+)#(\\+?[^#]+)");

    /** What Kura itself adds to components, with its type. */
    private static final Map<String, String> KURA = Map.of(
            FACTORY_PID,
            "String",
            KURA_PID,
            "String",
            "cloud.endpoint.service.pid",
            "String",
            "kura.cloud.connection.factory.pid",
            "String",
            "DataService.target",
            "String",
            "DataTransportService.target",
            "String");

    private static final Map<String, String> OF_ASSETS = Map.of(
            "driver.pid",
            "String",
            "emit.errors",
            "Boolean",
            "timestamp.mode",
            "String",
            "emit.all.channels",
            "Boolean",
            "emit.on.change",
            "Boolean",
            "emit.empty.envelopes",
            "Boolean");

    /** Scale and offset are left out: their types differ between the two lines of Kura. */
    private static final Map<String, String> OF_CHANNELS = Map.of(
            "+name",
            "String",
            "+enabled",
            "Boolean",
            "+type",
            "String",
            "+value.type",
            "String",
            "+listen",
            "Boolean",
            "+unit",
            "String");

    private static final Set<String> OF_EVERY_CHANNEL = Set.of("+name", "+enabled", "+type", "+value.type", "+listen");

    private final Map<String, Element> forms;

    /** @param forms PID to metatype of everything that may run */
    SnapshotRules(Map<String, Element> forms) {
        this.forms = Map.copyOf(forms);
    }

    /** @return what would not load, or load wrongly, in words; empty if nothing */
    List<String> violations(SnapshotFile snapshot) {
        List<String> wrong = new ArrayList<>();
        snapshot.components().forEach((pid, properties) -> {
            String factory = snapshot.text(pid, FACTORY_PID).orElse(pid);
            if (!factory.equals(pid) && !snapshot.text(pid, KURA_PID).orElse("").equals(pid)) {
                wrong.add(pid + ": its " + KURA_PID + " must be the same");
            }
            if (factory.equals(ASSET)) {
                checkAsset(pid, properties, snapshot, wrong);
            } else if (forms.containsKey(factory)) {
                checkForm(pid, properties, forms.get(factory), wrong);
            } else {
                wrong.add(pid + ": nothing with the PID " + factory + " exists");
            }
            checkTargets(pid, properties, snapshot, wrong);
        });
        snapshot.text(GRAPH, "WireGraph")
                .ifPresentOrElse(graph -> checkGraph(graph, snapshot, wrong), () -> wrong.add("it has no wire graph"));
        return wrong;
    }

    private static void checkForm(String pid, Map<String, Value> properties, Element form, List<String> wrong) {
        Map<String, Element> attributes = all(form, "AD").stream()
                .collect(Collectors.toMap(attribute -> attribute.getAttribute("id"), attribute -> attribute));
        properties.forEach((name, value) -> {
            String what = pid + ", " + name;
            Element attribute = attributes.get(name);
            String type = attribute == null ? KURA.get(name) : attribute.getAttribute("type");
            if (type == null) {
                wrong.add(what + ": no such property");
            } else if (!value.type().equals(type) || value.array()) {
                wrong.add(what + ": its type is " + type + ", not " + value.type());
            } else if (attribute != null) {
                checkValue(what, value.text(), attribute, wrong);
            }
        });
    }

    private static void checkValue(String what, String text, Element attribute, List<String> wrong) {
        List<String> choices = all(attribute, "Option").stream()
                .map(option -> option.getAttribute("value"))
                .toList();
        if (!choices.isEmpty() && !choices.contains(text)) {
            wrong.add(what + ": " + text + " is none of " + choices);
        }
        if (Set.of("Integer", "Long", "Double").contains(attribute.getAttribute("type"))) {
            BigDecimal number = new BigDecimal(text);
            String min = attribute.getAttribute("min");
            String max = attribute.getAttribute("max");
            if (!min.isEmpty() && number.compareTo(new BigDecimal(min)) < 0
                    || !max.isEmpty() && number.compareTo(new BigDecimal(max)) > 0) {
                wrong.add(what + ": " + text + " is not between " + min + " and " + max);
            }
        }
    }

    private static void checkAsset(
            String pid, Map<String, Value> properties, SnapshotFile snapshot, List<String> wrong) {
        if (!snapshot.components().containsKey(snapshot.text(pid, "driver.pid").orElse(""))) {
            wrong.add(pid + ": its driver.pid names no component of the snapshot");
        }
        Set<String> channels = new TreeSet<>();
        properties.forEach((name, value) -> {
            Matcher channel = OF_A_CHANNEL.matcher(name);
            String type;
            if (channel.matches()) {
                channels.add(channel.group(1));
                // a driver's own keys are text, and in the container held against its descriptor
                type = channel.group(2).startsWith("+") ? OF_CHANNELS.get(channel.group(2)) : "String";
                if (channel.group(2).equals("+name") && !value.text().equals(channel.group(1))) {
                    wrong.add(pid + ", " + name + ": the name must be the same");
                }
            } else {
                type = OF_ASSETS.getOrDefault(name, KURA.get(name));
            }
            if (!value.type().equals(type)) {
                wrong.add(pid + ", " + name + ": " + (type == null ? "no such property" : "its type is " + type));
            }
        });
        for (String channel : channels) {
            OF_EVERY_CHANNEL.stream()
                    .filter(key -> !properties.containsKey(channel + "#" + key))
                    .forEach(key -> wrong.add(pid + ": the channel " + channel + " lacks " + key));
        }
    }

    /** A target that names nothing waits for ever, and nothing tells why. */
    private static void checkTargets(
            String pid, Map<String, Value> properties, SnapshotFile snapshot, List<String> wrong) {
        properties.forEach((name, value) -> {
            Matcher target = PID_FILTER.matcher(value.text());
            if (name.endsWith(".target")
                    && !(target.matches() && snapshot.components().containsKey(target.group(1)))) {
                wrong.add(pid + ", " + name + ": " + value.text() + " names no component of the snapshot");
            }
        });
    }

    private static void checkGraph(String text, SnapshotFile snapshot, List<String> wrong) {
        JsonObject graph = JsonParser.parseString(text).getAsJsonObject();
        Set<String> nodes = new TreeSet<>();
        for (JsonElement component : graph.getAsJsonArray("components")) {
            nodes.add(component.getAsJsonObject().get("pid").getAsString());
        }
        for (JsonElement wire : graph.getAsJsonArray("wires")) {
            for (String end : List.of("emitter", "receiver")) {
                String pid = wire.getAsJsonObject().get(end).getAsString();
                if (!nodes.contains(pid)) {
                    wrong.add("a wire has the " + end + " " + pid + ", which is not in the graph");
                }
            }
        }
        for (String pid : nodes) {
            if (!snapshot.components().containsKey(pid)) {
                wrong.add("the graph has " + pid + ", the snapshot has not");
            }
        }
        for (String asset : snapshot.instancesOf(ASSET)) {
            if (!nodes.contains(asset)) {
                wrong.add("the asset " + asset + " is not in the graph, so nothing reads it");
            }
        }
    }
}
