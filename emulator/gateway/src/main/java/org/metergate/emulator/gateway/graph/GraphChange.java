package org.metergate.emulator.gateway.graph;

import static org.osgi.service.cm.ConfigurationAdmin.SERVICE_FACTORYPID;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.kura.KuraErrorCode;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.configuration.ComponentConfiguration;
import org.eclipse.kura.wire.graph.WireComponentConfiguration;
import org.eclipse.kura.wire.graph.WireGraphConfiguration;

/**
 * What has to be done to get from one graph to another. An asset with its configuration given is always made anew; an
 * asset that only left the graph is kept.
 *
 * @param delete pids of components to delete
 * @param create components to create
 * @param update components to update
 */
record GraphChange(
        Set<String> delete, List<WireComponentConfiguration> create, List<WireComponentConfiguration> update) {
    private static final String WIRE_ASSET = "org.eclipse.kura.wire.WireAsset";

    /** @throws KuraException BAD_REQUEST if a component lacks port counts, or a new one its factory PID */
    static GraphChange between(WireGraphConfiguration before, WireGraphConfiguration after) throws KuraException {
        List<WireComponentConfiguration> wanted = after.getWireComponentConfigurations();
        for (WireComponentConfiguration component : wanted) {
            demand(component, component.getProperties(), "inputPortCount", Integer.class);
            demand(component, component.getProperties(), "outputPortCount", Integer.class);
        }
        Map<String, WireComponentConfiguration> old =
                before.getWireComponentConfigurations().stream().collect(Collectors.toMap(GraphChange::pid, c -> c));
        Map<String, WireComponentConfiguration> fresh =
                wanted.stream().collect(Collectors.toMap(GraphChange::pid, c -> c));
        List<WireComponentConfiguration> create = wanted.stream()
                .filter(component -> !old.containsKey(pid(component)) || isAsset(component))
                .toList();
        for (WireComponentConfiguration component : create) {
            demand(component, values(component), SERVICE_FACTORYPID, String.class);
        }
        Set<String> delete = new HashSet<>();
        old.forEach((pid, component) -> {
            boolean gone = !fresh.containsKey(pid) && !isAsset(component);
            if (gone || hasOtherFactory(component, fresh.get(pid))) {
                delete.add(pid);
            }
        });
        wanted.stream().filter(GraphChange::isAsset).map(GraphChange::pid).forEach(delete::add);
        List<WireComponentConfiguration> update = wanted.stream()
                .filter(component -> component.getConfiguration().getConfigurationProperties() != null)
                .filter(component -> !create.contains(component))
                .toList();
        return new GraphChange(delete, create, update);
    }

    static String pid(WireComponentConfiguration component) {
        return component.getConfiguration().getPid();
    }

    private static boolean hasOtherFactory(WireComponentConfiguration old, WireComponentConfiguration fresh) {
        Optional<Object> before = factoryPid(old);
        Optional<Object> after = Optional.ofNullable(fresh).flatMap(GraphChange::factoryPid);
        return before.isPresent() && after.isPresent() && !before.equals(after);
    }

    private static boolean isAsset(WireComponentConfiguration component) {
        return factoryPid(component).filter(WIRE_ASSET::equals).isPresent();
    }

    private static Optional<Object> factoryPid(WireComponentConfiguration component) {
        return Optional.ofNullable(values(component).get(SERVICE_FACTORYPID));
    }

    private static Map<String, Object> values(WireComponentConfiguration component) {
        return Optional.ofNullable(component.getConfiguration())
                .map(ComponentConfiguration::getConfigurationProperties)
                .orElse(new HashMap<>());
    }

    private static void demand(
            WireComponentConfiguration component, Map<String, Object> properties, String name, Class<?> type)
            throws KuraException {
        if (!type.isInstance(properties.get(name))) {
            throw new KuraException(
                    KuraErrorCode.BAD_REQUEST,
                    null,
                    "Component " + pid(component) + " must be created but the \"" + name + "\" property is not valid");
        }
    }
}
