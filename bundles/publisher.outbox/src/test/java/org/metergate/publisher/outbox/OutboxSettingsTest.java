package org.metergate.publisher.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OutboxSettingsTest {

    @Nested
    class ComputedNames {

        @Test
        void areTheResultsOfOurWireComponents() {
            Predicate<String> computed = OutboxSettings.from(Map.of()).computedNames();
            for (String name : List.of(
                    "PF1",
                    "PF1.class",
                    "U1.level",
                    "unbalance.U",
                    "import.demand.max",
                    "P.forecast.lower80",
                    "P.anomaly",
                    "P.cycle.period",
                    "finding.cause")) {
                assertTrue(computed.test(name), name);
            }
            for (String name : List.of("P", "P1", "U1", "import", "THDI1", "volume")) {
                assertFalse(computed.test(name), name);
            }
        }

        @Test
        void areTakenLiterallyButForTheStar() {
            Predicate<String> computed =
                    OutboxSettings.from(Map.of("analysis.channels", "a.b c*d")).computedNames();
            assertTrue(computed.test("a.b") && computed.test("cd") && computed.test("c.x.d"));
            assertFalse(computed.test("aXb") || computed.test("cde"));
        }
    }

    @Test
    void takeDefaultsForWhatIsWrongAndNameIt() {
        OutboxSettings settings = OutboxSettings.from(Map.of("retention.age", 0, "reserve", "much"));
        assertEquals(
                List.of("retention.age", "reserve"),
                settings.problems().stream().map(one -> one.key()).toList());
    }
}
