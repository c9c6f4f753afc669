package org.metergate.dlms;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.metergate.model.ObisCode;
import org.metergate.transport.MalformedFrameException;

/**
 * Gives the parts of an attribute the names that the standard gives them (IEC 62056-6-2), for the classes whose values
 * are structures, enumerations or schedules. Pure; any thread may call.
 *
 * <p>Values are made of {@link Map} in the order of the standard, {@link List}, {@link String}, {@link Boolean} and
 * {@link BigDecimal}. Logical names are written {@code 1.0.1.8.0.255}; times as ISO 8601 writes them, with {@code *}
 * where the meter leaves a field open; enumerations in words; strings that are no text as hexadecimal digits.
 */
public final class NamedValues {
    private static final String SCRIPT = "{script_logical_name,script_selector}";
    private static final String OBJECT = "{class_id,logical_name,attribute_index}";
    private static final String SEASONS = "[season_profile_name,season_start,week_name]";
    private static final String WEEKS = "[week_profile_name,monday,tuesday,wednesday,thursday,friday,saturday,sunday]";
    private static final String DAYS = "[day_id,day_schedule[start_time,script_logical_name,script_selector]]";

    /** The attributes of each class from 2 on. Square brackets: an array of these; braces: a structure; =: the words. */
    private static final Map<Integer, List<Shape>> CLASSES = Map.ofEntries(
            entry(6, "register_assignment[class_id,logical_name]", "mask_list[mask_name,index_list[]]", "active_mask"),
            entry(
                    9,
                    "scripts[script_identifier,actions[service_id=|write|execute,class_id,logical_name,index,parameter]]"),
            entry(
                    12,
                    "object_list[base_name,class_id,version,logical_name]",
                    "access_rights_list[base_name,attribute_access[],method_access[]]",
                    "security_setup_reference"),
            entry(
                    15,
                    "object_list[class_id,version,logical_name,access_rights{attribute_access[attribute_id,"
                            + "access_mode,access_selectors],method_access[method_id,access_mode]}]",
                    "associated_partners_id{client_SAP,server_SAP}",
                    "application_context_name",
                    "xDLMS_context_info{conformance,max_receive_pdu_size,max_send_pdu_size,dlms_version_number,"
                            + "quality_of_service,cyphering_info}",
                    "authentication_mechanism_name",
                    "secret",
                    "association_status=non-associated|association-pending|associated",
                    "security_setup_reference"),
            entry(17, "SAP_assignment_list[SAP,logical_device_name]"),
            entry(
                    20,
                    "calendar_name_active",
                    "season_profile_active" + SEASONS,
                    "week_profile_table_active" + WEEKS,
                    "day_profile_table_active" + DAYS,
                    "calendar_name_passive",
                    "season_profile_passive" + SEASONS,
                    "week_profile_table_passive" + WEEKS,
                    "day_profile_table_passive" + DAYS,
                    "activate_passive_calendar_time"),
            entry(
                    21,
                    "thresholds[]",
                    "monitored_value" + OBJECT,
                    "actions[action_up" + SCRIPT + ",action_down" + SCRIPT + "]"),
            entry(
                    22,
                    "executed_script" + SCRIPT,
                    "type=|one-time-wildcards|times-equal-wildcards|times-equal-no-wildcards|times-different-wildcards"
                            + "|times-different-no-wildcards",
                    "execution_time[time,date]"),
            entry(
                    23,
                    "comm_speed=300|600|1200|2400|4800|9600|19200|38400|57600|115200",
                    "window_size_transmit",
                    "window_size_receive",
                    "max_info_field_length_transmit",
                    "max_info_field_length_receive",
                    "inter_octet_time_out",
                    "inactivity_time_out",
                    "device_address"),
            entry(
                    40,
                    "push_object_list[class_id,logical_name,attribute_index,data_index]",
                    "send_destination_and_method{transport_service=tcp|udp|ftp|smtp|sms|hdlc|m-bus|zigbee|dlms-gateway,"
                            + "destination,message=a-xdr|xml}",
                    "communication_window[start_time,end_time]",
                    "randomisation_start_interval",
                    "number_of_retries",
                    "repetition_delay"),
            entry(
                    64,
                    "security_policy",
                    "security_suite=AES-GCM-128|ECDH-ECDSA-AES-GCM-128-SHA-256|ECDH-ECDSA-AES-GCM-256-SHA-384",
                    "client_system_title",
                    "server_system_title",
                    "certificates[certificate_entity=server|client|certification-authority|other,certificate_type="
                            + "digital-signature|key-agreement|tls|other,serial_number,issuer,subject,subject_alt_name]"),
            entry(70, "output_state", "control_state=disconnected|connected|ready-for-reconnection", "control_mode"),
            entry(
                    71,
                    "monitored_value" + OBJECT,
                    "threshold_active",
                    "threshold_normal",
                    "threshold_emergency",
                    "min_over_threshold_duration",
                    "min_under_threshold_duration",
                    "emergency_profile{emergency_profile_id,emergency_activation_time,emergency_duration}",
                    "emergency_profile_group_id_list[]",
                    "emergency_profile_active",
                    "actions{action_over_threshold" + SCRIPT + ",action_under_threshold" + SCRIPT + "}"));

