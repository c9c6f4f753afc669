package org.metergate.emulator.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenTest {

    private static final Row ROW = new Row("main", "P", "17", "W", "2026-11-23T21:00:03Z", "GOOD", "");

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(written, true);

    @Nested
    class Live {

        private final LiveScreen screen = new LiveScreen(out, () -> new WindowSize(80, 24));

        @Test
        void drawsTheTableOverItself() {
            screen.show(List.of("broker"), List.of(ROW));
            written.reset();
            screen.show(List.of("broker"), List.of(ROW));
            assertTrue(written.toString().startsWith("\r\u001b[5A\u001b[Jbroker\n\nmeter"), written.toString());
        }

        @Test
        void putsWholeLinesOfOthersAboveTheTable() {
            screen.show(List.of("broker"), List.of());
            written.reset();
            PrintStream above = screen.above();
            above.print("half a line");
            assertEquals("", written.toString());
            above.println(", now whole");
            assertEquals("\r\u001b[1A\u001b[Jhalf a line, now whole\nbroker\n", written.toString());
        }

        @Test
        void neverDrawsMoreThanTheWindowHolds() {
            screen.show(List.of("broker"), java.util.Collections.nCopies(100, ROW));
            assertTrue(written.toString().lines().count() < 24, written.toString());
        }
    }

    @Nested
    class Plain {

        @Test
        void printsEachPlaceOnceAndTheTableEachTime() {
            PlainScreen screen = new PlainScreen(out);
            screen.show(List.of("broker  mqtt://127.0.0.1:1883"), List.of());
            screen.show(List.of("broker  mqtt://127.0.0.1:1883", "meter  main"), List.of(ROW));
            screen.show(List.of("broker  mqtt://127.0.0.1:1883", "meter  main"), List.of(ROW));
            String text = written.toString();
            assertEquals(2, text.split("broker", -1).length);
            assertEquals(3, text.split("17 W", -1).length);
            assertFalse(text.contains("\u001b"));
        }
    }

    @ParameterizedTest
    @CsvSource({"50 132, 132, 50", "0 0, 100, 40", "'', 100, 40", "x y, 100, 40"})
    void readsTheSizeOfTheWindow(String told, int width, int height) {
        assertEquals(new WindowSize(width, height), WindowSize.of(told));
    }
}
