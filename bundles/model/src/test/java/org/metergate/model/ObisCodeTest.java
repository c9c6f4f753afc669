package org.metergate.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObisCodeTest {

    @Nested
    class Parse {

        @ParameterizedTest
        @CsvSource({
            "1-0:1.8.0*255, 1-0:1.8.0*255",
            "1.8.0, 1-0:1.8.0*255",
            "1.8.0*01, 1-0:1.8.0*1",
            "1.8.0&05, 1-0:1.8.0*5",
            "1.0.1.8.0.255, 1-0:1.8.0*255",
            "32.7, 1-0:32.7.255*255",
            "C.1.0, 1-0:96.1.0*255",
            "F.F, 1-0:97.97.255*255",
            "0-0:F.F.0*255, 0-0:97.97.0*255",
            "1.8.0/03, 1-0:1.8.0*3",
            "1:1.8.0, 1-1:1.8.0*255",
            "' 8-1:1.0.0 ', 8-1:1.0.0*255"
        })
        void readsEveryWrittenForm(String written, String full) {
            assertEquals(full, ObisCode.parse(written).toString());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"", "F.G", "1", "1-0", "1-0:1.8.0*", "1-0:1.8.256", "999.8.0", "1.0.1.8.0.256", "x.8.0"})
        void refusesWhatIsNone(String text) {
            assertThrows(IllegalArgumentException.class, () -> ObisCode.parse(text));
        }

        @Test
        void saysWhatItExpected() {
            Exception refused = assertThrows(IllegalArgumentException.class, () -> ObisCode.parse("energy"));
            assertTrue(refused.getMessage().contains("'energy'"), refused.getMessage());
            assertTrue(refused.getMessage().contains("1-0:1.8.0*255"), refused.getMessage());
        }
    }

    @Nested
    class LogicalName {

        @Test
        void holdsTheSixGroupsInOrder() {
            ObisCode code = ObisCode.parse("1-0:1.8.0*255");
            assertArrayEquals(new byte[] {1, 0, 1, 8, 0, (byte) 255}, code.logicalName());
            assertEquals(code, ObisCode.ofLogicalName(code.logicalName()));
            assertEquals("1.0.1.8.0.255", code.dotted());
        }

        @Test
        void hasSixBytes() {
            assertThrows(IllegalArgumentException.class, () -> ObisCode.ofLogicalName(new byte[5]));
        }
    }
}
