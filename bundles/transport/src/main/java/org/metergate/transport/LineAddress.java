package org.metergate.transport;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which physical line is meant. Equal addresses are one line with one owner. */
public sealed interface LineAddress {

    /**
     * A TCP port: a meter with a network interface, or a serial server with fixed settings.
     *
     * @param host name or IP address
     * @param port 1 to 65535
     */
    record Tcp(String host, int port) implements LineAddress {
        /** @throws IllegalArgumentException if the host is empty or the port out of range */
        public Tcp {
            check(host, port);
        }

        @Override
        public String toString() {
            return "tcp://" + HostPort.text(host, port);
        }
    }

    /**
     * A serial port behind a server that speaks RFC 2217: speed and format go over the network.
     *
     * @param host name or IP address
     * @param port 1 to 65535
     */
    record Rfc2217(String host, int port) implements LineAddress {
        /** @throws IllegalArgumentException if the host is empty or the port out of range */
        public Rfc2217 {
            check(host, port);
        }

        @Override
        public String toString() {
            return "rfc2217://" + HostPort.text(host, port);
        }
    }

    /**
     * A UDP port; every datagram is received by itself.
     *
     * @param host name or IP address
     * @param port 1 to 65535
     */
    record Udp(String host, int port) implements LineAddress {
        /** @throws IllegalArgumentException if the host is empty or the port out of range */
        public Udp {
            check(host, port);
        }

        @Override
        public String toString() {
            return "udp://" + HostPort.text(host, port);
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
     * A serial adapter on USB, found wherever it is plugged in and whatever name the system gives it.
     *
     * @param vendor USB vendor number, 0 to FFFF hex
     * @param product USB product number, 0 to FFFF hex
     * @param serial serial number of the adapter; empty if there is only one of its kind
     */
    record Usb(int vendor, int product, Optional<String> serial) implements LineAddress {
        /** @throws IllegalArgumentException if a number is out of its range or the serial number is blank */
        public Usb {
            if (vendor < 0 || vendor > 0xFFFF || product < 0 || product > 0xFFFF) {
                throw new IllegalArgumentException("USB vendor and product are 0000 to FFFF");
            }
            if (serial.isPresent() && serial.get().isBlank()) {
                throw new IllegalArgumentException("the serial number of the USB adapter is empty");
            }
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "usb:%04X:%04X", vendor, product)
                    + serial.map(number -> ":" + number).orElse("");
        }
    }

    /**
     * Reads an address as a user writes it: {@code tcp://host:port}, {@code rfc2217://host:port},
     * {@code udp://host:port} (an IPv6 address in brackets), {@code serial:device}, a device path such as
     * {@code /dev/ttyUSB0} alone, or {@code usb:VID:PID} with hex numbers and, if there are several of a kind,
     * {@code usb:VID:PID:SERIAL}. Schemes may be in upper case.
     *
     * @param text the address; blanks around it do not count
     * @return the address
     * @throws IllegalArgumentException if the text is none of these, saying what was expected
     */
    static LineAddress parse(String text) {
        String address = text.strip();
        if (address.startsWith("/dev/")) {
            return new Serial(address);
        }
        Matcher scheme = Pattern.compile("([A-Za-z][A-Za-z0-9]*):(.*)").matcher(address);
        if (!scheme.matches()) {
            throw HostPort.noLine(text);
        }
        String rest = scheme.group(2).strip();
        return switch (scheme.group(1).toLowerCase(Locale.ROOT)) {
            case "tcp" -> HostPort.in(text, rest, Tcp::new);
            case "rfc2217" -> HostPort.in(text, rest, Rfc2217::new);
            case "udp" -> HostPort.in(text, rest, Udp::new);
            case "serial" -> new Serial(rest);
            case "usb" -> usb(text, rest);
            default -> throw HostPort.noLine(text);
        };
    }

    private static Usb usb(String text, String rest) {
        Matcher numbers = Pattern.compile("([0-9A-Fa-f]{1,4}):([0-9A-Fa-f]{1,4})(?::(\\S.*))?")
                .matcher(rest);
        if (!numbers.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no USB adapter; expected usb:VID:PID or"
                    + " usb:VID:PID:SERIAL with up to four hex digits each, such as usb:0403:6001:A50285BI");
        }
        return new Usb(
                Integer.parseInt(numbers.group(1), 16),
                Integer.parseInt(numbers.group(2), 16),
                Optional.ofNullable(numbers.group(3)));
    }

    private static void check(String host, int port) {
        if (host.isBlank()) {
            throw new IllegalArgumentException("the host is empty");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port is " + port + "; it must be 1 to 65535");
        }
    }
}
