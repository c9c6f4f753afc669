package org.metergate.publisher.homeassistant;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes what Home Assistant calls the device discovery payload: one device, where it comes from, and its entities.
 * Pure; the same meter gives the same text.
 */
final class DiscoveryEncoder {

    /** Sub-topics of a device. */
    static final String STATE = "state";

    static final String AVAILABILITY = "availability";
    static final String FINDING = "finding";

    /** Components that every meter has. */
    static final String PROBLEM = "problem";

    private static final String ONLINE = "online";
    private static final String OFFLINE = "offline";

    private final Topics topics;
    private final String version;

    /**
     * @param topics where everything goes
     * @param version of this software
     */
    DiscoveryEncoder(Topics topics, String version) {
        this.topics = topics;
        this.version = version;
    }

    /**
     * Writes a meter.
     *
     * @param meter the meter
     * @param classes what the user said of its channels
     * @param removed components that are to vanish with this message
     * @return JSON
     */
    String meter(Meter meter, Classes classes, List<Entity> removed) {
        Map<String, Object> components = new LinkedHashMap<>();
        for (Entity entity : meter.entities().values()) {
            components.put(entity.id(), component(meter, entity, classes));
            if (entity.isClass()) {
                components.put(entity.problemId(), classProblem(meter, entity));
            }
        }
        components.put(PROBLEM, problem(meter));
        components.put(FINDING, finding(meter));
        for (Entity entity : removed) {
            String platform = entity.shape(meter.name(), classes.of(meter.name(), entity.channel()))
                    .platform();
            components.put(entity.id(), Map.of("platform", platform));
            if (entity.isClass()) {
                components.put(entity.problemId(), Map.of("platform", "binary_sensor"));
            }
        }

        Map<String, Object> device = new LinkedHashMap<>();
        device.put("identifiers", List.of(topics.unique(meter.name())));
        device.put("name", meter.name());
        meter.fact("manufacturer").ifPresent(maker -> device.put("manufacturer", maker));
        meter.fact("model").ifPresent(model -> device.put("model", model));
        meter.serial().ifPresent(serial -> device.put("serial_number", serial));
        device.put("via_device", topics.gateway());

        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("device", device);
        payload.put("origin", origin());
        payload.put("components", components);
        payload.put("state_topic", topics.of(meter.name(), STATE));
        payload.put(
                "availability",
                List.of(availability(topics.status()), availability(topics.of(meter.name(), AVAILABILITY))));
        payload.put("availability_mode", "all");
        payload.put("qos", 1);
        return Json.text(payload);
    }

    /** @return the gateway as a device of its own: whether it is there, and what is wrong with its settings */
    String gateway() {
        Map<String, Object> connection = new LinkedHashMap<>();
        connection.put("platform", "binary_sensor");
        connection.put("unique_id", topics.gateway() + "_connection");
        connection.put("name", "Connection");
        connection.put("device_class", "connectivity");
        connection.put("entity_category", "diagnostic");
        connection.put("state_topic", topics.status());
        connection.put("payload_on", ONLINE);
        connection.put("payload_off", OFFLINE);
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("platform", "binary_sensor");
        problem.put("unique_id", topics.gateway() + "_problem");
        problem.put("name", "Problem");
        problem.put("device_class", "problem");
        problem.put("entity_category", "diagnostic");
        problem.put("state_topic", topics.notices());
        problem.put("value_template", "{{ 'ON' if value_json['notices'] else 'OFF' }}");
        problem.put("json_attributes_topic", topics.notices());
        Map<String, Object> components = new LinkedHashMap<>();
        components.put("connection", connection);
        components.put(PROBLEM, problem);

        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put(
                "device",
                new LinkedHashMap<>(Map.of(
                        "identifiers",
                        List.of(topics.gateway()),
                        "name",
                        "Metergate " + topics.gateway(),
                        "manufacturer",
                        "Metergate",
                        "sw_version",
                        version)));
        payload.put("origin", origin());
        payload.put("components", components);
        payload.put("qos", 1);
        return Json.text(payload);
    }

    private Map<String, Object> component(Meter meter, Entity entity, Classes classes) {
        Shape shape = entity.shape(meter.name(), classes.of(meter.name(), entity.channel()));
        Map<String, Object> component = new LinkedHashMap<>();
        component.put("platform", shape.platform());
        component.put("unique_id", topics.unique(meter.name()) + "_" + entity.id());
        component.put("name", entity.channel());
        shape.deviceClass().ifPresent(text -> component.put("device_class", text));
        shape.stateClass().ifPresent(text -> component.put("state_class", text));
        shape.unit().ifPresent(text -> component.put("unit_of_measurement", text));
        component.put("value_template", value(entity.id()));
        if (shape.isCounter()) {
            component.put("last_reset_value_template", value(entity.id() + "_since"));
        }
        if (shape.diagnostic()) {
            component.put("entity_category", "diagnostic");
        }
        if (entity.kind() == Entity.Kind.TEXT) {
            // why there is no data is of most interest when there is none
            component.put("availability", List.of(availability(topics.status())));
        }
        meter.expiry().ifPresent(expiry -> component.put("expire_after", expiry.toSeconds()));
        return component;
    }

    private Map<String, Object> classProblem(Meter meter, Entity entity) {
        Map<String, Object> component = new LinkedHashMap<>();
        component.put("platform", "binary_sensor");
        component.put("unique_id", topics.unique(meter.name()) + "_" + entity.problemId());
        component.put("name", entity.channel() + " problem");
        component.put("device_class", "problem");
        component.put("value_template", value(entity.problemId()));
        meter.expiry().ifPresent(expiry -> component.put("expire_after", expiry.toSeconds()));
        return component;
    }

    /** Channels that failed and counters that are held back. It does not expire: silence is a problem too. */
    private Map<String, Object> problem(Meter meter) {
        Map<String, Object> component = new LinkedHashMap<>();
        component.put("platform", "binary_sensor");
        component.put("unique_id", topics.unique(meter.name()) + "_" + PROBLEM);
        component.put("name", "Problem");
        component.put("device_class", "problem");
        component.put("entity_category", "diagnostic");
        component.put("value_template", "{{ 'ON' if value_json['" + PROBLEM + "'] else 'OFF' }}");
        component.put("json_attributes_topic", topics.of(meter.name(), STATE));
        component.put("json_attributes_template", "{{ value_json['" + PROBLEM + "'] | tojson }}");
        component.put("availability", List.of(availability(topics.status())));
        return component;
    }

    private Map<String, Object> finding(Meter meter) {
        Map<String, Object> component = new LinkedHashMap<>();
        component.put("platform", "event");
        component.put("unique_id", topics.unique(meter.name()) + "_" + FINDING);
        component.put("name", "Finding");
        component.put("event_types", FindingType.names());
        component.put("state_topic", topics.of(meter.name(), FINDING));
        component.put("availability", List.of(availability(topics.status())));
        return component;
    }

    private Map<String, Object> origin() {
        Map<String, Object> origin = new LinkedHashMap<>();
        origin.put("name", "Metergate");
        origin.put("sw_version", version);
        return origin;
    }

    private static Map<String, Object> availability(String topic) {
        return Map.of("topic", topic);
    }

    private static String value(String id) {
        return "{{ value_json['" + id + "'] }}";
    }

    /**
     * The state of the gateway or of a meter.
     *
     * @param there whether it is
     * @return payload of its availability topic
     */
    static String presence(boolean there) {
        return there ? ONLINE : OFFLINE;
    }
}
