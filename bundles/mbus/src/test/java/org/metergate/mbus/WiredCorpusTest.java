package org.metergate.mbus;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames of real meters against what other programs read in them. */
@EnabledIf(value = "org.metergate.mbus.Corpus#present", disabledReason = "no folder shared/corpus beside the checkout")
class WiredCorpusTest {

    /**
     * Records that libmbus reads without their VIFE 6F (time of the maximum) or 50 and 58 (duration of exceeding a
     * limit): a date printed as 41 million degrees, seconds printed as a flow.
     */
    private static final Map<String, Set<Integer>> MISREAD_BY_THE_ORACLE = Map.of(
            "libmbus-landis-gyr-ultraheat-t230", Set.of(19, 20, 21, 22), "libmbus-sen-pollustat", Set.of(12, 13));

    static Stream<Corpus.Case> decode() {
        return cases("decode");
    }

    static Stream<Corpus.Case> reject() {
        return cases("reject");
    }

    static Stream<Corpus.Case> applicationError() {
        return cases("application-error");
    }

    private static Stream<Corpus.Case> cases(String verdict) {
        return Corpus.family("mbus-wired").stream().filter(c -> c.verdict().equals(verdict));
    }

    @ParameterizedTest
    @MethodSource
    void decode(Corpus.Case real) throws Exception {
        Answer.Telegram telegram = assertInstanceOf(Answer.Telegram.class, Telegrams.decode(real.bytes()));
        if (real.expected().has("values")) {
            assertEquals(List.of(), Values.missing(real.expected(), telegram.records()));
            return;
        }
        List<Executable> checks = new ArrayList<>();
        for (JsonElement element : real.expected().getAsJsonArray("records")) {
            JsonObject expected = element.getAsJsonObject();
            String function = text(expected, "function");
            if (expected.has("unreliable")
                    || function.equals("Manufacturer specific")
                    || function.equals("More records follow")) {
                continue;
            }
            int index = expected.get("index").getAsInt();
            if (MISREAD_BY_THE_ORACLE.getOrDefault(real.name(), Set.of()).contains(index)) {
                continue;
            }
            DataRecord record = telegram.records().get(index);
            checks.add(() -> assertSame(expected, record));
        }
        assertAll(real.name(), checks);
    }

    @ParameterizedTest
    @MethodSource
    void reject(Corpus.Case broken) {
        assertThrows(Exception.class, () -> Telegrams.decode(broken.bytes()));
    }

    @ParameterizedTest
    @MethodSource
    void applicationError(Corpus.Case real) throws Exception {
        Answer.ApplicationError error = assertInstanceOf(Answer.ApplicationError.class, Telegrams.decode(real.bytes()));
        String text =
                real.expected().getAsJsonObject("application_error").get("text").getAsString();
        assertEquals(text.replace("´", "'"), error.text());
    }

    private static void assertSame(JsonObject expected, DataRecord record) {
        String what = expected + " but read " + record.quantity() + " " + record.valueText() + " " + record.unit() + " "
                + record.content();
        if (!text(expected, "quantity").isEmpty()) {
            assertEquals(text(expected, "quantity"), record.quantity(), what);
            assertEquals(text(expected, "unit"), record.unit(), what);
            assertEquals(text(expected, "function"), record.function().text(), what);
            assertEquals(expected.get("storage").getAsLong(), record.storage(), what);
            assertEquals(expected.get("tariff").isJsonNull(), !record.extended(), what);
        }
        String expectedText = text(expected, "value_text").replace("Z", "");
        try {
            BigDecimal number = new BigDecimal(expectedText);
            assertTrue(Values.near(number, new BigDecimal(record.valueText()), 1e-6, 1.1e-6), what);
        } catch (NumberFormatException e) {
            assertEquals(expectedText, record.valueText(), what);
        }
    }

    private static String text(JsonObject object, String key) {
        return object.has(key) && !object.get(key).isJsonNull()
                ? object.get(key).getAsString()
                : "";
    }
}
