package org.metergate.emulator.itest.rules;

import static java.util.Map.entry;

import java.lang.module.ModuleDescriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.osgi.util.ManifestElement;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/** A deployed bundle may import only what Kura 5.6 and Kura 6 both have, what the JDK has, or what comes with it. */
final class ImportRules {

    /**
     * Ranges that both lines of Kura satisfy: {@code contract.md}, 1. Packages are added when they are needed. Where a
     * range ends at the next minor version, it does so for who implements the package; who only calls it may go on to
     * the next major one.
     */
    private static final Map<String, String> KURA = Map.ofEntries(
            entry("org.eclipse.kura", "[1.7,2)"),
            entry("org.eclipse.kura.asset", "[1.0,2)"),
            entry("org.eclipse.kura.channel", "[1.3,2)"),
            entry("org.eclipse.kura.channel.listener", "[1.0,2)"),
            entry("org.eclipse.kura.cloudconnection", "[1.0,1.1)"),
            entry("org.eclipse.kura.cloudconnection.factory", "[1.0,1.1)"),
            entry("org.eclipse.kura.cloudconnection.listener", "[1.0,2)"),
            entry("org.eclipse.kura.cloudconnection.message", "[1.0,2)"),
            entry("org.eclipse.kura.cloudconnection.publisher", "[1.0,1.1)"),
            entry("org.eclipse.kura.cloudconnection.request", "[1.0,1.1)"),
            entry("org.eclipse.kura.cloudconnection.subscriber", "[1.0,2)"),
            entry("org.eclipse.kura.cloudconnection.subscriber.listener", "[1.0,2)"),
            entry("org.eclipse.kura.comm", "[1.1,2)"),
            entry("org.eclipse.kura.configuration", "[1.2,2)"),
            entry("org.eclipse.kura.configuration.metatype", "[1.1,2)"),
            entry("org.eclipse.kura.core.configuration.metatype", "[1.0,2)"),
            entry("org.eclipse.kura.crypto", "[1.3,2)"),
            entry("org.eclipse.kura.driver", "[1.0,1.1)"),
            entry("org.eclipse.kura.driver.descriptor", "[1.0,2)"),
            entry("org.eclipse.kura.message", "[1.5,2)"),
            entry("org.eclipse.kura.security.keystore", "[1.2,2)"),
            entry("org.eclipse.kura.ssl", "[2.1,3)"),
            entry("org.eclipse.kura.type", "[1.1,2)"),
            entry("org.eclipse.kura.wire", "[2.0,3)"),
            entry("org.eclipse.kura.wire.graph", "[1.0,2)"),
            entry("org.eclipse.kura.wire.multiport", "[1.0,2)"));

    /** What else lies on both, with the oldest version of it: OSGi release 7 and libraries of Kura 5.6. */
    private static final Map<String, String> PLATFORM = Map.ofEntries(
            entry("org.osgi.framework", "1.9"),
            entry("org.osgi.framework.startlevel", "1.0"),
            entry("org.osgi.framework.wiring", "1.2"),
            entry("org.osgi.service.cm", "1.6"),
            entry("org.osgi.service.component", "1.4"),
            entry("org.osgi.service.event", "1.4"),
            entry("org.osgi.service.metatype", "1.4"),
            entry("org.osgi.service.wireadmin", "1.0"),
            entry("org.osgi.util.tracker", "1.5"),
            entry("org.slf4j", "1.7.36"),
            entry("com.google.gson", "2.9.0"),
            entry("com.google.gson.stream", "2.9.0"));

    private static final Set<String> JDK = ModuleLayer.boot().modules().stream()
            .map(Module::getDescriptor)
            .filter(module -> module.name().startsWith("java.") || module.name().equals("jdk.unsupported"))
            .flatMap(module -> module.exports().stream())
            .filter(exported -> !exported.isQualified())
            .map(ModuleDescriptor.Exports::source)
            .collect(Collectors.toSet());

    /** What resolves a bundle besides packages: the Java it runs on, and the SCR that finds its components. */
    private static final List<Map<String, Object>> CAPABILITIES = List.of(
            Map.of("osgi.ee", "JavaSE", "version", javaUpTo17()),
            Map.of("osgi.extender", "osgi.component", "version", new Version("1.4")));

    private final Map<String, Version> shipped = new HashMap<>();

    /** @param together every bundle that is deployed together, libraries included */
    ImportRules(Collection<FinishedBundle> together) {
        for (FinishedBundle bundle : together) {
            for (ManifestElement export : bundle.exports()) {
                shipped.put(export.getValue(), Version.parseVersion(export.getAttribute("version")));
            }
        }
    }

    /** @return the ranges in which both lines of Kura have their packages */
    static Map<String, VersionRange> kura() {
        Map<String, VersionRange> ranges = new TreeMap<>();
        KURA.forEach((name, range) -> ranges.put(name, new VersionRange(range)));
        return ranges;
    }

    /** @return what is wrong with what a bundle requires of the framework, in words; empty if nothing */
    static List<String> unmet(List<ManifestElement> requirements) {
        return requirements.stream()
                .filter(required -> CAPABILITIES.stream().noneMatch(there -> meets(there, required)))
                .map(required -> "requires " + required + ", which Kura 5.6 on Java 17 does not offer")
                .toList();
    }

    private static List<Version> javaUpTo17() {
        return Stream.concat(
                        IntStream.rangeClosed(0, 8).mapToObj(n -> "1." + n),
                        IntStream.rangeClosed(9, 17).mapToObj(n -> "" + n))
                .map(Version::new)
                .toList();
    }

    private static boolean meets(Map<String, Object> there, ManifestElement required) {
        try {
            return there.containsKey(required.getValue())
                    && FrameworkUtil.createFilter(required.getDirective("filter"))
                            .matches(there);
        } catch (InvalidSyntaxException e) {
            return false;
        }
    }

    /** @return what is wrong with the imports, in words; empty if nothing */
    List<String> violations(ManifestElement... imports) {
        List<String> wrong = new ArrayList<>();
        Arrays.stream(imports)
                .filter(wanted -> !"optional".equals(wanted.getDirective("resolution")))
                .forEach(wanted -> check(wanted.getValue(), wanted.getAttribute("version"), wrong));
        return wrong;
    }

    private void check(String name, String range, List<String> wrong) {
        VersionRange wanted = new VersionRange(range == null ? "0" : range);
        if (KURA.containsKey(name)) {
            VersionRange allowed = new VersionRange(KURA.get(name));
            Version from = allowed.getLeft();
            VersionRange asClient = new VersionRange('[', from, new Version(from.getMajor() + 1, 0, 0), ')');
            if (!wanted.equals(allowed) && !wanted.equals(asClient)) {
                wrong.add(name + " is imported at " + wanted + "; both lines of Kura have it at " + allowed);
            }
        } else if (PLATFORM.containsKey(name)) {
            requireVersion(name, wanted, Version.parseVersion(PLATFORM.get(name)), wrong);
        } else if (shipped.containsKey(name)) {
            requireVersion(name, wanted, shipped.get(name), wrong);
        } else if (!JDK.contains(name)) {
            wrong.add(name + " is imported, but neither Kura nor the JDK nor what is shipped with it has it: embed it");
        }
        if (name.startsWith("java.")) {
            wrong.add(name + " is imported, which older frameworks do not know");
        }
    }

    private static void requireVersion(String name, VersionRange wanted, Version there, List<String> wrong) {
        if (!wanted.includes(there)) {
            wrong.add(name + " is imported at " + wanted + ", but what is there is " + there);
        }
    }
}
