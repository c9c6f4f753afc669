package org.metergate.emulator.gateway.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.kura.KuraErrorCode;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.wire.graph.WireComponentConfiguration;
import org.eclipse.kura.wire.graph.WireGraphConfiguration;
import org.junit.jupiter.api.Test;
import org.metergate.emulator.gateway.metatype.InstanceConfiguration;

class GraphChangeTest {
    private static final String ASSET = "org.eclipse.kura.wire.WireAsset";
    private static final Map<String, Object> PORTS = Map.of("inputPortCount", 1, "outputPortCount", 1);

    @Test
    void createsWhatIsNewAndDeletesWhatIsGone() throws KuraException {
        GraphChange change = GraphChange.between(graph(component("old", "f")), graph(component("new", "f")));

        assertEquals(Set.of("old"), change.delete());
        assertEquals(List.of("new"), pids(change.create()));
        assertEquals(List.of(), change.update());
    }

    @Test
    void updatesWhatIsThereAndHasValues() throws KuraException {
        GraphChange change = GraphChange.between(
                graph(component("a", "f"), component("b", "f")), graph(component("a", "f"), component("b", null)));

        assertEquals(Set.of(), change.delete());
        assertEquals(List.of("a"), pids(change.update()));
    }

    @Test
    void makesAnAssetAnewIfItIsGivenAndKeepsOneThatLeft() throws KuraException {
        GraphChange change = GraphChange.between(
                graph(component("kept", ASSET), component("given", ASSET)), graph(component("given", ASSET)));

        assertEquals(Set.of("given"), change.delete());
        assertEquals(List.of("given"), pids(change.create()));
    }

    @Test
    void replacesAComponentThatChangesItsFactory() throws KuraException {
        assertEquals(
                Set.of("a"),
                GraphChange.between(graph(component("a", "f")), graph(component("a", "g")))
                        .delete());
    }

    @Test
    void demandsPortCountsAndAFactoryForWhatIsNew() {
        assertBadRequest(graph(component("a", null)));
        assertBadRequest(graph(new WireComponentConfiguration(
                new InstanceConfiguration("a", null, Map.of("service.factoryPid", "f")), Map.of())));
    }

    private static void assertBadRequest(WireGraphConfiguration wanted) {
        KuraException refused = assertThrows(KuraException.class, () -> GraphChange.between(graph(), wanted));
        assertEquals(KuraErrorCode.BAD_REQUEST, refused.getCode());
    }

    private static WireGraphConfiguration graph(WireComponentConfiguration... components) {
        return new WireGraphConfiguration(List.of(components), List.of());
    }

    private static WireComponentConfiguration component(String pid, String factoryPid) {
        Map<String, Object> values =
                factoryPid == null ? null : new HashMap<>(Map.of("service.factoryPid", factoryPid));
        return new WireComponentConfiguration(new InstanceConfiguration(pid, null, values), PORTS);
    }

    private static List<String> pids(List<WireComponentConfiguration> components) {
        return components.stream().map(GraphChange::pid).toList();
    }
}
