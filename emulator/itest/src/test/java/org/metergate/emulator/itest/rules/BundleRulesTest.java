package org.metergate.emulator.itest.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reads the jars of all our bundles and holds them to what a real Kura demands: those that the packages ship, and the
 * emulator's.
 */
class BundleRulesTest {

    private static List<FinishedBundle> deployed;
    private static List<FinishedBundle> bundles;

    @BeforeAll
    static void readTheJars() throws IOException {
        deployed = ShippedPackage.ofThisBuild().stream()
                .filter(shipped -> shipped.name().equals(ShippedPackage.ALL))
                .flatMap(all -> all.bundles().values().stream())
                .filter(FinishedBundle::isOurs)
                .toList();
        bundles = built();
    }

    /** @return every bundle of ours that is deployed or emulates */
    static List<FinishedBundle> built() throws IOException {
        List<FinishedBundle> built = new ArrayList<>();
        for (String rooms : List.of("../../bundles", "..")) {
            try (Stream<Path> files = Files.find(Path.of(rooms), 3, (file, attributes) -> isOurJar(file))) {
                files.sorted().map(FinishedBundle::read).forEach(built::add);
            }
        }
        return built;
    }

    static boolean isOurJar(Path file) {
        return file.toAbsolutePath().getParent().endsWith("target")
                && file.getFileName().toString().matches("org\\.metergate\\.[\\w.-]+-\\d[\\d.]*(-SNAPSHOT)?\\.jar");
    }

    static List<FinishedBundle> bundles() {
        return bundles;
    }

    static List<FinishedBundle> deployed() {
        return deployed;
    }

    @Test
    void findsTheBundles() {
        Set<String> names = bundles.stream().map(FinishedBundle::name).collect(Collectors.toSet());
        assertTrue(
                names.containsAll(Set.of("org.metergate.driver.dlms", "org.metergate.emulator.gateway")),
                "found only " + names);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bundles")
    void componentsKeepTheirConfigurationInKura(FinishedBundle bundle) {
        List<String> wrong = new ArrayList<>();
        bundle.components().forEach((file, component) -> ComponentRules.violations(
                        component, bundle.metatypes().keySet())
                .forEach(violation -> wrong.add(file + ": " + violation)));
        assertEquals(List.of(), wrong);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bundles")
    void formsAreFoundByKuraAndComplete(FinishedBundle bundle) {
        Set<String> components = bundle.components().values().stream()
                .map(component -> component.getAttribute("name"))
                .collect(Collectors.toSet());
        List<String> wrong = new ArrayList<>();
        // what stands in for Kura's own components is as careless as they are
        bundle.metatypes().entrySet().stream()
                .filter(form -> !form.getKey().startsWith("org.eclipse.kura."))
                .forEach(form -> MetatypeRules.violations(form.getKey(), form.getValue(), components)
                        .forEach(violation -> wrong.add(form.getKey() + ": " + violation)));
        assertEquals(List.of(), wrong);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("deployed")
    void secretsAreOfTheTypeThatKuraEncrypts(FinishedBundle bundle) {
        List<String> wrong = new ArrayList<>();
        bundle.metatypes().forEach((file, metadata) -> MetatypeRules.openSecrets(metadata)
                .forEach(violation -> wrong.add(file + ": " + violation)));
        assertEquals(List.of(), wrong);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("deployed")
    void formsExplainThemselvesInTheConsole(FinishedBundle bundle) {
        List<String> wrong = new ArrayList<>();
        bundle.metatypes().forEach((file, metadata) -> ConsoleRules.formViolations(metadata, bundle.pictures())
                .forEach(violation -> wrong.add(file + ": " + violation)));
        assertEquals(List.of(), wrong);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("deployed")
    void componentsShowInTheirPlaceOfTheConsoleOnly(FinishedBundle bundle) {
        List<String> wrong = new ArrayList<>();
        bundle.components().forEach((file, component) -> ConsoleRules.placeViolations(component)
                .forEach(violation -> wrong.add(file + ": " + violation)));
        assertEquals(List.of(), wrong);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("deployed")
    void licencesTravelWithWhatTheyAreFor(FinishedBundle bundle) {
        Set<String> wanted = new TreeSet<>(Set.of("META-INF/LICENSE", "META-INF/NOTICE"));
        if (bundle.manifest().getValue("Bundle-License").contains("GPL-2.0;")) {
            wanted.add("META-INF/LICENSE-GPL-2.0");
        }
        wanted.removeAll(bundle.files());
        assertEquals(Set.of(), wanted);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("deployed")
    void everyKeyIsPromisedInTheReadme(FinishedBundle bundle) throws IOException {
        Path readme = Path.of("../../bundles", bundle.name().replace("org.metergate.", ""), "README.md");
        String promise = Files.exists(readme) ? Files.readString(readme) : "";
        List<String> missing = new ArrayList<>();
        bundle.metatypes().values().forEach(form -> missing.addAll(ConsoleRules.unpromised(form, promise)));
        assertEquals(List.of(), missing);
    }
}
