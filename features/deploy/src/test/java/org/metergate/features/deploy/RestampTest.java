package org.metergate.features.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarInputStream;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;

class RestampTest {

    @TempDir
    Path root;

    @Test
    void changesTheVersionsOfPackageAndBundlesAndNothingElse() throws Exception {
        PackageFile made = MadePackage.in(root, "metergate-base", "0.2.0", "Import-Package: org.osgi.framework", "");
        PackageFile copy = Restamp.copy(made, "20260301120000", root.resolve("copy.dp"));
        assertEquals("metergate-base", copy.name());
        assertEquals(Version.parseVersion("0.2.0.20260301120000"), copy.version());
        assertEquals(
                made.bundles().stream().map(PackageFile.Content::path).toList(),
                copy.bundles().stream().map(PackageFile.Content::path).toList());
        for (PackageFile.Content bundle : copy.bundles()) {
            assertEquals(copy.version(), bundle.version());
            try (ZipFile zip = new ZipFile(copy.file().toFile());
                    JarInputStream jar = new JarInputStream(zip.getInputStream(zip.getEntry(bundle.path())))) {
                assertEquals(
                        copy.version().toString(),
                        jar.getManifest().getMainAttributes().getValue("Bundle-Version"));
                assertEquals("content.txt", jar.getNextEntry().getName());
                assertEquals(bundle.name(), new String(jar.readAllBytes()));
            }
        }
    }

    @Test // OSGi Compendium 114.3.4: the manifest is the first entry
    void leavesTheManifestFirst() throws Exception {
        PackageFile made = MadePackage.in(root, "metergate-base", "0.2.0");
        Restamp.copy(made, "1", root.resolve("copy.dp"));
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(root.resolve("copy.dp")))) {
            assertEquals("META-INF/MANIFEST.MF", zip.getNextEntry().getName());
        }
    }

    @Test
    void namesTheFileThatIsNoPackage() throws Exception {
        Path file = Files.writeString(root.resolve("notes.dp"), "hello");
        String said =
                assertThrows(IOException.class, () -> PackageFile.read(file)).getMessage();
        assertTrue(said.contains("notes.dp is no deployment package"), said);
    }
}
