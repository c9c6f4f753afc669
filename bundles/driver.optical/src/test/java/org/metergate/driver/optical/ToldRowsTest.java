package org.metergate.driver.optical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToldRowsTest {
    private static final Instant FIRST = Instant.parse("2026-06-23T08:15:00Z");

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("rows.txt");
    }

    private ToldRows opened() {
        return new ToldRows(Optional.of(file));
    }

    private static Instant row(int number) {
        return FIRST.plusSeconds(900L * number);
    }

    @Test
    void knowsTheLastRowOfEachChannelAfterARestart() {
        ToldRows rows = opened();
        rows.told("a | 1.5", row(0));
        rows.told("b\n| 1.5", row(1));
        rows.told("a | 1.5", row(2));
        rows.told("a | 1.5", row(1)); // later is later
        ToldRows after = opened(); // nobody closed the first
        assertEquals(Optional.of(row(2)), after.last("a | 1.5"));
        assertEquals(Optional.of(row(1)), after.last("b\n| 1.5"));
        assertEquals(Optional.empty(), after.last("c"));
        after.told("a | 1.5", row(3));
        after.close();
        assertEquals(Optional.of(row(3)), opened().last("a | 1.5"));
    }

    @Test
    void leavesOutALineThatWasBeingWritten() throws Exception {
        ToldRows rows = opened();
        rows.told("a", row(0));
        long whole = Files.size(file);
        rows.told("a", row(1));
        rows.close();
        byte[] all = Files.readAllBytes(file);
        for (int length = (int) whole; length < all.length - 1; length++) {
            Files.write(file, java.util.Arrays.copyOf(all, length));
            ToldRows after = opened();
            assertEquals(Optional.of(row(0)), after.last("a"), length + " bytes");
            after.told("a", row(2)); // goes on behind what is good
            after.close();
            assertEquals(Optional.of(row(2)), opened().last("a"));
        }
    }

    @Test
    void neverTakesADamagedLineForAnother() throws Exception {
        ToldRows rows = opened();
        rows.told("a", row(0));
        rows.told("b", row(1));
        rows.close();
        byte[] all = Files.readAllBytes(file);
        for (int bit = 0; bit < 8 * all.length; bit += 3) {
            byte[] damaged = all.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, damaged);
            ToldRows after = opened();
            assertTrue(after.last("a").map(row(0)::equals).orElse(true), "bit " + bit);
            assertTrue(after.last("b").map(row(1)::equals).orElse(true), "bit " + bit);
        }
    }

    @Test
    void growsNoFurtherThanItMay() throws Exception {
        ToldRows rows = opened();
        for (int i = 0; i < 12_000; i++) {
            rows.told("a", row(i));
        }
        assertTrue(Files.readAllLines(file).size() <= 5_000);
        for (int i = 0; i < 1_200; i++) {
            rows.told("channel " + i, row(20_000 + i));
        }
        rows.told("x".repeat(5_000), row(30_000));
        rows.close();
        ToldRows after = opened();
        assertEquals(Optional.empty(), after.last("channel 200"));
        assertEquals(Optional.of(row(21_199)), after.last("channel 1199"));
        assertEquals(Optional.of(row(30_000)), after.last("x".repeat(5_000)));
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        assertTrue(lines.stream().allMatch(line -> line.length() < 400));
        assertEquals(List.of(file), files(), "nothing is left beside it");
    }

    private List<Path> files() throws Exception {
        try (var all = Files.list(folder)) {
            return all.toList();
        }
    }

    @Test // a disk that is full or gone costs the memory of a restart, and nothing else
    void goesOnWithoutAFile() throws Exception {
        ToldRows rows =
                new ToldRows(Optional.of(folder.resolve("no").resolve("such").resolve("folder")));
        rows.told("a", row(0));
        rows.told("a", row(1));
        assertEquals(Optional.of(row(1)), rows.last("a"));
        assertEquals(List.of(), files());
    }
}
