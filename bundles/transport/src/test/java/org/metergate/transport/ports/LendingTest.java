package org.metergate.transport.ports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.metergate.transport.Claim;
import org.metergate.transport.Conversation;
import org.metergate.transport.LineAddress;
import org.metergate.transport.LineException;
import org.metergate.transport.Priority;
import org.metergate.transport.SerialSettings;

/** Many threads on one line: whatever they do, the wire carries whole conversations. */
class LendingTest {
    private static final LineAddress BUS = new LineAddress.Serial("bus");
    private static final SerialSettings SLOW = new SerialSettings(300, 7, SerialSettings.Parity.EVEN, 1);
    private static final int THREADS = 12;
    private static final int CONVERSATIONS = 200;
    private static final int FRAMES = 5;

    /** Writes down what goes over the wire; breaks now and then. */
    private final class RecordingPort implements Port {
        private boolean open;

        @Override
        public void open(SerialSettings settings) throws LineException {
            assertEquals(1, openPorts.incrementAndGet(), "one owner of the port");
            open = true;
            set = settings;
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            if (!open || random.nextInt(300) == 0) {
                throw new IOException("unplugged");
            }
            wire.add(new Sent(bytes[0], bytes[1], bytes[2], set));
        }

        @Override
        public int read(byte[] into, Duration within) {
            return 0;
        }

        @Override
        public void discard() {}

        @Override
        public void change(SerialSettings settings) {
            set = settings;
        }

        @Override
        public boolean isUp() {
            return true;
        }

        @Override
        public void close() {
            if (open) {
                open = false;
                openPorts.decrementAndGet();
            }
        }
    }

    private record Sent(int thread, int conversation, int frame, SerialSettings settings) {}

    // guarded by the line itself: that is what is tested
    private final Random random = new Random(7);
    private final List<Sent> wire = new ArrayList<>();
    private SerialSettings set = SLOW;
    private final AtomicInteger openPorts = new AtomicInteger();
    private final AtomicInteger whole = new AtomicInteger();

    @Test
    @Timeout(60)
    void neverInterleavesTwoConversations() throws Exception {
        PortLines lines = new PortLines(address -> new RecordingPort(), Clock.systemUTC(), Duration.ZERO);
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        List<Future<?>> runs = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int number = thread;
            runs.add(pool.submit(() -> {
                talk(lines, number);
                return null;
            }));
        }
        for (Future<?> run : runs) {
            run.get(50, TimeUnit.SECONDS);
        }
        pool.shutdownNow();
        lines.close();

        assertEquals(0, openPorts.get());
        assertTrue(whole.get() > THREADS * CONVERSATIONS * 9 / 10, "most conversations are whole: " + whole);
        for (int i = 1; i < wire.size(); i++) {
            Sent before = wire.get(i - 1);
            Sent now = wire.get(i);
            boolean goesOn = now.thread() == before.thread() && now.conversation() == before.conversation();
            assertEquals(goesOn ? before.frame() + 1 : 0, now.frame(), "frame " + i + " of the wire");
            assertEquals(speedOf(now.thread()), now.settings().baud(), "each at its own speed");
        }
    }

    private void talk(PortLines lines, int thread) throws LineException {
        try (Claim claim = lines.claim(BUS, SLOW.at(speedOf(thread)))) {
            for (int conversation = 0; conversation < CONVERSATIONS; conversation++) {
                try (Conversation line = claim.converse(
                        Duration.ofSeconds(30), conversation % 3 == 0 ? Priority.URGENT : Priority.PERIODIC)) {
                    for (int frame = 0; frame < FRAMES; frame++) {
                        line.send(new byte[] {(byte) thread, (byte) (conversation % 100), (byte) frame});
                    }
                    whole.incrementAndGet();
                } catch (LineException unplugged) {
                    assertTrue(unplugged.getMessage().contains("unplugged"), unplugged.getMessage());
                }
            }
        }
    }

    private static int speedOf(int thread) {
        return thread % 2 == 0 ? 300 : 9600;
    }
}
