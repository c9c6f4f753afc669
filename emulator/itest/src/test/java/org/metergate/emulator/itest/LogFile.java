package org.metergate.emulator.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.osgi.framework.BundleContext;

/** What the gateway has written into its log since it started. */
final class LogFile {

    private final Path file;

    LogFile(BundleContext context) {
        file = Path.of(context.getProperty(Container.DATA)).resolve("log").resolve("gateway.log");
    }

    /** Lines of level WARN or ERROR that hold a text, once there is one. */
    List<String> await(String text, Duration within) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(within);
        while (true) {
            List<String> lines = lines(text);
            if (!lines.isEmpty()) {
                return lines;
            }
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("no warning in " + file + " holds: " + text);
            }
            Object pause = new Object();
            synchronized (pause) {
                pause.wait(100);
            }
        }
    }

    private List<String> lines(String text) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        return Files.readAllLines(file).stream()
                .filter(line -> line.matches("\\S+ (WARN |ERROR) .*"))
                .filter(line -> line.contains(text))
                .toList();
    }
}
