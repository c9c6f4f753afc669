package org.metergate.emulator.itest.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/** The ready-made snapshots fit the forms of the components that they configure. */
class SnapshotsTest {

    private static final Map<String, Element> FORMS = new TreeMap<>();

    @TempDir
    private Path folder;

    @BeforeAll
    static void readTheForms() throws IOException {
        for (FinishedBundle bundle : BundleRulesTest.built()) {
            bundle.metatypes().forEach((file, form) -> FORMS.put(file.replaceFirst("\\.xml$", ""), form));
        }
    }

    static List<SnapshotFile> snapshots() {
        return SnapshotFile.readyMade();
    }

    private List<String> violations(String inside) throws IOException {
        Path file = folder.resolve("snapshot.xml");
        Files.writeString(
                file,
                "<esf:configurations xmlns:esf='http://eurotech.com/esf/2.0'>" + inside + "</esf:configurations>",
                StandardCharsets.UTF_8);
        return new SnapshotRules(FORMS).violations(SnapshotFile.read(file));
    }

    private static String component(String pid, String factory, String... properties) {
        StringBuilder text = new StringBuilder("<esf:configuration pid='" + pid + "'>"
                + property("service.factoryPid:String=" + factory) + property("kura.service.pid:String=" + pid));
        for (String property : properties) {
            text.append(property(property));
        }
        return text + "</esf:configuration>";
    }

    private static String property(String text) {
        String[] parts = text.split("[:=]", 3);
        return "<esf:property name='" + parts[0] + "' type='" + parts[1] + "'><esf:value>" + parts[2]
                + "</esf:value></esf:property>";
    }

    @Test
    void areThere() {
        assertEquals(
                List.of("building.xml", "han-port.xml", "mbus-riser.xml", "optical-head.xml"),
                snapshots().stream().map(SnapshotFile::toString).toList());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("snapshots")
    void fitTheForms(SnapshotFile snapshot) {
        assertEquals(List.of(), new SnapshotRules(FORMS).violations(snapshot));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("snapshots")
    void holdNoSecret(SnapshotFile snapshot) {
        snapshot.components()
                .forEach((pid, properties) -> properties.forEach(
                        (name, value) -> assertFalse(value.type().equals("Password"), pid + ", " + name)));
    }

    @Test
    void areRefusedForEveryMistakeOfTheirKind() throws IOException {
        List<String> wrong = violations(component("m", "org.metergate.driver.mbus", "baud:String=2400", "nope:String=1")
                + component("o", "org.metergate.driver.optical", "mode:String=Z", "attempts:Integer=11")
                + component("x", "org.metergate.nothing")
                + component("a", "org.eclipse.kura.wire.WireAsset", "driver.pid:String=gone", "c#+name:String=d")
                + component(
                        "p",
                        "org.eclipse.kura.wire.CloudPublisher",
                        "CloudPublisher.target:String=(kura.service.pid=gone)"));
        for (String part : List.of(
                "m, baud: its type is Integer, not String",
                "m, nope: no such property",
                "o, mode: Z is none of",
                "o, attempts: 11 is not between 1 and 10",
                "nothing with the PID org.metergate.nothing",
                "a: its driver.pid",
                "a, c#+name: the name must be the same",
                "a: the channel c lacks +listen",
                "p, CloudPublisher.target",
                "no wire graph")) {
            assertTrue(wrong.stream().anyMatch(said -> said.contains(part)), part + " not in " + wrong);
        }
    }
}
