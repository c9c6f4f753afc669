package org.metergate.emulator.broker;

import java.util.List;
import java.util.Map;
import org.metergate.settings.Properties;

/**
 * What the broker was told to do.
 *
 * @param bind address to listen on
 * @param port TCP port, 0 for any free one
 * @param problems what is wrong with the configuration; empty if it can be used
 */
record BrokerSettings(String bind, int port, List<Properties.Problem> problems) {

    static BrokerSettings from(Map<String, ?> properties) {
        Properties read = new Properties(properties);
        String bind = read.text("bind", "127.0.0.1");
        int port = read.integer("port", 1883, 0, 65535);
        return new BrokerSettings(bind, port, read.problems());
    }

    @Override
    public String toString() {
        return bind + ":" + port;
    }
}
