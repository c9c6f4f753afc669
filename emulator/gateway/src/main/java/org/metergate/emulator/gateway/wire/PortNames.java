package org.metergate.emulator.gateway.wire;

import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The names of ports as a component declares them: lines {@code 0=name}, or one line in each member of an array. */
final class PortNames {
    private static final Logger LOG = LoggerFactory.getLogger(PortNames.class);
    private static final Pattern TAKEN = Pattern.compile("(in|out)[0-9]+");

    private PortNames() {}

    /** @return by port number; a number out of range or a name that is empty or like {@code in0} is left out */
    static Map<Integer, String> in(Object declared, int ports) {
        Map<Integer, String> names = new HashMap<>();
        if (declared == null || ports <= 0) {
            return names;
        }
        Properties lines = new Properties();
        try {
            lines.load(new StringReader(
                    declared instanceof String[] array ? String.join("\n", array) : declared.toString()));
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("failed to parse port names from: {}", declared, e);
            return names;
        }
        for (String number : lines.stringPropertyNames()) {
            String name = lines.getProperty(number);
            int port = number.matches("[0-9]{1,4}") ? Integer.parseInt(number) : ports;
            if (port >= ports || name.isEmpty() || TAKEN.matcher(name).matches()) {
                LOG.warn("port name {}={} is left out: no such port, or no usable name", number, name);
            } else {
                names.put(port, name);
            }
        }
        return names;
    }
}
