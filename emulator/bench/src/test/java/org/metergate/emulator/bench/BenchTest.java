package org.metergate.emulator.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Whether a bench that is over its limit is seen; how fast anything is, is no matter of tests. */
class BenchTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter complaints = new StringWriter();

    private int run(String... arguments) {
        CommandLine line = Bench.commands();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(complaints));
        return line.execute(arguments);
    }

    @Nested
    class Wire {
        @Test
        void printsTheRatioToTheWire() {
            assertEquals(0, run("wire", "pretended good"));
            assertEquals(
                    "pretended good: measured 1.040 s, wire limit 1.000 s, ratio 1.040 (limit 1.05), emulated time\n",
                    out.toString().replace("\r", ""));
        }

        @Test
        void failsWhenOneSpeedIsOver() {
            assertEquals(1, run("wire", "pretended slow"));
            assertTrue(out.toString().contains("ratio 1.060 (limit 1.05), emulated time, OVER"), out.toString());
        }

        @Test
        void failsWhenABenchCannotBeMeasuredAndShowsTheOthers() {
            assertEquals(1, run("wire", "pretended broken", "pretended good"));
            assertTrue(out.toString().contains("pretended broken: FAILED, java.io.IOException: no answer"));
            assertTrue(out.toString().contains("pretended good: measured"));
        }

        @Test
        void refusesANameThatNoBenchHas() {
            assertEquals(2, run("wire", "nothing of this name"));
        }
    }

    @Nested
    class Many {
        @Test
        void readsEveryMeterInEveryCycle() {
            assertEquals(0, run("fleet", "--meters=8", "--period=1", "--cycles=2", "--heap=100000"), out::toString);
            assertTrue(
                    out.toString()
                            .matches("8 meters, 20 registers, every 1 s, 2 cycles: [0-9.]+ meters/s, 0 missed,"
                                    + " CPU [0-9.]+ % of [0-9]+ cores \\(meters included\\), heap [0-9]+ MB used,"
                                    + " [0-9]+ MB taken \\(limit 100000\\)\\R"),
                    out.toString());
        }

        @Test
        void failsWhenTheHeapIsTooLarge() {
            assertEquals(1, run("fleet", "--meters=1", "--period=1", "--cycles=1", "--heap=1"));
            assertTrue(out.toString().stripTrailing().endsWith(", OVER"), out.toString());
        }

        @Test
        void refusesNoMeters() {
            assertEquals(2, run("fleet", "--meters=0"));
        }
    }

    @Nested
    class Compare {
        private static final String[] SHORT = {"--forks=0", "--warmup=0", "--iterations=1", "--millis=5"};

        private int compare(String pattern) {
            return run("compare", pattern, SHORT[0], SHORT[1], SHORT[2], SHORT[3]);
        }

        @Test
        void printsTheRatioToThePeer() {
            assertEquals(0, compare("SumComparison"), complaints.toString());
            assertTrue(
                    out.toString()
                            .matches("SumComparison numbers=100: metergate [0-9.]+ us/op, peer [0-9.]+ us/op,"
                                    + " ratio [0-9.]+ \\(limit 1000\\.00\\)\\R"),
                    out.toString());
        }

        @Test
        void failsOverTheLimit() {
            assertEquals(1, compare("UnreachableComparison"), complaints.toString());
            assertTrue(out.toString().stripTrailing().endsWith(", OVER"), out.toString());
        }

        @Test
        void printsOneLineForAllRounds() {
            assertEquals(0, run("compare", "SumComparison", "--rounds=3", SHORT[0], SHORT[1], SHORT[2], SHORT[3]));
            assertEquals(1, out.toString().lines().count(), out.toString());
        }

        @Test
        void refusesNoRound() {
            assertEquals(2, run("compare", "SumComparison", "--rounds=0"));
            assertTrue(complaints.toString().contains("--rounds is 0"), complaints.toString());
        }

        @Test
        void refusesAPatternThatMatchesNothing() {
            assertEquals(2, compare("NoSuchComparison"));
        }
    }
}
