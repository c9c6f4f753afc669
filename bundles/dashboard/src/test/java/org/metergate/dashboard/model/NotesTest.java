package org.metergate.dashboard.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotesTest {

    private static final Instant NOW = Instant.parse("2024-03-20T00:00:00Z");

    @Test
    void areSoManyOnAMeterAndNoMore(@TempDir Path folder) throws IOException {
        Notes notes = new Notes(folder, new SecureRandom());
        for (int i = 0; i < Notes.OF_METER; i++) {
            notes.add("main", "note " + i, "eve", NOW);
        }
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> notes.add("main", "one more", "eve", NOW));
        assertTrue(refused.getMessage().contains("delete one first"));
        notes.add("other", "of another", "eve", NOW);
        Note oldest = notes.of("main").get(Notes.OF_METER - 1);
        assertEquals("note 0", oldest.text());
        notes.delete("main", oldest.id());
        notes.add("main", "one more", "eve", NOW);
        Notes after = new Notes(folder, new SecureRandom());
        after.load();
        assertEquals(notes.of("main"), after.of("main"));
    }
}
