package org.metergate.emulator.itest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.ops4j.pax.exam.Option;

/** The gateway's run on a data folder below the build folder. */
final class Container {

    /** Framework property that tells the tests in the container where the broker is. */
    static final String BROKER = "itest.broker";

    /** Framework property with the data folder. */
    static final String DATA = "metergate.data";

    private Container() {}

    /** A data folder, empty unless it is to be kept. */
    static Path dataFolder(String name, boolean kept) {
        Path data = Path.of("target", "data", name).toAbsolutePath();
        try {
            if (!kept && Files.exists(data)) {
                delete(data);
            }
            return Files.createDirectories(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything that runs in the gateway. */
    static Option[] gateway(Path data, String broker, Option... more) {
        return new GatewayRun(data).with(BROKER, broker).options(more);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
