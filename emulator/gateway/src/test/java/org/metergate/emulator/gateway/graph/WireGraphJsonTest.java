package org.metergate.emulator.gateway.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.eclipse.kura.wire.graph.MultiportWireConfiguration;
import org.eclipse.kura.wire.graph.WireComponentConfiguration;
import org.eclipse.kura.wire.graph.WireGraphConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireGraphJsonTest {
    private static final String GRAPH =
            """
            {"components":[
              {"pid":"tick","inputPortCount":0,"outputPortCount":1,"renderingProperties":
                {"position":{"x":-300.0,"y":20.5},"inputPortNames":{},"outputPortNames":{"0":"ticks"}}},
              {"pid":"meter","inputPortCount":1,"outputPortCount":1,"renderingProperties":
                {"position":{"x":0.0,"y":0.0},"inputPortNames":{},"outputPortNames":{}}}],
             "wires":[{"emitter":"tick","emitterPort":0,"receiver":"meter","receiverPort":0}]}""";

    @Test
    void readsComponentsAndWires() {
        WireGraphConfiguration graph = WireGraphJson.read(GRAPH);

        WireComponentConfiguration tick = graph.getWireComponentConfigurations().get(0);
        assertEquals("tick", tick.getConfiguration().getPid());
        assertEquals(1, tick.getProperties().get("outputPortCount"));
        assertEquals(-300f, tick.getProperties().get("position.x"));
        assertEquals("ticks", tick.getProperties().get("outputPortNames.0"));
        assertEquals(List.of(new MultiportWireConfiguration("tick", "meter", 0, 0)), graph.getWireConfigurations());
    }

    @Test
    void writesWhatItReads() {
        assertEquals(GRAPH.replaceAll("\\s+", ""), WireGraphJson.write(WireGraphJson.read(GRAPH)));
    }

    @Test
    void passesOverWhatHasTheWrongType() {
        WireGraphConfiguration graph = WireGraphJson.read("{\"components\":[{\"pid\":3},7,{\"pid\":\"a\","
                + "\"inputPortCount\":\"1\"}],\"wires\":[{\"emitter\":\"a\"},{\"emitter\":\"a\",\"receiver\":\"b\"}]}");

        assertEquals(1, graph.getWireComponentConfigurations().size());
        assertTrue(graph.getWireComponentConfigurations().get(0).getProperties().isEmpty());
        assertEquals(List.of(new MultiportWireConfiguration("a", "b", 0, 0)), graph.getWireConfigurations());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "[]", "{", "text"})
    void refusesWhatIsNoObject(String text) {
        assertThrows(IllegalArgumentException.class, () -> WireGraphJson.read(text));
    }
}
