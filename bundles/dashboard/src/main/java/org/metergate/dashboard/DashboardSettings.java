package org.metergate.dashboard;

import java.util.List;
import java.util.Map;
import org.metergate.settings.Properties;
import org.metergate.settings.Properties.Problem;

/** The settings of the dashboard, checked. With problems, the defaults stand for what is wrong. */
record DashboardSettings(Transport transport, int port, int reads, int writes, int logins, List<Problem> problems) {

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
        int reads = properties.integer("rate.read", 600, 10, 1_000_000);
        int writes = properties.integer("rate.write", 60, 1, 100_000);
        int logins = properties.integer("rate.login", 20, 1, 1000);
        return new DashboardSettings(transport, port, reads, writes, logins, properties.problems());
    }
}
