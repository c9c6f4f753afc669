package org.metergate.dashboard.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {

    private static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant END = BEGIN.plus(Duration.ofDays(400));

    @TempDir
    Path folder;

    private final History history = new History();

    private static void says(History to, String meter, Instant time, double value) {
        to.accept(new Update(meter, time, List.of(new Channel("P", Optional.of(value), "W", time, ""))));
    }

    private void says(Instant time, double value) {
        says(history, "main", time, value);
    }

    private static List<Sample> all(History of) {
        return of.samples("main", "P", Instant.EPOCH, END);
    }

    @Test
    void keepsTheLatestAsTheyCameAndMeansOfWhatWasBefore() {
        for (int i = 0; i < 2000; i++) {
            says(BEGIN.plus(Duration.ofMinutes(i)), i);
        }
        List<Sample> samples = all(history);
        assertEquals(new Sample(BEGIN, 7), samples.get(0)); // the mean of 0 to 14
        List<Sample> exact = samples.subList(samples.size() - History.SAMPLES, samples.size());
        for (int i = 0; i < exact.size(); i++) {
            int minute = 2000 - History.SAMPLES + i;
            assertEquals(new Sample(BEGIN.plus(Duration.ofMinutes(minute)), minute), exact.get(i));
        }
        for (int i = 1; i < samples.size(); i++) {
            assertTrue(samples.get(i - 1).time().isBefore(samples.get(i).time()));
        }
    }

    @Test
    void keepsThirtyFiveDays() {
        int rows = 40 * 96;
        for (int i = 0; i < rows; i++) {
            says(BEGIN.plus(Duration.ofMinutes(15L * i)), i);
        }
        List<Sample> samples = all(history);
        assertEquals(rows - 1, samples.get(samples.size() - 1).value());
        // the last quarter-hour is not complete, and among the samples only
        assertEquals(rows - 1 - History.MEANS, samples.get(0).value());
        for (int i = 1; i < samples.size(); i++) {
            assertEquals(samples.get(i - 1).value() + 1, samples.get(i).value());
        }
    }

    @Test
    void takesNothingTwiceAndNothingFromThePast() {
        says(BEGIN.plusSeconds(10), 1);
        says(BEGIN.plusSeconds(10), 2);
        says(BEGIN, 3);
        assertEquals(List.of(new Sample(BEGIN.plusSeconds(10), 1)), all(history));
    }

    @Test
    void forgetsTheChannelThatWasQuietForLongest() {
        says(BEGIN, 1);
        for (int i = 0; i < History.SERIES; i++) {
            says(history, "m" + i, BEGIN, 1);
        }
        assertEquals(List.of(), all(history));
        assertEquals(1, history.samples("m0", "P", Instant.EPOCH, END).size());
    }

    @Nested
    class OnDisk {

        private HistoryFile file() {
            return new HistoryFile(folder.resolve("data"));
        }

        private History loaded() throws IOException {
            History again = new History();
            file().load(again);
            return again;
        }

        @Test
        void isTheSameAgainAndGoesOn() throws Exception {
            for (int i = 0; i < 3000; i++) {
                says(BEGIN.plus(Duration.ofMinutes(i)), i);
            }
            file().save(history);
            History again = loaded();
            assertEquals(all(history), all(again));
            for (int i = 3000; i < 3100; i++) {
                Instant time = BEGIN.plus(Duration.ofMinutes(i));
                says(time, i);
                says(again, "main", time, i);
            }
            assertEquals(all(history), all(again));
        }

        @Test
        void isFollowedByWhatCameWhileItWasRead() throws Exception {
            says(BEGIN, 1);
            file().save(history);
            History again = new History();
            says(again, "main", BEGIN.plusSeconds(1), 2);
            says(again, "water", BEGIN, 3);
            file().load(again);
            assertEquals(List.of(new Sample(BEGIN, 1), new Sample(BEGIN.plusSeconds(1), 2)), all(again));
            assertEquals(1, again.samples("water", "P", Instant.EPOCH, END).size());
        }

        @Test
        void isEmptyAtFirst() throws Exception {
            assertEquals(List.of(), all(loaded()));
        }

        @Test
        void isRefusedWholeIfAnyByteIsDamagedOrMissing() throws Exception {
            says(BEGIN, 1);
            file().save(history);
            Path path = folder.resolve("data/history.bin");
            byte[] whole = Files.readAllBytes(path);
            for (int i = 0; i < whole.length; i++) {
                byte[] damaged = whole.clone();
                damaged[i] ^= 0x10;
                Files.write(path, damaged);
                assertThrows(IOException.class, this::loaded);
                Files.write(path, Arrays.copyOf(whole, i));
                assertThrows(IOException.class, this::loaded);
            }
            assertTrue(Files.exists(folder.resolve("data/history.bin.bad")));
            Files.write(path, whole);
            assertEquals(all(history), all(loaded()));
        }
    }
}
