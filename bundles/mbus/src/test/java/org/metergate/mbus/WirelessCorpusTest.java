package org.metergate.mbus;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.function.Executable;
import org.metergate.transport.MalformedFrameException;

/** Telegrams of real wireless meters against the values that a program with a table for each meter reads in them. */
@EnabledIf(value = "org.metergate.mbus.Corpus#present", disabledReason = "no folder shared/corpus beside the checkout")
class WirelessCorpusTest {

    private static List<Corpus.Case> cases(String verdict) {
        return Corpus.family("wmbus").stream()
                .filter(c -> c.verdict().equals(verdict))
                .filter(c -> !c.expected().has("already_decrypted")
                        || !c.expected().get("already_decrypted").getAsBoolean())
                .toList();
    }

    private static Optional<byte[]> key(JsonObject expected) {
        return expected.get("key").isJsonNull()
                ? Optional.empty()
                : Optional.of(HexFormat.of().parseHex(expected.get("key").getAsString()));
    }

    /**
     * The rest stands in blocks that only the manufacturer knows, was computed by the other program, contradicts the
     * standard (a record that the meter marks as wrong, the least integer), or has no key here. The workbench names each.
     */
    @Test
    void readsTheValuesThatTheTelegramsGive() {
        int wanted = 0;
        int missing = 0;
        List<String> left = new ArrayList<>();
        for (Corpus.Case real : cases("decode")) {
            wanted += Values.wanted(real.expected());
            List<String> absent = Values.missing(real.expected(), records(real));
            missing += absent.size();
            if (!absent.isEmpty()) {
                left.add(real + " " + absent);
            }
        }
        assertEquals(1022, wanted);
        int found = wanted - missing;
        assertTrue(found >= 920, () -> found + " values; left: " + String.join("\n", left));
    }

    private static List<DataRecord> records(Corpus.Case real) {
        try {
            Answer answer = Telegrams.decodeWireless(
                    real.bytes(), key(real.expected()).map(Keys::always).orElse(Keys.NONE), Formats.wellKnown());
            return answer instanceof Answer.Telegram telegram ? telegram.records() : List.of();
        } catch (MalformedFrameException e) {
            return List.of();
        }
    }

    @Test
    void refusesBrokenTelegramsAndWrongKeys() {
        List<Executable> checks = new ArrayList<>();
        for (Corpus.Case broken : cases("reject")) {
            checks.add(() -> assertThrows(
                    MalformedFrameException.class,
                    () -> Telegrams.decodeWireless(broken.bytes(), key(broken.expected())),
                    broken.name()));
        }
        assertEquals(12, checks.size());
        assertAll(checks);
    }

    @Test // the header announces encryption and the payload is stored in clear: a key must not help
    void refusesAnnouncedEncryptionThatIsNone() {
        List<Executable> checks = new ArrayList<>();
        for (Corpus.Case stored : Corpus.family("wmbus")) {
            if (stored.expected().has("already_decrypted")
                    && stored.expected().get("already_decrypted").getAsBoolean()) {
                checks.add(() -> assertTrue(records(stored).isEmpty(), stored.name()));
            }
        }
        assertAll(checks);
    }

    @Test
    void noiseNeverBreaksTheDecoder() {
        for (Corpus.Case noise : cases("no-crash")) {
            assertTrue(records(noise).size() < 256, noise.name());
        }
    }
}
