package org.metergate.features.deploy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Which of the packages that were built are to be installed, and in which order. */
record Choice(List<PackageFile> built) {

    private static final String PREFIX = "metergate-";
    private static final String BASE = PREFIX + "base";
    private static final String ALL = PREFIX + "all";

    /**
     * @param names as the user gave them, {@code driver-dlms} or {@code metergate-driver-dlms}; none means those that are
     *     installed, or everything if none is
     * @return the base first, since the others need it
     * @throws GatewayException if there is no such package, or a choice that no gateway accepts
     */
    List<PackageFile> of(List<String> names, Set<String> installed) throws GatewayException {
        List<PackageFile> chosen = new ArrayList<>();
        for (String name : names) {
            PackageFile found = built.stream()
                    .filter(one -> one.name().equals(name) || one.name().equals(PREFIX + name))
                    .findFirst()
                    .orElseThrow(() -> new GatewayException("kura.packages: there is no package '" + name
                            + "', only "
                            + built.stream().map(PackageFile::name).sorted().toList()));
            if (!chosen.contains(found)) {
                chosen.add(found);
            }
        }
        if (names.isEmpty()) {
            built.stream().filter(one -> installed.contains(one.name())).forEach(chosen::add);
            if (chosen.isEmpty()) {
                built.stream().filter(one -> one.name().equals(ALL)).forEach(chosen::add);
            }
        }
        if (chosen.isEmpty()) {
            throw new GatewayException("there is no package to deploy: build them first (mvn package)");
        }
        if (chosen.size() > 1 && chosen.stream().anyMatch(one -> one.name().equals(ALL))) {
            throw new GatewayException(
                    "kura.packages: " + ALL + " holds all the others; choose it alone or not at all");
        }
        chosen.sort(Comparator.comparing((PackageFile one) -> !one.name().equals(BASE)));
        return chosen;
    }
}
