package org.metergate.emulator.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @TempDir
    Path root;

    @Test
    void writesWhatIsMissingBelowFoldersThatAreMissing() throws Exception {
        new DataFolder(root.resolve("data")).addMissing("snapshots/snapshot_0.xml", () -> text("site"));
        assertEquals("site", Files.readString(root.resolve("data/snapshots/snapshot_0.xml")));
    }

    @Test
    void leavesAnOwnersFileAlone() throws Exception {
        Files.writeString(root.resolve("logback.xml"), "mine");
        new DataFolder(root).addMissing("logback.xml", () -> text("yours"));
        assertEquals("mine", Files.readString(root.resolve("logback.xml")));
    }

    @Test
    void namesTheFileThatNobodyHas() {
        FileNotFoundException missing =
                assertThrows(FileNotFoundException.class, () -> new DataFolder(root).addMissing("x.xml", () -> null));
        assertEquals(
                root.resolve("x.xml") + " is missing and the gateway has none of its own to put there",
                missing.getMessage());
    }

    private static ByteArrayInputStream text(String content) {
        return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
    }
}
