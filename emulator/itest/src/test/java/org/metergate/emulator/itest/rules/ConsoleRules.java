package org.metergate.emulator.itest.rules;

import static org.metergate.emulator.itest.rules.FinishedBundle.all;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.w3c.dom.Element;

/** What makes a component pleasant, and keeps it in its place, in Kura's web console: {@code contract.md}, 2.5 and 3.2. */
final class ConsoleRules {

    private static final Set<String> WHOLE = Set.of("Long", "Integer", "Byte", "Short");
    private static final Set<String> BROKEN = Set.of("Double", "Float");
    private static final Pattern UNIT = Pattern.compile(".+ \\([^()]+\\)");

    /** The last word of a number that counts, or is an address, and so has no unit; numerals left out. */
    private static final Set<String> WITHOUT_UNIT = Set.of(
            "address",
            "attempts",
            "bits",
            "budget",
            "count",
            "factor",
            "id",
            "logical",
            "number",
            "phases",
            "physical",
            "port",
            "priority",
            "qos",
            "ratio",
            "records",
            "retries");

    /** Endpoints of cloud connections, Kura's and ours, that publishers may belong to. */
    private static final Set<String> ENDPOINTS = Set.of(
            "org.eclipse.kura.cloudconnection.raw.mqtt.cloud.RawMqttCloudEndpoint",
            "org.eclipse.kura.cloudconnection.eclipseiot.mqtt.ConnectionManager",
            "org.eclipse.kura.cloud.CloudService",
            "org.metergate.publisher.influxdb.endpoint");

    private static final String HIDE_INSTANCES = "kura.ui.service.hide";
    private static final String HIDE_FACTORY = "kura.ui.factory.hide";
    private static final int ICON_SIZE = 32;
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    private ConsoleRules() {}

    /**
     * @param pictures path in the bundle to the bytes of a PNG
     * @return what the form lacks, in words; empty if nothing
     */
    static List<String> formViolations(Element metadata, Map<String, byte[]> pictures) {
        List<String> wrong = new ArrayList<>();
        for (Element definition : all(metadata, "OCD")) {
            if (definition.getAttribute("description").isBlank()) {
                wrong.add("its OCD has no description");
            }
            checkIcon(definition, pictures, wrong);
            all(definition, "AD").forEach(attribute -> checkAttribute(attribute, wrong));
        }
        return wrong;
    }

    private static void checkIcon(Element definition, Map<String, byte[]> pictures, List<String> wrong) {
        List<Element> icons = all(definition, "Icon");
        if (icons.size() != 1 || !icons.get(0).getAttribute("size").equals("" + ICON_SIZE)) {
            wrong.add("it needs one icon of size " + ICON_SIZE + ", the one that the console asks for");
            return;
        }
        String resource = icons.get(0).getAttribute("resource");
        byte[] picture = pictures.getOrDefault(resource, new byte[0]);
        // PNG, 11.2.2: width and height follow the signature and the length and type of the first chunk
        boolean fits = picture.length > 24
                && Arrays.equals(picture, 0, PNG.length, PNG, 0, PNG.length)
                && ByteBuffer.wrap(picture).getInt(16) == ICON_SIZE
                && ByteBuffer.wrap(picture).getInt(20) == ICON_SIZE;
        if (!fits) {
            wrong.add("its icon " + resource + " is no PNG of " + ICON_SIZE + " by " + ICON_SIZE + " in the bundle");
        }
    }

    private static void checkAttribute(Element attribute, List<String> wrong) {
        String id = attribute.getAttribute("id");
        String what = "attribute " + id;
        String type = attribute.getAttribute("type");
        String initial = attribute.getAttribute("default");
        boolean number = WHOLE.contains(type) || BROKEN.contains(type);
        boolean choice = !all(attribute, "Option").isEmpty();
        if (attribute.getAttribute("description").isBlank()) {
            wrong.add(what + " has no description");
        }
        if (number && !choice && !UNIT.matcher(attribute.getAttribute("name")).matches() && !countsOnly(id)) {
            wrong.add(what + " is a number whose label has no unit: " + attribute.getAttribute("name"));
        }
        if (type.equals("Password")) {
            if (!initial.isEmpty()) {
                wrong.add(what + " is a secret that everybody knows: leave its default empty");
            }
        } else if (initial.isEmpty() && !attribute.getAttribute("required").equals("false")) {
            wrong.add(what + " is required and has no default, so a new instance begins wrong");
        }
        if (number && !initial.isEmpty()) {
            checkRange(attribute, what, wrong);
        }
    }

