package org.metergate.emulator.meters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.metergate.settings.Properties;

@Timeout(20)
class HostedMeterTest {
    private static final Duration SOON = Duration.ofMillis(20);

    private final BlockingQueue<EmulatedMeter> announced = new LinkedBlockingQueue<>();
    private final BlockingQueue<EmulatedMeter> withdrawn = new LinkedBlockingQueue<>();
    private final Function<EmulatedMeter, Runnable> announce = meter -> {
        announced.add(meter);
        return () -> withdrawn.add(meter);
    };

    @Test
    void isAnnouncedWhileItListens() throws InterruptedException {
        HostedMeter meter = start(PortSettings.network(0));
        EmulatedMeter found = announced.poll(10, TimeUnit.SECONDS);
        assertEquals("main", found.name());
        assertTrue(found.address().startsWith("tcp://127.0.0.1:"), found.address());
        meter.close();
        meter.close();
        assertEquals(found, withdrawn.poll());
        assertNull(withdrawn.poll());
        assertEquals(Optional.empty(), meter.address());
    }

    @Test
    void waitsForABusyPort() throws IOException, InterruptedException {
        HostedMeter meter;
        int port;
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = other.getLocalPort();
            meter = start(PortSettings.network(port));
            assertNull(announced.poll(100, TimeUnit.MILLISECONDS));
            assertTrue(meter.error().isPresent());
        }
        assertEquals(
                "tcp://127.0.0.1:" + port, announced.poll(10, TimeUnit.SECONDS).address());
        meter.close();
    }

    @Test
    void canBeClosedWhileItWaits() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            HostedMeter meter = HostedMeter.start(
                    "waiting",
                    "test",
                    PortSettings.network(other.getLocalPort()),
                    wire -> {},
                    List.of(),
                    Duration.ofHours(1),
                    announce);
            meter.close();
        }
        assertTrue(announced.isEmpty());
        assertFalse(Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith("meter-waiting")));
    }

    @Test
    void staysAliveAndSilentWithWrongSettings() {
        Properties properties = new Properties(Map.of("port", "70000", "baud", 250, "turnaround", 12));
        PortSettings settings = PortSettings.from(properties, PortSettings.network(4059));
        HostedMeter meter =
                HostedMeter.start("main", "test", settings, wire -> {}, properties.problems(), SOON, announce);
        assertEquals(
                Optional.of("baud: is 250; expected 300 to 921600, or 0 for no limit; "
                        + "port: is '70000'; expected a number from 0 to 65535"),
                meter.error());
        meter.close();
        assertTrue(announced.isEmpty());
    }

    private HostedMeter start(PortSettings settings) {
        return HostedMeter.start("main", "test", settings, wire -> {}, List.of(), SOON, announce);
    }
}