    /** Attributes whose string is no text, whatever its bytes look like. */
    private static final List<String> OCTETS = List.of("client_system_title", "server_system_title", "secret");

    private NamedValues() {}

    /**
     * An attribute with its name.
     *
     * @param name of the attribute in the standard
     * @param value with the names of its parts
     */
    public record Named(String name, Object value) {}

    /** What a value is made of: its own name, the names inside, and whether there are any number of them. */
    private record Shape(String name, Kind kind, List<Shape> parts, List<String> words) {}

    private enum Kind {
        SINGLE,
        ARRAY,
        STRUCTURE
    }

    /**
     * Names a value.
     *
     * @param attribute whose value it is
     * @param data what the meter gave
     * @return the names; empty if the class or the attribute is none of those with structured values, or the value is not
     *     built as the standard says
     */
    public static Optional<Named> of(CosemAttribute attribute, Data data) {
        List<Shape> shapes = CLASSES.getOrDefault(attribute.classId(), List.of());
        int index = attribute.attribute() - 2;
        if (index < 0 || index >= shapes.size()) {
            return Optional.empty();
        }
        Shape shape = shapes.get(index);
        return value(shape, data).map(value -> new Named(shape.name(), value));
    }

    private static Optional<Object> value(Shape shape, Data data) {
        if (shape.kind() == Kind.SINGLE) {
            return Optional.of(single(shape, data));
        }
        if (!(data instanceof Data.Many many)) {
            return Optional.empty();
        }
        if (shape.kind() == Kind.STRUCTURE) {
            return structure(shape, many);
        }
        List<Object> list = new ArrayList<>();
        for (Data element : many.elements()) {
            Optional<Object> one = shape.parts().isEmpty()
                    ? Optional.of(single(shape, element))
                    : element instanceof Data.Many inner ? structure(shape, inner) : Optional.empty();
            if (one.isEmpty()) {
                return Optional.empty();
            }
            list.add(one.get());
        }
        return Optional.of(list);
    }

    private static Optional<Object> structure(Shape shape, Data.Many many) {
        if (many.elements().size() != shape.parts().size()) {
            return Optional.empty();
        }
        Map<String, Object> named = new LinkedHashMap<>();
        for (int index = 0; index < shape.parts().size(); index++) {
            Optional<Object> part =
                    value(shape.parts().get(index), many.elements().get(index));
            if (part.isEmpty()) {
                return Optional.empty();
            }
            named.put(shape.parts().get(index).name(), part.get());
        }
        return Optional.of(named);
    }

    private static Object single(Shape shape, Data data) {
        if (data instanceof Data.Code code && code.value() < shape.words().size()) {
            String word = shape.words().get(code.value());
            return word.isEmpty() ? BigDecimal.valueOf(code.value()) : word;
        }
        if (data instanceof Data.Numeric numeric) {
            return numeric.value();
        }
        if (data instanceof Data.Code code) {
            return BigDecimal.valueOf(code.value());
        }
        if (data instanceof Data.Bool bool) {
            return bool.value();
        }
        if (data instanceof Data.Text text) {
            return text.text();
        }
        if (data instanceof Data.Octets octets) {
            return octets(shape.name(), octets);
        }
        if (data instanceof Data.Many many) {
            List<Object> list = new ArrayList<>();
            many.elements().forEach(element -> list.add(single(shape, element)));
            return list;
        }
        return "";
    }

