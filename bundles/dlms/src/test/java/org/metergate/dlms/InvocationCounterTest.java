package org.metergate.dlms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class InvocationCounterTest {

    /** Loses its power at a byte of a write, before or after it, or before the write is forced. */
    private static final class FailingDisk implements CounterSlots.Disk {
        private final Random random;
        private byte[] forced = new byte[8192];
        private final List<byte[]> pending = new ArrayList<>();
        private final List<Long> places = new ArrayList<>();
        private long bytesLeft;

        FailingDisk(Random random) {
            this.random = random;
        }

        void powerFor(long bytes) {
            bytesLeft = bytes;
        }

        @Override
        public byte[] read(long at, int length) {
            return Arrays.copyOfRange(forced, (int) at, (int) at + length);
        }

        @Override
        public void write(long at, byte[] bytes) throws IOException {
            int written = (int) Math.min(bytesLeft, bytes.length);
            bytesLeft -= written;
            pending.add(Arrays.copyOf(bytes, written));
            places.add(at);
            if (written < bytes.length) {
                throw lost();
            }
        }

        @Override
        public void force() throws IOException {
            if (bytesLeft-- <= 0) {
                throw lost();
            }
            pending.forEach(bytes -> System.arraycopy(
                    bytes, 0, forced, places.get(pending.indexOf(bytes)).intValue(), bytes.length));
            pending.clear();
            places.clear();
        }

        /** Of what was not forced, any byte may have come to the disk. */
        private IOException lost() {
            for (int write = 0; write < pending.size(); write++) {
                for (int index = 0; index < pending.get(write).length; index++) {
                    if (random.nextBoolean()) {
                        forced[places.get(write).intValue() + index] = pending.get(write)[index];
                    }
                }
            }
            pending.clear();
            places.clear();
            bytesLeft = 0;
            return new IOException("no power");
        }
    }

    /** As a meter does it: takes only what is above the last. */
    private static final class Meter {
        private final Set<Long> used = new HashSet<>();
        private long last = 41;

        void take(long counter) {
            assertTrue(used.add(counter), () -> counter + " was used twice");
            assertTrue(counter > last, () -> "locked out: " + counter + " after " + last);
            last = counter;
        }
    }

    @Test // a thousand kills at any byte of any write; blocks of 8 so that writes are frequent
    void usesNoValueTwiceAndIsNeverLockedOut() {
        Random random = new Random(20261128);
        FailingDisk disk = new FailingDisk(random);
        Meter meter = new Meter();
        int kills = 0;
        int frames = 0;
        while (kills < 1000) {
            disk.powerFor(random.nextInt(60));
            try {
                InvocationCounter counter = new InvocationCounter(new CounterSlots(disk), 8);
                if (!counter.known()) {
                    counter.atLeast(meter.last + 1); // read through the public client
                }
                while (true) {
                    meter.take(counter.next());
                    frames++;
                    if (random.nextInt(40) == 0) {
                        throw new IOException("killed between two frames");
                    }
                }
            } catch (IOException e) {
                kills++;
            }
        }
        assertTrue(frames > 5_000, "too few frames");
    }

    @Test
    void keepsOneCounterForEachMeterAndClient(@TempDir Path folder) throws Exception {
        try (CounterStore store = new CounterStore(folder)) {
            InvocationCounter counter = store.of("4D4D4D0000BC614E", 1);
            counter.atLeast(100);
            assertEquals(100, counter.next());
            counter.atLeast(50);
            assertEquals(101, counter.next());
            assertEquals(counter, store.of("4D4D4D0000BC614E", 1));
            assertFalse(store.of("4D4D4D0000BC614E", 2).known());
            assertFalse(store.of("4d4d4d0000bc614e", 1).known());
            CounterStore second = new CounterStore(folder);
            assertThrows(IOException.class, () -> second.of("4D4D4D0000BC614E", 1));
        }
        try (CounterStore store = new CounterStore(folder)) {
            assertTrue(store.of("4D4D4D0000BC614E", 1).next() > 101);
        }
    }

    @Test
    void endsWithTheLast32BitValue() throws Exception {
        InvocationCounter counter = InvocationCounter.ofNothing(0xFFFFFFFEL);
        assertEquals(0xFFFFFFFEL, counter.next());
        assertEquals(0xFFFFFFFFL, counter.next());
        assertThrows(IllegalStateException.class, counter::next);
        assertThrows(IllegalArgumentException.class, () -> counter.atLeast(1L << 32));
    }

    /** A process that uses values until it is killed. */
    public static final class User {
        public static void main(String[] folder) throws Exception {
            PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
            try (CounterStore store = new CounterStore(Path.of(folder[0]))) {
                InvocationCounter counter = store.of("meter", 1);
                while (true) {
                    out.println(counter.next());
                }
            }
        }
    }

    @Test // real processes, ended by the system in the middle of their work
    void outlivesTheKillingOfItsProcess(@TempDir Path folder) throws Exception {
        Meter meter = new Meter();
        try (CounterStore store = new CounterStore(folder)) {
            store.of("meter", 1).atLeast(meter.last + 1);
        }
        Random random = new Random(7);
        for (int kill = 0; kill < 2; kill++) {
            Process process = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElse("java"),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            User.class.getName(),
                            folder.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
                int most = 1 + random.nextInt(1500);
                for (int line = 0; line < most; line++) {
                    meter.take(Long.parseLong(lines.readLine()));
                }
                process.toHandle().destroyForcibly(); // leaves the stream open
                String line = lines.readLine();
                for (String more = lines.readLine(); more != null; more = lines.readLine()) {
                    meter.take(Long.parseLong(line));
                    line = more; // the very last line may be torn
                }
            }
            assertTrue(process.waitFor(10, TimeUnit.SECONDS));
        }
    }

    @Test // a driver that is stopped interrupts whoever is just asking
    void anInterruptedThreadBreaksNoCounter(@TempDir Path folder) throws Exception {
        try (CounterStore store = new CounterStore(folder)) {
            InvocationCounter counter = store.of("meter", 1);
            Thread.currentThread().interrupt();
            long first = counter.next();
            assertTrue(Thread.interrupted(), "the interruption is left to whoever waits for it");
            for (int count = 1; count < 600; count++) {
                assertEquals(first + count, counter.next());
            }
        }
        try (CounterStore store = new CounterStore(folder)) {
            assertTrue(store.of("meter", 1).next() >= 600);
        }
    }
}
