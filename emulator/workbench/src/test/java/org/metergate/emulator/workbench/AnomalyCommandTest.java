package org.metergate.emulator.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AnomalyCommandTest {
    @TempDir
    private Path folder;

    private String printed = "";

    private int run(String... arguments) {
        StringWriter out = new StringWriter();
        CommandLine line = Workbench.commands();
        line.setOut(new PrintWriter(out));
        int status = line.execute(arguments);
        printed = out.toString();
        return status;
    }

    private String file(String... lines) throws IOException {
        return Files.write(folder.resolve("in.csv"), List.of(lines)).toString();
    }

    @Test
    void everyRowHasAScore() throws IOException {
        int status = run(
                "analyse",
                "anomaly",
                file("timestamp,value", "2014-01-01 00:00:00,1.5", "2014-01-01 00:05:00,2", "2014-01-01 00:05:00,2"));
        assertEquals(0, status);
        assertEquals(
                List.of(
                        "timestamp,value,anomaly_score",
                        "2014-01-01 00:00:00,1.5,0",
                        "2014-01-01 00:05:00,2,0",
                        "2014-01-01 00:05:00,2,0"),
                printed.lines().toList());
    }

    @Test
    void aGapHasNoScore() throws IOException {
        assertEquals(0, run("analyse", "anomaly", file("timestamp,value", "2014-01-01 00:00:00,NaN")));
        assertEquals("2014-01-01 00:00:00,,", printed.lines().toList().get(1));
    }

    @Test
    void badFilesAreNamed() throws IOException {
        assertEquals(1, run("analyse", "anomaly", file("timestamp,value")));
        assertTrue(printed.contains("no row"), printed);
        assertEquals(1, run("analyse", "anomaly", file("timestamp,value", "2014-01-01 00:00:00,five")));
        assertTrue(printed.contains("line 2"), printed);
        assertEquals(1, run("analyse", "anomaly", file("timestamp,value", "2999-01-01 00:00:00,5")));
        assertTrue(printed.contains("future"), printed);
        assertEquals(1, run("analyse", "findings", file("timestamp,U1"), "--kind", "U9=voltage"));
        assertTrue(printed.contains("U9"), printed);
    }

    @Test
    void aRolloverIsFound() throws IOException {
        int status = run(
                "analyse", "findings", file("timestamp,E", "2014-01-01 00:00:00,99999.9", "2014-01-01 00:15:00,0.2"));
        assertEquals(0, status);
        assertTrue(printed.contains("rollover,E,2014-01-01T00:00:00Z,2014-01-01T00:15:00Z"), printed);
    }

    @Test // the rules of the benchmark over half of its series, when they are there; slow machines take a while
    void theScoreOverTheCorpusIsKept() throws IOException {
        Path corpus = corpus();
        assumeTrue(Files.isDirectory(corpus), "no folder shared/corpus/anomaly beside the checkout");
        Path some = Files.createDirectory(folder.resolve("some"));
        try (var files = Files.list(corpus)) {
            for (Path one : files.filter(file -> file.getFileName().toString().matches("real(ad|traffic).*"))
                    .toList()) {
                Files.copy(one, some.resolve(one.getFileName()));
            }
        }
        assertEquals(0, run("analyse", "score", some.toString()));
        double standard = printed.lines()
                .filter(line -> line.startsWith("# standard: "))
                .mapToDouble(line -> Double.parseDouble(line.substring(12)))
                .findFirst()
                .orElse(0);
        assertTrue(standard >= 58, printed);
    }

    private static Path corpus() {
        Path here = Path.of("").toAbsolutePath();
        while (here != null && !Files.isDirectory(here.resolveSibling("shared/corpus"))) {
            here = here.getParent();
        }
        return here == null ? Path.of("absent") : here.resolveSibling("shared/corpus/anomaly");
    }
}
