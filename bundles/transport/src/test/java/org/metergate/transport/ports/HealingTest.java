package org.metergate.transport.ports;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.metergate.transport.Claim;
import org.metergate.transport.Conversation;
import org.metergate.transport.Framing;
import org.metergate.transport.LineAddress;
import org.metergate.transport.LineException;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.LineStatus;
import org.metergate.transport.SerialSettings;
import org.metergate.transport.SerialSettings.Parity;

/**
 * Real devices and connections that go and come back, at the time of a watch that looks once a second: the time is the
 * test's own, so that five seconds take none.
 */
@Timeout(120)
class HealingTest {
    private static final SerialSettings FAST = new SerialSettings(115_200, 8, Parity.NONE, 1);
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Framing LINE_END =
            (received, length) -> received[length - 1] == '\n' ? length : Framing.INCOMPLETE;
    private static final long SECOND = 1_000_000_000L;
    private static final int CYCLES = 100;

    @TempDir
    Path folder;

    private final PortLines lines = new PortLines(PortLines::make, Clock.systemUTC(), Duration.ZERO);
    private long now;

    @Test
    @EnabledIf(value = "org.metergate.transport.ports.Pair#socatIsInstalled", disabledReason = "no socat")
    void aSerialPortIsOpenAgainWithinFiveSecondsOfComingBackAHundredTimes() throws Exception {
        long before = descriptors("/dev/pts/");
        Pair pair = new Pair(folder);
        try (Claim claim = lines.claim(pair.left(), FAST)) {
            for (int cycle = 0; cycle < CYCLES; cycle++) {
                exchange(claim, pair, "before " + cycle + "\n");
                if (cycle % 2 == 0) { // in the middle of a conversation, and between two
                    breakOff(claim, pair);
                } else {
                    pair.close();
                }
                lookUntil(false);
                pair = new Pair(folder);
                assertTrue(lookUntil(true) <= 5, "seconds until it is open again");
                exchange(claim, pair, "after " + cycle + "\n");
            }
        } finally {
            pair.close();
            lines.close();
        }
        assertEquals(before, descriptors("/dev/pts/"), "descriptors of terminals");
        assertEquals(List.of(), threadsOfLines());
    }

    @Test
    void aConnectionIsOpenAgainWithinFiveSecondsAHundredTimes() throws Exception {
        new Socket().close(); // the JDK keeps a descriptor from the first one on
        new ServerSocket(0).close();
        long before = descriptors("socket:");
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        int port = server.getLocalPort();
        LineAddress address = new LineAddress.Tcp("127.0.0.1", port);
        try (Claim claim = lines.claim(address, FAST)) {
            for (int cycle = 0; cycle < CYCLES; cycle++) {
                try (Conversation line = claim.converse(LONG);
                        Socket meter = server.accept()) {
                    exchange(line, meter);
                    server.close(); // the device is reset: its connection drops, and nobody listens
                    reset(meter);
                    awaitBroken(line);
                }
                lookUntil(false);
                assertFalse(status().failure().isEmpty());
                server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
                assertTrue(lookUntil(true) <= 5, "seconds until it is open again");
                try (Conversation line = claim.converse(LONG);
                        Socket meter = server.accept()) {
                    exchange(line, meter);
                    line.hangUp();
                }
            }
        } finally {
            server.close();
            lines.close();
        }
        assertEquals(before, descriptors("socket:"), "sockets");
        assertEquals(List.of(), threadsOfLines());
    }

    @Test
    void theWatchDoesThisByItself() throws Exception {
        FakePort port = new FakePort();
        try (PortLines watched = new PortLines(address -> port, Clock.systemUTC(), Duration.ofMillis(5));
                Claim claim = watched.claim(new LineAddress.Serial("fake"), FAST)) {
            claim.converse(LONG).close();
            port.there = false;
            await(() -> !watched.status().get(0).open());
            port.there = true;
            await(() -> watched.status().get(0).open());
            claim.converse(LONG).close();
        }
        assertEquals(List.of(), threadsOfLines());
    }

