package org.metergate.transport.ports;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.metergate.transport.LineAddress;

/** Two pseudo-terminals joined by socat; closing pulls both out. */
final class Pair implements AutoCloseable {
    private final Process socat;
    private final Path left;
    private final Path right;

    Pair(Path folder) throws IOException {
        left = folder.resolve("left");
        right = folder.resolve("right");
        socat = new ProcessBuilder(
                        "socat",
                        "-d",
                        "-d",
                        "pty,raw,echo=0,ignoreeof,link=" + left,
                        "pty,raw,echo=0,ignoreeof,link=" + right)
                .redirectErrorStream(true)
                .start();
        BufferedReader log = new BufferedReader(new InputStreamReader(socat.getInputStream()));
        String line = log.readLine();
        while (line != null && !line.contains("starting data transfer loop")) {
            line = log.readLine();
        }
    }

    static boolean socatIsInstalled() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "socat")));
    }

    LineAddress left() {
        return new LineAddress.Serial(left.toString());
    }

    LineAddress right() {
        return new LineAddress.Serial(right.toString());
    }

    @Override
    public void close() throws IOException {
        socat.destroy();
        socat.onExit().join();
        socat.getInputStream().close();
        Files.deleteIfExists(left);
        Files.deleteIfExists(right);
    }
}
