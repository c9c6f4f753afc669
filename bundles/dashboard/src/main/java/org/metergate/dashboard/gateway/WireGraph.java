package org.metergate.dashboard.gateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.eclipse.kura.configuration.ComponentConfiguration;
import org.eclipse.kura.wire.graph.MultiportWireConfiguration;
import org.eclipse.kura.wire.graph.WireComponentConfiguration;
import org.eclipse.kura.wire.graph.WireGraphConfiguration;

/**
 * A wire graph, and what it becomes with a meter more or less. Components that are there are handed back without their
 * configuration, which leaves them alone.
 */
final class WireGraph {
    static final String TIMER = "org.eclipse.kura.wire.Timer";
    static final String RECEIVER = "org.metergate.dashboard.wire";
    private static final String FACTORY = "service.factoryPid";
    private static final String INPUTS = "inputPortCount";
    private static final String OUTPUTS = "outputPortCount";
    private static final int FIRST_TICK = 2;
    private static final float COLUMN = 300;
    private static final float ROW = 120;

    private final WireGraphConfiguration graph;
    private final Map<String, String> factories;

    private WireGraph(WireGraphConfiguration graph, Map<String, String> factories) {
        this.graph = graph;
        this.factories = factories;
    }

    /** @param factories factory PIDs by PID */
    static WireGraph of(WireGraphConfiguration graph, Map<String, String> factories) {
        return new WireGraph(graph, factories);
    }

    /**
     * What the graph becomes.
     *
     * @param after the whole of it
     * @param made PIDs of the components that are new
     */
    record Change(WireGraphConfiguration after, List<String> made) {}

    /** @return wire components that take readings, with their factory PIDs */
    Map<String, String> receivers() {
        Map<String, String> receivers = new TreeMap<>();
        for (WireComponentConfiguration one : graph.getWireComponentConfigurations()) {
            String factory = factories.getOrDefault(pid(one), "");
            if (inputs(one) > 0 && !factory.equals(KuraMeters.ASSET) && !factory.equals(RECEIVER)) {
                receivers.put(pid(one), factory);
            }
        }
        return receivers;
    }

    /** @throws IllegalArgumentException if one of them takes nothing */
    void demand(List<String> wanted) {
        Map<String, String> known = receivers();
        for (String one : wanted) {
            if (!known.containsKey(one)) {
                throw new IllegalArgumentException(
                        "there is no wire component " + one + " that takes readings; there are " + known.keySet());
            }
        }
    }

    /** @return the same graph, every component left alone */
    WireGraphConfiguration unchanged() {
        return new WireGraphConfiguration(leftAlone(Set.of()), graph.getWireConfigurations());
    }

    /**
     * Adds a meter: each line has a timer of its own for each interval, so that a slow one holds nobody else up. A meter that
     * tells all by itself has none: a gateway polls listened channels too, and the newest row of a load profile would come
     * before those that were missed, which what forecasts or counts must then leave out.
     *
     * @param driver of the meter
     * @param neighbours assets of the same driver
     * @param free makes a name that nobody has
     */
    Change with(WantedMeter wanted, String driver, Set<String> neighbours, UnaryOperator<String> free) {
        List<WireComponentConfiguration> components = leftAlone(Set.of());
        List<MultiportWireConfiguration> wires = new ArrayList<>(graph.getWireConfigurations());
        List<String> made = new ArrayList<>();
        float y = below();
        components.add(component(wanted.name(), KuraMeters.asset(wanted, driver), 1, 1, 0, y));
        made.add(wanted.name());
        String shown = find(RECEIVER, one -> true).orElseGet(() -> {
            String name = free.apply("dashboard");
            components.add(component(name, Map.of(FACTORY, RECEIVER), 1, 0, COLUMN, y));
            made.add(name);
            return name;
        });
        if (wanted.isPolled()) {
            String timer = find(TIMER, one -> ticks(one, wanted.interval()) && triggers(one, neighbours))
                    .orElseGet(() -> {
                        String name = free.apply(timerOf(driver) + seconds(wanted.interval()));
                        components.add(component(name, ticking(wanted.interval()), 0, 1, -COLUMN, y));
                        made.add(name);
                        return name;
                    });
            wires.add(new MultiportWireConfiguration(timer, wanted.name(), 0, 0));
        }
        wires.add(new MultiportWireConfiguration(wanted.name(), shown, 0, 0));
        wanted.receivers().stream()
                .distinct()
                .forEach(one -> wires.add(new MultiportWireConfiguration(wanted.name(), one, 0, 0)));
        return new Change(new WireGraphConfiguration(components, wires), made);
    }

