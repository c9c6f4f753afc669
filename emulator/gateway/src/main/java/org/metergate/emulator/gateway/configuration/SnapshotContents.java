package org.metergate.emulator.gateway.configuration;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.configuration.ComponentConfiguration;
import org.metergate.emulator.gateway.metatype.InstanceConfiguration;
import org.metergate.emulator.gateway.snapshot.SnapshotFolder;

/** What belongs into a snapshot. Guarded by the configuration service. */
final class SnapshotContents {
    private final RunningConfigurations running;
    private final SnapshotFolder snapshots;
    private final Set<String> deletedSince = new TreeSet<>();

    SnapshotContents(RunningConfigurations running, SnapshotFolder snapshots) {
        this.running = running;
        this.snapshots = snapshots;
    }

    /**
     * What runs, with the given values over it, then what the newest snapshot has beyond that (components whose bundles
     * are absent), less what was deleted since.
     */
    List<ComponentConfiguration> current(Map<String, ComponentConfiguration> given) {
        Map<String, ComponentConfiguration> all = new LinkedHashMap<>();
        for (ComponentConfiguration one : running.all()) {
            String pid = one.getPid();
            all.put(pid, given.containsKey(pid) ? merged(one, given.get(pid)) : one);
        }
        snapshots.newest().stream().flatMap(Collection::stream).forEach(one -> all.putIfAbsent(one.getPid(), one));
        all.keySet().removeAll(deletedSince);
        all.values().forEach(WireAssetUpgrade::apply);
        return List.copyOf(all.values());
    }

    /** @return the id of the new snapshot */
    long save(List<ComponentConfiguration> configurations) throws KuraException {
        long id = snapshots.save(configurations);
        deletedSince.clear();
        return id;
    }

    void created(String pid) {
        deletedSince.remove(pid);
    }

    void deleted(String pid) {
        deletedSince.add(pid);
    }

    private static ComponentConfiguration merged(ComponentConfiguration running, ComponentConfiguration given) {
        Map<String, Object> values = new HashMap<>();
        for (ComponentConfiguration one : List.of(running, given)) {
            if (one.getConfigurationProperties() != null) {
                values.putAll(one.getConfigurationProperties());
            }
        }
        return new InstanceConfiguration(running.getPid(), null, values);
    }
}
