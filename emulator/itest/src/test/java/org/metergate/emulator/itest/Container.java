package org.metergate.emulator.itest;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.cleanCaches;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.frameworkStartLevel;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.ops4j.pax.exam.Option;

/** The container of a test: the very bundles of the gateway's run, on a data folder and ports of their own. */
final class Container {

    /** What the tests in the container need to know of it. */
    static final String BROKER = "itest.broker";

    static final String DATA = "itest.data";

    private static final int LEVEL = 4;

    private Container() {}

    /** A data folder below the build folder, empty unless it is to be kept. */
    static Path dataFolder(String name, boolean kept) {
        Path data = Path.of("target", "data", name).toAbsolutePath();
        if (!kept) {
            delete(data);
        }
        try {
            return Files.createDirectories(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything that runs in the gateway, on this data folder. */
    static Option[] gateway(Path data, String broker, Option... more) {
        List<Option> options = new ArrayList<>(List.of(
                junitBundles(),
                cleanCaches(true),
                frameworkStartLevel(LEVEL + 1),
                property(DATA, data),
                frameworkProperty(BROKER).value(broker),
                property("metergate.data", data),
                property("kura.snapshots", data.resolve("snapshots")),
                property("kura.packages", data.resolve("packages")),
                frameworkProperty("org.osgi.service.http.port").value(Integer.toString(Snapshot.freePort())),
                frameworkProperty("org.apache.felix.http.host").value("127.0.0.1"),
                frameworkProperty("felix.webconsole.security.providers").value("org.metergate.emulator.console")));
        for (Path jar : bundles()) {
            options.add(bundle(jar.toUri().toString()).startLevel(LEVEL));
        }
        options.addAll(List.of(more));
        return options.toArray(Option[]::new);
    }

    private static Option property(String key, Path value) {
        return frameworkProperty(key).value(value.toString());
    }

    private static List<Path> bundles() {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("bundle.dir")))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted(Comparator.comparing(Path::getFileName))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
