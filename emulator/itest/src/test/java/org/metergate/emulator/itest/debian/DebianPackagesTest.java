package org.metergate.emulator.itest.debian;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Debian packages, put on and taken off a system that has nothing but Kura 6. */
@EnabledIf(value = "dpkgIsThere", disabledReason = "no dpkg on this machine")
class DebianPackagesTest {

    private static final String BASE = "metergate-base";
    private static final String ALL = "metergate-all";
    private static final String PART = "metergate-driver-mbus";
    private static final Pattern LISTED = Pattern.compile("(\\S+) (\\S+)\\s+\\d+ \\S+ \\S+ \\./(\\S+)");

    @TempDir
    private Path folder;

    private ScratchRoot system;

    static boolean dpkgIsThere() {
        return Tool.isThere("dpkg") && Tool.isThere("dpkg-deb");
    }

    static List<String> names() {
        return List.copyOf(packages().keySet());
    }

    private static Map<String, Path> packages() {
        Map<String, Path> packages = new TreeMap<>();
        try (Stream<Path> files = Files.find(Path.of("../../features"), 3, (file, attributes) -> file.toString()
                .endsWith("_all.deb"))) {
            files.forEach(file -> packages.put(file.getFileName().toString().split("_")[0], file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packages;
    }

    private static Path file(String name) {
        return packages().get(name);
    }

    @BeforeEach
    void kuraIsThere() throws IOException {
        system = new ScratchRoot(folder.resolve("root"), Map.of("kura-core", "6.0.0", "kura-wires", "3.0.0"));
    }

    private static void assertDone(Tool.Result result) {
        assertTrue(result.succeeded(), result.said());
    }

    private static void assertRefused(String part, Tool.Result result) {
        assertFalse(result.succeeded(), result.said());
        assertTrue(result.said().contains(part), result.said());
    }

    @Test
    void areThoseThatAreDeploymentPackagesToo() throws IOException {
        try (Stream<Path> files = Files.find(Path.of("../../features"), 3, (file, attributes) -> file.getFileName()
                .toString()
                .matches("metergate-.+\\.dp"))) {
            List<String> deployment = files.map(
                            file -> file.getFileName().toString().split("_")[0])
                    .sorted()
                    .toList();
            assertEquals(deployment, names());
            assertTrue(deployment.containsAll(List.of(BASE, ALL, PART)), deployment.toString());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void holdTheSameBundlesForKurasUserAlone(String name) throws IOException {
        List<String> bundles = Tool.tree(file(name).resolveSibling("bundles"));
        Matcher listed = LISTED.matcher(
                Tool.run("dpkg-deb", "--contents", file(name).toString()).said());
        TreeSet<String> found = new TreeSet<>();
        while (listed.find()) {
            if (listed.group(3).endsWith(".jar")) {
                assertEquals("-rw------- kurad/kurad", listed.group(1) + " " + listed.group(2), listed.group());
                found.add(listed.group(3));
            }
        }
        TreeSet<String> expected = new TreeSet<>();
        bundles.forEach(bundle -> expected.add("opt/eclipse/kura/plugins/6s/" + bundle));
        assertEquals(expected, found);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void leaveNothingBehindWhenPurged(String name) throws IOException {
        List<String> before = system.files();
        boolean alone = name.equals(BASE) || name.equals(ALL);
        assertDone(alone ? system.install(file(name)) : system.install(file(name), file(BASE)));
        assertTrue(system.files().contains("usr/share/doc/" + name + "/copyright"));
        for (String bundle : Tool.tree(file(name).resolveSibling("bundles"))) {
            assertTrue(Files.isRegularFile(system.plugins().resolve(bundle)), bundle);
        }
        assertDone(alone ? system.purge(name) : system.purge(name, BASE));
        assertEquals(before, system.files());
    }

    @Test
    void needKura6AndTheBase() throws IOException {
        assertRefused("depends on metergate-base", system.install(file(PART)));
        ScratchRoot older = new ScratchRoot(folder.resolve("older"), Map.of("kura-core", "5.6.0"));
        assertRefused("depends on kura-core (>= 6.0.0~)", older.install(file(BASE)));
        ScratchRoot newer = new ScratchRoot(folder.resolve("newer"), Map.of("kura-core", "7.0.0"));
        assertRefused("depends on kura-core (<< 7.0.0~)", newer.install(file(BASE)));
        ScratchRoot wireless = new ScratchRoot(folder.resolve("wireless"), Map.of("kura-core", "6.0.0"));
        assertRefused("depends on kura-wires", wireless.install(file(BASE), file(PART)));
    }

    @Test
    void keepTheBaseWhileAPartNeedsIt() {
        assertDone(system.install(file(BASE), file(PART)));
        assertRefused("metergate-driver-mbus depends on metergate-base", system.purge(BASE));
    }

    @Test
    void areEitherPartsOrTheWhole() {
        assertDone(system.install(file(BASE), file(PART)));
        assertRefused("metergate-all conflicts with metergate-base", system.install(file(ALL)));
        assertDone(system.purge(PART, BASE));
        assertDone(system.install(file(ALL)));
        assertRefused("metergate-driver-mbus conflicts with metergate-all", system.install(file(PART)));
    }

    @Test
    void replaceTheBundlesOfTheVersionBefore() throws IOException {
        Path next = folder.resolve("next");
        assertDone(Tool.run("dpkg-deb", "--raw-extract", file(BASE).toString(), next.toString()));
        Path control = next.resolve("DEBIAN/control");
        Files.writeString(control, Files.readString(control).replaceFirst("Version: \\S+", "Version: 99.0.0"));
        Path bundles = next.resolve("opt/eclipse/kura/plugins/6s");
        String before = Tool.tree(bundles).stream()
                .filter(bundle -> bundle.startsWith("org.metergate.transport_"))
                .findFirst()
                .orElseThrow();
        Files.move(bundles.resolve(before), bundles.resolve("org.metergate.transport_99.0.0.jar"));
        Path later = folder.resolve("metergate-base_99.0.0_all.deb");
        assertDone(Tool.run("dpkg-deb", "--root-owner-group", "--build", next.toString(), later.toString()));

        assertDone(system.install(file(BASE)));
        assertDone(system.install(later));
        assertTrue(Files.exists(system.plugins().resolve("org.metergate.transport_99.0.0.jar")));
        assertFalse(Files.exists(system.plugins().resolve(before)), "two versions of a bundle would run side by side");
    }
}
