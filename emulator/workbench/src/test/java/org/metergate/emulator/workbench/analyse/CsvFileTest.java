package org.metergate.emulator.workbench.analyse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.metergate.emulator.workbench.Failure;

class CsvFileTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    @Nested
    class Timestamp {
        @ParameterizedTest
        @CsvSource({
            "2026-01-31T12:00:00Z, 2026-01-31T12:00:00Z",
            "2026-01-31T12:00:00+01:00, 2026-01-31T11:00:00Z",
            "2026-01-31 12:00:00+01:00, 2026-01-31T11:00:00Z",
            "2026-01-31T12:00:00-0330, 2026-01-31T15:30:00Z",
            "2026-01-31T12:00:00.250Z, 2026-01-31T12:00:00.250Z",
            "2026-01-31 12:00:00, 2026-01-31T12:00:00Z",
            "2026-01-31T12:00, 2026-01-31T12:00:00Z",
            "2026-01-31 12:00:00.5, 2026-01-31T12:00:00.500Z",
            "2026-01-31, 2026-01-31T00:00:00Z",
            "1764000000, 2025-11-24T16:00:00Z",
            "1764000000.25, 2025-11-24T16:00:00.250Z",
            "1764000000250, 2025-11-24T16:00:00.250Z",
            "1764000000250000, 2025-11-24T16:00:00.250Z",
            "1764000000250000000, 2025-11-24T16:00:00.250Z",
            "0, 1970-01-01T00:00:00Z"
        })
        void isReadInEveryCommonForm(String stamp, Instant expected) throws Failure {
            assertEquals(
                    expected,
                    table("timestamp,value\n" + stamp + ",1\n", ZoneOffset.UTC).times()[0]);
        }

        @Test // Central European Time ends at 03:00 summer time on the last Sunday of October
        void ofTheHourThatALocalClockCountsTwiceIsTold() throws Failure {
            String text = "timestamp,value\n2025-10-26 01:30:00,1\n2025-10-26 02:00:00,1\n2025-10-26 02:30:00,2\n"
                    + "2025-10-26 02:00:00,3\n2025-10-26 02:30:00,4\n2025-10-26 03:00:00,5\n";
            Table table = table(text, ZoneId.of("Europe/Paris"));
            for (int i = 1; i < table.rows(); i++) {
                assertEquals(table.times()[i - 1].plusSeconds(1800), table.times()[i]);
            }
            assertFails(text, ZoneOffset.UTC, "line 5, column 1: 2025-10-26 02:00:00 is earlier than");
        }

        @Test
        void thatALocalClockNeverShowedIsRefused() {
            assertFails(
                    "timestamp,value\n2025-03-30 02:30:00,1\n",
                    ZoneId.of("Europe/Paris"),
                    "line 2, column 1: the clocks of Europe/Paris were put forward over 2025-03-30 02:30:00");
        }
    }

    @Nested
    class Cells {
        @Test
        void areFoundByName() throws Failure {
            Table table = table("time,\"a,b\",value\n2026-01-01,1,-2.5e3\n2026-01-02,TRUE,3\n", ZoneOffset.UTC);
            assertArrayEquals(new double[] {-2500, 3}, table.numbers(table.column(Optional.empty())));
            assertArrayEquals(new double[] {1, 1}, table.numbers(table.column(Optional.of("a,b"))));
            Failure failure = assertThrows(Failure.class, () -> table.column(Optional.of("c")));
            assertTrue(failure.getMessage().contains("has no column 'c'; it has a,b, value"), failure.getMessage());
        }

        @Test
        void mayBeGapsWhereThatIsAskedFor() throws Failure {
            Table table = table("time,value\n2026-01-01,\n2026-01-02,NaN\n2026-01-03,1\n", ZoneOffset.UTC);
            assertArrayEquals(new double[] {Double.NaN, Double.NaN, 1}, table.numbersWithGaps(0));
            Failure failure = assertThrows(Failure.class, () -> table.numbers(0));
            assertTrue(failure.getMessage().contains("line 2, column 2 (value) is empty"), failure.getMessage());
        }
    }

    @Nested
    class Refusals {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "''|is empty; expected a header",
                    "timestamp,value\\n|has a header and no row",
                    "2026-01-01,1\\n|line 1 begins with a timestamp; put a header",
                    "timestamp;value\\n|line 1 has one column; expected a header such as timestamp,value, with commas",
                    "t,a,a\\n|names column 'a' twice",
                    "t,v\\n2026-01-01,1\\n\\n2026-01-01,2\\n|line 4, column 1: 2026-01-01 stands in line 2 already",
                    "t,v\\n2026-01-02,1\\n2026-01-01,2\\n|line 3, column 1: 2026-01-01 is earlier than 2026-01-02 in line 2",
                    "t,v\\n2026-06-02,1\\n|line 2, column 1: 2026-06-02 is in the future",
                    "t,v\\n01/02/2026,1\\n|line 2, column 1: '01/02/2026' is no timestamp",
                    "t,v\\n2026-02-30,1\\n|line 2, column 1: '2026-02-30' is no timestamp",
                    "t,v\\n2026-01-01,1,2\\n|line 2 has 3 cells, the header has 2",
                    "t,v\\n2026-01-01,\"1\\n|line 2 ends within quotation marks"
                })
        void nameLineColumnAndWhatToDo(String text, String message) {
            assertFails(text.replace("\\n", "\n"), ZoneOffset.UTC, message);
        }

        @ParameterizedTest
        @CsvSource({"Infinity", "1f", "0x10", "1;5", "abc"})
        void ofWhatIsNoNumber(String cell) throws Failure {
            Table table = table("t,v\n2026-01-01," + cell + "\n", ZoneOffset.UTC);
            Failure failure = assertThrows(Failure.class, () -> table.numbersWithGaps(0));
            assertTrue(
                    failure.getMessage().contains("line 2, column 2 (v) is '" + cell + "'; expected a finite number"),
                    failure.getMessage());
        }
    }

    private static void assertFails(String text, ZoneId zone, String message) {
        Failure failure = assertThrows(Failure.class, () -> table(text, zone));
        assertTrue(failure.getMessage().contains(message), failure.getMessage());
    }

    private static Table table(String text, ZoneId zone) throws Failure {
        try (CsvFile file = CsvFile.open(
                "-",
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                new CsvFile.Rules(zone, Optional.of(NOW), true))) {
            return Table.of(file, 1);
        }
    }
}
