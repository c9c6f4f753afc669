package org.metergate.emulator.terminal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.metergate.emulator.broker.Broker;
import org.metergate.emulator.console.Console;
import org.metergate.emulator.meters.EmulatedMeter;

/** Where to look at the running gateway. Safe for several threads. */
final class Places {

    private final Map<Object, String> brokers = new ConcurrentHashMap<>();
    private final Map<Object, String> consoles = new ConcurrentHashMap<>();
    private final Map<Object, String> dashboards = new ConcurrentHashMap<>();
    private final Map<EmulatedMeter, Boolean> meters = new ConcurrentHashMap<>();

    void add(Broker broker) {
        brokers.put(broker, broker.address());
    }

    void remove(Broker broker) {
        brokers.remove(broker);
    }

    void add(Console console) {
        consoles.put(console, console.address());
    }

    void remove(Console console) {
        consoles.remove(console);
    }

    /**
     * @param dashboard the service of it
     * @param address of its page
     * @param password file that tells the first one; empty if nothing can be kept
     */
    void addDashboard(Object dashboard, String address, Optional<Path> password) {
        dashboards.put(
                dashboard,
                address
                        + password.map(file -> "  user admin, first password in " + file)
                                .orElse(""));
    }

    void removeDashboard(Object dashboard) {
        dashboards.remove(dashboard);
    }

    void add(EmulatedMeter meter) {
        meters.put(meter, true);
    }

    void remove(EmulatedMeter meter) {
        meters.remove(meter);
    }

    Optional<String> broker() {
        return brokers.values().stream().sorted().findFirst();
    }

    /**
     * What to print.
     *
     * @param watched the broker that the table comes from, which may be another machine's
     * @param topic what the table is made of
     * @return one line each
     */
    List<String> lines(Optional<String> watched, String topic) {
        List<String> lines = new ArrayList<>();
        watched.ifPresent(address -> lines.add("broker   " + address + "  topics " + topic));
        brokers.values().stream()
                .filter(address -> !watched.equals(Optional.of(address)))
                .sorted()
                .forEach(address -> lines.add("broker   " + address));
        consoles.values().stream()
                .sorted()
                .forEach(address ->
                        lines.add("console  " + address + "  user admin, password shown at the first start"));
        dashboards.values().stream().sorted().forEach(place -> lines.add("page     " + place));
        meters.keySet().stream()
                .sorted(Comparator.comparing(EmulatedMeter::name).thenComparing(EmulatedMeter::address))
                .forEach(meter ->
                        lines.add("meter    " + meter.address() + "  " + meter.name() + ", " + meter.protocol()));
        return lines;
    }
}
