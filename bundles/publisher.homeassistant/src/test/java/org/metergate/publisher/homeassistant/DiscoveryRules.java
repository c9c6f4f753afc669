package org.metergate.publisher.homeassistant;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What Home Assistant's documentation asks of a device discovery message, written down by us: the pages "MQTT"
 * (discovery payload, availability), "MQTT sensor", "MQTT binary sensor", "MQTT event" and "Sensor" (device classes), and
 * the developers' page on sensors (state classes of each device class), as they were with the release 2025.12.
 */
final class DiscoveryRules {

    private static final Pattern ID = Pattern.compile("[a-zA-Z0-9_-]+");
    private static final Pattern TOPIC = Pattern.compile("homeassistant/device/([^/]+)/config");

    private static final Set<String> ROOT = Set.of(
            "device", "origin", "components", "state_topic", "availability", "availability_mode", "qos", "encoding");
    private static final Set<String> DEVICE = Set.of(
            "identifiers",
            "connections",
            "name",
            "manufacturer",
            "model",
            "model_id",
            "serial_number",
            "hw_version",
            "sw_version",
            "via_device",
            "suggested_area",
            "configuration_url");
    private static final Set<String> OF_EVERY_ENTITY = Set.of(
            "platform",
            "unique_id",
            "name",
            "device_class",
            "entity_category",
            "state_topic",
            "value_template",
            "availability",
            "availability_mode",
            "json_attributes_topic",
            "json_attributes_template",
            "icon",
            "qos",
            "default_entity_id",
            "enabled_by_default");
    private static final Map<String, Set<String>> OF_PLATFORM = Map.of(
            "sensor",
            Set.of(
                    "state_class",
                    "unit_of_measurement",
                    "last_reset_value_template",
                    "expire_after",
                    "force_update",
                    "options",
                    "suggested_display_precision"),
            "binary_sensor",
            Set.of("payload_on", "payload_off", "expire_after", "off_delay", "force_update"),
            "event",
            Set.of("event_types"));

    /** Device class of a sensor to its units; the empty text stands for no unit. */
    private static final Map<String, Set<String>> UNITS = Map.ofEntries(
            Map.entry("apparent_power", Set.of("mVA", "VA")),
            Map.entry("battery", Set.of("%")),
            Map.entry("current", Set.of("A", "mA")),
            Map.entry("duration", Set.of("d", "h", "min", "s", "ms", "µs")),
            Map.entry(
                    "energy",
                    Set.of(
                            "J", "kJ", "MJ", "GJ", "mWh", "Wh", "kWh", "MWh", "GWh", "TWh", "cal", "kcal", "Mcal",
                            "Gcal")),
            Map.entry("frequency", Set.of("Hz", "kHz", "MHz", "GHz")),
            Map.entry("gas", Set.of("L", "m³", "ft³", "CCF")),
            Map.entry("power_factor", Set.of("", "%")),
            Map.entry("power", Set.of("mW", "W", "kW", "MW", "GW", "TW")),
            Map.entry("pressure", Set.of("Pa", "kPa", "hPa", "bar", "cbar", "mbar", "mmHg", "inHg", "psi")),
            Map.entry("reactive_energy", Set.of("varh", "kvarh")),
            Map.entry("reactive_power", Set.of("var", "kvar")),
            Map.entry("signal_strength", Set.of("dB", "dBm")),
            Map.entry("temperature", Set.of("°C", "°F", "K")),
            Map.entry("voltage", Set.of("V", "mV", "µV", "kV", "MV")),
            Map.entry("volume", Set.of("L", "mL", "gal", "fl. oz.", "m³", "ft³", "CCF")),
            Map.entry("volume_flow_rate", Set.of("m³/h", "m³/s", "ft³/min", "L/h", "L/min", "L/s", "gal/min", "mL/s")),
            Map.entry("water", Set.of("L", "gal", "m³", "ft³", "CCF")),
            Map.entry("weight", Set.of("kg", "g", "mg", "µg", "oz", "lb", "st")));

