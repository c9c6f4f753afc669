package org.metergate.settings;

import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.osgi.framework.BundleContext;

/**
 * Where what must outlive a restart is kept: {@code metergate} in the gateway's data folder. A bundle's own data area is no
 * such place: Kura keeps the framework's storage below {@code /tmp} and clears it at every start.
 */
public final class DataFolder {

    private DataFolder() {}

    /**
     * Names a place; nothing is made.
     *
     * @param context of the bundle: tells {@code kura.data}, or {@code kura.home}, whose folder {@code data} is meant then
     * @param name what is kept; the same name gives the same place at every start
     * @return the place; the bundle's own data area on a framework that has neither property, and nothing on one that has
     *     no file system either
     */
    public static Optional<Path> of(BundleContext context, String name) {
        return named(context::getProperty, name)
                .or(() -> Optional.ofNullable(context.getDataFile(name)).map(File::toPath));
    }

    static Optional<Path> named(UnaryOperator<String> property, String name) {
        return given(property.apply("kura.data"))
                .or(() -> given(property.apply("kura.home")).map(home -> home.resolve("data")))
                .map(data -> data.resolve("metergate").resolve(name));
    }

    private static Optional<Path> given(String path) {
        return Optional.ofNullable(path).filter(text -> !text.isBlank()).map(Path::of);
    }
}
