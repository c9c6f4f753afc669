package org.metergate.emulator.workbench;

import com.google.gson.JsonObject;
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
                .map(encryption -> new Keys(encryption, keys.authentication().or(() -> Optional.of(encryption))));
        if (both.isEmpty() && keys.authentication().isPresent()) {
            throw new Failure(Failure.Kind.USAGE, "--authentication-key is of no use without --key");
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("schema", "dlms/1");
        all.putAll(Frames.decode(bytes, both));
        return Json.of(all).getAsJsonObject();
    }
}
