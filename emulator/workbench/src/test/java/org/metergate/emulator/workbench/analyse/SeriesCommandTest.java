package org.metergate.emulator.workbench.analyse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeriesCommandTest {
    @TempDir
    private Path folder;

    @Test
    void seriesTakesApart() throws IOException {
        Path drawing = folder.resolve("parts.svg");
        Run run = Run.of("analyse", "series", "--plot", drawing.toString(), file(24 * 28, 3600, 7.3));
        assertEquals(0, run.status(), run.text());
        assertEquals("timestamp,value,trend,day,week,rest", run.lines().get(0));
        assertEquals(24 * 28, run.rows().size());
        assertTrue(run.number("strength_day") > 0.9, run.summary());
        assertTrue(Files.readString(drawing).contains("trend"));
    }

    @Test
    void seriesResamples() throws IOException {
        Run run = Run.of("analyse", "series", "--step", "P1D", "--aggregation", "SUM", file(24 * 3, 3600, 7.3));
        assertEquals(3, run.rows().size());
        assertTrue(run.lines().get(2).startsWith("2025-01-02T00:00:00Z,"), run.text());
        assertTrue(run.lines().get(2).endsWith(",24"), run.text());
        Run again = Run.of("analyse", "series", "--step", "PT7H30S", "-", "x");
        assertEquals(1, again.status());
    }

    @Test
    void seriesListsGaps() throws IOException {
        Path file = Files.writeString(
                folder.resolve("gaps.csv"),
                "t,v\n2025-01-01 00:00:00,1\n2025-01-01 01:00:00,\n2025-01-01 02:00:00,1\n2025-01-01 03:00:00,1\n"
                        + "2025-01-01 06:00:00,1\n");
        Run run = Run.of("analyse", "series", "--gaps", file.toString());
        assertEquals(
                List.of(
                        "2025-01-01T00:00:00Z,2025-01-01T02:00:00Z,7200,1",
                        "2025-01-01T03:00:00Z,2025-01-01T06:00:00Z,10800,2"),
                run.rows());
        assertEquals(3, run.number("missing"));
    }

    @Test
    void spectrumTellsTheMachineFromTheDay() throws IOException {
        Path drawing = folder.resolve("spectrum.svg");
        Run run = Run.of("analyse", "spectrum", "--plot", drawing.toString(), file(96 * 28, 900, 1.31));
        assertEquals(0, run.status(), run.text());
        assertEquals(
                "period_s,kind,strength_percent,amplitude,false_alarm",
                run.lines().get(0));
        assertTrue(run.rows().get(0).startsWith("86400,DAY,"), run.text());
        assertTrue(run.rows().get(1).contains(",OWN,"), run.text());
        assertEquals(1.31 * 3600, Double.parseDouble(run.rows().get(1).split(",")[0]), 10);
        assertEquals(2, run.number("cycles"));
        assertTrue(Files.readString(drawing).contains("without the calendar"));
    }

    @Test
    void aConstantSeriesIsCalledConstant() throws IOException {
        StringBuilder text = new StringBuilder("t,v\n");
        for (int i = 0; i < 100; i++) {
            text.append(Instant.parse("2025-01-01T00:00:00Z").plusSeconds(3600L * i))
                    .append(",5\n");
        }
        String file = Files.writeString(folder.resolve("constant.csv"), text).toString();
        assertTrue(Run.of("analyse", "spectrum", file).text().contains("# constant: true"));
        assertTrue(Run.of("analyse", "series", file).text().contains("# constant: true"));
    }

    @Test
    void wrongFilesAreRefusedByEachOfThem() throws IOException {
        for (String analysis : List.of("series", "spectrum", "forecast")) {
            assertFails(analysis, "t,v\n", "has a header and no row");
            assertFails(analysis, "t,v\n2025-01-01,1\n", "has one row");
            assertFails(analysis, "t,v\n2025-01-02,1\n2025-01-01,1\n", "sort the file by time");
            assertFails(analysis, "t,v\n2025-01-01,1\n2025-01-01,1\n", "keep one of the two");
            assertFails(analysis, "t,v\n2025-01-01,1\n2125-01-01,1\n", "is in the future");
            assertFails(analysis, "t,v\n2025-01-01,1\n2025-01-02,Infinity\n", "expected a finite number");
            assertFails(analysis, "t,v\n2025-01-01,1\n2025-01-02,2\n2025-01-03,3\n", "expected");
        }
    }

    private void assertFails(String analysis, String content, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("wrong.csv"), content);
        Run run = Run.of("analyse", analysis, file.toString());
        assertEquals(1, run.status(), run.text());
        assertTrue(run.text().startsWith("{\"error\":"), run.text());
        assertTrue(run.text().contains(message), run.text());
    }

    /** A day of 20 units and a machine of 3. */
    private String file(int steps, int seconds, double machineHours) throws IOException {
        StringBuilder text = new StringBuilder("timestamp,value\n");
        for (int i = 0; i < steps; i++) {
            double hours = i * seconds / 3600.0;
            double load = 100 + 20 * Math.sin(hours * Math.PI / 12) + 3 * Math.sin(2 * Math.PI * hours / machineHours);
            text.append(Instant.parse("2025-01-01T00:00:00Z").plusSeconds((long) seconds * i))
                    .append(',')
                    .append(load)
                    .append('\n');
        }
        return Files.writeString(folder.resolve("series.csv"), text).toString();
    }
}
