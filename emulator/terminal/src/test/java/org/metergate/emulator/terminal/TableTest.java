package org.metergate.emulator.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TableTest {

    private static final Row GOOD = new Row("main", "import", "1234.567", "Wh", "2026-11-23T21:00:03Z", "GOOD", "");
    private static final Row BAD = new Row("main", "U1", "", "", "2026-11-23T21:00:03Z", "BAD", "no answer");

    @Test
    void printsOneRowForEachReading() {
        assertEquals(
                List.of(
                        "meter      channel                     value unit  meter's time         quality",
                        "-".repeat(79),
                        "main       import                   1234.567 Wh    2026-11-23T21:00:03Z GOOD",
                        "main       U1                                      2026-11-23T21:00:03Z BAD     no answer"),
                Table.plain(List.of(GOOD, BAD)));
    }

    @Test
    void roundsComputedNumbersAndLeavesOutFractionsOfASecond() {
        Row row = new Row("m", "PF", "0.8728934509025079", "", "2026-11-23T21:00:03.125Z", "GOOD", "");
        assertEquals(
                "m          PF                       0.872893       2026-11-23T21:00:03Z GOOD",
                Table.plain(List.of(row)).get(2));
        Row counter = new Row("m", "import", "36391008.125", "Wh", "t", "GOOD", "");
        assertTrue(Table.plain(List.of(counter)).get(2).contains(" 36391008.125 Wh"));
    }

    @Test
    void fillsOneColumnFirst() {
        List<String> lines = Table.fitted(rows(10), 200, 20, 0);
        assertEquals(12, lines.size());
        assertEquals("m          c0                              0 W     t                    GOOD", lines.get(2));
    }

    @Test
    void putsColumnsSideBySideWhenTheWindowIsWide() {
        List<String> lines = Table.fitted(rows(30), 170, 20, 0);
        assertEquals(17, lines.size());
        assertTrue(lines.get(2).contains("c0 ") && lines.get(2).contains("c15 "), lines.get(2));
    }

    @Test
    void showsEveryReadingSoonerOrLaterWithinTheWindow() {
        Set<String> seen = new HashSet<>();
        for (int turn = 0; turn < 10; turn++) {
            List<String> lines = Table.fitted(rows(50), 80, 20, turn);
            assertTrue(lines.size() <= 20, "lines: " + lines.size());
            for (String line : lines) {
                assertTrue(line.length() <= 80, line);
                seen.add(line.replaceFirst("^m +", "").replaceFirst(" .*", ""));
            }
        }
        for (Row row : rows(50)) {
            assertTrue(seen.contains(row.channel()), row.channel());
        }
    }

    @Test
    void cutsWhatIsTooLongAndShowsNoControlCharacters() {
        Row row = new Row("a".repeat(40), "c\u001b[2J", "1".repeat(40), "unit-unit", "t".repeat(40), "GOOD", "");
        String line = Table.fitted(List.of(row), 80, 20, 0).get(2);
        assertTrue(line.length() <= 80, line);
        assertTrue(line.indexOf('\u001b') < 0, line);
    }

    private static List<Row> rows(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Row("m", "c" + i, Integer.toString(i), "W", "t", "GOOD", ""))
                .toList();
    }
}
