package org.metergate.emulator.workbench;

import com.google.gson.JsonObject;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.metergate.dlms.Frames;
import org.metergate.dlms.Keys;
import org.metergate.transport.MalformedFrameException;

/** DLMS/COSEM in the key names of dlms/1. */
final class DlmsJson {
    private DlmsJson() {}

    static JsonObject frames(byte[] bytes, Format.Keys keys) throws MalformedFrameException, Failure {
        // many meters have one key for both, and a wrong guess is found out by the authentication tag
        Optional<Keys> both = keys.encryption()
                .map(encryption -> new Keys(
                        encryption,
                        keys.tagIgnored()
                                ? Optional.empty()
                                : keys.authentication().or(() -> Optional.of(encryption)),
                        keys.tagIgnored()));
        if (both.isEmpty() && keys.authentication().isPresent()) {
            throw new Failure(Failure.Kind.USAGE, "--authentication-key is of no use without --key");
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("schema", "dlms/1");
        if (keys.header().isPresent()) {
            all.putAll(text(bytes, both, keys.header().get()));
        } else {
            all.putAll(Frames.decode(bytes, both, keys.systemTitle()));
        }
        return Json.of(all).getAsJsonObject();
    }

    /** The closed text of an APDU alone, whose header was told apart from it. */
    private static Map<String, Object> text(byte[] bytes, Optional<Keys> keys, Format.Header header)
            throws MalformedFrameException, Failure {
        if (keys.isEmpty()) {
            throw new Failure(Failure.Kind.USAGE, "the text of a closed APDU needs --key");
        }
        byte[] plain = Frames.open(bytes, keys.get(), header.systemTitle(), header.control(), header.counter());
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("framing", "gcm-text");
        all.put("encrypted", true);
        all.put("security_control", String.format("%02X", header.control()));
        all.put("invocation_counter", header.counter());
        all.put("plain", HexFormat.of().withUpperCase().formatHex(plain));
        return all;
    }
}
