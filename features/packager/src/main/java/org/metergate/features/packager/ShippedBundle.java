package org.metergate.features.packager;

import java.io.IOException;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * A bundle that goes into a package.
 *
 * @param file the jar
 * @param name its symbolic name, without directives
 * @param version its {@code Bundle-Version}, word for word
 */
public record ShippedBundle(Path file, String name, String version) {

    /**
     * Reads what the bundle says of itself.
     *
     * @throws IOException if the file cannot be read, or is no bundle
     */
    public static ShippedBundle read(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            Manifest manifest = jar.getManifest();
            String name = manifest == null ? null : header(manifest, "Bundle-SymbolicName");
            if (name == null) {
                throw new IOException(file + " is no bundle: its manifest has no Bundle-SymbolicName");
            }
            String version = header(manifest, "Bundle-Version");
            return new ShippedBundle(file, name.split(";", 2)[0].trim(), version == null ? "0.0.0" : version);
        }
    }

    /** @return where it lies in the package; the name alone, so that an update finds it at the same place */
    String entry() {
        return name + ".jar";
    }

    private static String header(Manifest manifest, String name) {
        String value = manifest.getMainAttributes().getValue(new Attributes.Name(name));
        return value == null ? null : value.trim();
    }
}
