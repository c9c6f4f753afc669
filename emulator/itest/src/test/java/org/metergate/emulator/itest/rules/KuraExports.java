package org.metergate.emulator.itest.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.osgi.util.ManifestElement;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/**
 * The packages that a real Kura exports to add-ons.
 *
 * @param line which Kura
 * @param packages name to version
 */
record KuraExports(String line, Map<String, Version> packages) {

    private static final Pattern PACKAGE =
            Pattern.compile("^package (\\S+) version (\\S+) bundle \\S+( x-internal)?$", Pattern.MULTILINE);

    /** @return Kura 5.6, if the list of its signatures lies beside the checkout */
    static Optional<KuraExports> ofKura56() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path list = at.resolve("shared").resolve("kura").resolve("kura-api-5.6.signatures.txt");
            if (Files.isRegularFile(list)) {
                return Optional.of(read(list));
            }
        }
        return Optional.empty();
    }

    static KuraExports read(Path list) {
        Map<String, Version> packages = new TreeMap<>();
        try {
            Matcher found = PACKAGE.matcher(Files.readString(list));
            while (found.find()) {
                if (found.group(3) == null) {
                    packages.put(found.group(1), Version.parseVersion(found.group(2)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new KuraExports("Kura 5.6", packages);
    }

    /**
     * As far as its sources are known, Kura 6 has the packages of 5.6 in the same versions, except that the channels have
     * grown ({@code ScaleOffsetType}): {@code contract.md}, 9.
     */
    KuraExports asKura6() {
        Map<String, Version> grown = new TreeMap<>(packages);
        grown.computeIfPresent(
                "org.eclipse.kura.channel", (name, was) -> new Version(was.getMajor(), was.getMinor() + 1, 0));
        return new KuraExports("Kura 6", grown);
    }

    /** @return the imports of Kura's packages that this Kura does not meet, in words; empty if none */
    List<String> violations(ManifestElement... imports) {
        List<String> wrong = new ArrayList<>();
        Arrays.stream(imports)
                .filter(wanted -> wanted.getValue().startsWith("org.eclipse.kura"))
                .filter(wanted -> !"optional".equals(wanted.getDirective("resolution")))
                .forEach(wanted -> {
                    String range = wanted.getAttribute("version");
                    Version there = packages.get(wanted.getValue());
                    if (there == null) {
                        wrong.add(line + " does not export " + wanted.getValue());
                    } else if (!new VersionRange(range == null ? "0" : range).includes(there)) {
                        wrong.add(line + " exports " + wanted.getValue() + " " + there + ", wanted is " + range);
                    }
                });
        return wrong;
    }

    @Override
    public String toString() {
        return line;
    }
}
