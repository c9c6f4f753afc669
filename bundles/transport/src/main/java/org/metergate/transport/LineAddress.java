package org.metergate.transport;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which physical line is meant. Equal addresses are one line with one owner. */
public sealed interface LineAddress {

    /**
     * A TCP port: a meter with a network interface, or a serial server.
     *
     * @param host name or IP address
     * @param port 1 to 65535
     */
    record Tcp(String host, int port) implements LineAddress {
        /** @throws IllegalArgumentException if the host is empty or the port out of range */
        public Tcp {
            if (host.isBlank()) {
                throw new IllegalArgumentException("the host is empty");
            }
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("port is " + port + "; it must be 1 to 65535");
            }
        }

        @Override
        public String toString() {
            return "tcp://" + host + ":" + port;
        }
    }

    /**
     * A serial port of the gateway.
     *
     * @param device device name or path, {@code /dev/ttyUSB0} or a link below {@code /dev/serial/by-id}
     */
    record Serial(String device) implements LineAddress {
        /** The device must be named. */
        public Serial {
            Objects.requireNonNull(device, "device");
            if (device.isBlank()) {
                throw new IllegalArgumentException("the serial device is empty");
            }
        }

        @Override
        public String toString() {
            return "serial:" + device;
        }
    }

    /**
     * Reads an address as a user writes it.
     *
     * @param text {@code tcp://host:port} or {@code serial:device}
     * @return the address
     * @throws IllegalArgumentException if the text is neither, saying what was expected
     */
    static LineAddress parse(String text) {
        Matcher tcp = Pattern.compile("tcp://(\\[[^]]+]|[^:/\\s]+):(\\d{1,5})").matcher(text.strip());
        if (tcp.matches()) {
            return new Tcp(tcp.group(1), Integer.parseInt(tcp.group(2)));
        }
        if (text.strip().startsWith("serial:")) {
            return new Serial(text.strip().substring("serial:".length()).strip());
        }
        throw new IllegalArgumentException(
                "'" + text + "' is no line; expected tcp://host:port or serial:device, such as serial:/dev/ttyUSB0");
    }
}
