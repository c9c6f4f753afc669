package org.metergate.dashboard;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.metergate.settings.Properties;
import org.metergate.settings.Properties.Problem;

/** The settings of the dashboard, checked. With problems, the defaults stand for what is wrong. */
record DashboardSettings(
        Transport transport, int port, Keystore keystore, int reads, int writes, int logins, List<Problem> problems) {

    /**
     * A certificate that the gateway keeps.
     *
     * @param pid of the keystore's service; empty for the self-signed certificate
     * @param alias of the key; empty for the first by name
     */
    record Keystore(String pid, String alias) {}

    /** How it is reached. */
    enum Transport {
        TLS,
        HTTP_LOOPBACK,
        HTTP_EVERYWHERE
    }

    static DashboardSettings from(Map<String, ?> values) {
        Properties properties = new Properties(values);
        Transport transport = properties.choice("transport", Transport.TLS);
        int port = properties.integer("port", 9443, 0, 65535);
        Keystore keystore = new Keystore(properties.text("keystore.pid", ""), properties.text("keystore.alias", ""));
        int reads = properties.integer("rate.read", 600, 10, 1_000_000);
        int writes = properties.integer("rate.write", 60, 1, 100_000);
        int logins = properties.integer("rate.login", 20, 1, 1000);
        return new DashboardSettings(transport, port, keystore, reads, writes, logins, properties.problems());
    }

    /** @return the keys, and what is set, that differ, such as {@code port=9444, rate.read=700}; without problems */
    String difference(DashboardSettings before) {
        Map<String, Object> own = values();
        own.entrySet().removeAll(before.values().entrySet());
        return own.entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining(", "));
    }

    private Map<String, Object> values() {
        Map<String, Object> values = new TreeMap<>();
        values.put("transport", transport);
        values.put("port", port);
        values.put("keystore.pid", keystore.pid());
        values.put("keystore.alias", keystore.alias());
        values.put("rate.read", reads);
        values.put("rate.write", writes);
        values.put("rate.login", logins);
        return values;
    }
}
