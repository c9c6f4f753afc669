package org.metergate.emulator.gateway.toy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** Packs the toy driver and the collector into a bundle; the classes come from the framework, see TestFramework. */
public final class ToyBundle {
    private ToyBundle() {}

    /** @return the location to install the bundle from */
    public static String in(Path folder) throws IOException {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", "toy");
        headers.putValue("Bundle-Version", "1.0.0");
        headers.putValue("Import-Package", "org.metergate.emulator.gateway.toy");
        headers.putValue("Service-Component", "OSGI-INF/ToyDriver.xml,OSGI-INF/Collector.xml,OSGI-INF/Trap.xml");
        headers.putValue(
                "Require-Capability",
                "osgi.extender;filter:=\"(&(osgi.extender=osgi.component)(version>=1.3)(!(version>=2.0)))\"");
        Path jar = folder.resolve("toy.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            add(out, "OSGI-INF/ToyDriver.xml", "/toy/ToyDriver.xml");
            add(out, "OSGI-INF/Collector.xml", "/toy/Collector.xml");
            add(out, "OSGI-INF/Trap.xml", "/toy/Trap.xml");
            add(out, "OSGI-INF/metatype/toy.driver.xml", "/toy/toy.driver.xml");
            add(out, "OSGI-INF/metatype/toy.trap.xml", "/toy/toy.trap.xml");
            add(out, "OSGI-INF/metatype/other-name.xml", "/toy/toy.hidden.xml");
        }
        return jar.toUri().toString();
    }

    private static void add(JarOutputStream out, String name, String resource) throws IOException {
        out.putNextEntry(new ZipEntry(name));
        try (InputStream in = ToyBundle.class.getResourceAsStream(resource)) {
            in.transferTo(out);
        }
        out.closeEntry();
    }
}
