package org.metergate.emulator.workbench.analyse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForecastCommandTest {
    private static final Path LOAD = Path.of("../../../shared/corpus/load");

    @TempDir
    private Path folder;

    @Test
    void printsOneOriginADayAndASummary() throws IOException {
        Run run = Run.of("analyse", "forecast", "--horizon", "24", "--test-from", "2025-03-01T00:00:00Z", file(0));
        assertEquals(0, run.status(), run.text());
        assertEquals(
                "origin,timestamp,actual,forecast,lower80,upper80,lower95,upper95,baseline",
                run.lines().get(0));
        assertTrue(run.lines().get(1).startsWith("2025-03-01T00:00:00Z,2025-03-01T00:00:00Z,"), run.text());
        assertTrue(run.lines().get(25).startsWith("2025-03-02T00:00:00Z,2025-03-02T00:00:00Z,"), run.text());
        List<String> rows = run.rows();
        assertEquals(24 * 9, rows.size());
        for (String row : rows) {
            String[] cells = row.split(",");
            assertEquals(9, cells.length);
            assertTrue(Double.parseDouble(cells[6]) <= Double.parseDouble(cells[4]), row);
            assertTrue(Double.parseDouble(cells[4]) <= Double.parseDouble(cells[3]), row);
            assertTrue(Double.parseDouble(cells[3]) <= Double.parseDouble(cells[5]), row);
            assertTrue(Double.parseDouble(cells[5]) <= Double.parseDouble(cells[7]), row);
        }
        assertEquals(9, run.number("origins"));
        assertTrue(run.number("MASE") < run.number("MASE_baseline"), run.text());
        assertTrue(run.text().contains("# MAPE_percent: "), run.text());
    }

    @Test
    void neverLooksPastTheOrigin() throws IOException {
        String[] command = {"analyse", "forecast", "--horizon", "48", "--test-from", "2025-03-01T00:00:00Z"};
        List<String> before = forecasts(Run.of(with(command, file(0))));
        List<String> after = forecasts(Run.of(with(command, file(24 * 62)))); // all is changed from 2025-03-04 on
        assertEquals(before.subList(0, 24 + 48 + 48 + 24), after.subList(0, 24 + 48 + 48 + 24));
        assertTrue(!before.subList(200, 300).equals(after.subList(200, 300)));
    }

    @Test
    void forecastsWhatComesAfterTheFile() throws IOException {
        Path drawing = folder.resolve("plot.svg");
        Run run = Run.of("analyse", "forecast", "--format", "json", "--plot", drawing.toString(), file(0));
        assertEquals(0, run.status(), run.text());
        assertTrue(run.text().contains("\"timestamp\":\"2025-03-10T23:00:00Z\",\"actual\":null"), run.text());
        assertTrue(Files.readString(drawing).contains("95 %"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2024-06-01|is not within",
                "soon|is no timestamp",
                "2025-01-10|9.0 days before the origin 2025-01-10T00:00:00Z; expected 21 or more",
            })
    void refusesAnOriginThatWillNotDo(String origin, String message) throws IOException {
        Run run = Run.of("analyse", "forecast", "--test-from", origin, file(0));
        assertEquals(1, run.status());
        assertTrue(run.text().contains(message), run.text());
    }

    @Test
    void refusesWhatIsNoRegularSeries() throws IOException {
        assertFails("t,v\n2025-01-01 00:00:00,1\n2025-01-01 00:00:01,1\n2025-01-01 00:00:02,1\n", "the step is PT1S");
        assertFails(
                "t,v\n2025-01-01 00:00:00,1\n2025-01-01 01:00:00,1\n2025-01-01 02:00:00,1\n2025-01-01 03:20:00,1\n",
                "2025-01-01T03:20:00Z is not on the grid of PT1H");
        assertFails("t,v\n2025-01-01,\n2025-01-02,NaN\n", "has no number in the column");
        assertFails("t,v\n2025-01-01,1\n", "has one row; expected at least 2 rows");
        assertFails("t,v\n2025-01-01,1\n2025-01-02,2\n", "2.0 days before the origin");
    }

    @EnabledIf("corpusIsThere")
    @ParameterizedTest
    @CsvSource({
        "bdg2-building-1-first.csv, 2016-06-24 00:00:00, 24",
        "vic-electricity-2012-2013.csv, 2013-11-01T00:00:00Z, 48"
    })
    void beatsTheNaiveByAQuarterOnRealLoads(String name, String from, String horizon) throws IOException {
        Run run = Run.of(
                "analyse",
                "forecast",
                "--horizon",
                horizon,
                "--test-from",
                from,
                LOAD.resolve(name).toString());
        assertEquals(0, run.status(), run.text());
        assertTrue(run.number("below_better_naive_percent") >= 25, run.summary());
        assertTrue(run.number("MAPE_percent") < 4.39, run.summary());
        assertTrue(run.number("memory_MB") < 64, run.summary());
    }

    static boolean corpusIsThere() {
        return Files.isDirectory(LOAD);
    }

    private void assertFails(String content, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("wrong.csv"), content);
        Run run = Run.of("analyse", "forecast", file.toString());
        assertEquals(1, run.status(), run.text());
        assertTrue(run.text().contains(message), run.text());
    }

    private static String[] with(String[] command, String file) {
        String[] all = java.util.Arrays.copyOf(command, command.length + 1);
        all[command.length] = file;
        return all;
    }

    /** The rows without the column of what came. */
    private static List<String> forecasts(Run run) {
        assertEquals(0, run.status(), run.text());
        return run.rows().stream()
                .map(row -> row.replaceFirst("^([^,]*,[^,]*),[^,]*", "$1"))
                .toList();
    }

    /** Hours from 2025-01-01 to 2025-03-09; from one hour on everything else. */
    private String file(int changedFrom) throws IOException {
        Random noise = new Random(1);
        StringBuilder text = new StringBuilder("timestamp,value,warmth\n");
        for (int i = 0; i < 24 * 68; i++) {
            int day = i / 24;
            double load =
                    100 + (day % 7 < 5 ? 50 : 0) + 30 * Math.sin(i % 24 * Math.PI / 12) + 5 * noise.nextGaussian();
            double warmth = 20 + noise.nextGaussian();
            boolean changed = changedFrom > 0 && i >= changedFrom;
            text.append(Instant.parse("2025-01-01T00:00:00Z").plusSeconds(3600L * i))
                    .append(',')
                    .append(changed ? 1000 - load : load)
                    .append(',')
                    .append(changed ? -warmth : warmth)
                    .append('\n');
        }
        return Files.writeString(folder.resolve("load" + changedFrom + ".csv"), text)
                .toString();
    }
}