    private static boolean countsOnly(String id) {
        String key = id.replaceFirst("[._]\\d+$", "");
        return WITHOUT_UNIT.contains(key.substring(Math.max(key.lastIndexOf('.'), key.lastIndexOf('_')) + 1));
    }

    private static void checkRange(Element attribute, String what, List<String> wrong) {
        BigDecimal initial = new BigDecimal(attribute.getAttribute("default"));
        String min = attribute.getAttribute("min");
        String max = attribute.getAttribute("max");
        if (!min.isEmpty() && initial.compareTo(new BigDecimal(min)) < 0
                || !max.isEmpty() && initial.compareTo(new BigDecimal(max)) > 0) {
            wrong.add(what + " has the default " + initial + ", which is not between " + min + " and " + max);
        }
    }

    /** @return where the component shows and should not, or does not and should, in words; empty if nowhere */
    static List<String> placeViolations(Element component) {
        List<String> wrong = new ArrayList<>();
        Set<String> services = all(component, "provide").stream()
                .map(provide -> provide.getAttribute("interface"))
                .collect(Collectors.toSet());
        Map<String, Element> properties = all(component, "property").stream()
                .collect(Collectors.toMap(property -> property.getAttribute("name"), property -> property));
        if (services.contains("org.eclipse.kura.driver.Driver")) {
            require(
                    properties.containsKey(HIDE_FACTORY),
                    "a driver is made under Drivers and Assets: set " + HIDE_FACTORY,
                    wrong);
        }
        if (services.stream().anyMatch(service -> service.startsWith("org.eclipse.kura.wire.Wire"))) {
            checkWireComponent(services, properties, wrong);
        }
        if (services.stream().anyMatch(service -> service.matches(".*\\.Cloud(Publisher|Subscriber)"))) {
            checkCloudClient(component, properties, wrong);
        }
        return wrong;
    }

    private static void checkWireComponent(Set<String> services, Map<String, Element> properties, List<String> wrong) {
        require(isTrue(properties.get(HIDE_INSTANCES)), "a wire component is no service: set " + HIDE_INSTANCES, wrong);
        require(
                services.contains("org.eclipse.kura.wire.WireComponent"),
                "the palette shows who provides WireComponent",
                wrong);
        require(
                services.contains("org.eclipse.kura.wire.WireEmitter")
                        == services.contains("org.osgi.service.wireadmin.Producer"),
                "an emitter is a Producer as well",
                wrong);
        require(
                services.contains("org.eclipse.kura.wire.WireReceiver")
                        == services.contains("org.osgi.service.wireadmin.Consumer"),
                "a receiver is a Consumer as well",
                wrong);
    }

    private static void checkCloudClient(Element component, Map<String, Element> properties, List<String> wrong) {
        require(
                isTrue(properties.get(HIDE_INSTANCES)) && properties.containsKey(HIDE_FACTORY),
                "it is made under its cloud connection: set " + HIDE_INSTANCES + " and " + HIDE_FACTORY,
                wrong);
        require(
                properties.containsKey("service.pid")
                        && properties.get("service.pid").getAttribute("value").equals(component.getAttribute("name")),
                "its service.pid must be its name, or no cloud connection offers it",
                wrong);
        Element endpoint = properties.get("cloud.connection.factory.pid");
        require(
                endpoint != null && ENDPOINTS.contains(endpoint.getAttribute("value")),
                "cloud.connection.factory.pid must name the factory of an endpoint: " + ENDPOINTS,
                wrong);
    }

    /** Kura asks for a Boolean; the text "true" hides nothing. */
    private static boolean isTrue(Element property) {
        return property != null
                && property.getAttribute("type").equals("Boolean")
                && property.getAttribute("value").equals("true");
    }

    private static void require(boolean holds, String otherwise, List<String> wrong) {
        if (!holds) {
            wrong.add(otherwise);
        }
    }

    /**
     * @param readme the bundle's
     * @return the configuration keys that it does not promise, of numbered ones the first only
     */
    static List<String> unpromised(Element metadata, String readme) {
        return all(metadata, "AD").stream()
                .map(attribute -> attribute.getAttribute("id"))
                .filter(id -> !id.matches(".+[._]\\d+") || id.matches(".+[._][01]"))
                .filter(id -> !readme.contains("`" + id + "`"))
                .toList();
    }
}
