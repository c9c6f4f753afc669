package org.metergate.emulator.itest.rules;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.osgi.util.ManifestElement;
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
            entry("org.eclipse.kura.channel", "[1.3,2)"),
            entry("org.eclipse.kura.channel.listener", "[1.0,2)"),
            entry("org.eclipse.kura.cloudconnection", "[1.0,2)"),
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
            entry("org.eclipse.kura.type", "[1.1,2)"),
            entry("org.eclipse.kura.wire", "[2.0,3)"),
            entry("org.eclipse.kura.wire.graph", "[1.0,2)"),
            entry("org.eclipse.kura.wire.multiport", "[1.0,2)"));

    /** What else lies on both, with the oldest version of it: OSGi release 7 and libraries of Kura 5.6. */
    private static final Map<String, String> PLATFORM = Map.ofEntries(
            entry("org.osgi.framework", "1.9"),
            entry("org.osgi.framework.wiring", "1.2"),
            entry("org.osgi.service.cm", "1.6"),
            entry("org.osgi.service.component", "1.4"),
            entry("org.osgi.service.event", "1.4"),
            entry("org.osgi.service.metatype", "1.4"),
            entry("org.osgi.service.wireadmin", "1.0"),
            entry("org.osgi.util.tracker", "1.5"),
            entry("org.slf4j", "1.7.36"),
            entry("com.google.gson", "2.9.0"));

    /** Libraries that our deployment packages bring along. */
    private static final Map<String, String> SHIPPED = Map.of("com.fazecast.jSerialComm", "2.11.4");

    private static final Set<String> JDK = ModuleLayer.boot().modules().stream()
            .filter(module ->
                    module.getName().startsWith("java.") || module.getName().equals("jdk.unsupported"))
            .flatMap(module -> module.getPackages().stream())
            .collect(Collectors.toSet());

    private final Map<String, Version> ours = new HashMap<>();

    /** @param deployed every bundle that is deployed together */
    ImportRules(List<FinishedBundle> deployed) {
        for (FinishedBundle bundle : deployed) {
            for (ManifestElement export : bundle.exports()) {
                ours.put(export.getValue(), Version.parseVersion(export.getAttribute("version")));
            }
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
        } else if (PLATFORM.containsKey(name) || SHIPPED.containsKey(name)) {
            Version there = Version.parseVersion(PLATFORM.getOrDefault(name, SHIPPED.get(name)));
            requireVersion(name, wanted, there, wrong);
        } else if (ours.containsKey(name)) {
            requireVersion(name, wanted, ours.get(name), wrong);
        } else if (!JDK.contains(name)) {
            wrong.add(name + " is imported, but neither Kura nor the JDK nor our bundles have it: embed it");
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
