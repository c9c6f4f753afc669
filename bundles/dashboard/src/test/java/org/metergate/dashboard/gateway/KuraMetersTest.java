package org.metergate.dashboard.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.kura.wire.graph.MultiportWireConfiguration;
import org.eclipse.kura.wire.graph.WireComponentConfiguration;
import org.eclipse.kura.wire.graph.WireGraphConfiguration;
import org.junit.jupiter.api.Test;

/**
 * What is asked of the gateway, and what becomes of it when the gateway fails half-way, which no sound gateway does. That the
 * gateway's own services take it is seen where meters are made on the emulated gateway.
 */
class KuraMetersTest {
    private final GatewayInMemory gateway = new GatewayInMemory();
    private final KuraMeters meters = gateway.meters();
    private final Map<String, Map<String, Object>> there = gateway.there;

    private static WantedMeter wanted(String name, String line, String password) {
        return new WantedMeter(
                name,
                new WantedMeter.Driver(
                        Optional.empty(),
                        GatewayInMemory.FACTORY,
                        Map.of("line", line, "baud", "2400", "password", password)),
                List.of(new WantedMeter.Channel("P", "DOUBLE", false, Map.of("object", "16.7.0"))),
                Duration.ofSeconds(10),
                List.of());
    }

    private List<String> wires() {
        return gateway.graph.getWireConfigurations().stream()
                .map(one -> one.getEmitterPid() + " > " + one.getReceiverPid())
                .sorted()
                .toList();
    }

    @Test
    void aMeterIsADriverAnAssetAndWires() throws Exception {
        assertEquals(
                new KuraMeters.Made("main.line", true), meters.create(wanted("main", "tcp://192.0.2.7:1", "hush")));
        Map<String, Object> line = there.get("main.line");
        assertEquals(2400, line.get("baud"));
        assertEquals("locked hush", line.get("password").toString());
        Map<String, Object> asset = there.get("main");
        assertEquals("main.line", asset.get("driver.pid"));
        assertEquals("READ", asset.get("P#+type"));
        assertEquals("DOUBLE", asset.get("P#+value.type"));
        assertEquals("16.7.0", asset.get("P#object"));
        assertEquals(List.of("main > dashboard", "main.line.every-10s > main"), wires());
    }

    @Test
    void aMeterThatTellsAllByItselfHasNoTimer() throws Exception {
        WantedMeter main = wanted("main", "tcp://192.0.2.7:1", "");
        WantedMeter.Channel rows = new WantedMeter.Channel("load", "DOUBLE", true, Map.of("profile", "load_profile_1"));
        meters.create(new WantedMeter("rows", main.driver(), List.of(rows), main.interval(), List.of()));
        assertEquals(List.of("rows > dashboard"), wires());
        meters.create(new WantedMeter(
                "both", main.driver(), List.of(rows, main.channels().get(0)), main.interval(), List.of()));
        assertEquals(List.of("both > dashboard", "rows > dashboard", "rows.line.every-10s > both"), wires());
    }

    @Test
    void whatIsThereIsHandedBackUntouched() throws Exception {
        gateway.make("old.timer", "org.eclipse.kura.wire.Timer", Map.of("simple.interval", 10));
        gateway.make("old", KuraMeters.ASSET, Map.of("driver.pid", "elsewhere"));
        gateway.make("to.cloud", "org.example.publisher", Map.of());
        Map<String, Object> ports = Map.of("inputPortCount", 1, "outputPortCount", 1, "position.y", 40f);
        gateway.graph = new WireGraphConfiguration(
                List.of("old.timer", "old", "to.cloud").stream()
                        .map(pid -> new WireComponentConfiguration(Settings.untouched(pid), ports))
                        .toList(),
                List.of(
                        new MultiportWireConfiguration("old.timer", "old", 0, 0),
                        new MultiportWireConfiguration("old", "to.cloud", 0, 0)));
        Map<String, Map<String, Object>> before = new TreeMap<>(there);
        assertEquals(
                Map.of("old.timer", "org.eclipse.kura.wire.Timer", "to.cloud", "org.example.publisher"),
                meters.receivers());
        meters.create(wanted("main", "tcp://192.0.2.7:1", ""));
        assertEquals(
                List.of("main", "dashboard", "main.line.every-10s"),
                gateway.handedOver.stream()
                        .map(one -> one.getConfiguration().getPid())
                        .toList());
        assertTrue(wires().containsAll(List.of("old > to.cloud", "old.timer > old")));
        meters.delete("main");
        there.remove("dashboard");
        assertEquals(before, there);
    }

