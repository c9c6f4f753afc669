package org.metergate.emulator.itest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The packages that were built. */
final class Packages {

    static final String BASE = "metergate-base";
    static final String ALL = "metergate-all";

    private static final Path FEATURES = Path.of("..", "..", "features");

    private Packages() {}

    /** @return their files, by name */
    static Map<String, Path> built() {
        Map<String, Path> found = new TreeMap<>();
        try (Stream<Path> files = Files.find(FEATURES, 3, (file, attributes) -> isPackage(file))) {
            files.forEach(file -> found.put(name(file), file.toAbsolutePath().normalize()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!found.containsKey(BASE) || !found.containsKey(ALL)) {
            throw new AssertionError("the packages are not built: found only " + found.keySet());
        }
        return found;
    }

    /** @return what needs the base: all but the base and the one that holds everything */
    static List<String> needingTheBase() {
        List<String> names = new ArrayList<>(built().keySet());
        names.removeAll(List.of(BASE, ALL));
        return names;
    }

    /** Lays packages down as an agent that installed them has left them. */
    static void asInstalled(Path data, List<Path> packages) throws IOException {
        Path folder = Files.createDirectories(data.resolve("packages"));
        Properties list = new Properties();
        for (Path one : packages) {
            Path kept = folder.resolve(one.getFileName());
            if (!kept.equals(one)) {
                Files.copy(one, kept);
            }
            list.setProperty(name(one), "file:" + kept);
        }
        try (var out = Files.newOutputStream(folder.resolve("dpa.properties"))) {
            list.store(out, null);
        }
    }

    static String name(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.indexOf('_'));
    }

    private static boolean isPackage(Path file) {
        return file.toString().endsWith(".dp")
                && file.getParent().getFileName().toString().equals("target");
    }
}