    private static Object octets(String name, Data.Octets octets) {
        byte[] bytes = octets.bytes();
        boolean logicalName = name.endsWith("logical_name") || name.equals("security_setup_reference");
        if (logicalName && bytes.length == 6) {
            return ObisCode.ofLogicalName(bytes).dotted();
        }
        boolean timed = name.contains("time") || name.endsWith("_start") || name.equals("date");
        if (timed && bytes.length == 12) {
            return moment(bytes);
        }
        if (timed && bytes.length == 5) {
            return date(bytes, 0);
        }
        if (timed && bytes.length == 4) {
            return time(bytes, 0);
        }
        boolean text = octets.type() == DataType.OCTET_STRING && !OCTETS.contains(name);
        for (byte octet : bytes) {
            text &= octet >= 0x20 && octet <= 0x7E;
        }
        return text ? new String(bytes, StandardCharsets.US_ASCII) : Bytes.hex(bytes);
    }

    private static String moment(byte[] bytes) {
        try {
            Optional<CosemDateTime> whole = CosemDateTime.decode(bytes);
            if (whole.isPresent()) {
                return whole.get().toString();
            }
        } catch (MalformedFrameException e) {
            // wildcards where none may be, or a day that does not exist: field by field then
        }
        return date(bytes, 0) + "T" + time(bytes, 5);
    }

    /** Year, month, day; FE and FD count from the end of the month, FF leaves it open. */
    private static String date(byte[] bytes, int at) {
        int year = (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
        return (year == 0xFFFF ? "*" : String.format(Locale.ROOT, "%04d", year)) + "-" + field(bytes[at + 2]) + "-"
                + day(bytes[at + 3]);
    }

    private static String day(byte octet) {
        return switch (octet & 0xFF) {
            case 0xFE -> "last";
            case 0xFD -> "last but one";
            default -> field(octet);
        };
    }

    private static String time(byte[] bytes, int at) {
        return field(bytes[at]) + ":" + field(bytes[at + 1]) + ":" + field(bytes[at + 2]);
    }

    private static String field(byte octet) {
        int value = octet & 0xFF;
        return value == 0xFF ? "*" : String.format(Locale.ROOT, "%02d", value);
    }

    private static Map.Entry<Integer, List<Shape>> entry(int classId, String... attributes) {
        List<Shape> shapes = new ArrayList<>();
        for (String attribute : attributes) {
            shapes.add(shape(attribute));
        }
        return Map.entry(classId, List.copyOf(shapes));
    }

    private static Shape shape(String text) {
        int open = first(text, '[', '{');
        int words = text.indexOf('=');
        if (words >= 0 && (open < 0 || words < open)) {
            List<String> all = List.of(text.substring(words + 1).split("\\|", -1));
            return new Shape(text.substring(0, words), Kind.SINGLE, List.of(), all);
        }
        if (open < 0) {
            return new Shape(text, Kind.SINGLE, List.of(), List.of());
        }
        List<Shape> parts = new ArrayList<>();
        String inside = text.substring(open + 1, text.length() - 1);
        int depth = 0;
        int from = 0;
        for (int index = 0; index <= inside.length(); index++) {
            char here = index == inside.length() ? ',' : inside.charAt(index);
            depth += here == '[' || here == '{' ? 1 : here == ']' || here == '}' ? -1 : 0;
            if (here == ',' && depth == 0 && index > from) {
                parts.add(shape(inside.substring(from, index)));
                from = index + 1;
            }
        }
        return new Shape(
                text.substring(0, open),
                text.charAt(open) == '[' ? Kind.ARRAY : Kind.STRUCTURE,
                List.copyOf(parts),
                List.of());
    }

    private static int first(String text, char one, char other) {
        int a = text.indexOf(one);
        int b = text.indexOf(other);
        return a < 0 ? b : b < 0 ? a : Math.min(a, b);
    }
}