    /**
     * Takes a meter out, with its wires; with its driver go the timers that were made for it and trigger nobody else.
     *
     * @param driver that is deleted as well; empty if it stays
     */
    WireGraphConfiguration without(String meter, Optional<String> driver) {
        Set<String> gone = new HashSet<>(Set.of(meter));
        List<MultiportWireConfiguration> wires = new ArrayList<>(graph.getWireConfigurations());
        wires.removeIf(
                one -> one.getEmitterPid().equals(meter) || one.getReceiverPid().equals(meter));
        driver.ifPresent(line -> graph.getWireComponentConfigurations().stream()
                .map(WireGraph::pid)
                .filter(pid -> TIMER.equals(factories.get(pid)) && pid.startsWith(timerOf(line)))
                .filter(pid ->
                        wires.stream().noneMatch(one -> one.getEmitterPid().equals(pid)))
                .forEach(gone::add));
        return new WireGraphConfiguration(leftAlone(gone), wires);
    }

    private static String timerOf(String driver) {
        return driver + ".every-";
    }

    private static String seconds(Duration interval) {
        return interval.toSeconds() + "s";
    }

    private static Map<String, Object> ticking(Duration interval) {
        return Map.of(
                FACTORY,
                TIMER,
                "type",
                "SIMPLE",
                "simple.interval",
                (int) interval.toSeconds(),
                "simple.time.unit",
                "SECONDS",
                "simple.first.tick.policy",
                "CUSTOM", // not after a whole interval, and not before the wires are there
                "simple.custom.first.tick.interval",
                FIRST_TICK);
    }

    private static boolean ticks(WireComponentConfiguration timer, Duration interval) {
        Map<String, Object> properties = properties(timer);
        return "SIMPLE".equals(properties.getOrDefault("type", "SIMPLE"))
                && "SECONDS".equals(properties.getOrDefault("simple.time.unit", "SECONDS"))
                && Integer.valueOf((int) interval.toSeconds()).equals(properties.get("simple.interval"));
    }

    private boolean triggers(WireComponentConfiguration timer, Set<String> assets) {
        return graph.getWireConfigurations().stream()
                .anyMatch(one -> one.getEmitterPid().equals(pid(timer)) && assets.contains(one.getReceiverPid()));
    }

    private Optional<String> find(String factory, Predicate<WireComponentConfiguration> wanted) {
        return graph.getWireComponentConfigurations().stream()
                .filter(one -> factory.equals(factories.get(pid(one))))
                .filter(wanted)
                .map(WireGraph::pid)
                .findFirst();
    }

    private List<WireComponentConfiguration> leftAlone(Set<String> without) {
        List<WireComponentConfiguration> kept = new ArrayList<>();
        for (WireComponentConfiguration one : graph.getWireComponentConfigurations()) {
            if (!without.contains(pid(one))) {
                kept.add(new WireComponentConfiguration(Settings.untouched(pid(one)), one.getProperties()));
            }
        }
        return kept;
    }

    private float below() {
        float lowest = -ROW;
        for (WireComponentConfiguration one : graph.getWireComponentConfigurations()) {
            if (one.getProperties().get("position.y") instanceof Number y) {
                lowest = Math.max(lowest, y.floatValue());
            }
        }
        return lowest + ROW;
    }

    private static WireComponentConfiguration component(
            String pid, Map<String, Object> properties, int inputs, int outputs, float x, float y) {
        Map<String, Object> drawn = new HashMap<>();
        drawn.put(INPUTS, inputs);
        drawn.put(OUTPUTS, outputs);
        drawn.put("position.x", x);
        drawn.put("position.y", y);
        return new WireComponentConfiguration(Settings.of(pid, properties), drawn);
    }

    private static int inputs(WireComponentConfiguration component) {
        return component.getProperties().get(INPUTS) instanceof Number count ? count.intValue() : 0;
    }

    private static Map<String, Object> properties(WireComponentConfiguration component) {
        ComponentConfiguration configuration = component.getConfiguration();
        return configuration == null || configuration.getConfigurationProperties() == null
                ? Map.of()
                : configuration.getConfigurationProperties();
    }

    private static String pid(WireComponentConfiguration component) {
        return component.getConfiguration().getPid();
    }
}
