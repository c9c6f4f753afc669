package org.metergate.features.deploy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.osgi.framework.Version;

/**
 * Copies a deployment package under another version.
 *
 * <p>A gateway leaves a bundle alone whose version it has already, whatever its content: what is built twice under one
 * version would be "installed" and change nothing. Nobody imports by a bundle's version, so that a qualifier is safe.
 */
public final class Restamp {

    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final String OURS = "org.metergate.";

    private Restamp() {}

    /**
     * @param qualifier fourth part of the version of the package and of every bundle of ours
     * @return the copy, read back
     */
    public static PackageFile copy(PackageFile original, String qualifier, Path to) throws IOException {
        try (InputStream in = Files.newInputStream(original.file());
                OutputStream out = Files.newOutputStream(to)) {
            copyPackage(in, out, qualifier);
        }
        return PackageFile.read(to);
    }

    private static void copyPackage(InputStream in, OutputStream out, String qualifier) throws IOException {
        copyEntries(in, out, (entry, content) -> {
            if (entry.equals(MANIFEST)) {
                return stampPackage(content, qualifier);
            }
            return entry.endsWith(".jar") ? stampBundle(content, qualifier) : content;
        });
    }

    private interface Change {
        byte[] of(String entry, byte[] content) throws IOException;
    }

    private static void copyEntries(InputStream in, OutputStream out, Change change) throws IOException {
        ZipInputStream from = new ZipInputStream(in);
        ZipOutputStream to = new ZipOutputStream(out);
        for (ZipEntry entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
            ZipEntry copy = new ZipEntry(entry.getName());
            copy.setTime(entry.getTime());
            to.putNextEntry(copy);
            to.write(change.of(entry.getName(), from.readAllBytes()));
            to.closeEntry();
        }
        to.finish();
    }

    private static byte[] stampPackage(byte[] content, String qualifier) throws IOException {
        Manifest manifest = new Manifest(new ByteArrayInputStream(content));
        stamp(manifest.getMainAttributes(), "DeploymentPackage-Version", qualifier);
        for (Map.Entry<String, Attributes> section : manifest.getEntries().entrySet()) {
            if (isOurs(section.getValue())) {
                stamp(section.getValue(), "Bundle-Version", qualifier);
            }
        }
        return bytes(manifest);
    }

    private static byte[] stampBundle(byte[] jar, String qualifier) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        copyEntries(new ByteArrayInputStream(jar), out, (entry, content) -> {
            if (!entry.equals(MANIFEST)) {
                return content;
            }
            Manifest manifest = new Manifest(new ByteArrayInputStream(content));
            if (isOurs(manifest.getMainAttributes())) {
                stamp(manifest.getMainAttributes(), "Bundle-Version", qualifier);
            }
            return bytes(manifest);
        });
        return out.toByteArray();
    }

    private static boolean isOurs(Attributes bundle) {
        return PackageFile.symbolicName(bundle)
                .filter(name -> name.startsWith(OURS))
                .isPresent();
    }

    private static void stamp(Attributes attributes, String header, String qualifier) {
        Version version = Version.parseVersion(attributes.getValue(header));
        attributes.putValue(
                header, new Version(version.getMajor(), version.getMinor(), version.getMicro(), qualifier).toString());
    }

    private static byte[] bytes(Manifest manifest) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        manifest.write(out);
        return out.toByteArray();
    }
}
