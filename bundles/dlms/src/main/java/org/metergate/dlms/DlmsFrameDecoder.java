package org.metergate.dlms;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.metergate.model.Quality;
import org.metergate.model.frames.DecodedFrame;
import org.metergate.model.frames.Fault;
import org.metergate.model.frames.FrameDecoder;
import org.metergate.model.frames.FrameValue;
import org.metergate.model.frames.Layer;
import org.metergate.transport.MalformedFrameException;
import org.osgi.service.component.annotations.Component;

/**
 * Frames of DLMS for a person to read, as {@link Frames} takes them apart: kind {@value #KIND}. The one key is the
 * encryption key; it stands in for the authentication key, and where it does not fit as that, the tag is told as untested.
 * Pure; any thread may call.
 */
@Component(service = FrameDecoder.class)
public final class DlmsFrameDecoder implements FrameDecoder {

    /** What the protocol is called. */
    public static final String KIND = "dlms";

    /** A load profile has thousands of parts; a person reads the first. */
    private static final int MOST_FIELDS = 500;

    private static final Set<String> CHECKS = Set.of("length_ok", "hcs_ok", "fcs_ok");
    private static final Set<String> SECURITY = Set.of(
            "encrypted", "system_title", "security_control", "invocation_counter", "plain_apdu", "authenticated");

    /** Used by the gateway's services; makes no state. */
    public DlmsFrameDecoder() {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public boolean beginsLike(byte[] bytes) {
        int first = bytes[0] & 0xFF;
        int second = bytes.length < 2 ? -1 : bytes[1] & 0xFF;
        return first == HdlcFrame.FLAG
                || first == 0 && second == 1
                || first == 0xE6 && (second == 0xE6 || second == 0xE7)
                || first >= 0xC0 && first <= 0xC7
                || CipheredApdu.is(bytes)
                || first == 0x60
                || first == Aare.TAG
                || first == Notification.DATA;
    }

    @Override
    public DecodedFrame decode(byte[] bytes, Optional<byte[]> key) {
        int length = key.map(given -> given.length).orElse(16);
        if (length != 16 && length != 32) {
            return DecodedFrame.wrong(
                    List.of(), Fault.wrongKey(-1, "a key of 16 or 32 bytes", "one of " + length + " bytes"));
        }
        try {
            Map<String, Object> said = decoded(bytes, key);
            boolean closed = Boolean.TRUE.equals(said.get("encrypted")) && !said.containsKey("plain_apdu");
            List<Layer> layers = layers(said);
            if (closed && key.isEmpty()) {
                return DecodedFrame.wrong(layers, Fault.encrypted("AES-GCM", true));
            }
            if (closed) {
                return DecodedFrame.wrong(
                        layers,
                        new Fault(
                                Fault.Kind.ENCRYPTED,
                                -1,
                                "",
                                "a key or a system title that only its association knows",
                                "Give the whole exchange from the association on, or an APDU that names its sender."));
            }
            return DecodedFrame.of(layers, values(said));
        } catch (WrongKeyException e) {
            return DecodedFrame.wrong(List.of(), Fault.wrongKey(e.offset(), e.expected(), e.found()));
        } catch (MalformedFrameException e) {
            return DecodedFrame.wrong(checks(e), Fault.malformed(e.offset(), bytes.length, e.expected(), e.found()));
        }
    }

    private static Map<String, Object> decoded(byte[] bytes, Optional<byte[]> key) throws MalformedFrameException {
        if (key.isEmpty()) {
            return Frames.decode(bytes, Optional.empty());
        }
        try {
            return Frames.decode(bytes, Optional.of(new Keys(key.get(), key)));
        } catch (WrongKeyException e) {
            if (e.which() == WrongKeyException.Which.ENCRYPTION) {
                throw e;
            }
            return Frames.decode(bytes, Optional.of(new Keys(key.get(), Optional.empty(), true)));
        }
    }

    /** What is known of a damaged frame. */
    private static List<Layer> checks(MalformedFrameException e) {
        if (!(e instanceof DamagedFrameException damaged) || !damaged.lengthHolds()) {
            return List.of();
        }
        return List.of(new Layer(
                "link layer",
                "IEC 62056-46",
                List.of(check("hcs_ok", damaged.headerCheckHolds()), check("fcs_ok", damaged.frameCheckHolds()))));
    }

    private static Layer.Field check(String name, boolean holds) {
        String words =
                switch (name) {
                    case "length_ok" -> "length";
                    case "hcs_ok" -> "header check sequence";
                    default -> "frame check sequence";
                };
        return new Layer.Field(words, holds ? "holds" : "does not hold", holds ? Layer.Check.HOLDS : Layer.Check.FAILS);
    }

    private static List<Layer> layers(Map<String, Object> said) {
        List<Layer.Field> link = new ArrayList<>();
        List<Layer.Field> security = new ArrayList<>();
        List<Layer.Field> apdu = new ArrayList<>();
        said.forEach((name, value) -> {
            if (CHECKS.contains(name)) {
                link.add(check(name, Boolean.TRUE.equals(value)));
            } else if (SECURITY.contains(name)) {
                security.add(security(name, value));
            } else if (name.equals("structure") && !said.containsKey("structures") || name.equals("structures")) {
                flatten("", value, apdu);
            } else if (!name.equals("values") && !name.equals("structure")) {
                link.add(Layer.field(words(name), value));
            }
        });
        boolean authenticated = said.containsKey("plain_apdu") && !Boolean.FALSE.equals(said.get("authenticated"));
        if (authenticated && (control(said) & Ciphering.AUTHENTICATED) != 0) {
            security.add(Layer.held("tag", "holds"));
        }
        List<Layer> layers = new ArrayList<>();
        layers.add(new Layer("link layer", "IEC 62056-46, -47", link));
        if (security.size() > 1) {
            layers.add(new Layer("security", "IEC 62056-5-3", security));
        }
        if (!apdu.isEmpty()) {
            layers.add(new Layer("application layer", "IEC 62056-5-3", apdu));
        }
        return layers;
    }

    private static int control(Map<String, Object> said) {
        return Integer.parseInt(String.valueOf(said.getOrDefault("security_control", "0")), 16);
    }

    private static Layer.Field security(String name, Object value) {
        return name.equals("authenticated")
                ? new Layer.Field("tag", "needs the authentication key", Layer.Check.UNTESTED)
                : Layer.field(words(name), value);
    }

    private static void flatten(String path, Object value, List<Layer.Field> fields) {
        if (fields.size() > MOST_FIELDS) {
            return;
        }
        if (fields.size() == MOST_FIELDS) {
            fields.add(Layer.field("more", "only the first " + MOST_FIELDS + " parts are shown"));
        } else if (value instanceof Map<?, ?> map && map.size() == 1 && map.containsKey("octets")) {
            fields.add(Layer.field(path, map.get("octets")));
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((name, part) -> flatten(joined(path, words(String.valueOf(name))), part, fields));
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                flatten(joined(path, String.valueOf(i + 1)), list.get(i), fields);
            }
        } else if (value != null) {
            fields.add(Layer.field(path.isEmpty() ? "value" : path, value));
        }
    }

