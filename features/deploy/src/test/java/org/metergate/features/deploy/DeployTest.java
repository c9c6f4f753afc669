package org.metergate.features.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as it is called, against the documented answers. */
class DeployTest {

    @TempDir
    Path root;

    private final Properties properties = new Properties();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private Path features;
    private DocumentedKura kura;

    @BeforeEach
    void start() throws Exception {
        features = Files.createDirectories(root.resolve("features"));
        kura = new DocumentedKura(root.resolve("kura"));
        properties.setProperty("kura.url", "http://127.0.0.1:" + kura.port());
        properties.setProperty("kura.user", DocumentedKura.USER);
        properties.setProperty("kura.previous", root.resolve("kept").toString());
        properties.setProperty("kura.watch", "0");
    }

    @AfterEach
    void stop() {
        kura.close();
    }

    @Nested
    class Installs {

        @Test
        void theBaseFirstAndSaysWhatRuns() throws Exception {
            MadePackage.in(features, "metergate-analysis", "0.2.0");
            MadePackage.in(features, "metergate-base", "0.2.0", "", "");
            properties.setProperty("kura.packages", "analysis, metergate-base");
            assertEquals(0, run(), this::text);
            assertEquals(List.of("metergate-base", "metergate-analysis"), order());
            assertTrue(text().contains("metergate-base 0.2.0 runs: 2 bundles active"), this::text);
            assertTrue(text().contains("metergate-analysis 0.2.0 runs: 1 bundles active"), this::text);
        }

        @Test
        void whatTheGatewayHasUnlessToldOtherwise() throws Exception {
            MadePackage.in(features, "metergate-all", "0.2.0");
            MadePackage.in(features, "metergate-analysis", "0.2.0");
            MadePackage.in(features, "metergate-base", "0.2.0");
            kura.installed.put("metergate-base", MadePackage.in(root.resolve("old"), "metergate-base", "0.1.0"));
            assertEquals(0, run(), this::text);
            assertEquals("0.2.0", version("metergate-base"));
            assertEquals(1, kura.installed.size());
        }

        @Test
        void everythingInOneOnAGatewayThatHasNone() throws Exception {
            MadePackage.in(features, "metergate-all", "0.2.0");
            MadePackage.in(features, "metergate-base", "0.2.0");
            assertEquals(0, run(), this::text);
            assertEquals(List.of("metergate-all"), List.copyOf(kura.installed.keySet()));
        }

        @Test // a gateway changes no bundle whose version stays
        void theSameReleaseUnderAVersionOfItsOwn() throws Exception {
            PackageFile built = MadePackage.in(features, "metergate-base", "0.2.0");
            kura.installed.put("metergate-base", built);
            assertEquals(0, run(), this::text);
            assertTrue(version("metergate-base").matches("0\\.2\\.0\\.\\d{14}"), version("metergate-base"));
            assertEquals(
                    version("metergate-base"),
                    kura.installed
                            .get("metergate-base")
                            .bundles()
                            .get(0)
                            .version()
                            .toString());
        }

        @Test
        void fragmentsAndLazyBundlesToo() throws Exception {
            PackageFile built = MadePackage.in(
                    features, "metergate-base", "0.2.0", "Fragment-Host: some.host", "Bundle-ActivationPolicy: lazy");
            kura.states.put(built.bundles().get(0).name() + " 0.2.0", "RESOLVED");
            kura.states.put(built.bundles().get(1).name() + " 0.2.0", "STARTING");
            properties.setProperty("kura.packages", "base");
            assertEquals(0, run(), this::text);
        }

        private List<String> order() {
            return text().lines()
                    .filter(line -> line.contains(" kB)"))
                    .map(line -> line.split(" ")[0])
                    .toList();
        }

        private String text() {
            return DeployTest.this.text();
        }
    }

    @Nested
    class GoesBack {

        private PackageFile fresh;

