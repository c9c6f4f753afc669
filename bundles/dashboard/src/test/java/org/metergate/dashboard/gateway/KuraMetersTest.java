package org.metergate.dashboard.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.kura.KuraErrorCode;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.configuration.ComponentConfiguration;
import org.eclipse.kura.configuration.ConfigurationService;
import org.eclipse.kura.configuration.metatype.OCDService;
import org.eclipse.kura.core.configuration.metatype.Tad;
import org.eclipse.kura.core.configuration.metatype.Tocd;
import org.eclipse.kura.core.configuration.metatype.Tscalar;
import org.eclipse.kura.wire.graph.MultiportWireConfiguration;
import org.eclipse.kura.wire.graph.WireComponentConfiguration;
import org.eclipse.kura.wire.graph.WireGraphConfiguration;
import org.eclipse.kura.wire.graph.WireGraphService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.metergate.dashboard.access.Secrets;

/**
 * What is asked of the gateway, and what becomes of it when the gateway fails half-way, which no sound gateway does. That the
 * gateway's own services take it is seen where meters are made on the emulated gateway.
 */
class KuraMetersTest {
    private static final String FACTORY = "org.example.driver";
    private static final Secrets LOCK = new Secrets() {
        @Override
        public String lock(String plain) {
            return "locked " + plain;
        }

        @Override
        public String unlock(String locked) {
            return locked;
        }
    };

    /** Configurations by PID; the graph; and which call fails. */
    private final Map<String, Map<String, Object>> there = new TreeMap<>();

    private WireGraphConfiguration graph = new WireGraphConfiguration(List.of(), List.of());
    private final List<WireComponentConfiguration> handedOver = new ArrayList<>();
    private String fails = "";
    private KuraMeters meters;

    private interface Call {
        Object answer(String method, Object[] arguments) throws KuraException;
    }

    private <T> T service(Class<T> type, Call call) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getName().equals(fails)) {
                        throw new KuraException(KuraErrorCode.INTERNAL_ERROR, fails);
                    }
                    return call.answer(method.getName(), arguments);
                }));
    }

    @BeforeEach
    void gateway() {
        Tocd form = new Tocd();
        form.setId(FACTORY);
        Map.of("line", Tscalar.STRING, "baud", Tscalar.INTEGER, "password", Tscalar.PASSWORD)
                .forEach((key, type) -> {
                    Tad field = new Tad();
                    field.setId(key);
                    field.setType(type);
                    form.addAD(field);
                });
        ComponentConfiguration driver = new ComponentConfiguration() {
            @Override
            public String getPid() {
                return FACTORY;
            }

            @Override
            public Tocd getDefinition() {
                return form;
            }

            @Override
            public Map<String, Object> getConfigurationProperties() {
                return Map.of();
            }
        };
        ConfigurationService configurations = service(ConfigurationService.class, this::configure);
        OCDService forms = service(
                OCDService.class,
                (method, arguments) -> method.equals("getFactoryComponentOCD") ? driver : List.of(driver));
        WireGraphService wires = service(WireGraphService.class, (method, arguments) -> {
            if (method.equals("update")) {
                update((WireGraphConfiguration) arguments[0]);
                return null;
            }
            return whole();
        });
        meters = new KuraMeters(configurations, forms, wires, this::drivers, LOCK);
    }

    private Object configure(String method, Object[] arguments) {
        return switch (method) {
            case "getConfigurableComponentPids" -> new TreeSet<>(there.keySet());
            case "getComponentConfigurations" -> there.keySet().stream()
                    .map(this::one)
                    .toList();
            case "getComponentConfiguration" -> one((String) arguments[0]);
            case "createFactoryConfiguration" -> make((String) arguments[1], (String) arguments[0], arguments[2]);
            case "deleteFactoryConfiguration" -> there.remove((String) arguments[0]);
            default -> throw new AssertionError("nobody asks for " + method);
        };
    }

    private Object make(String pid, String factory, Object properties) {
        Map<String, Object> all = new HashMap<>();
        ((Map<?, ?>) properties).forEach((key, value) -> all.put(key.toString(), value));
        all.put("service.factoryPid", factory);
        there.put(pid, all);
        return null;
    }

    private ComponentConfiguration one(String pid) {
        return new Settings(pid, there.get(pid));
    }

    private WireGraphConfiguration whole() {
        List<WireComponentConfiguration> all = new ArrayList<>();
        graph.getWireComponentConfigurations()
                .forEach(one -> all.add(new WireComponentConfiguration(
                        one(one.getConfiguration().getPid()), one.getProperties())));
        return new WireGraphConfiguration(all, graph.getWireConfigurations());
    }

    private void update(WireGraphConfiguration wanted) {
        for (WireComponentConfiguration one : wanted.getWireComponentConfigurations()) {
            Map<String, Object> properties = one.getConfiguration().getConfigurationProperties();
            if (properties != null) {
                handedOver.add(one);
                make(one.getConfiguration().getPid(), (String) properties.get("service.factoryPid"), properties);
            }
        }
        TreeSet<String> kept = new TreeSet<>();
        wanted.getWireComponentConfigurations()
                .forEach(one -> kept.add(one.getConfiguration().getPid()));
        graph.getWireComponentConfigurations().stream()
                .map(one -> one.getConfiguration().getPid())
                .filter(pid -> !kept.contains(pid) && !drivers().containsKey(pid))
                .forEach(there::remove);
        graph = wanted;
    }

    private Map<String, String> drivers() {
        Map<String, String> drivers = new HashMap<>();
        there.forEach((pid, properties) -> {
            if (properties.containsKey("driver.pid")) {
                drivers.put(pid, (String) properties.get("driver.pid"));
            }
        });
        return drivers;
    }

    private static WantedMeter wanted(String name, String line, String password) {
        return new WantedMeter(
                name,
                new WantedMeter.Driver(
                        Optional.empty(), FACTORY, Map.of("line", line, "baud", "2400", "password", password)),
                List.of(new WantedMeter.Channel("P", "DOUBLE", false, Map.of("object", "16.7.0"))),
                Duration.ofSeconds(10),
                List.of());
    }

    private List<String> wires() {
        return graph.getWireConfigurations().stream()
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
        make("old.timer", "org.eclipse.kura.wire.Timer", Map.of("simple.interval", 10));
        make("old", KuraMeters.ASSET, Map.of("driver.pid", "elsewhere"));
        make("to.cloud", "org.example.publisher", Map.of());
        Map<String, Object> ports = Map.of("inputPortCount", 1, "outputPortCount", 1, "position.y", 40f);
        graph = new WireGraphConfiguration(
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
                handedOver.stream().map(one -> one.getConfiguration().getPid()).toList());
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
            fails = step;
            assertThrows(GatewayException.class, () -> meters.create(wanted("main", "tcp://192.0.2.7:1", "")));
            assertEquals(Map.of(), there, step);
            assertEquals(List.of(), wires());
        }
        fails = "";
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
            WantedMeter.Driver driver = new WantedMeter.Driver(Optional.empty(), FACTORY, wrong);
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
