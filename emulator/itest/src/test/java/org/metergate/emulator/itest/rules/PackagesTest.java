package org.metergate.emulator.itest.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is shipped, as a whole: every package installs, resolves in a real Kura, and gets along with the others. */
class PackagesTest {

    private static final long LARGEST = 25_000_000;

    private static final List<ShippedPackage> PACKAGES = ShippedPackage.ofThisBuild();

    static List<ShippedPackage> packages() {
        return PACKAGES;
    }

    private static ShippedPackage named(String name) {
        return PACKAGES.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no package " + name + " in " + PACKAGES));
    }

    /** A package with what must be installed before it. */
    private static Collection<FinishedBundle> together(ShippedPackage shipped) {
        List<FinishedBundle> bundles = new ArrayList<>(shipped.bundles().values());
        if (shipped.needsBase()) {
            bundles.addAll(named(ShippedPackage.BASE).bundles().values());
        }
        return bundles;
    }

    private static List<String> wrong(ShippedPackage shipped, Function<FinishedBundle, List<String>> rule) {
        return shipped.bundles().values().stream()
                .flatMap(bundle -> rule.apply(bundle).stream().map(said -> bundle + ": " + said))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("packages")
    void areOfTheFormThatKuraInstalls(ShippedPackage shipped) {
        assertEquals(List.of(), shipped.violations());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("packages")
    void resolveWithTheBaseAlone(ShippedPackage shipped) {
        ImportRules rules = new ImportRules(together(shipped));
        assertEquals(List.of(), wrong(shipped, bundle -> rules.violations(bundle.imports())));
        assertEquals(List.of(), wrong(shipped, bundle -> ImportRules.unmet(bundle.requirements())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("packages")
    void importWhatTheRealKuraExports(ShippedPackage shipped) {
        Optional<KuraExports> kura56 = KuraExports.ofKura56();
        assumeTrue(kura56.isPresent(), "no shared/kura beside the checkout");
        for (KuraExports kura : List.of(kura56.get(), kura56.get().asKura6())) {
            assertEquals(List.of(), wrong(shipped, bundle -> kura.violations(bundle.imports())));
        }
    }

    @Test
    void theRulesForImportsAreThoseOfTheRealKura() {
        Optional<KuraExports> kura56 = KuraExports.ofKura56();
        assumeTrue(kura56.isPresent(), "no shared/kura beside the checkout");
        List<String> wrong = new ArrayList<>();
        ImportRules.kura().forEach((name, range) -> {
            if (!range.includes(kura56.get().packages().get(name))) {
                wrong.add(name + " at " + range);
            }
        });
        assertEquals(List.of(), wrong);
    }

    @Test // Kura refuses a bundle that another package holds
    void holdNoBundleTwice() {
        Map<String, Set<String>> holders = new TreeMap<>();
        for (ShippedPackage shipped : PACKAGES) {
            if (!shipped.name().equals(ShippedPackage.ALL)) {
                shipped.bundles().values().forEach(bundle -> holders.computeIfAbsent(
                                bundle.name(), name -> new TreeSet<>())
                        .add(shipped.name()));
            }
        }
        holders.values().removeIf(packages -> packages.size() == 1);
        assertEquals(Map.of(), holders);
    }

    @Test // two owners would open the same port twice
    void haveOneOwnerOfThePortsAndOneCopyOfTheLibraryThatOpensThem() {
        List<String> owners = new ArrayList<>();
        List<String> copies = new ArrayList<>();
        for (FinishedBundle bundle : named(ShippedPackage.ALL).bundles().values()) {
            bundle.components().values().stream()
                    .filter(component -> FinishedBundle.all(component, "provide").stream()
                            .anyMatch(service ->
                                    service.getAttribute("interface").equals("org.metergate.transport.Lines")))
                    .forEach(component -> owners.add(bundle.name()));
            if (bundle.files().contains("com/fazecast/jSerialComm/SerialPort.class")) {
                copies.add(bundle.name());
            }
        }
        assertEquals(List.of("org.metergate.transport"), owners);
        assertEquals(List.of("com.fazecast.jSerialComm"), copies);
        Set<String> base = named(ShippedPackage.BASE).bundles().keySet();
        assertTrue(
                base.containsAll(Set.of("org.metergate.transport.jar", "com.fazecast.jSerialComm.jar")),
                base.toString());
    }

    @Test
    void areAllInTheOneThatHoldsEverything() {
        Set<String> parts = PACKAGES.stream()
                .filter(shipped -> !shipped.name().equals(ShippedPackage.ALL))
                .flatMap(shipped -> shipped.bundles().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(parts, new TreeSet<>(named(ShippedPackage.ALL).bundles().keySet()));
    }

    @Test
    void leaveNoBundleOut() throws IOException {
        try (Stream<Path> files =
                Files.find(Path.of("../../bundles"), 3, (file, attributes) -> BundleRulesTest.isOurJar(file))) {
            Set<String> built = files.map(FinishedBundle::read)
                    .map(FinishedBundle::name)
                    .collect(Collectors.toCollection(TreeSet::new));
            assertTrue(built.remove("org.metergate.testkit"), "the kit for tests is not shipped");
            Set<String> shipped = named(ShippedPackage.ALL).bundles().values().stream()
                    .filter(FinishedBundle::isOurs)
                    .map(FinishedBundle::name)
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(built, shipped);
        }
    }

    @Test
    void areSmallEnough() throws IOException {
        long size = Files.size(named(ShippedPackage.ALL).file());
        assertTrue(size < LARGEST, size + " bytes, at most " + LARGEST + " are allowed");
    }
}