    private static final Set<String> TOTALS = Set.of("total", "total_increasing");
    private static final Set<String> ANY = Set.of("measurement", "total", "total_increasing");

    /** Device classes whose state class is not "measurement" only. */
    private static final Map<String, Set<String>> STATE_CLASSES = Map.of(
            "energy",
            TOTALS,
            "gas",
            TOTALS,
            "water",
            TOTALS,
            "volume",
            TOTALS,
            "reactive_energy",
            TOTALS,
            "weight",
            ANY,
            "duration",
            ANY);

    private static final Set<String> BINARY_CLASSES = Set.of("connectivity", "problem", "battery", "power", "running");

    /** What the energy dashboard takes: grid and heat as energy, gas and water as volumes too. */
    private static final Map<String, Set<String>> ENERGY_DASHBOARD = Map.of(
            "energy",
            Set.of("J", "kJ", "MJ", "GJ", "mWh", "Wh", "kWh", "MWh", "GWh", "TWh"),
            "gas",
            Set.of("L", "m³", "ft³", "CCF"),
            "water",
            Set.of("L", "gal", "m³", "ft³", "CCF"));

    private DiscoveryRules() {}

    /**
     * Checks a message.
     *
     * @param topic it goes to
     * @param payload its text
     * @return what Home Assistant would refuse or complain of; empty if nothing
     */
    static List<String> violations(String topic, String payload) {
        List<String> wrong = new ArrayList<>();
        var place = TOPIC.matcher(topic);
        require(
                place.matches() && ID.matcher(place.group(1)).matches(),
                topic + " is no topic of device discovery",
                wrong);
        JsonObject root = JsonParser.parseString(payload).getAsJsonObject();
        unknown("the message", root, ROOT, wrong);
        for (String needed : List.of("device", "origin", "components")) {
            require(root.has(needed), "the message has no " + needed, wrong);
        }
        checkDevice(root.getAsJsonObject("device"), wrong);
        require(isText(root.getAsJsonObject("origin"), "name"), "the origin has no name", wrong);
        checkAvailability("the message", root, wrong);
        Set<String> unique = new HashSet<>();
        root.getAsJsonObject("components").entrySet().forEach(entry -> {
            JsonObject component = entry.getValue().getAsJsonObject();
            checkComponent(entry.getKey(), component, root, wrong);
            if (component.has("unique_id")) {
                require(
                        unique.add(component.get("unique_id").getAsString()),
                        entry.getKey() + " has the unique_id of another",
                        wrong);
            }
        });
        return wrong;
    }

    private static void checkDevice(JsonObject device, List<String> wrong) {
        unknown("the device", device, DEVICE, wrong);
        JsonArray identifiers = device.getAsJsonArray("identifiers");
        require(identifiers != null && !identifiers.isEmpty(), "the device has no identifiers", wrong);
        for (Map.Entry<String, JsonElement> entry : device.entrySet()) {
            require(
                    entry.getValue().isJsonArray()
                            || entry.getValue().getAsJsonPrimitive().isString(),
                    "the device's " + entry.getKey() + " is no text",
                    wrong);
        }
    }

    private static void checkAvailability(String what, JsonObject of, List<String> wrong) {
        if (of.has("availability")) {
            of.getAsJsonArray("availability")
                    .forEach(each -> require(
                            isText(each.getAsJsonObject(), "topic"),
                            what + " has an availability without topic",
                            wrong));
        }
        if (of.has("availability_mode")) {
            require(
                    Set.of("all", "any", "latest")
                            .contains(of.get("availability_mode").getAsString()),
                    what + " has an unknown availability_mode",
                    wrong);
        }
    }

