package org.metergate.emulator.itest.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.eclipse.osgi.util.ManifestElement;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleException;

/** The rules for packages themselves: each kind of package that Kura would not take, or not run, is named. */
class PackageRulesTest {

    @TempDir
    private Path folder;

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return out.toByteArray();
    }

    private static byte[] text(String... lines) {
        return (String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bundle(String name, String version) throws IOException {
        return zip(Map.of(
                "META-INF/MANIFEST.MF",
                text("Manifest-Version: 1.0", "Bundle-SymbolicName: " + name, "Bundle-Version: " + version)));
    }

    private static void assertNamed(String part, List<String> violations) {
        assertTrue(violations.stream().anyMatch(said -> said.contains(part)), part + " not in " + violations);
    }

    @Nested
    class Form {

        private List<String> check(boolean manifestFirst, String sectionVersion, String... more) throws IOException {
            byte[] manifest = text(
                    "Manifest-Version: 1.0",
                    "DeploymentPackage-SymbolicName: p",
                    "DeploymentPackage-Version: 1",
                    "",
                    "Name: a.jar",
                    "Bundle-SymbolicName: a",
                    "Bundle-Version: " + sectionVersion);
            Map<String, byte[]> entries = new LinkedHashMap<>();
            if (manifestFirst) {
                entries.put("META-INF/MANIFEST.MF", manifest);
            }
            entries.put("a.jar", bundle("a", "1.0.0"));
            for (String name : more) {
                entries.put(name + ".jar", bundle(name, "1.0.0"));
            }
            entries.putIfAbsent("META-INF/MANIFEST.MF", manifest);
            Path file = Files.write(folder.resolve("p.dp"), zip(entries));
            return ShippedPackage.read(file).violations();
        }

        @Test
        void passesWithTheManifestFirstAndASectionForEachBundle() throws IOException {
            assertEquals(List.of(), check(true, "1.0.0"));
        }

        @Test
        void needsTheManifestFirst() throws IOException {
            assertNamed("must be the manifest", check(false, "1.0.0"));
        }

        @Test
        void needsTheBundlesOwnVersion() throws IOException {
            assertNamed("its section says a 2.0.0, the bundle is a 1.0.0", check(true, "2.0.0"));
        }

        @Test
        void needsASectionForEachBundle() throws IOException {
            assertNamed("it holds [a.jar, b.jar]", check(true, "1.0.0", "b"));
        }
    }

    @Nested
    class RealKura {

        private KuraExports kura() throws IOException {
            Path list = Files.writeString(
                    folder.resolve("signatures.txt"),
                    "package org.eclipse.kura.channel version 1.3.0 bundle org.eclipse.kura.api\n"
                            + "  public class package org.eclipse.kura.no version 1.0.0 bundle x\n"
                            + "package org.eclipse.kura.inside version 1.0.0 bundle org.eclipse.kura.util x-internal\n");
            return KuraExports.read(list);
        }

        private ManifestElement[] imports(String header) throws BundleException {
            return ManifestElement.parseHeader("Import-Package", header);
        }

        @Test
        void meetsWhatBothLinesHave() throws Exception {
            ManifestElement[] imports = imports("org.eclipse.kura.channel;version=\"[1.3,2)\",org.slf4j");
            assertEquals(List.of(), kura().violations(imports));
            assertEquals(List.of(), kura().asKura6().violations(imports));
        }

        @Test
        void hasNoOtherVersion() throws Exception {
            assertNamed(
                    "Kura 5.6 exports org.eclipse.kura.channel 1.3.0",
                    kura().violations(imports("org.eclipse.kura.channel;version=\"[1.4,2)\"")));
            assertNamed(
                    "Kura 6 exports org.eclipse.kura.channel 1.4.0",
                    kura().asKura6().violations(imports("org.eclipse.kura.channel;version=\"[1.3,1.4)\"")));
        }

        @Test
        void keepsItsInnerPackagesToItself() throws Exception {
            assertNamed(
                    "does not export org.eclipse.kura.inside", kura().violations(imports("org.eclipse.kura.inside")));
            assertNamed("does not export org.eclipse.kura.no", kura().violations(imports("org.eclipse.kura.no")));
        }
    }

    @Nested
    class Framework {

        private List<String> check(String header) throws BundleException {
            return ImportRules.unmet(List.of(ManifestElement.parseHeader("Require-Capability", header)));
        }

        @Test
        void isThatOfKura56OnJava17() throws Exception {
            assertEquals(
                    List.of(),
                    check("osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=17))\","
                            + "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=1.6))\","
                            + "osgi.extender;filter:=\"(&(osgi.extender=osgi.component)(version>=1.4.0)"
                            + "(!(version>=2.0.0)))\""));
        }

        @Test
        void isNoNewerOne() throws Exception {
            assertNamed("osgi.ee", check("osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=21))\""));
            assertNamed(
                    "osgi.extender",
                    check("osgi.extender;filter:=\"(&(osgi.extender=osgi.component)(version>=1.5.0))\""));
            assertNamed("osgi.contract", check("osgi.contract;filter:=\"(osgi.contract=JakartaServlet)\""));
        }
    }
}
