package org.metergate.emulator.itest;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.cleanCaches;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ops4j.pax.exam.Option;

/** The bundles of {@code bndrun/gateway.bndrun} as a test's container starts them. */
final class GatewayRun {

    private static final Pattern RUN_BUNDLE = Pattern.compile("^\\s+([\\w.-]+);version=", Pattern.MULTILINE);

    private final Path data;
    private final Path run;
    private final Map<String, String> properties = new HashMap<>();

    /** @param data what the gateway writes goes below this folder; an empty one is a first start */
    GatewayRun(Path data) {
        this(data, Path.of(System.getProperty("bndrun")));
    }

    /** A gateway with nothing of ours: what is deployed into it comes as packages. */
    static GatewayRun bare(Path data) {
        return new GatewayRun(data, Path.of(System.getProperty("bndrun")).resolveSibling("bare.bndrun"));
    }

    private GatewayRun(Path data, Path run) {
        this.data = data.toAbsolutePath();
        this.run = run;
        with("metergate.data", this.data.toString());
        with("kura.data", this.data.resolve("data").toString());
        with("kura.snapshots", this.data.resolve("snapshots").toString());
        with("kura.packages", this.data.resolve("packages").toString());
        with("dpa.configuration", this.data.resolve("packages/dpa.properties").toString());
        with("org.osgi.service.http.port", "0");
        with("org.apache.felix.http.host", "127.0.0.1");
        with("felix.webconsole.security.providers", "org.metergate.emulator.console");
        with("org.ops4j.pax.logging.DefaultServiceLog.level", "WARN");
        with(
                "org.ops4j.pax.logging.property.file",
                this.data.resolve("logback.xml").toString());
    }

    GatewayRun with(String frameworkProperty, String value) {
        properties.put(frameworkProperty, value);
        return this;
    }

    /** Lays a snapshot down as the first one. */
    GatewayRun with(Path snapshot) {
        try {
            Path first = data.resolve("snapshots/snapshot_0.xml");
            Files.createDirectories(first.getParent());
            Files.copy(snapshot, first);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param more options of the test itself */
    Option[] options(Option... more) {
        logAsTheRunDoes();
        List<Option> options = new ArrayList<>(List.of(junitBundles(), cleanCaches(true)));
        properties.forEach((key, value) -> options.add(frameworkProperty(key).value(value)));
        for (File jar : bundles(names(run))) {
            options.add(bundle(jar.toURI().toString()).startLevel(startLevel(symbolicName(jar))));
        }
        options.addAll(List.of(more));
        return options.toArray(new Option[0]);
    }

    /** As in the run: logging comes first, so that nothing is lost. */
    private static int startLevel(String name) {
        return name.startsWith("org.ops4j.pax.logging.") ? 1 : name.endsWith(".eventadmin") ? 2 : 4;
    }

    private void logAsTheRunDoes() {
        try {
            String settings = Files.readString(Path.of("../../bndrun/logback.xml"));
            Files.createDirectories(data);
            Files.writeString(data.resolve("logback.xml"), settings.replace("metergate-data/", data.toString() + "/"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return symbolic names of what the gateway runs */
    static Set<String> names() {
        return names(Path.of(System.getProperty("bndrun")));
    }

    private static Set<String> names(Path run) {
        try {
            Matcher line = RUN_BUNDLE.matcher(Files.readString(run));
            return line.results().map(found -> found.group(1)).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<File> bundles(Set<String> wanted) {
        try (Stream<Path> jars = Files.list(Path.of(System.getProperty("bundle.dir")))) {
            return jars.filter(file -> file.toString().endsWith(".jar"))
                    .map(Path::toFile)
                    .filter(jar -> wanted.contains(symbolicName(jar)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String symbolicName(File file) {
        try (JarFile jar = new JarFile(file)) {
            String header = jar.getManifest() == null
                    ? null
                    : jar.getManifest().getMainAttributes().getValue("Bundle-SymbolicName");
            return header == null ? "" : header.split(";")[0].strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