    private static String joined(String path, String name) {
        return path.isEmpty() ? name : path + " › " + name;
    }

    private static String words(String name) {
        return name.replace('_', ' ');
    }

    private static List<FrameValue> values(Map<String, Object> said) {
        List<FrameValue> values = new ArrayList<>();
        if (said.get("values") instanceof List<?> list) {
            for (Object one : list) {
                values.add(value((Map<?, ?>) one));
            }
        }
        return values;
    }

    private static FrameValue value(Map<?, ?> one) {
        Map<String, Object> fields = new LinkedHashMap<>();
        one.forEach((name, part) -> fields.put(String.valueOf(name), part));
        Object value = fields.get("value");
        Optional<BigDecimal> number = value instanceof BigDecimal digits ? Optional.of(digits) : Optional.empty();
        String text = value instanceof Map<?, ?> map
                ? String.valueOf(map.get("octets"))
                : number.map(BigDecimal::toPlainString).orElse(value == null ? "" : value.toString());
        String note = "unknown".equals(fields.get("scale")) ? "the register as it stands: nothing tells its scale" : "";
        return new FrameValue(
                String.valueOf(fields.getOrDefault("name", "")),
                String.valueOf(fields.getOrDefault("obis", "")),
                number,
                text,
                String.valueOf(fields.getOrDefault("unit", "")),
                Quality.GOOD,
                note);
    }
}
