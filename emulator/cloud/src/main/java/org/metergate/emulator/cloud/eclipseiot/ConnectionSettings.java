package org.metergate.emulator.cloud.eclipseiot;

import java.util.List;
import java.util.Map;
import org.eclipse.kura.message.KuraPayload;
import org.metergate.settings.Properties;

/**
 * What a connection was told to do.
 *
 * @param encoding how payloads are written and read
 * @param gzip whether protobuf payloads are compressed
 * @param displayName name of this gateway in its birth message
 * @param problems what is wrong with the configuration
 */
record ConnectionSettings(Encoding encoding, boolean gzip, String displayName, List<Properties.Problem> problems) {

    /** How payloads are written. */
    enum Encoding {
        PROTOBUF,
        JSON;

        private static Encoding of(String code) {
            return switch (code) {
                case "kura-protobuf" -> PROTOBUF;
                case "simple-json" -> JSON;
                default -> throw new IllegalArgumentException(
                        "is '" + code + "'; expected kura-protobuf or simple-json");
            };
        }
    }

    static ConnectionSettings from(Map<String, ?> properties) {
        Properties read = new Properties(properties);
        Encoding encoding =
                read.parsed("payload.encoding", "kura-protobuf", Encoding::of).orElse(Encoding.PROTOBUF);
        boolean gzip = read.flag("encode.gzip", false);
        String name = read.text("device.display-name", "device-name").equals("custom")
                ? read.text("device.custom-name", "")
                : "metergate";
        return new ConnectionSettings(encoding, gzip, name, read.problems());
    }

    byte[] encode(KuraPayload payload) {
        if (encoding == Encoding.JSON) {
            return JsonPayload.encode(payload);
        }
        byte[] bytes = ProtobufPayload.encode(payload);
        return gzip ? ProtobufPayload.compressed(bytes) : bytes;
    }

    KuraPayload decode(byte[] bytes) {
        try {
            return encoding == Encoding.JSON ? JsonPayload.decode(bytes) : ProtobufPayload.decode(bytes);
        } catch (IllegalArgumentException e) {
            KuraPayload asItIs = new KuraPayload();
            asItIs.setBody(bytes);
            return asItIs;
        }
    }
}
