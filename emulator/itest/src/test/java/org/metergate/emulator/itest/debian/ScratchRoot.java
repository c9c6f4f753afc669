package org.metergate.emulator.itest.debian;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Debian system reduced to its package database, on which Kura 6 is said to be installed. */
final class ScratchRoot {

    private static final String INSTALLED =
            "Package: %s%nStatus: install ok installed%nMaintainer: Nobody <n@o.invalid>%n"
                    + "Architecture: all%nVersion: %s%nDescription: stands in for the real one%n%n";

    private final Path root;

    /** @param kura names of packages that are there, to their versions */
    ScratchRoot(Path folder, Map<String, String> kura) throws IOException {
        root = folder.toAbsolutePath();
        for (String part : List.of("info", "updates", "triggers")) {
            Files.createDirectories(root.resolve("var/lib/dpkg").resolve(part));
        }
        Files.createDirectories(plugins());
        StringBuilder status = new StringBuilder();
        for (Map.Entry<String, String> there : kura.entrySet()) {
            status.append(String.format(INSTALLED, there.getKey(), there.getValue()));
            // a package without a file of its own counts as replaced by the next one in its folder
            Path own = plugins().resolve(there.getKey() + ".jar");
            Files.createFile(own);
            List<String> listed = new ArrayList<>(List.of("/."));
            for (Path part = root.relativize(own); part != null; part = part.getParent()) {
                listed.add(1, "/" + part);
            }
            Files.write(root.resolve("var/lib/dpkg/info/" + there.getKey() + ".list"), listed);
        }
        Files.writeString(root.resolve("var/lib/dpkg/status"), status);
    }

    Path plugins() {
        return root.resolve("opt/eclipse/kura/plugins/6s");
    }

    /** @return all files but dpkg's own */
    List<String> files() throws IOException {
        return Tool.tree(root).stream().filter(file -> !file.startsWith("var")).toList();
    }

    Tool.Result install(Path... packages) {
        List<String> arguments = new ArrayList<>(List.of("--install"));
        for (Path file : packages) {
            arguments.add(file.toAbsolutePath().normalize().toString());
        }
        return dpkg(arguments);
    }

    Tool.Result purge(String... names) {
        List<String> arguments = new ArrayList<>(List.of("--purge"));
        arguments.addAll(List.of(names));
        return dpkg(arguments);
    }

    private Tool.Result dpkg(List<String> arguments) {
        // there is no shell in the root, so scripts run outside of it and are told where it is
        List<String> command = new ArrayList<>(List.of(
                "dpkg",
                "--root=" + root,
                "--log=" + root.resolve("var/dpkg.log"),
                "--force-not-root",
                "--force-script-chrootless"));
        command.addAll(arguments);
        return Tool.run(command, Map.of());
    }
}
