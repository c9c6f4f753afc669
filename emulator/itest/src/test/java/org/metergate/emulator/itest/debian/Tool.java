package org.metergate.emulator.itest.debian;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs a command of the system and keeps what it said. */
final class Tool {

    private static final long PATIENCE_SECONDS = 60;

    /** dpkg insists on finding the administrator's commands, which not everybody has on the path. */
    private static final String PATH = System.getenv("PATH") + ":/usr/sbin:/sbin";

    /**
     * How it ended.
     *
     * @param said standard output and error, in their order
     */
    record Result(int status, String said) {
        boolean succeeded() {
            return status == 0;
        }
    }

    private Tool() {}

    static boolean isThere(String name) {
        return Arrays.stream(PATH.split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }

    static Result run(String... command) {
        return run(List.of(command), Map.of());
    }

    /**
     * @param environment in addition to the usual; a {@code PATH} there goes before the usual one
     * @throws AssertionError if it takes longer than a minute
     */
    static Result run(List<String> command, Map<String, String> environment) {
        Map<String, String> more = new HashMap<>(environment);
        more.merge("PATH", PATH, (before, usual) -> usual.equals(before) ? usual : before + ":" + usual);
        try {
            Path said = Files.createTempFile("tool", ".txt");
            try {
                ProcessBuilder builder = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(said.toFile());
                builder.environment().putAll(more);
                // words of dpkg are compared
                builder.environment().put("LC_ALL", "C");
                Process process = builder.start();
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError(command + " did not end: " + Files.readString(said));
                }
                return new Result(process.exitValue(), Files.readString(said));
            } finally {
                Files.delete(said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(command + " was interrupted", e);
        }
    }

    /** @return everything below a folder, itself left out, as paths from there */
    static List<String> tree(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !file.equals(folder))
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
