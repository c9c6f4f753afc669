package org.metergate.emulator.gateway.configuration;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which instances exist, by kura.service.pid. Any thread may ask; the configuration service alone changes it. */
final class Instances {
    private final Set<String> active = ConcurrentHashMap.newKeySet();
    private final Set<String> selfConfiguring = ConcurrentHashMap.newKeySet();
    private final Map<String, String> servicePids = new ConcurrentHashMap<>();
    private final Map<String, String> factoryPids = new ConcurrentHashMap<>();

    boolean isActive(String pid) {
        return active.contains(pid);
    }

    boolean configuresItself(String pid) {
        return selfConfiguring.contains(pid);
    }

    Set<String> active() {
        return Set.copyOf(active);
    }

    Set<String> madeByFactories() {
        return Set.copyOf(factoryPids.keySet());
    }

    Optional<String> servicePid(String pid) {
        return Optional.ofNullable(servicePids.get(pid));
    }

    Optional<String> factoryPid(String pid) {
        return Optional.ofNullable(factoryPids.get(pid));
    }

    List<String> madeBy(String factoryPid) {
        return factoryPids.entrySet().stream()
                .filter(entry -> entry.getValue().equals(factoryPid))
                .map(Map.Entry::getKey)
                .filter(servicePids::containsKey)
                .toList();
    }

    void locate(String pid, String servicePid, Optional<String> factoryPid) {
        servicePids.put(pid, servicePid);
        factoryPid.ifPresent(factory -> factoryPids.put(pid, factory));
    }

    void activate(String pid) {
        active.add(pid);
    }

    void activateSelfConfiguring(String pid, String servicePid) {
        active.add(pid);
        if (selfConfiguring.add(pid)) {
            servicePids.put(pid, servicePid);
        }
    }

    void remove(String pid) {
        servicePids.remove(pid);
        factoryPids.remove(pid);
        selfConfiguring.remove(pid);
        active.remove(pid);
    }
}
