package org.metergate.emulator.itest.rules;

import static org.metergate.emulator.itest.rules.FinishedBundle.all;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/**
 * A snapshot in Kura's XML, as a user imports it.
 *
 * @param components PID to properties, in the order of the file
 */
public record SnapshotFile(Path file, Map<String, Map<String, Value>> components) {

    /** A property. */
    public record Value(String type, boolean array, String text) {}

    /** @return the ready-made ones */
    public static List<SnapshotFile> readyMade() {
        try (Stream<Path> files = Files.list(Path.of("../../features/snapshots"))) {
            return files.filter(file -> file.toString().endsWith(".xml"))
                    .sorted()
                    .map(SnapshotFile::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SnapshotFile read(Path file) {
        Map<String, Map<String, Value>> components = new LinkedHashMap<>();
        try {
            for (Element configuration : all(FinishedBundle.xml(Files.readAllBytes(file)), "configuration")) {
                Map<String, Value> properties = new LinkedHashMap<>();
                for (Element property : all(configuration, "property")) {
                    Value value = new Value(
                            property.getAttribute("type"),
                            property.getAttribute("array").equals("true"),
                            all(property, "value").get(0).getTextContent());
                    require(properties.put(property.getAttribute("name"), value) == null, file, property, "name");
                }
                require(
                        components.put(configuration.getAttribute("pid"), properties) == null,
                        file,
                        configuration,
                        "pid");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new SnapshotFile(file, components);
    }

    private static void require(boolean fresh, Path file, Element element, String attribute) {
        if (!fresh) {
            throw new IllegalArgumentException(file + ": " + element.getAttribute(attribute) + " stands there twice");
        }
    }

    public Optional<String> text(String pid, String property) {
        return Optional.ofNullable(components.getOrDefault(pid, Map.of()).get(property))
                .map(Value::text);
    }

    /** @return the PIDs of all instances of a factory */
    public List<String> instancesOf(String factoryPid) {
        List<String> found = new ArrayList<>();
        components.keySet().stream()
                .filter(pid -> text(pid, "service.factoryPid")
                        .filter(factoryPid::equals)
                        .isPresent())
                .forEach(found::add);
        return found;
    }

    @Override
    public String toString() {
        return file.getFileName().toString();
    }
}
