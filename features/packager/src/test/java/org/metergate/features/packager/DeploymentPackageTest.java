package org.metergate.features.packager;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TimeZone;
import java.util.jar.Attributes;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentPackageTest {

    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    private Path jar(String file, String name, String version) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (name != null) {
            manifest.getMainAttributes().putValue("Bundle-SymbolicName", name);
        }
        if (version != null) {
            manifest.getMainAttributes().putValue("Bundle-Version", version);
        }
        Path path = folder.resolve(file);
        try (OutputStream out = Files.newOutputStream(path);
                JarOutputStream made = new JarOutputStream(out, manifest)) {
            made.putNextEntry(new ZipEntry("content"));
            made.write(file.getBytes(StandardCharsets.UTF_8));
        }
        return path;
    }

    private ShippedBundle bundle(String name, String version) throws IOException {
        return ShippedBundle.read(jar(name + ".jar", name + ";singleton:=true", version));
    }

    private Path write(String file, DeploymentPackage made) throws IOException {
        Path path = folder.resolve(file);
        made.write(path, TIME);
        return path;
    }

    private static DeploymentPackage of(ShippedBundle... bundles) {
        return new DeploymentPackage("a-package", "1.2.3", "A package", List.of(bundles));
    }

    @Nested
    class Written {

        @Test // Felix looks for the manifest in the first entry, and nowhere else
        void beginsWithTheManifest() throws Exception {
            Path file = write("a.dp", of(bundle("b.two", "2.0.0"), bundle("a.one", "1.0.0.x")));
            try (InputStream in = Files.newInputStream(file);
                    JarInputStream jar = new JarInputStream(in)) {
                Manifest manifest = jar.getManifest();
                assertEquals("a-package", manifest.getMainAttributes().getValue("DeploymentPackage-SymbolicName"));
                assertEquals("1.2.3", manifest.getMainAttributes().getValue("DeploymentPackage-Version"));
                assertEquals("1.0.0.x", manifest.getAttributes("a.one.jar").getValue("Bundle-Version"));
                assertEquals("b.two", manifest.getAttributes("b.two.jar").getValue("Bundle-SymbolicName"));
                assertEquals("a.one.jar", jar.getNextJarEntry().getName());
                assertEquals("b.two.jar", jar.getNextJarEntry().getName());
                assertNull(jar.getNextJarEntry());
            }
        }

        @Test
        void holdsTheBundlesUnchanged() throws Exception {
            ShippedBundle bundle = bundle("a.one", "1.0.0");
            try (InputStream in = Files.newInputStream(write("a.dp", of(bundle)));
                    ZipInputStream zip = new ZipInputStream(in)) {
                zip.getNextEntry();
                zip.getNextEntry();
                assertArrayEquals(Files.readAllBytes(bundle.file()), zip.readAllBytes());
            }
        }

        @Test
        void isTheSameInEveryTimeZoneAndOrder() throws Exception {
            ShippedBundle one = bundle("a.one", "1.0.0");
            ShippedBundle two = bundle("b.two", "2.0.0");
            TimeZone here = TimeZone.getDefault();
            try {
                TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
                byte[] first = Files.readAllBytes(write("first.dp", of(one, two)));
                TimeZone.setDefault(TimeZone.getTimeZone("America/Los_Angeles"));
                byte[] second = Files.readAllBytes(write("second.dp", of(two, one)));
                assertArrayEquals(first, second);
            } finally {
                TimeZone.setDefault(here);
            }
        }

        @Test // JAR File Specification: at most 72 bytes, and a character is never split
        void breaksLongLines() throws Exception {
            String name = "long." + "ä".repeat(80);
            DeploymentPackage made = new DeploymentPackage("p", "1", name, List.of(bundle("a.one", "1.0.0")));
            try (InputStream in = Files.newInputStream(write("a.dp", made));
                    ZipInputStream zip = new ZipInputStream(in)) {
                zip.getNextEntry();
                byte[] manifest = zip.readAllBytes();
                String text = new String(manifest, StandardCharsets.UTF_8);
                assertTrue(text.endsWith("\r\n\r\n"), "the last section ends with a blank line");
                for (String line : text.split("\r\n")) {
                    assertTrue(line.getBytes(StandardCharsets.UTF_8).length <= 72, line);
                    assertTrue(!line.contains("\n") && !line.contains("\uFFFD"), line);
                }
                assertEquals(
                        name,
                        new Manifest(new ByteArrayInputStream(manifest))
                                .getMainAttributes()
                                .getValue("DeploymentPackage-Name"));
            }
        }

        @Test
        void isNamedAsKuraNamesIt() throws Exception {
            assertEquals("a-package_1.2.3.dp", of(bundle("a.one", "1.0.0")).fileName());
        }
    }

    @Nested
    class Refused {

        private void assertSaid(String part, String name, String version, ShippedBundle... bundles) {
            IllegalArgumentException refused = assertThrows(
                    IllegalArgumentException.class,
                    () -> new DeploymentPackage(name, version, "A package", List.of(bundles)));
            assertTrue(refused.getMessage().contains(part), refused.getMessage());
        }

        @Test
        void isABundleThatIsListedTwice() throws Exception {
            assertSaid("a.one twice", "p", "1.0.0", bundle("a.one", "1.0.0"), bundle("a.one", "1.1.0"));
        }

        @Test
        void isAnEmptyPackage() {
            assertSaid("no bundle", "p", "1.0.0");
        }

        @Test
        void isANameOrVersionThatOsgiDoesNotKnow() throws Exception {
            assertSaid("package name", "a package", "1.0.0", bundle("a.one", "1.0.0"));
            assertSaid("1.2-SNAPSHOT", "p", "1.2-SNAPSHOT", bundle("a.one", "1.0.0"));
        }

        @Test
        void isAJarThatIsNoBundle() throws Exception {
            Path plain = jar("plain.jar", null, "1.0.0");
            IOException refused = assertThrows(IOException.class, () -> ShippedBundle.read(plain));
            assertTrue(refused.getMessage().contains("plain.jar is no bundle"), refused.getMessage());
        }
    }

    @Nested
    class Versions {

        @Test
        void ofMavenAreMadeOsgis() {
            assertEquals("1.2.3", DeploymentPackage.osgiVersion("1.2.3"));
            assertEquals("1.2.3.SNAPSHOT", DeploymentPackage.osgiVersion("1.2.3-SNAPSHOT"));
            assertEquals("1.2.0.SNAPSHOT", DeploymentPackage.osgiVersion("1.2-SNAPSHOT"));
        }

        @Test // OSGi Core 3.2.5: a bundle without a version has 0.0.0
        void thatAreMissingAreZero() throws Exception {
            assertEquals("0.0.0", bundle("a.one", null).version());
        }
    }

    @Nested
    class Listed {

        private boolean listed(String... between) {
            List<String> trail = new ArrayList<>(List.of("g:this:pom:1"));
            trail.addAll(List.of(between));
            trail.add("g:bundle:jar:1");
            return DeploymentPackageMojo.isListed(trail, Set.of("g:base:pom"));
        }

        @Test
        void isWhatTheProjectOrOneOfItsPackagesNames() {
            assertTrue(listed());
            assertTrue(listed("g:part:pom:1"));
        }

        @Test
        void isNeitherWhatABundleNeedsNorWhatIsThereAlready() {
            assertTrue(!listed("g:other:jar:1"));
            assertTrue(!listed("g:base:pom:1"));
            assertTrue(!listed("g:part:pom:1", "g:other:jar:1"));
        }
    }
}
