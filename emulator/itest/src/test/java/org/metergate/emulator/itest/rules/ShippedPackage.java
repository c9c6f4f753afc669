package org.metergate.emulator.itest.rules;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * A deployment package as it is shipped.
 *
 * @param manifest its own, not those of its bundles
 * @param entries names of its files, in their order
 * @param bundles name of a file to the bundle in it
 */
record ShippedPackage(Path file, Manifest manifest, List<String> entries, Map<String, FinishedBundle> bundles) {

    /** What the others share, and must be installed with each of them. */
    static final String BASE = "metergate-base";

    /** Everything, and complete by itself. */
    static final String ALL = "metergate-all";

    /** @return the packages that this build has made, by folder */
    static List<ShippedPackage> ofThisBuild() {
        try (Stream<Path> files = Files.find(Path.of("../../features"), 3, (file, attributes) -> file.toString()
                .endsWith(".dp"))) {
            return files.sorted().map(ShippedPackage::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isPackage(Path file) {
        return file.getParent().endsWith("target")
                && file.getFileName().toString().matches("metergate-[\\w.-]+\\.dp");
    }

    static ShippedPackage read(Path file) {
        try {
            Map<String, byte[]> content = FinishedBundle.entries(Files.readAllBytes(file));
            Manifest manifest = new Manifest(new ByteArrayInputStream(content.get("META-INF/MANIFEST.MF")));
            Map<String, FinishedBundle> bundles = new TreeMap<>();
            content.forEach((name, bytes) -> {
                if (name.endsWith(".jar")) {
                    bundles.put(name, FinishedBundle.read(file + "!/" + name, bytes));
                }
            });
            return new ShippedPackage(file, manifest, List.copyOf(content.keySet()), bundles);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " is no package", e);
        }
    }

    String name() {
        return manifest.getMainAttributes().getValue("DeploymentPackage-SymbolicName");
    }

    String version() {
        return manifest.getMainAttributes().getValue("DeploymentPackage-Version");
    }

    boolean needsBase() {
        return !name().equals(BASE) && !name().equals(ALL);
    }

    /** @return what Felix's DeploymentAdmin would refuse, in words; empty if nothing */
    List<String> violations() {
        List<String> wrong = new ArrayList<>();
        if (!entries.get(0).equals("META-INF/MANIFEST.MF")) {
            wrong.add("its first entry is " + entries.get(0) + ", and must be the manifest");
        }
        if (!bundles.keySet().equals(manifest.getEntries().keySet())) {
            wrong.add("its manifest lists " + manifest.getEntries().keySet() + ", it holds " + bundles.keySet());
        }
        manifest.getEntries().forEach((entry, section) -> {
            FinishedBundle bundle = bundles.get(entry);
            if (bundle == null) {
                return; // said above
            }
            String said = section.getValue("Bundle-SymbolicName") + " " + section.getValue("Bundle-Version");
            String is = bundle.name() + " " + bundle.manifest().getValue("Bundle-Version");
            if (!said.equals(is)) {
                wrong.add(entry + ": its section says " + said + ", the bundle is " + is);
            }
        });
        return wrong;
    }

    @Override
    public String toString() {
        return name();
    }
}
