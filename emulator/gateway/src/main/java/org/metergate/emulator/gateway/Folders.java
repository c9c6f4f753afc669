package org.metergate.emulator.gateway;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Where the gateway keeps its files, named by the same properties as on a real gateway. A property may be given to the
 * framework or to the Java machine; without it the folder lies below {@code metergate-data} in the working directory.
 *
 * @param data what components store ({@code kura.data})
 * @param snapshots the snapshots of the configuration ({@code kura.snapshots})
 * @param snapshotsKept how many snapshots are kept besides number 0 ({@code kura.snapshots.count}), 10 unless given
 */
public record Folders(Path data, Path snapshots, int snapshotsKept) {
    private static final Path HOME = Path.of("metergate-data");
    private static final int SNAPSHOTS_KEPT = 10;

    /** @param property looks a property up, {@code null} where there is none ({@code BundleContext::getProperty}) */
    public static Folders named(UnaryOperator<String> property) {
        return new Folders(
                folder(property.apply("kura.data"), "data"),
                folder(property.apply("kura.snapshots"), "snapshots"),
                count(property.apply("kura.snapshots.count")));
    }

    private static Path folder(String given, String name) {
        return Optional.ofNullable(given)
                .filter(path -> !path.isBlank())
                .map(Path::of)
                .orElse(HOME.resolve(name));
    }

    private static int count(String given) {
        return given != null && given.matches("[0-9]{1,6}") ? Integer.parseInt(given) : SNAPSHOTS_KEPT;
    }
}