    private static void checkComponent(String id, JsonObject component, JsonObject root, List<String> wrong) {
        String platform =
                isText(component, "platform") ? component.get("platform").getAsString() : "";
        require(OF_PLATFORM.containsKey(platform), id + " has the platform '" + platform + "'", wrong);
        if (component.size() == 1) {
            return; // a component that is taken out
        }
        Set<String> known = new HashSet<>(OF_EVERY_ENTITY);
        known.addAll(OF_PLATFORM.getOrDefault(platform, Set.of()));
        unknown(id, component, known, wrong);
        require(isText(component, "unique_id"), id + " has no unique_id", wrong);
        require(component.has("state_topic") || root.has("state_topic"), id + " has no state_topic", wrong);
        checkAvailability(id, component, wrong);
        if (component.has("entity_category")) {
            require(
                    component.get("entity_category").getAsString().equals("diagnostic"),
                    id + " has an entity_category that sensors may not have",
                    wrong);
        }
        for (String template : List.of("value_template", "last_reset_value_template", "json_attributes_template")) {
            if (component.has(template)) {
                String text = component.get(template).getAsString();
                require(text.startsWith("{{") && text.endsWith("}}"), id + " has no template in " + template, wrong);
            }
        }
        if (component.has("expire_after")) {
            require(component.get("expire_after").getAsInt() > 0, id + " expires after nothing", wrong);
        }
        switch (platform) {
            case "sensor" -> checkSensor(id, component, wrong);
            case "binary_sensor" -> {
                if (component.has("device_class")) {
                    require(
                            BINARY_CLASSES.contains(
                                    component.get("device_class").getAsString()),
                            id + " has an unknown device_class",
                            wrong);
                }
            }
            case "event" -> require(
                    component.has("event_types")
                            && !component.getAsJsonArray("event_types").isEmpty(),
                    id + " has no event_types",
                    wrong);
            default -> {
                // said above
            }
        }
    }

    private static void checkSensor(String id, JsonObject sensor, List<String> wrong) {
        String deviceClass = text(sensor, "device_class");
        String stateClass = text(sensor, "state_class");
        String unit = text(sensor, "unit_of_measurement");
        require(!sensor.has("unit_of_measurement") || !unit.isBlank(), id + " has an empty unit; leave it out", wrong);
        if (!deviceClass.isEmpty()) {
            require(UNITS.containsKey(deviceClass), id + " has the unknown device_class " + deviceClass, wrong);
            require(
                    UNITS.getOrDefault(deviceClass, Set.of()).contains(unit),
                    id + " has the unit '" + unit + "', which " + deviceClass + " may not have",
                    wrong);
            require(
                    stateClass.isEmpty()
                            || STATE_CLASSES
                                    .getOrDefault(deviceClass, Set.of("measurement"))
                                    .contains(stateClass),
                    id + " has the state class " + stateClass + ", which " + deviceClass + " may not have",
                    wrong);
        }
        require(stateClass.isEmpty() || ANY.contains(stateClass), id + " has an unknown state class", wrong);
        require(
                !sensor.has("last_reset_value_template") || stateClass.equals("total"),
                id + " has a last reset, which only totals have",
                wrong);
        require(
                !sensor.has("options") || deviceClass.equals("enum"),
                id + " has options, which only enumerations have",
                wrong);
    }

    /**
     * Tells whether the energy dashboard takes a sensor as it is.
     *
     * @param sensor its configuration
     * @return whether it offers it
     */
    static boolean energyDashboardTakes(JsonObject sensor) {
        return ENERGY_DASHBOARD
                        .getOrDefault(text(sensor, "device_class"), Set.of())
                        .contains(text(sensor, "unit_of_measurement"))
                && TOTALS.contains(text(sensor, "state_class"));
    }

    private static String text(JsonObject of, String key) {
        return of.has(key) ? of.get(key).getAsString() : "";
    }

    private static boolean isText(JsonObject of, String key) {
        return of.has(key)
                && of.get(key).isJsonPrimitive()
                && !of.get(key).getAsString().isBlank();
    }

    private static void unknown(String what, JsonObject of, Set<String> known, List<String> wrong) {
        of.keySet().forEach(key -> require(known.contains(key), what + " has the unknown key " + key, wrong));
    }

    private static void require(boolean holds, String otherwise, List<String> wrong) {
        if (!holds) {
            wrong.add(otherwise);
        }
    }
}
