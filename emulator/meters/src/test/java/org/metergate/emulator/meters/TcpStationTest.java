package org.metergate.emulator.meters;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.metergate.emulator.meters.Wire.ByteTiming;

@Timeout(20)
class TcpStationTest {

    @Test
    void servesEveryConnectionByItself() throws IOException {
        try (TcpStation station = TcpStation.open("echo", PortSettings.network(0), TcpStationTest::increment);
                Socket first = connect(station);
                Socket second = connect(station)) {
            second.getOutputStream().write(new byte[] {5, 6});
            first.getOutputStream().write(new byte[] {1, 2, 3});
            assertArrayEquals(new byte[] {2, 3, 4}, first.getInputStream().readNBytes(3));
            assertArrayEquals(new byte[] {6, 7}, second.getInputStream().readNBytes(2));
            assertEquals("tcp://127.0.0.1:" + station.port(), station.address());
        }
    }

    @Test
    void paysForEveryByteOnARealWire() throws IOException {
        PortSettings slow = new PortSettings("127.0.0.1", 0, new ByteTiming(1_000, 10), Duration.ofMillis(30));
        try (TcpStation station = TcpStation.open("slow", slow, TcpStationTest::increment);
                Socket gateway = connect(station)) {
            long start = System.nanoTime();
            gateway.getOutputStream().write(1);
            assertEquals(2, gateway.getInputStream().read());
            long took = (System.nanoTime() - start) / 1_000_000;
            assertTrue(took >= 50, "10 ms for the request, 30 ms to turn around, 10 ms for the answer, not " + took);
        }
    }

    @Test
    void closingLeavesNoThreadAndNoSocket() throws IOException, InterruptedException {
        CountDownLatch serving = new CountDownLatch(2);
        TcpStation station = TcpStation.open("leaving", PortSettings.network(0), wire -> {
            serving.countDown();
            increment(wire);
        });
        int port = station.port();
        try (Socket first = connect(station);
                Socket second = connect(station)) {
            assertTrue(serving.await(10, TimeUnit.SECONDS));
            station.close();
            station.close();
            assertEquals(-1, first.getInputStream().read());
            assertEquals(-1, second.getInputStream().read());
        }
        assertFalse(Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith("meter-leaving")));
        TcpStation.open("again", new PortSettings("127.0.0.1", port, ByteTiming.NETWORK, Duration.ZERO), wire -> {})
                .close();
    }

    @Test
    void aBusyPortIsOneSentenceThatNamesItAndTheWayOut() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            PortSettings taken = PortSettings.network(other.getLocalPort());
            IOException busy = assertThrows(IOException.class, () -> TcpStation.open("late", taken, wire -> {}));
            assertTrue(busy.getMessage().contains("127.0.0.1:" + other.getLocalPort()), busy.getMessage());
            assertTrue(busy.getMessage().contains("set another one"), busy.getMessage());
        }
    }

    @Test
    void anAddressOfAnotherMachineIsNamed() {
        PortSettings nowhere = new PortSettings("no such host", 0, ByteTiming.NETWORK, Duration.ZERO);
        IOException failure = assertThrows(IOException.class, () -> TcpStation.open("lost", nowhere, wire -> {}));
        assertTrue(failure.getMessage().contains("'no such host'"), failure.getMessage());
    }

    @Test
    void aMeterThatFailsLosesItsConnectionAndNotItsPort() throws IOException {
        boolean[] failed = {false};
        try (TcpStation station = TcpStation.open("weak", PortSettings.network(0), wire -> {
            if (!failed[0]) {
                failed[0] = true;
                throw new IllegalStateException("on purpose");
            }
            increment(wire);
        })) {
            try (Socket first = connect(station)) {
                assertEquals(-1, first.getInputStream().read());
            }
            try (Socket second = connect(station)) {
                second.getOutputStream().write(1);
                assertEquals(2, second.getInputStream().read());
            }
        }
    }

    private static void increment(Wire wire) throws IOException {
        while (true) {
            OptionalInt heard = wire.read(Duration.ofSeconds(10));
            if (heard.isPresent()) {
                wire.write(new byte[] {(byte) (heard.getAsInt() + 1)});
            }
        }
    }

    private static Socket connect(TcpStation station) throws IOException {
        Socket socket = new Socket("127.0.0.1", station.port());
        socket.setSoTimeout(10_000);
        return socket;
    }
}
