package org.metergate.dashboard.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindingsTest {

    private static final int MOST = 20;
    private static final Instant DAY = Instant.parse("2024-03-20T00:00:00Z");
    private static final Findings.Wanted ALL =
            new Findings.Wanted(Optional.empty(), Instant.MIN, Instant.MAX, Optional.empty());

    @TempDir
    Path folder;

    private static Finding finding(String meter, int hour) {
        Instant start = DAY.plusSeconds(3600L * hour);
        return new Finding(meter, "GAP", "", 0.5, start, start, "Check the line.", List.of(), Optional.empty());
    }

    @Test
    void areKeptUpToALimitAndTheAcknowledgedGoFirst() throws IOException {
        Findings findings = new Findings(folder, MOST);
        findings.add(finding("old", 0));
        findings.add(finding("old", 1));
        findings.acknowledge(finding("old", 1).id(), Optional.of(new Finding.Acknowledgement("eve", DAY, "")));
        for (int i = 0; i < MOST - 1; i++) {
            findings.add(finding("new", i));
        }
        assertTrue(findings.find(finding("old", 1).id()).isEmpty());
        assertTrue(findings.find(finding("old", 0).id()).isPresent());
        findings.add(finding("new", MOST));
        assertTrue(findings.find(finding("old", 0).id()).isEmpty());
        assertEquals(MOST, findings.all(ALL).size());
    }

    @Test
    void takeABoundedFileAndAreTheSameAfterIt() throws IOException {
        Findings findings = new Findings(folder, MOST);
        for (int i = 0; i < 10 * MOST; i++) {
            findings.add(finding("main", i));
            findings.flush();
        }
        assertTrue(Files.readAllLines(folder.resolve("findings.jsonl")).size() <= 3 * MOST);
        Findings after = new Findings(folder, MOST);
        after.load();
        assertEquals(findings.all(ALL), after.all(ALL));
        assertEquals(MOST, after.all(ALL).size());
    }

    @Test
    void thatComeBeforeTheFileIsReadFollowIt() throws IOException {
        Findings before = new Findings(folder, MOST);
        before.add(finding("main", 1));
        before.flush();
        Findings after = new Findings(folder, MOST);
        after.add(finding("main", 2));
        after.load();
        after.flush();
        Findings later = new Findings(folder, MOST);
        later.load();
        assertEquals(List.of(finding("main", 2), finding("main", 1)), later.all(ALL));
    }
}
