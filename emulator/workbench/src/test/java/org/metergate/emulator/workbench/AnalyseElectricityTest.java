package org.metergate.emulator.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands {@code analyse power}, {@code harmonics} and {@code energy}. */
class AnalyseElectricityTest {
    @TempDir
    private Path folder;

    private int status;

    private String run(String analysis, String csv, String... options) throws IOException {
        Path file = Files.writeString(folder.resolve("in.csv"), csv);
        List<String> arguments = new ArrayList<>(List.of("analyse", analysis));
        arguments.addAll(List.of(options));
        arguments.add(file.toString());
        StringWriter out = new StringWriter();
        CommandLine line = Workbench.commands().setOut(new PrintWriter(out));
        status = line.execute(arguments.toArray(String[]::new));
        return out.toString();
    }

    private JsonObject json(String analysis, String csv, String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of("--format", "json"));
        all.addAll(List.of(options));
        String text = run(analysis, csv, all.toArray(String[]::new));
        assertEquals(0, status, text);
        return JsonParser.parseString(text).getAsJsonObject();
    }

    private static JsonObject row(JsonObject json, int index) {
        return json.getAsJsonArray("rows").get(index).getAsJsonObject();
    }

    private static String error(String text) {
        return JsonParser.parseString(
                        text.lines().reduce((first, second) -> second).orElseThrow())
                .getAsJsonObject()
                .getAsJsonObject("error")
                .get("message")
                .getAsString();
    }

    @Nested
    class Power {
        @Test
        void derivesWhatIsMissing() throws IOException {
            JsonObject json = json(
                    "power",
                    """
                    timestamp,U1,I1,P1 (kW),Q1,THDU1
                    2026-01-01T00:00:00Z,230,5,0.92,690,8.5
                    2026-01-01T00:00:10Z,,5,0.92,690,
                    2026-01-01T00:00:20Z,230,1,2.3,0,3
                    """,
                    "--target",
                    "1");
            assertEquals(1_150, row(json, 0).get("S1").getAsDouble());
            assertEquals(0.8, row(json, 0).get("PF1").getAsDouble());
            assertEquals("DEGRADED", row(json, 0).get("class").getAsString());
            assertEquals("DEGRADED", row(json, 0).get("THDU1.class").getAsString());
            assertEquals("I", row(json, 0).get("quadrant1").getAsString());
            assertEquals(690, row(json, 0).get("capacitor_var").getAsDouble(), 1e-9);
            assertEquals("NORMAL", row(json, 0).get("level1").getAsString());
            assertEquals(230, row(json, 1).get("U1").getAsDouble(), 1e-9);
            assertTrue(row(json, 1).get("THDU1").isJsonNull());
            assertTrue(row(json, 2).get("PF1").isJsonNull());
            assertTrue(row(json, 2).get("contradictions").getAsString().contains("which is never more"));
            JsonObject summary = json.getAsJsonObject("summary");
            assertEquals(1, summary.get("rows with contradictions").getAsInt());
            assertEquals("from the meter's own registers", summary.get("THD").getAsString());
        }

        @Test
        void saysThatReadingsHoldNoHarmonics() throws IOException {
            String text = run("power", "timestamp,P,Q\n2026-01-01T00:00:00Z,300,-400\n");
            assertEquals(0, status);
            assertTrue(text.contains("# THD: none: readings of rms values hold no harmonics"), text);
            assertTrue(
                    text.lines().skip(1).findFirst().orElseThrow().startsWith("2026-01-01T00:00:00Z,300,-400,500,"),
                    text);
        }

        @Test
        void namesWhatIsWrong() throws IOException {
            assertTrue(
                    error(run("power", "timestamp,a\n2026-01-01T00:00:00Z,1\n")).contains("no column of electricity"));
            assertEquals(1, status);
            assertTrue(error(run("power", "timestamp,PF1\n2026-01-01T00:00:00Z,1.5\n"))
                    .contains("line 2, column 2 (PF1)"));
            assertTrue(error(run("power", "timestamp,U1\n")).contains("a header and no row"));
            assertTrue(error(run("power", "timestamp,U1\n2026-01-01T00:00:00Z,1\n", "--class", "99"))
                    .contains("classes"));
        }

        @Test
        void drawsOnRequest() throws IOException {
            Path drawing = folder.resolve("p.svg");
            run(
                    "power",
                    "timestamp,P,Q\n2026-01-01T00:00:00Z,3,4\n2026-01-01T00:01:00Z,5,4\n",
                    "--plot",
                    drawing.toString());
            assertEquals(0, status);
            assertTrue(Files.readString(drawing).startsWith("<svg"));
        }
    }

    @Nested
    class Harmonics {
        /** 230 V with 5 % of order 5, 10 A lagging 60 degrees with 30 % of order 3; 50 Hz, half a second. */
        private static String wave(double rate, boolean timed) {
            StringBuilder csv = new StringBuilder("timestamp,U1,I1\n");
            for (int i = 0; i < rate / 2; i++) {
                double turn = 2 * Math.PI * 50 * i / rate;
                String nanos = Long.toString(1_000_000_000L + Math.round(i / rate * 1e9))
                        .substring(1);
                csv.append(timed ? "2026-01-01T00:00:00." + nanos + "Z" : "" + i)
                        .append(',')
                        .append(Math.sqrt(2) * (230 * Math.cos(turn) + 11.5 * Math.cos(5 * turn)))
                        .append(',')
                        .append(Math.sqrt(2) * (10 * Math.cos(turn - Math.PI / 3) + 3 * Math.cos(3 * turn)))
                        .append('\n');
            }
            return csv.toString();
        }

        @Test
        void ofAWaveformAreFound() throws IOException {
            JsonObject json = json("harmonics", wave(12_800, true));
            assertEquals(4, json.getAsJsonArray("rows").size()); // 2 windows of 2 channels
            assertEquals(5, row(json, 0).get("thds_percent").getAsDouble(), 1e-7);
            assertEquals("U1", row(json, 0).get("channel").getAsString());
            assertEquals(30, row(json, 1).get("thds_percent").getAsDouble(), 1e-7);
            assertEquals("CRITICAL", row(json, 1).get("class").getAsString());
            assertEquals(50, row(json, 1).get("frequency").getAsDouble(), 1e-9);
            assertEquals(3, row(json, 1).get("h3").getAsDouble(), 1e-9);
            JsonObject summary = json.getAsJsonObject("summary");
            assertEquals("none", summary.get("orders of U1 above EN 50160").getAsString());
            assertEquals(1_150, summary.get("P1 (W)").getAsDouble(), 1e-6);
            assertEquals(0.5, summary.get("DPF1").getAsDouble(), 1e-9);
        }

        @Test
        void mayComeWithARateInsteadOfTimes() throws IOException {
            Path drawing = folder.resolve("h.svg");
            String text = run(
                    "harmonics",
                    wave(6_400, false),
                    "--rate",
                    "6400",
                    "--column",
                    "U1",
                    "--orders",
                    "7",
                    "--interharmonics",
                    "--plot",
                    drawing.toString());
            assertEquals(0, status, text);
            assertTrue(text.startsWith("timestamp,channel,frequency,rms,mean,thd_percent"), text);
            assertTrue(text.contains("# THDS of U1 (%): 5"), text);
            assertTrue(Files.exists(drawing));
        }

        @Test
        void areNeverMadeOfRegisters() throws IOException {
            StringBuilder csv = new StringBuilder("timestamp,U1\n");
            for (int i = 0; i < 3_000; i++) {
                csv.append(1_767_225_600L + i).append(",230.1\n");
            }
            String message = error(run("harmonics", csv.toString()));
            assertEquals(1, status);
            assertTrue(message.contains("never from registers read now and then"), message);
        }

        @Test
        void needASteadyRateAndAWholeWindow() throws IOException {
            assertTrue(
                    error(run("harmonics", wave(12_800, true).replaceAll("(?m)^2026-01-01T00:00:00\\.1[0-4].*\\R", "")))
                            .contains("is no step of a steady rate"));
            String start = wave(12_800, true).lines().limit(500).reduce("", (a, b) -> a + b + "\n");
            assertTrue(error(run("harmonics", start)).contains("less than one window"));
            assertTrue(error(run("harmonics", wave(12_800, true), "--nominal", "55"))
                    .contains("expected 50 or 60"));
            assertTrue(error(run("harmonics", wave(12_800, true), "--orders", "51"))
                    .contains("1 to 50"));
        }

        @Test
        void ofSilenceAreNone() throws IOException {
            String text = run("harmonics", wave(12_800, true).replaceAll("(?m)^(2026[^,]*),.*$", "$1,0,0"));
            assertEquals(0, status, text);
            assertTrue(text.contains("# THDS of U1 (%): none: no fundamental"), text);
        }
    }

    @Nested
    class Energy {
        @Test
        void ofCountersIsDemandAndMore() throws IOException {
            StringBuilder csv = new StringBuilder("timestamp,import (kWh),export,production\n");
            for (int quarter = 0; quarter <= 96; quarter++) {
                csv.append(1_767_225_600L + 900L * quarter)
                        .append(',')
                        .append(String.format(
                                Locale.ROOT, "%.3f", 99_999 + 0.25 * quarter - (quarter < 4 ? 0 : 100_000)))
                        .append(',')
                        .append(10 * quarter)
                        .append(',')
                        .append(40 * quarter)
                        .append('\n');
            }
            Path drawing = folder.resolve("e.svg");
            JsonObject json = json(
                    "energy",
                    csv.toString(),
                    "--max-power",
                    "36000",
                    "--off-peak",
                    "22:00-06:00",
                    "--plot",
                    drawing.toString());
            assertEquals(96, json.getAsJsonArray("rows").size());
            assertEquals(1_000, row(json, 0).get("import_W").getAsDouble(), 1e-6);
            assertEquals("HC", row(json, 0).get("tariff").getAsString());
            JsonObject summary = json.getAsJsonObject("summary");
            assertEquals(24_000, summary.get("import (Wh)").getAsDouble(), 1e-6);
            assertEquals(8_000, summary.get("import HC (Wh)").getAsDouble(), 1e-6);
            assertEquals(1, summary.get("import intervals ROLLOVER").getAsInt());
            assertEquals(1, summary.get("import load factor").getAsDouble(), 1e-9);
            assertEquals(0.75, summary.get("self-consumption rate").getAsDouble(), 1e-9);
            assertTrue(Files.exists(drawing));
        }

        @Test
        void ofAnExchangeIsLeftOut() throws IOException {
            String text = run(
                    "energy",
                    """
                    timestamp,1.8.1,1.8.2
                    2026-01-01T00:00:00Z,5000,100
                    2026-01-01T00:15:00Z,5100,100
                    2026-01-01T00:30:00Z,3,150
                    2026-01-01T00:45:00Z,53,200
                    """,
                    "--rows",
                    "intervals");
            assertEquals(0, status, text);
            assertTrue(text.contains("import.1,,,EXCHANGE"), text);
            assertTrue(text.contains("# import.1 (Wh): 150"), text);
            assertTrue(text.contains("# import.1 readings not counted, DOUBTED: 1"), text);
            assertTrue(text.contains("# import.2 (Wh): 100"), text);
        }

        @Test
        void namesWhatIsWrong() throws IOException {
            String csv = "timestamp,import\n2026-01-01T00:00:00Z,1\n2026-01-01T00:15:00Z,2\n";
            assertTrue(error(run("energy", csv, "--off-peak", "22")).contains("expected hours such as"));
            assertTrue(error(run("energy", csv, "--rows", "x")).contains("demand or intervals"));
            assertTrue(error(run("energy", csv, "--unit", "J")).contains("Wh, kWh or MWh"));
            assertTrue(error(run("energy", csv, "--block", "0")).contains("blocks of"));
            assertTrue(error(run("energy", "timestamp,import\n2026-01-01T00:00:00Z,1\n"))
                    .contains("at least 2 rows"));
            assertFalse(run("energy", "timestamp,import\n2026-01-01T00:00:00Z,1\n2026-01-01T00:15:00Z,\n")
                    .contains("error"));
        }
    }
}
