package org.metergate.emulator.gateway.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.kura.configuration.ComponentConfiguration;
import org.eclipse.kura.configuration.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.metergate.emulator.gateway.crypto.AesCryptoService;
import org.metergate.emulator.gateway.metatype.InstanceConfiguration;

class SnapshotXmlTest {
    private final AesCryptoService crypto = AesCryptoService.withPublishedKey(Path.of("unused"));
    private final SnapshotXml xml = new SnapshotXml(crypto);

    @Test
    void readsTheMinimalSnapshotOfKura() throws Exception {
        List<ComponentConfiguration> configurations;
        try (InputStream in = getClass().getResourceAsStream("/snapshots/minimal.xml")) {
            configurations = xml.read(new String(in.readAllBytes(), UTF_8));
        }

        assertEquals(
                List.of("meterline", "meter1", "every10s", "log1", "org.eclipse.kura.wire.graph.WireGraphService"),
                configurations.stream().map(ComponentConfiguration::getPid).toList());
        Map<String, Object> asset = configurations.get(1).getConfigurationProperties();
        assertEquals(true, asset.get("emit.errors"));
        assertEquals("1-0:1.8.0*255", asset.get("import#register"));
        assertEquals(10, configurations.get(2).getConfigurationProperties().get("simple.interval"));
        assertEquals(
                "plain text",
                configurations.get(0).getConfigurationProperties().get("secret").toString());
    }

    @Test
    void writesWhatItReadsWhateverTheType() throws Exception {
        Map<String, Object> values = new HashMap<>();
        values.put("text", "<&> \"ä\"");
        values.put("long", Long.MIN_VALUE);
        values.put("double", 0.1);
        values.put("float", 0.1f);
        values.put("int", -1);
        values.put("byte", (byte) 127);
        values.put("char", 'x');
        values.put("boolean", true);
        values.put("short", (short) 3);
        values.put("empty", "");

        assertEquals(values, roundTrip(values));
    }

    @Test
    void writesArraysButNoEmptyOnes() throws Exception {
        Map<String, Object> values =
                Map.of("many", new Integer[] {1, 2}, "texts", new String[] {"a", ""}, "none", new String[0]);

        Map<String, Object> read = roundTrip(values);

        assertArrayEquals(new Integer[] {1, 2}, (Integer[]) read.get("many"));
        assertArrayEquals(new String[] {"a", ""}, (String[]) read.get("texts"));
        assertFalse(read.containsKey("none"));
    }

    @Test
    void hidesAPasswordInBase64AndTakesCiphertextAsWell() throws Exception {
        String cipher = new String(crypto.encryptAes("open".toCharArray()));
        String written =
                xml.write(List.of(new InstanceConfiguration("p", null, Map.of("secret", new Password(cipher)))));
        assertTrue(written.contains(crypto.encodeBase64(cipher)), written);
        assertEquals(cipher, read(written).get("secret").toString());

        String direct = written.replace(crypto.encodeBase64(cipher), cipher);
        assertEquals("open", read(direct).get("secret").toString());
    }

    @Test
    void leavesOutAPropertyOfAnUnknownType() throws Exception {
        assertEquals(Map.of("b", "1"), read(property("a", "Complex", "1") + property("b", "String", "1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<esf:configurations", "no xml"})
    void refusesWhatIsNoXml(String text) {
        assertThrows(MalformedSnapshotException.class, () -> xml.read(text));
    }

    @Test
    void namesThePropertyThatIsNotOfItsType() {
        MalformedSnapshotException refused =
                assertThrows(MalformedSnapshotException.class, () -> read(property("port", "Integer", "many")));
        assertEquals("property port of p: no Integer", refused.getMessage());
    }

    private Map<String, Object> roundTrip(Map<String, Object> values) throws MalformedSnapshotException {
        return read(xml.write(List.of(new InstanceConfiguration("p", null, values))));
    }

    private Map<String, Object> read(String text) throws MalformedSnapshotException {
        String whole = text.startsWith("<?xml")
                ? text
                : "<esf:configurations xmlns:esf=\"http://eurotech.com/esf/2.0\"><esf:configuration pid=\"p\">"
                        + "<esf:properties>" + text
                        + "</esf:properties></esf:configuration></esf:configurations>";
        return xml.read(whole).get(0).getConfigurationProperties();
    }

    private static String property(String name, String type, String value) {
        return "<esf:property name=\"" + name + "\" array=\"false\" encrypted=\"false\" type=\"" + type
                + "\"><esf:value>" + value + "</esf:value></esf:property>";
    }
}
