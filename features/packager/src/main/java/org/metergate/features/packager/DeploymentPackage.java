package org.metergate.features.packager;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A deployment package, OSGi Compendium 114.3: its manifest, then its bundles in the order of their names.
 *
 * <p>Equal bundles give equal bytes, on every machine and JDK: entries are stored as they are (the bundles are compressed
 * already) and carry one time, in UTC.
 *
 * @param name {@code DeploymentPackage-SymbolicName}
 * @param version {@code DeploymentPackage-Version}
 * @param title {@code DeploymentPackage-Name}, for people
 */
public record DeploymentPackage(String name, String version, String title, List<ShippedBundle> bundles) {

    private static final Pattern SYMBOLIC_NAME = Pattern.compile("[\\w-]+(\\.[\\w-]+)*");
    private static final Pattern VERSION = Pattern.compile("\\d+(\\.\\d+(\\.\\d+(\\.[\\w-]+)?)?)?");

    /** JAR File Specification: no line of a manifest is longer than this, line end left out. */
    private static final int LINE_BYTES = 72;

    /**
     * @throws IllegalArgumentException if a name or version is not of the form that OSGi prescribes, if no bundle is
     *     given, or one twice
     */
    public DeploymentPackage {
        if (!SYMBOLIC_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("package name " + name + ": letters, digits, - _ and single dots only");
        }
        if (!VERSION.matcher(version).matches()) {
            throw new IllegalArgumentException(name + ": version " + version + " is none that OSGi knows: 1.2.3.word");
        }
        if (bundles.isEmpty()) {
            throw new IllegalArgumentException(name + ": lists no bundle");
        }
        bundles = bundles.stream()
                .sorted(Comparator.comparing(ShippedBundle::name))
                .toList();
        Set<String> names = new HashSet<>();
        for (ShippedBundle bundle : bundles) {
            if (!names.add(bundle.name())) {
                throw new IllegalArgumentException(name + ": holds " + bundle.name() + " twice");
            }
        }
    }

    /**
     * OSGi's form of a Maven version, as bnd makes it for the bundles: {@code 1.2.3-SNAPSHOT} is {@code 1.2.3.SNAPSHOT}.
     */
    public static String osgiVersion(String mavenVersion) {
        String[] parts = mavenVersion.split("-", 2);
        if (parts.length == 1) {
            return mavenVersion;
        }
        String number = parts[0];
        for (int dots = number.split("\\.").length; dots < 3; dots++) {
            number += ".0";
        }
        return number + "." + parts[1];
    }

    /** @return the name under which Kura keeps it, too */
    public String fileName() {
        return name + "_" + version + ".dp";
    }

    /**
     * Writes the package; a file that is there is replaced.
     *
     * @param time the time of all entries; seconds are kept to even ones
     */
    public void write(Path file, Instant time) throws IOException {
        LocalDateTime stamp = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            add(zip, "META-INF/MANIFEST.MF", manifest(), stamp);
            for (ShippedBundle bundle : bundles) {
                add(zip, bundle.entry(), Files.readAllBytes(bundle.file()), stamp);
            }
        }
    }

    private static void add(ZipOutputStream zip, String name, byte[] content, LocalDateTime stamp) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(stamp);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private byte[] manifest() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Map<String, String> main = new LinkedHashMap<>();
        main.put("Manifest-Version", "1.0");
        main.put("DeploymentPackage-SymbolicName", name);
        main.put("DeploymentPackage-Version", version);
        main.put("DeploymentPackage-Name", title);
        main.put("DeploymentPackage-Vendor", "Metergate");
        section(main, out);
        for (ShippedBundle bundle : bundles) {
            Map<String, String> section = new LinkedHashMap<>();
            section.put("Name", bundle.entry());
            section.put("Bundle-SymbolicName", bundle.name());
            section.put("Bundle-Version", bundle.version());
            section(section, out);
        }
        return out.toByteArray();
    }

    private static void section(Map<String, String> headers, ByteArrayOutputStream out) {
        headers.forEach((header, value) -> line(header + ": " + value, out));
        out.writeBytes(new byte[] {'\r', '\n'});
    }

    /** A line that is too long goes on in the next one, after a blank; characters stay whole. */
    private static void line(String text, ByteArrayOutputStream out) {
        int used = 0;
        for (int codePoint : text.codePoints().toArray()) {
            byte[] character = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
            if (used + character.length > LINE_BYTES) {
                out.writeBytes(new byte[] {'\r', '\n', ' '});
                used = 1;
            }
            out.writeBytes(character);
            used += character.length;
        }
        out.writeBytes(new byte[] {'\r', '\n'});
    }
}
