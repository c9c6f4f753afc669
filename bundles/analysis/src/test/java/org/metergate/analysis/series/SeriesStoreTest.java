package org.metergate.analysis.series;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeriesStoreTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void givesBackWhatWasAdded() throws IOException {
        List<Sample> added = add(50, 0);
        try (SeriesStore store = SeriesStore.open(folder, 4096)) {
            assertEquals(added, store.samples());
            assertEquals(0, store.dropped());
            assertFalse(store.add(sample(49)));
            assertFalse(store.add(sample(3)));
            assertTrue(store.add(sample(50)));
        }
        try (SeriesStore store = SeriesStore.open(folder, 4096)) {
            assertEquals(51, store.samples().size());
        }
    }

    @Test
    void survivesACutAtEveryByte() throws IOException {
        List<Sample> added = add(20, 0);
        Path file = files().get(0);
        byte[] whole = Files.readAllBytes(file);
        assertEquals(20 * 20, whole.length);
        for (int length = 0; length <= whole.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            try (SeriesStore store = SeriesStore.open(folder, 4096)) {
                assertEquals(added.subList(0, length / 20), store.samples());
                assertEquals(length % 20 == 0 ? 0 : 1, store.dropped());
                assertTrue(store.add(sample(100)));
            }
            try (SeriesStore store = SeriesStore.open(folder, 4096)) {
                assertEquals(length / 20 + 1, store.samples().size());
                assertEquals(0, store.dropped());
            }
        }
    }

    @Test // a file system may have made a file longer before its bytes are there
    void takesZerosAtTheEndForNothing() throws IOException {
        List<Sample> added = add(5, 0);
        Path file = files().get(0);
        Files.write(file, java.util.Arrays.copyOf(Files.readAllBytes(file), 300));
        try (SeriesStore store = SeriesStore.open(folder, 4096)) {
            assertEquals(added, store.samples());
            assertTrue(store.add(sample(6)));
        }
        assertEquals(6 * 20, Files.size(file));
    }

    @Test
    void dropsARecordOfWhichAnyBitIsTurned() throws IOException {
        List<Sample> added = add(4, 0);
        Path file = files().get(0);
        byte[] whole = Files.readAllBytes(file);
        List<Sample> others = new ArrayList<>(added);
        others.remove(1);
        for (int bit = 160; bit < 320; bit++) {
            byte[] turned = whole.clone();
            turned[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, turned);
            try (SeriesStore store = SeriesStore.open(folder, 4096)) {
                assertEquals(others, store.samples());
                assertEquals(1, store.dropped());
            }
        }
    }

    @Test
    void neverGrowsPastItsLimitAndKeepsTheNewest() throws IOException {
        List<Sample> all = new ArrayList<>();
        for (int run = 0; run < 40; run++) { // restarted again and again
            all.addAll(add(37, 37 * run));
            assertTrue(bytes() <= 4096, bytes() + " bytes");
        }
        try (SeriesStore store = SeriesStore.open(folder, 4096)) {
            List<Sample> kept = store.samples();
            assertTrue(kept.size() > 4096 / 20 * 7 / 8 - 10, kept.size() + " kept");
            assertEquals(all.subList(all.size() - kept.size(), all.size()), kept);
        }
    }

    @Test
    void obeysAnotherLimitWhenItIsOpenedAgain() throws IOException {
        try (SeriesStore store = SeriesStore.open(folder, 40_960)) {
            for (int i = 0; i < 3000; i++) {
                store.add(sample(i));
            }
        }
        try (SeriesStore store = SeriesStore.open(folder, 8192)) {
            assertTrue(bytes() <= 8192, bytes() + " bytes");
            for (int i = 3000; i < 4000; i++) {
                store.add(sample(i));
                assertTrue(bytes() <= 8192, bytes() + " bytes");
            }
            assertEquals(sample(3999), store.samples().get(store.samples().size() - 1));
        }
        assertThrows(IllegalArgumentException.class, () -> SeriesStore.open(folder, 1000));
    }

    private List<Sample> add(int count, int from) throws IOException {
        List<Sample> added = new ArrayList<>();
        try (SeriesStore store = SeriesStore.open(folder, 4096)) {
            for (int i = from; i < from + count; i++) {
                assertTrue(store.add(sample(i)));
                added.add(sample(i));
            }
            store.flush();
        }
        return added;
    }

    private static Sample sample(int i) {
        return new Sample(START.plusSeconds(900L * i), i * 0.1);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private long bytes() throws IOException {
        long bytes = 0;
        for (Path file : files()) {
            bytes += Files.size(file);
        }
        return bytes;
    }
}
