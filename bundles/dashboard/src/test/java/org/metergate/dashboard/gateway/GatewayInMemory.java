package org.metergate.dashboard.gateway;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import org.eclipse.kura.wire.graph.WireComponentConfiguration;
import org.eclipse.kura.wire.graph.WireGraphConfiguration;
import org.eclipse.kura.wire.graph.WireGraphService;
import org.metergate.dashboard.access.Secrets;

/** A gateway with one kind of driver, which keeps what it is told and runs nothing of it. */
public final class GatewayInMemory {
    public static final String FACTORY = "org.example.driver";
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
    final Map<String, Map<String, Object>> there = new TreeMap<>();

    WireGraphConfiguration graph = new WireGraphConfiguration(List.of(), List.of());
    final List<WireComponentConfiguration> handedOver = new ArrayList<>();
    String fails = "";
    private final KuraMeters meters;

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

    public GatewayInMemory() {
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

    Object make(String pid, String factory, Object properties) {
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

    public KuraMeters meters() {
        return meters;
    }
}
