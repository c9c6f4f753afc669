package org.metergate.emulator.itest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.metergate.emulator.itest.broken.ThrowingActivator;
import org.metergate.emulator.itest.broken.ThrowingComponent;

/** Makes another version of a package that was built, whole or broken. */
final class Variant {

    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    /** What is changed in one bundle. */
    private interface Damage {
        void on(Attributes headers, Map<String, byte[]> entries) throws IOException;
    }

    private final Path built;
    private final String version;
    private String damaged = "";
    private Damage damage = (headers, entries) -> {};

    private Variant(Path built, String version) {
        this.built = built;
        this.version = version;
    }

    static Variant of(Path built, String version) {
        return new Variant(built, version);
    }

    /** A bundle that no gateway can resolve. */
    Variant lackingAnImport(String bundle) {
        return damage(bundle, (headers, entries) -> append(headers, "Import-Package", "org.metergate.nowhere"));
    }

    /** A bundle whose activator throws. */
    Variant throwingAtStart(String bundle) {
        return damage(bundle, (headers, entries) -> {
            headers.putValue("Bundle-Activator", ThrowingActivator.class.getName());
            if (!headers.getValue("Import-Package").matches("(.*,)?org\\.osgi\\.framework[;,].*")) {
                append(headers, "Import-Package", "org.osgi.framework");
            }
            addClass(entries, ThrowingActivator.class);
        });
    }

    /** A bundle that starts, with a component that throws. */
    Variant throwingInAComponent(String bundle) {
        return damage(bundle, (headers, entries) -> {
            append(headers, "Service-Component", "OSGI-INF/broken.xml");
            addClass(entries, ThrowingComponent.class);
            String xml = "<scr:component xmlns:scr=\"http://www.osgi.org/xmlns/scr/v1.3.0\" name=\"broken\""
                    + " immediate=\"true\"><implementation class=\"" + ThrowingComponent.class.getName()
                    + "\"/></scr:component>";
            entries.put("OSGI-INF/broken.xml", xml.getBytes(StandardCharsets.UTF_8));
        });
    }

    /** Writes it, named as Kura names the file. */
    Path writeTo(Path folder) throws IOException {
        Files.createDirectories(folder);
        String name = built.getFileName().toString();
        Path file = folder.resolve(name.substring(0, name.indexOf('_')) + "_" + version + ".dp");
        try (InputStream in = Files.newInputStream(built)) {
            Map<String, byte[]> entries = read(in);
            Manifest manifest = new Manifest(new ByteArrayInputStream(entries.get(MANIFEST)));
            manifest.getMainAttributes().putValue("DeploymentPackage-Version", version);
            for (Map.Entry<String, Attributes> section : manifest.getEntries().entrySet()) {
                String bundle = section.getValue().getValue("Bundle-SymbolicName");
                if (bundle.startsWith("org.metergate.")) {
                    section.getValue().putValue("Bundle-Version", version);
                    entries.computeIfPresent(section.getKey(), (path, jar) -> bundle(bundle, jar));
                }
            }
            entries.put(MANIFEST, bytes(manifest));
            Files.write(file, write(entries));
        }
        return file;
    }

    private Variant damage(String bundle, Damage wanted) {
        damaged = bundle;
        damage = wanted;
        return this;
    }

    private byte[] bundle(String name, byte[] jar) {
        try {
            Map<String, byte[]> entries = read(new ByteArrayInputStream(jar));
            Manifest manifest = new Manifest(new ByteArrayInputStream(entries.get(MANIFEST)));
            manifest.getMainAttributes().putValue("Bundle-Version", version);
            if (name.equals(damaged)) {
                damage.on(manifest.getMainAttributes(), entries);
            }
            entries.put(MANIFEST, bytes(manifest));
            return write(entries);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void append(Attributes headers, String header, String more) {
        String there = headers.getValue(header);
        headers.putValue(header, there == null ? more : there + "," + more);
    }

    private static void addClass(Map<String, byte[]> entries, Class<?> type) throws IOException {
        String path = type.getName().replace('.', '/') + ".class";
        try (InputStream in = type.getClassLoader().getResourceAsStream(path)) {
            entries.put(path, in.readAllBytes());
        }
    }

    private static Map<String, byte[]> read(InputStream in) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        ZipInputStream zip = new ZipInputStream(in);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (!entry.isDirectory()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }

    private static byte[] write(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream((OutputStream) out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }

    private static byte[] bytes(Manifest manifest) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        manifest.write(out);
        return out.toByteArray();
    }
}
