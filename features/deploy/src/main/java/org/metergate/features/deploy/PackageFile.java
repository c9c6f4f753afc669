package org.metergate.features.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.osgi.framework.Version;

/**
 * A deployment package (.dp) in a file.
 *
 * <p>OSGi Compendium, 114.3: a jar, its manifest first, with one section for each bundle.
 *
 * @param name its symbolic name
 * @param bundles in the order in which they are installed
 */
public record PackageFile(Path file, String name, Version version, List<Content> bundles) {

    /**
     * A bundle of a package.
     *
     * @param path in the package
     * @param startsByItself false for a fragment and for a bundle that waits for its first class to be needed
     */
    public record Content(String path, String name, Version version, boolean startsByItself) {}

    /** @throws IOException if it cannot be read or is no deployment package; the message names the file */
    public static PackageFile read(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry entry = zip.getEntry("META-INF/MANIFEST.MF");
            if (entry == null) {
                throw new IOException("it has no manifest");
            }
            Manifest manifest;
            try (InputStream in = zip.getInputStream(entry)) {
                manifest = new Manifest(in);
            }
            List<Content> bundles = new ArrayList<>();
            for (Map.Entry<String, Attributes> section : manifest.getEntries().entrySet()) {
                Optional<String> name = symbolicName(section.getValue());
                if (name.isPresent()) {
                    bundles.add(new Content(
                            section.getKey(),
                            name.get(),
                            version(section.getValue(), "Bundle-Version"),
                            startsByItself(zip, section.getKey())));
                }
            }
            Attributes main = manifest.getMainAttributes();
            String name = main.getValue("DeploymentPackage-SymbolicName");
            if (name == null) {
                throw new IOException("its manifest has no DeploymentPackage-SymbolicName");
            }
            return new PackageFile(file, name.strip(), version(main, "DeploymentPackage-Version"), bundles);
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException(file + " is no deployment package: " + e.getMessage(), e);
        }
    }

    /** @return its size in bytes */
    public long size() throws IOException {
        return Files.size(file);
    }

    static Optional<String> symbolicName(Attributes section) {
        return Optional.ofNullable(section.getValue("Bundle-SymbolicName")).map(value -> value.split(";")[0].strip());
    }

    private static Version version(Attributes attributes, String header) throws IOException {
        String value = attributes.getValue(header);
        if (value == null) {
            throw new IOException("its manifest lacks a " + header);
        }
        return Version.parseVersion(value);
    }

    private static boolean startsByItself(ZipFile zip, String path) throws IOException {
        ZipEntry entry = zip.getEntry(path);
        if (entry == null) {
            throw new IOException("its manifest names " + path + ", which is not there");
        }
        try (JarInputStream jar = new JarInputStream(zip.getInputStream(entry))) {
            if (jar.getManifest() == null) {
                throw new IOException(path + " does not begin with a manifest");
            }
            Attributes headers = jar.getManifest().getMainAttributes();
            String policy = headers.getValue("Bundle-ActivationPolicy");
            return headers.getValue("Fragment-Host") == null && (policy == null || !policy.startsWith("lazy"));
        }
    }
}
