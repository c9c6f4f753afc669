package org.metergate.publisher.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metergate.publisher.outbox.store.StoreLimits;

/**
 * The outbox on a file system of 1 MiB that is really full. Mounting one needs the rights for it; where they are missing this is
 * skipped, and {@code EntryStoreTest} shows the same with a disk that says it is full.
 */
class FullFileSystemTest {

    private static final Instant BEGIN = Instant.ofEpochMilli(1_764_000_000_000L);

    @TempDir
    private Path folder;

    private boolean mounted;
    private int next;
    private final List<Long> accepted = new ArrayList<>();

    @BeforeEach
    void mount() throws Exception {
        mounted = run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder.toString());
        assumeTrue(mounted, "no right to mount a file system");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertTrue(run("umount", folder.toString()));
        }
    }

    @Test
    void losesNothingThatWasAcceptedAndGoesOnWhenThereIsRoom() throws Exception {
        try (FileOutbox outbox = outbox()) {
            Destination destination = outbox.open("mqtt");
            OutboxException full = fill(destination);
            assertTrue(full.getMessage().contains("No space left on device"), full.getMessage());
            for (int i = 0; i < 20; i++) { // it may fit by the byte, but never half
                tryToAppend(destination);
            }
        }
        try (FileOutbox outbox = outbox()) {
            Destination destination = outbox.open("mqtt");
            assertEquals(accepted.size(), destination.status().waiting());
            fill(destination); // the reserve that was taken anew
            List<Long> first = deliver(destination, accepted.size() / 2);
            assertEquals(accepted.subList(0, first.size()), first);
            accepted.subList(0, first.size()).clear();
            fill(destination);
            assertEquals(accepted, deliver(destination, accepted.size()));
            assertEquals(0, destination.status().waiting());
            assertEquals(0, destination.status().damaged());
        }
    }

    @Test
    void goesOnWhenSomebodyElseLeavesRoom() throws Exception {
        Path elsewhere = folder.resolve("elsewhere");
        Files.write(elsewhere, new byte[600_000]);
        try (FileOutbox outbox = outbox()) {
            Destination destination = outbox.open("mqtt");
            fill(destination);
            int before = accepted.size();
            Files.delete(elsewhere);
            assertTrue(tryToAppend(destination));
            fill(destination);
            assertTrue(accepted.size() > 2 * before, accepted.size() + " after " + before);
            assertEquals(accepted, deliver(destination, accepted.size()));
        }
    }

    @Test
    void opensWithATornEndAndNoRoomAtAll() throws Exception {
        try (FileOutbox outbox = outbox()) {
            fill(outbox.open("mqtt"));
        }
        tearTheLast();
        assertThrows(IOException.class, () -> Files.write(folder.resolve("rest"), new byte[1 << 20]));
        try (FileOutbox outbox = outbox()) {
            Destination destination = outbox.open("mqtt");
            assertEquals(accepted, deliver(destination, accepted.size()));
            assertEquals(0, destination.status().waiting());
        }
    }

    /** As a kill in the middle of a write leaves it. */
    private void tearTheLast() throws IOException {
        Path newest;
        try (Stream<Path> files = Files.list(folder.resolve("outbox/store"))) {
            newest = files.filter(file -> file.toString().endsWith(".seg"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }
        try (FileChannel channel = FileChannel.open(newest, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - 3);
        }
        accepted.remove(accepted.size() - 1);
    }

    private FileOutbox outbox() throws OutboxException {
        return FileOutbox.open(
                folder.resolve("outbox"),
                new StoreLimits(Duration.ofDays(1), 1 << 24, 1 << 16, 1 << 16),
                name -> false);
    }

    private OutboxException fill(Destination destination) {
        return assertThrows(OutboxException.class, () -> {
            while (next < 100_000) {
                append(destination);
            }
        });
    }

    private boolean tryToAppend(Destination destination) {
        try {
            append(destination);
            return true;
        } catch (OutboxException e) {
            return false;
        }
    }

    private void append(Destination destination) throws OutboxException {
        Instant time = BEGIN.plusMillis(next++);
        destination.append(List.of(new AcceptedReading(
                "main",
                time,
                List.of(
                        Point.good("import", next / 8.0, "kWh", time),
                        Point.bad("U1", "x".repeat(500 + next % 700), time)))));
        accepted.add(time.toEpochMilli());
    }

    private static List<Long> deliver(Destination destination, int count) throws Exception {
        List<Long> times = new ArrayList<>();
        while (times.size() < count) {
            List<Delivery> batch = destination.take(Math.min(50, count - times.size()), 1 << 20, Duration.ZERO);
            assertTrue(!batch.isEmpty(), times.size() + " of " + count);
            batch.forEach(delivery -> times.add(delivery.reading().time().toEpochMilli()));
            destination.confirm(batch);
        }
        return times;
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // there is no such program
        }
    }
}