        @BeforeEach
        void upgrade() throws Exception {
            PackageFile old = MadePackage.in(features, "metergate-base", "0.1.0");
            properties.setProperty("kura.packages", "base");
            assertEquals(0, run(), DeployTest.this::text);
            Files.delete(old.file());
            fresh = MadePackage.in(features, "metergate-base", "0.2.0");
            kura.states.put(fresh.bundles().get(0).name() + " 0.2.0", "INSTALLED");
        }

        @Test
        void whenABundleDoesNotResolve() throws Exception {
            assertEquals(1, run());
            assertEquals("0.1.0", version("metergate-base"));
            assertTrue(text().contains(fresh.bundles().get(0).name() + " 0.2.0 is INSTALLED"), DeployTest.this::text);
            assertTrue(text().contains("metergate-base 0.1.0 is back and runs"), DeployTest.this::text);
            assertTrue(text().contains("the gateway runs what it ran before"), DeployTest.this::text);
        }

        @Test
        void withWhatWasInstalledAlongWithIt() throws Exception {
            MadePackage.in(features, "metergate-analysis", "0.1.0");
            properties.setProperty("kura.packages", "analysis");
            assertEquals(0, run(), DeployTest.this::text);
            kura.states.clear();
            PackageFile analysis = MadePackage.in(features, "metergate-analysis", "0.2.0");
            Files.delete(features.resolve("metergate-analysis/target/metergate-analysis_0.1.0.dp"));
            kura.states.put(analysis.bundles().get(0).name() + " 0.2.0", "RESOLVED");
            properties.setProperty("kura.packages", "analysis,base");
            assertEquals(1, run());
            assertEquals("0.1.0", version("metergate-base"));
            assertEquals("0.1.0", version("metergate-analysis"));
        }

        @Test
        void orSaysThatItHasNoCopy() throws Exception {
            Files.delete(root.resolve("kept/127.0.0.1_" + kura.port() + "/metergate-base.dp"));
            assertEquals(1, run());
            assertEquals("0.2.0", version("metergate-base"));
            assertTrue(text().contains("0.1.0 did not come from here"), DeployTest.this::text);
            assertTrue(text().contains("something on the gateway does not run"), DeployTest.this::text);
        }

        @Test
        void leavingItToTheGatewayThatDoesSoItself() throws Exception {
            PackageFile ran = kura.installed.get("metergate-base");
            kura.states.clear();
            long before = uploads();
            int[] looks = {0};
            kura.byItself = () -> {
                if (uploads() > before && ++looks[0] > 2) {
                    kura.installed.put("metergate-base", ran);
                }
            };
            properties.setProperty("kura.watch", "5");
            assertEquals(1, run());
            assertEquals(before + 1, uploads());
            assertTrue(text().contains("the gateway went back to 0.1.0 by itself"), DeployTest.this::text);
            assertTrue(text().contains("metergate-base 0.1.0 is back and runs"), DeployTest.this::text);
        }

        @Test
        void namingWhatDidNotRunAndNotWhatTheGatewayPutBack() throws Exception {
            PackageFile ran = kura.installed.get("metergate-base");
            long before = uploads();
            int[] looks = {0};
            kura.byItself = () -> {
                if (uploads() > before && ++looks[0] > 3) {
                    kura.installed.put("metergate-base", ran);
                }
            };
            properties.setProperty("kura.watch", "60");
            assertEquals(1, run());
            assertEquals(before + 1, uploads());
            assertTrue(text().contains("the gateway went back to 0.1.0 by itself"), DeployTest.this::text);
            assertTrue(text().contains(fresh.bundles().get(0).name() + " 0.2.0 is INSTALLED"), DeployTest.this::text);
            assertFalse(text().contains("0.1.0 is ACTIVE"), DeployTest.this::text);
        }

        private long uploads() {
            return kura.requests.stream().filter(one -> one.contains("_upload")).count();
        }
    }

    @Nested
    class SaysWhatIsWrong {

        @BeforeEach
        void build() throws Exception {
            MadePackage.in(features, "metergate-base", "0.2.0");
            properties.setProperty("kura.packages", "base");
        }

