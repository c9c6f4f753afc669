package org.metergate.features.deploy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A deployment package written line by line, as OSGi Compendium 114.3 lays it down. */
final class MadePackage {

    private MadePackage() {}

    /** @param headers of each bundle's manifest beyond name and version */
    static PackageFile in(Path features, String name, String version, String... headers) throws IOException {
        Path file = features.resolve(name).resolve("target").resolve(name + "_" + version + ".dp");
        Files.createDirectories(file.getParent());
        StringBuilder manifest = new StringBuilder("Manifest-Version: 1.0\r\n");
        manifest.append("DeploymentPackage-SymbolicName: ").append(name).append("\r\n");
        manifest.append("DeploymentPackage-Version: ").append(version).append("\r\n");
        String[] bundles = headers.length == 0 ? new String[] {""} : headers;
        for (int i = 0; i < bundles.length; i++) {
            manifest.append("\r\nName: ").append(bundle(name, i)).append(".jar\r\n");
            manifest.append("Bundle-SymbolicName: ").append(bundle(name, i)).append("\r\n");
            manifest.append("Bundle-Version: ").append(version).append("\r\n");
        }
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            entry(
                    zip,
                    "META-INF/MANIFEST.MF",
                    manifest.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < bundles.length; i++) {
                entry(zip, bundle(name, i) + ".jar", jar(bundle(name, i), version, bundles[i]));
            }
        }
        return PackageFile.read(file);
    }

    static String bundle(String name, int index) {
        return "org.metergate." + name.replace('-', '.') + "." + index;
    }

    private static byte[] jar(String name, String version, String header) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            String manifest = "Manifest-Version: 1.0\r\nBundle-ManifestVersion: 2\r\nBundle-SymbolicName: " + name
                    + "\r\nBundle-Version: " + version + "\r\n" + (header.isEmpty() ? "" : header + "\r\n") + "\r\n";
            entry(zip, "META-INF/MANIFEST.MF", manifest.getBytes(StandardCharsets.UTF_8));
            entry(zip, "content.txt", name.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }
}