    @Test
    void metersOnOneLineShareDriverAndTimerUntilTheLastOneGoes() throws Exception {
        meters.create(wanted("heat", "tcp://192.0.2.7:1", ""));
        assertEquals(new KuraMeters.Made("heat.line", false), meters.create(wanted("water", "tcp://192.0.2.7:1", "")));
        assertEquals(new KuraMeters.Made("gas.line", true), meters.create(wanted("gas", "tcp://192.0.2.8:1", "")));
        assertTrue(wires().containsAll(List.of(
                "heat.line.every-10s > heat", "heat.line.every-10s > water", "gas.line.every-10s > gas")));
        assertEquals(Optional.of(new KuraMeters.Deleted(Optional.empty())), meters.delete("heat"));
        assertTrue(there.containsKey("heat.line.every-10s"));
        assertEquals(Optional.of(new KuraMeters.Deleted(Optional.of("heat.line"))), meters.delete("water"));
        assertEquals(new TreeSet<>(List.of("dashboard", "gas", "gas.line", "gas.line.every-10s")), there.keySet());
        assertEquals(Optional.empty(), meters.delete("water"));
    }

    @Test
    void aFailureHalfWayLeavesNothing() throws Exception {
        for (String step : List.of("createFactoryConfiguration", "update")) {
            gateway.fails = step;
            assertThrows(GatewayException.class, () -> meters.create(wanted("main", "tcp://192.0.2.7:1", "")));
            assertEquals(Map.of(), there, step);
            assertEquals(List.of(), wires());
        }
        gateway.fails = "";
        meters.create(wanted("main", "tcp://192.0.2.7:1", ""));
        assertEquals(4, there.size());
    }

    @Test
    void whatCannotBeIsRefusedBeforeAnythingIsMade() throws Exception {
        meters.create(wanted("main", "tcp://192.0.2.7:1", ""));
        Map<String, Map<String, Object>> before = new TreeMap<>(there);
        assertThrows(IllegalArgumentException.class, () -> meters.create(wanted("main", "tcp://192.0.2.9:1", "")));
        for (String name : List.of("", "a b", "a#b", ".a", "a..b", "a/b", "é", "x".repeat(65))) {
            assertThrows(IllegalArgumentException.class, () -> wanted(name, "tcp://192.0.2.7:1", ""), name);
        }
        for (String channel : List.of("", "a b", "a#b", "a+b", "a,b", "a/b", "P_unit", "assetName")) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new WantedMeter.Channel(channel, "DOUBLE", false, Map.of()),
                    channel);
        }
        for (Map<String, String> wrong : List.of(Map.of("colour", "red"), Map.of("baud", "fast"))) {
            WantedMeter.Driver driver = new WantedMeter.Driver(Optional.empty(), GatewayInMemory.FACTORY, wrong);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> meters.create(new WantedMeter(
                            "x", driver, wanted("x", "", "").channels(), Duration.ofSeconds(10), List.of())));
        }
        WantedMeter.Driver none = new WantedMeter.Driver(Optional.of("nobody"), "", Map.of());
        List<WantedMeter.Channel> channels = wanted("x", "", "").channels();
        assertThrows(
                IllegalArgumentException.class,
                () -> meters.create(new WantedMeter("x", none, channels, Duration.ofSeconds(10), List.of())));
        assertEquals(before, there);
    }
}