        @Test
        void withUserOrPassword() throws Exception {
            properties.setProperty("kura.user", "stranger");
            fails("the gateway does not let stranger in (401)");
        }

        @Test
        void withPermissions() throws Exception {
            kura.answers.put("/deploy/", 403);
            fails("user deployer may not do that (403)", "permission rest.deploy");
            kura.answers.clear();
            kura.answers.put("/inventory/", 403);
            fails("permission rest.inventory");
        }

        @Test
        void withTheAddress() throws Exception {
            kura.answers.put("/", 404);
            fails("not there (404); kura.url should be the gateway's address alone");
            kura.answers.put("/", 302);
            kura.location = Optional.of("https://elsewhere.example/");
            fails("is redirected to https://elsewhere.example/; give that as kura.url");
            kura.answers.clear();
            kura.body = "<html>Welcome</html>";
            fails("does not answer as Kura does: <html>Welcome</html>");
        }

        @Test
        void whenNobodyIsThere() throws Exception {
            int port = kura.port();
            kura.close();
            fails("no gateway at http://127.0.0.1:" + port + ": connection refused");
            properties.setProperty("kura.url", "http://no-such-host.invalid");
            fails("no gateway at http://no-such-host.invalid: no such host");
        }

        @Test
        void whenTheGatewayNeverEnds() throws Exception {
            kura.fates.put("metergate-base 0.2.0", DocumentedKura.Fate.NEVER_DONE);
            properties.setProperty("kura.timeout", "1");
            fails("the gateway is not done after 1 s");
        }

        @Test
        void whenItRefuses() throws Exception {
            kura.fates.put("metergate-base 0.2.0", DocumentedKura.Fate.REFUSED);
            fails("the gateway refused metergate-base 0.2.0 and has none of that name; its log says why");
        }

        @Test
        void whenAnotherPackageHoldsTheBundle() throws Exception {
            PackageFile other = MadePackage.in(root.resolve("other"), "metergate-base", "0.1.0");
            kura.installed.put(
                    "metergate-all", new PackageFile(other.file(), "metergate-all", other.version(), other.bundles()));
            fails("its bundle org.metergate.metergate.base.0 belongs to package metergate-all there");
            assertFalse(kura.requests.stream().anyMatch(one -> one.contains("_upload")));
        }

        @Test
        void withTheChoice() throws Exception {
            properties.setProperty("kura.packages", "basis");
            fails("there is no package 'basis', only [metergate-base]");
        }

        @Test
        void whenThereIsNoPassword() throws Exception {
            assertEquals(1, Deploy.run(features, properties, Map.of(), prompt -> Optional.empty(), out(), out()));
            assertTrue(text().contains("set the environment variable KURA_PASSWORD"), DeployTest.this::text);
        }
    }

    @Test
    void asksForThePasswordAndTellsItToNobody() throws Exception {
        MadePackage.in(features, "metergate-all", "0.2.0");
        int status = Deploy.run(
                features,
                properties,
                Map.of(),
                prompt -> Optional.of(DocumentedKura.PASSWORD.toCharArray()),
                out(),
                out());
        assertEquals(0, status, this::text);
        assertFalse(text().contains(DocumentedKura.PASSWORD));
    }

    private void fails(String... words) throws Exception {
        printed.reset();
        assertEquals(1, run());
        for (String word : words) {
            assertTrue(text().contains(word), this::text);
        }
        assertFalse(text().contains(DocumentedKura.PASSWORD));
    }

    private int run() throws Exception {
        return Deploy.run(
                features,
                properties,
                Map.of("KURA_PASSWORD", DocumentedKura.PASSWORD),
                prompt -> Optional.empty(),
                out(),
                out());
    }

    private String version(String name) {
        return kura.installed.get(name).version().toString();
    }

    private PrintStream out() {
        return new PrintStream(printed, true, StandardCharsets.UTF_8);
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