    @Test
    void aLineThatNobodyClaimsStaysClosed() throws Exception {
        FakePort port = new FakePort();
        try (PortLines unclaimed = new PortLines(address -> port, Clock.systemUTC(), Duration.ZERO)) {
            Claim claim = unclaimed.claim(new LineAddress.Serial("fake"), FAST);
            claim.converse(LONG).close();
            port.there = false;
            unclaimed.tend(0);
            claim.close();
            port.there = true;
            unclaimed.tend(9 * SECOND);
            assertFalse(port.open);
        }
    }

    @Test // a meter that closes an idle connection wants it free for others
    void anIdleConnectionThatThePeerClosesIsLeftClosedUntilItIsNeeded() throws Exception {
        FakePort port = new FakePort();
        port.remote = true;
        try (PortLines remote = new PortLines(address -> port, Clock.systemUTC(), Duration.ZERO);
                Claim claim = remote.claim(new LineAddress.Tcp("meter", 1), FAST)) {
            claim.converse(LONG).close();
            port.open = false;
            remote.tend(0);
            remote.tend(9 * SECOND);
            assertEquals(1, port.opened);
            claim.converse(LONG).close();
            assertEquals(2, port.opened);
        }
    }

    /** Lets the watch look once a second until the line is as wanted. */
    private int lookUntil(boolean open) throws Exception {
        int[] looks = {0};
        await(() -> {
            boolean is = status().open();
            if (is != open) {
                looks[0]++;
                now += SECOND;
                lines.tend(now);
                is = status().open();
            }
            return is == open;
        });
        return looks[0];
    }

    private static void reset(Socket meter) throws IOException {
        meter.setSoLinger(true, 0);
        meter.close();
    }

    private LineStatus status() {
        return lines.status().get(0);
    }

    private void breakOff(Claim claim, Pair pair) throws Exception {
        try (Conversation line = claim.converse(LONG)) {
            pair.close();
            awaitBroken(line);
        }
    }

    private static void awaitBroken(Conversation line) throws InterruptedException {
        await(() -> {
            try {
                line.send(ascii("?"));
                line.receive(LINE_END, Duration.ofMillis(1));
                return false;
            } catch (LineSilentException stillThere) {
                return false;
            } catch (LineException broken) {
                return true;
            }
        });
    }

    private static void exchange(Conversation line, Socket meter) throws IOException {
        line.send(ascii("ask\n"));
        assertArrayEquals(ascii("ask\n"), meter.getInputStream().readNBytes(4));
        meter.getOutputStream().write(ascii("answer\n"));
        assertArrayEquals(ascii("answer\n"), line.receive(LINE_END, LONG));
    }

    private void exchange(Claim claim, Pair pair, String text) throws LineException {
        try (Claim there = lines.claim(pair.right(), FAST);
                Conversation meter = there.converse(LONG);
                Conversation line = claim.converse(LONG)) {
            line.send(ascii(text));
            assertArrayEquals(ascii(text), meter.receive(LINE_END, LONG));
            meter.send(ascii("answer to " + text));
            assertArrayEquals(ascii("answer to " + text), line.receive(LINE_END, LONG));
        }
    }

    /** Waits bounded for what the system does in its own time. */
    private static void await(Condition met) throws InterruptedException {
        long end = System.nanoTime() + LONG.toNanos();
        while (!met.holds()) {
            assertTrue(System.nanoTime() - end < 0, "waited for " + LONG);
            Thread.onSpinWait();
        }
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds();
    }

    private static long descriptors(String kind) throws IOException {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "descriptors can be counted on Linux only");
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(descriptor -> target(descriptor).startsWith(kind)).count();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException gone) {
            return "";
        }
    }

    private static List<String> threadsOfLines() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith("lines-"))
                .toList();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
