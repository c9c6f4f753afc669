package org.metergate.emulator.meters;

import java.time.Duration;
import org.metergate.emulator.meters.Wire.ByteTiming;
import org.metergate.settings.Properties;

/**
 * Where an emulated meter listens, and how its wire behaves.
 *
 * @param host address to listen on: 127.0.0.1 for this machine only, 0.0.0.0 for everyone
 * @param port 1 to 65535, or 0 for any free one
 * @param timing how long a byte takes when a connection begins
 * @param turnaround from the last byte of a request to the first byte of the answer
 */
public record PortSettings(String host, int port, ByteTiming timing, Duration turnaround) {

    /** Key of the address to listen on. */
    public static final String BIND_ADDRESS = "bind.address";
    /** Key of the TCP port, 0 to 65535. */
    public static final String PORT = "port";
    /** Key of the speed in baud; 0 for no limit. */
    public static final String BAUD = "baud";
    /** Key of the turnaround time in ms. */
    public static final String TURNAROUND = "turnaround";

    /** @throws IllegalArgumentException if a value is out of its range */
    public PortSettings {
        if (host.isBlank()) {
            throw new IllegalArgumentException("the address to listen on is empty");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port is " + port + "; it must be 0 to 65535");
        }
        if (turnaround.isNegative()) {
            throw new IllegalArgumentException("turnaround is " + turnaround.toMillis() + " ms; it cannot be negative");
        }
    }

    /**
     * A wire without delays on this machine.
     *
     * @param port 1 to 65535, or 0 for any free one
     * @return the settings
     */
    public static PortSettings network(int port) {
        return new PortSettings("127.0.0.1", port, ByteTiming.NETWORK, Duration.ZERO);
    }

    /**
     * Reads the settings of a component; problems are noted in the properties.
     *
     * @param properties of the component
     * @param absent what missing values stand for; bits a byte are the protocol's and come from here
     * @return the settings
     */
    public static PortSettings from(Properties properties, PortSettings absent) {
        int baud = properties.integer(BAUD, absent.timing.baud(), 0, 921_600);
        if (baud > 0 && baud < 300) {
            properties.note(BAUD, "is " + baud + "; expected 300 to 921600, or 0 for no limit");
            baud = absent.timing.baud();
        }
        return new PortSettings(
                properties.text(BIND_ADDRESS, absent.host),
                properties.integer(PORT, absent.port, 0, 65_535),
                new ByteTiming(baud, absent.timing.bitsPerByte()),
                Duration.ofMillis(properties.integer(TURNAROUND, (int) absent.turnaround.toMillis(), 0, 10_000)));
    }
}
