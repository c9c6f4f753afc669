package org.metergate.publisher.outbox.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntryStoreTest {

    private static final StoreLimits ROOMY = new StoreLimits(Duration.ofDays(30), 1 << 20, 1 << 16, 0);
    private static final Duration AT_ONCE = Duration.ZERO;

    @TempDir
    private Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private final Map<String, Long> lost = new HashMap<>();
    private final List<EntryStore> opened = new ArrayList<>();

    private final StoreWatch watch = new StoreWatch() {
        @Override
        public void dropped(String destination, long entries, Cause cause) {
            lost.merge(destination + " " + cause, entries, Long::sum);
        }

        @Override
        public void damaged(String where, long bytes) {
            lost.merge("bytes", bytes, Long::sum);
        }
    };

    @AfterEach
    void close() throws IOException {
        for (EntryStore store : opened) {
            store.close();
        }
    }

    @Nested
    class Handing {

        @Test
        void handsOutInOrderAndOnlyOnce() throws Exception {
            EntryQueue queue = open(ROOMY).queue("a");
            append(queue, "1", "2", "3");
            append(queue, "4");
            assertEquals(List.of("1", "2"), take(queue, 2));
            assertEquals(List.of("3", "4"), take(queue, 9));
            assertEquals(List.of(), take(queue, 9));
        }

        @Test
        void handsOutNoMoreBytesThanAskedForButAlwaysOneEntry() throws Exception {
            EntryQueue queue = open(ROOMY).queue("a");
            append(queue, "12345", "678", "9", "0");
            assertEquals(List.of("12345"), texts(queue.take(9, 4, AT_ONCE)));
            assertEquals(List.of("678", "9"), texts(queue.take(9, 4, AT_ONCE)));
            assertEquals(List.of("0"), texts(queue.take(9, 4, AT_ONCE)));
        }

        @Test
        void comesAgainFromTheFirstThatIsNotConfirmed() throws Exception {
            EntryQueue queue = open(ROOMY).queue("a");
            append(queue, "1", "2", "3", "4");
            List<EntryQueue.Handed> taken = queue.take(9, 999, AT_ONCE);
            queue.confirm(List.of(taken.get(0).position(), taken.get(2).position()));
            queue.rewind();
            assertEquals(List.of("2", "4"), take(queue, 9));
        }

        @Test
        void comesAgainAfterARestartWithoutWhatWasConfirmedInBetween() throws Exception {
            EntryStore store = open(ROOMY);
            EntryQueue queue = store.queue("a");
            append(queue, "1", "2", "3", "4");
            List<EntryQueue.Handed> taken = queue.take(9, 999, AT_ONCE);
            queue.confirm(List.of(taken.get(2).position()));
            store.close();
            EntryQueue again = open(ROOMY).queue("a");
            assertEquals(3, again.standing().waiting());
            assertEquals(List.of("1", "2", "4"), take(again, 9));
        }

        @Test
        void takesAConfirmationThatComesAfterARewind() throws Exception {
            EntryQueue queue = open(ROOMY).queue("a");
            append(queue, "1", "2");
            List<EntryQueue.Handed> taken = queue.take(9, 999, AT_ONCE);
            queue.rewind();
            queue.confirm(List.of(taken.get(0).position()));
            assertEquals(List.of("2"), take(queue, 9));
            assertEquals(1, queue.standing().waiting());
        }

        @Test
        void waitsForTheFirst() throws Exception {
            EntryQueue queue = open(ROOMY, System::nanoTime).queue("a");
            List<String> came = new ArrayList<>();
            CountDownLatch done = new CountDownLatch(1);
            Thread taker = new Thread(() -> {
                try {
                    came.addAll(texts(queue.take(9, 999, Duration.ofSeconds(20))));
                } catch (IOException | InterruptedException e) {
                    came.add(e.toString());
                }
                done.countDown();
            });
            taker.start();
            append(queue, "1");
            assertTrue(done.await(20, TimeUnit.SECONDS));
            assertEquals(List.of("1"), came);
        }

        @Test
        void startsANewDestinationWithWhatComesFromNowOn() throws Exception {
            EntryStore store = open(ROOMY);
            append(store.queue("a"), "1");
            EntryQueue late = store.queue("b");
            append(late, "2");
            assertEquals(List.of("2"), take(late, 9));
            assertEquals(List.of("1"), take(store.queue("a"), 9));
        }

        @Test
        void storesOnceWhatSeveralDestinationsGet() throws Exception {
            EntryStore store = open(ROOMY);
            EntryQueue first = store.queue("a");
            EntryQueue second = store.queue("b");
            String body = "x".repeat(1000);
            append(first, body);
            long once = store.bytes();
            append(second, body);
            assertEquals(Entry.HEAD + Long.BYTES, store.bytes() - once);
            assertEquals(List.of(body), take(first, 9));
            assertEquals(List.of(body), take(second, 9));
            store.close();
            assertEquals(List.of(body), take(open(ROOMY).queue("b"), 9));
        }

        @Test
        void deletesWhatEveryDestinationHas() throws Exception {
            EntryStore store = open(new StoreLimits(Duration.ofDays(30), 1 << 20, 256, 0));
            EntryQueue first = store.queue("a");
            EntryQueue second = store.queue("b");
            for (int i = 0; i < 100; i++) {
                append(first, "a" + i);
                append(second, "b" + i);
            }
            assertTrue(store.segments() > 10, "segments: " + store.segments());
            confirmAll(first);
            assertTrue(store.segments() > 10, "segments: " + store.segments());
            confirmAll(second);
            assertEquals(1, store.segments());
            assertEquals(0, second.standing().waiting());
        }

        @Test
        void forgetsADestinationThatIsRemoved() throws Exception {
            EntryStore store = open(ROOMY);
            EntryQueue gone = store.queue("a");
            append(gone, "1");
            store.remove("a");
            assertThrows(IOException.class, () -> append(gone, "2"));
            assertEquals(List.of(), take(store.queue("a"), 9));
        }

        @Test
        void isNotSharedByTwo() throws Exception {
            open(ROOMY);
            IOException refused = assertThrows(IOException.class, () -> open(ROOMY));
            assertTrue(refused.getMessage().contains("in use"), refused.getMessage());
        }
    }

    @Nested
    class Limits {

        @Test
        void dropsTheOldestBeyondTheSizeAndCountsThem() throws Exception {
            EntryStore store = open(new StoreLimits(Duration.ofDays(30), 2000, 256, 0));
            EntryQueue queue = store.queue("a");
            for (int i = 0; i < 200; i++) {
                append(queue, String.format("%05d", i));
            }
            assertTrue(store.bytes() <= 2000, "bytes: " + store.bytes());
            List<String> left = take(queue, 999);
            assertEquals(200 - left.size(), lost.get("a SIZE"));
            assertEquals(lost.get("a SIZE"), queue.standing().droppedForSize());
            assertEquals(left.size(), queue.standing().waiting());
            assertEquals(
                    IntStream.range(200 - left.size(), 200)
                            .mapToObj(i -> String.format("%05d", i))
                            .toList(),
                    left);
        }

        @Test
        void dropsWhatIsTooOld() throws Exception {
            EntryStore store = open(new StoreLimits(Duration.ofHours(1), 1 << 20, 256, 0));
            EntryQueue queue = store.queue("a");
            append(queue, "1", "2");
            nanos.addAndGet(Duration.ofMinutes(50).toNanos());
            append(queue, "3");
            assertEquals(Duration.ofMinutes(50), queue.standing().oldest());
            nanos.addAndGet(Duration.ofMinutes(11).toNanos());
            assertEquals(List.of("3"), take(queue, 9));
            assertEquals(Map.of("a AGE", 2L), lost);
            assertEquals(1, queue.standing().waiting());
        }

        @Test
        void doesNotCountTheTimeInWhichItIsClosed() throws Exception {
            EntryStore store = open(new StoreLimits(Duration.ofHours(1), 1 << 20, 256, 0));
            append(store.queue("a"), "1");
            store.close();
            nanos.addAndGet(Duration.ofDays(3).toNanos());
            EntryQueue again =
                    open(new StoreLimits(Duration.ofHours(1), 1 << 20, 256, 0)).queue("a");
            assertEquals(List.of("1"), take(again, 9));
        }

        @Test
        void ignoresWhatIsConfirmedAfterItWasDropped() throws Exception {
            EntryQueue queue =
                    open(new StoreLimits(Duration.ofDays(1), 1000, 256, 0)).queue("a");
            append(queue, "first");
            long position = queue.take(1, 99, AT_ONCE).get(0).position();
            for (int i = 0; i < 200; i++) {
                append(queue, "x" + i);
            }
            queue.confirm(List.of(position));
            assertEquals(0, queue.standing().confirmed());
            assertEquals(queue.standing().waiting(), take(queue, 999).size());
        }
    }

    @Nested
    class Kills {

        @Test
        void keepsEveryWholeEntryWhereverTheEndIsTornOff() throws Exception {
            List<Integer> ends = storeEight();
            byte[] whole = Files.readAllBytes(segment(1));
            for (int length = 0; length <= whole.length; length++) {
                Path copy = copyOf("torn" + length, Arrays.copyOf(whole, length));
                int cut = length;
                long intact = ends.stream().filter(end -> end <= cut).count();
                EntryStore store = EntryStore.open(copy, ROOMY, new UnsyncedDisk(), nanos::get, watch);
                EntryQueue queue = store.queue("a");
                assertEquals(intact, queue.standing().waiting(), "cut at " + cut);
                append(queue, "after");
                List<String> came = take(queue, 99);
                assertEquals(intact + 1, came.size(), "cut at " + cut);
                assertEquals("after", came.get(came.size() - 1));
                store.close();
                deleteAll(copy);
            }
        }

        @Test
        void losesNothingButTheEntryInWhichAByteIsChanged() throws Exception {
            List<Integer> ends = storeEight();
            byte[] whole = Files.readAllBytes(segment(1));
            for (int at = 0; at < whole.length; at++) {
                byte[] changed = whole.clone();
                changed[at] ^= 0x55;
                Path copy = copyOf("changed" + at, changed);
                EntryStore store = EntryStore.open(copy, ROOMY, new UnsyncedDisk(), nanos::get, watch);
                EntryQueue queue = store.queue("a");
                append(queue, "after");
                TreeSet<String> came = new TreeSet<>(take(queue, 99));
                int hit = at;
                int entry = (int) ends.stream().filter(end -> end <= hit).count();
                TreeSet<String> wanted = IntStream.range(0, 8)
                        .filter(i -> hit < Segment.HEAD || i != entry)
                        .mapToObj(EntryStoreTest::body)
                        .collect(Collectors.toCollection(TreeSet::new));
                wanted.add("after");
                assertEquals(wanted, came, "changed at " + at);
                assertEquals(came.size(), queue.standing().waiting(), "changed at " + at);
                store.close();
                deleteAll(copy);
            }
            assertTrue(lost.get("bytes") > 0);
        }

        @Test
        void countsWhatIsDamagedInACompleteFile() throws Exception {
            StoreLimits small = new StoreLimits(Duration.ofDays(1), 1 << 20, 200, 0);
            EntryStore store = open(small);
            EntryQueue queue = store.queue("a");
            for (int i = 0; i < 40; i++) {
                append(queue, body(i));
            }
            store.close();
            byte[] bytes = Files.readAllBytes(segment(2));
            bytes[Segment.HEAD + 30] ^= 1;
            Files.write(segment(2), bytes);
            EntryQueue again = open(small).queue("a");
            assertEquals(39, take(again, 99).size());
            assertEquals(1, again.standing().damaged());
            assertEquals(39, again.standing().waiting());
            assertEquals(Map.of("bytes", 21L + body(0).length(), "a DAMAGE", 1L), lost);
        }

        @Test
        void keepsItsPlaceWhicheverSlotIsTorn() throws Exception {
            EntryStore store = open(ROOMY);
            EntryQueue queue = store.queue("a");
            append(queue, "1", "2", "3");
            for (int i = 0; i < 2; i++) {
                queue.confirm(List.of(queue.take(1, 99, AT_ONCE).get(0).position()));
            }
            store.close();
            Path place = only("*.place");
            byte[] whole = Files.readAllBytes(place);
            for (int at = 0; at < whole.length; at += at % 8192 < 96 ? 1 : 511) {
                byte[] changed = whole.clone();
                changed[at] ^= 0x55;
                Files.write(place, changed);
                EntryStore again = EntryStore.open(folder, ROOMY, new UnsyncedDisk(), nanos::get, watch);
                List<String> came = take(again.queue("a"), 9);
                again.close();
                assertTrue(
                        came.equals(List.of("3")) || came.equals(List.of("2", "3")), "changed at " + at + ": " + came);
            }
        }

        @Test
        void beginsAgainFromTheStartWhenThePlaceIsLost() throws Exception {
            EntryStore store = open(ROOMY);
            append(store.queue("a"), "1", "2");
            confirmAll(store.queue("a"));
            append(store.queue("a"), "3");
            store.close();
            Files.write(only("*.place"), new byte[100]);
            assertEquals(List.of("1", "2", "3"), take(open(ROOMY).queue("a"), 9));
        }

        @Test
        void writesOnBeyondThePlaceWhenTheNewestFilesAreGone() throws Exception {
            EntryStore store = open(new StoreLimits(Duration.ofDays(1), 1 << 20, 64, 0));
            EntryQueue queue = store.queue("a");
            for (int i = 0; i < 10; i++) {
                append(queue, body(i));
            }
            confirmAll(queue);
            store.close();
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".seg")).toList()) {
                    Files.delete(file);
                }
            }
            EntryQueue again = open(ROOMY).queue("a");
            append(again, "after");
            assertEquals(List.of("after"), take(again, 9));
        }

        private List<Integer> storeEight() throws Exception {
            EntryStore store = open(ROOMY);
            EntryQueue queue = store.queue("a");
            List<Integer> ends = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                append(queue, body(i));
                ends.add((int) store.bytes());
            }
            store.close();
            return ends;
        }

        private Path copyOf(String name, byte[] segment) throws IOException {
            Path copy = Files.createDirectories(folder.resolve(name));
            Files.write(copy.resolve(segment(1).getFileName()), segment);
            Path place = only("*.place");
            Files.copy(place, copy.resolve(place.getFileName()));
            return copy;
        }
    }

    @Nested
    class FullDisks {

        @Test
        void refusesWhatItCannotStoreAndKeepsTheRest() throws Exception {
            FullDisk disk = new FullDisk(100_000);
            EntryStore store = open(ROOMY, disk);
            EntryQueue queue = store.queue("a");
            append(queue, "1", "2");
            disk.leave(10);
            for (int i = 0; i < 5; i++) {
                assertThrows(IOException.class, () -> append(queue, "a longer text than fits"));
            }
            assertEquals(2, queue.standing().waiting());
            disk.leave(1000);
            append(queue, "3");
            assertEquals(List.of("1", "2", "3"), take(queue, 9));
            store.close();
            assertEquals(List.of("1", "2", "3"), take(open(ROOMY).queue("a"), 9));
        }

        @Test
        void usesItsReserveFirstAndFillsItAgainLater() throws Exception {
            StoreLimits withReserve = new StoreLimits(Duration.ofDays(1), 1 << 20, 1 << 16, 65_536);
            FullDisk disk = new FullDisk(200_000);
            EntryStore store = open(withReserve, disk);
            EntryQueue queue = store.queue("a");
            assertTrue(store.reserved());
            disk.leave(0);
            assertThrows(IOException.class, () -> append(queue, "1")); // the test's disk does not know of the deletion
            assertFalse(store.reserved());
            disk.leave(65_536);
            append(queue, "2");
            assertFalse(Files.exists(folder.resolve("reserve")));
            disk.leave(200_000);
            nanos.addAndGet(Duration.ofMinutes(2).toNanos());
            append(queue, "3");
            assertTrue(store.reserved());
            assertEquals(List.of("2", "3"), take(queue, 9));
        }
    }

    private static String body(int i) {
        return "entry " + i % 10 + (i / 10 + 10) + "MR";
    }

    private EntryStore open(StoreLimits limits) throws IOException {
        return open(limits, new UnsyncedDisk());
    }

    private EntryStore open(StoreLimits limits, Disk disk) throws IOException {
        EntryStore store = EntryStore.open(folder, limits, disk, nanos::get, watch);
        opened.add(store);
        return store;
    }

    private EntryStore open(StoreLimits limits, LongSupplier nanoTime) throws IOException {
        EntryStore store = EntryStore.open(folder, limits, new FileSystem(), nanoTime, watch);
        opened.add(store);
        return store;
    }

    private Path segment(int number) {
        return folder.resolve(String.format("%010d.seg", number));
    }

    private Path only(String pattern) throws IOException {
        try (var files = Files.newDirectoryStream(folder, pattern)) {
            return files.iterator().next();
        }
    }

    private static void append(EntryQueue queue, String... texts) throws IOException {
        queue.append(Stream.of(texts)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList());
    }

    private static List<String> take(EntryQueue queue, int most) throws IOException, InterruptedException {
        return texts(queue.take(most, 1 << 20, AT_ONCE));
    }

    private static void confirmAll(EntryQueue queue) throws IOException, InterruptedException {
        queue.confirm(queue.take(999, 1 << 20, AT_ONCE).stream()
                .map(EntryQueue.Handed::position)
                .toList());
    }

    private static List<String> texts(List<EntryQueue.Handed> handed) {
        return handed.stream()
                .map(one -> new String(one.body(), StandardCharsets.UTF_8))
                .toList();
    }

    private static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
