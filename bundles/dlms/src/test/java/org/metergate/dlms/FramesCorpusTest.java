package org.metergate.dlms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.metergate.transport.MalformedFrameException;

/** Frames of real meters and of other projects' tests, from the corpus beside the checkout. */
@EnabledIf(value = "org.metergate.dlms.Corpus#isThere", disabledReason = "no shared/corpus beside the checkout")
class FramesCorpusTest {

    /** Needs the invocation counter from beside the frame: opened in {@link CipheringTest}. */
    private static final Set<String> NOT_FRAMES = Set.of("gcm-text", "gmac-tag");

    static Stream<Corpus.Case> decodable() {
        return Corpus.cases().stream()
                .filter(one -> one.verdict().equals("decode"))
                .filter(one -> !NOT_FRAMES.contains(one.framing()));
    }

    static Stream<Corpus.Case> rejected() {
        return Corpus.cases().stream().filter(one -> one.verdict().equals("reject"));
    }

    static Stream<Corpus.Case> framesOnly() {
        return Corpus.cases().stream().filter(one -> one.verdict().equals("frame-only"));
    }

    @ParameterizedTest
    @MethodSource("decodable")
    void givesTheStructureAndTheAssertedFields(Corpus.Case one) throws Exception {
        Map<String, Object> decoded = Frames.decode(one.bytes(), one.keys());
        if (!one.framing().equals("other")) {
            assertEquals(one.framing(), decoded.get("framing"));
        }
        one.structure().ifPresent(expected -> assertEquals(plain(expected), numbers(decoded.get("structure"))));
        for (String key : List.of("plain_apdu", "security_control", "invocation_counter")) {
            if (one.expected().has(key)) {
                assertEquals(plain(one.expected().get(key)), numbers(decoded.get(key)), key);
            }
        }
        assertedFields(one, decoded);
        if (one.expected().has("golden") || one.expected().has("fields")) {
            assertEquals("data-notification", structure(decoded).get("apdu"));
        }
    }

    @ParameterizedTest
    @MethodSource("rejected")
    void refusesWhatIsDamaged(Corpus.Case one) {
        assertThrows(MalformedFrameException.class, () -> Frames.decode(one.bytes(), one.keys()));
    }

    @ParameterizedTest
    @MethodSource("framesOnly")
    void readsTheFramingOfTheOthersOrSaysWhatIsDamaged(Corpus.Case one) {
        try {
            Map<String, Object> decoded = Frames.decode(one.bytes(), Optional.empty());
            for (String key : List.of("fcs_ok", "hcs_ok", "segmented", "control")) {
                if (one.expected().has(key)) {
                    assertEquals(plain(one.expected().get(key)), numbers(decoded.get(key)), key);
                }
            }
            one.structure().ifPresent(expected -> assertEquals(plain(expected), numbers(decoded.get("structure"))));
        } catch (DamagedFrameException e) {
            if (one.expected().has("fcs_ok") && !one.expected().get("fcs_ok").isJsonNull()) {
                assertEquals(one.expected().get("fcs_ok").getAsBoolean(), e.frameCheckHolds());
                assertEquals(one.expected().get("hcs_ok").getAsBoolean(), e.headerCheckHolds());
            }
        } catch (MalformedFrameException e) {
            assertTrue(!one.framing().equals("hdlc"), e::getMessage);
        }
    }

    @Test
    void countsTheCorpus() {
        long structures = decodable().filter(one -> one.structure().isPresent()).count();
        System.out.println("corpus dlms: " + decodable().count() + " to decode, " + structures + " with a structure, "
                + rejected().count() + " to reject, " + framesOnly().count() + " frames only");
        assertTrue(structures > 0);
    }

    private static void assertedFields(Corpus.Case one, Map<String, Object> decoded) {
        if (!one.expected().has("asserted")) {
            return;
        }
        Map<String, Object> found = new LinkedHashMap<>(structure(decoded));
        decoded.forEach(found::putIfAbsent);
        JsonObject asserted = one.expected().getAsJsonObject("asserted");
        for (String key : asserted.keySet()) {
            assertEquals(plain(asserted.get(key)), numbers(found.get(key)), key);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> structure(Map<String, Object> decoded) {
        return decoded.get("structure") == null ? Map.of() : (Map<String, Object>) decoded.get("structure");
    }

    private static Object numbers(Object value) {
        if (value instanceof List<?> list) {
            List<Object> elements = new ArrayList<>();
            list.forEach(element -> elements.add(numbers(element)));
            return elements;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> members = new LinkedHashMap<>();
            map.forEach((key, member) -> members.put(key, numbers(member)));
            return members;
        }
        return value instanceof Number ? new BigDecimal(value.toString()) : value;
    }

    private static Object plain(JsonElement json) {
        if (json.isJsonNull()) {
            return null;
        }
        if (json.isJsonArray()) {
            List<Object> elements = new ArrayList<>();
            json.getAsJsonArray().forEach(element -> elements.add(plain(element)));
            return elements;
        }
        if (json.isJsonObject()) {
            Map<String, Object> members = new LinkedHashMap<>();
            json.getAsJsonObject().entrySet().forEach(entry -> members.put(entry.getKey(), plain(entry.getValue())));
            return members;
        }
        if (json.getAsJsonPrimitive().isNumber()) {
            return json.getAsBigDecimal();
        }
        return json.getAsJsonPrimitive().isBoolean() ? (Object) json.getAsBoolean() : json.getAsString();
    }
}
