package org.metergate.emulator.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;

class PackageFolderTest {

    @TempDir
    Path root;

    private PackageFolder folder;

    @BeforeEach
    void makeTheFolder() throws IOException {
        folder = new PackageFolder(root.resolve("packages"), root.resolve("packages/dpa.properties"));
    }

    @Test
    void movesAFileHereUnderNameAndVersionAndListsIt() throws Exception {
        Path came = Files.writeString(root.resolve("upload.dp"), "one");
        folder.keep("meters", new Version("1.2.0"), came);

        Path kept = root.resolve("packages/meters_1.2.0.dp");
        assertFalse(Files.exists(came));
        assertEquals("one", Files.readString(kept));
        assertEquals(Map.of("meters", URI.create("file:" + kept)), folder.list());
    }

    @Test
    void keepsAFileThatIsHereAlready() throws Exception {
        folder.keep("meters", new Version("1.0.0"), Files.writeString(root.resolve("upload.dp"), "one"));
        Path kept = root.resolve("packages/meters_1.0.0.dp");
        folder.keep("meters", new Version("1.0.0"), kept);
        assertEquals("one", Files.readString(kept));
    }

    @Test // one file for each name; the older one stays, as in Kura
    void listsTheNewestOnlyAndLeavesTheOlderFile() throws Exception {
        folder.keep("meters", new Version("1.0.0"), Files.writeString(root.resolve("a"), "one"));
        folder.keep("meters", new Version("2.0.0"), Files.writeString(root.resolve("b"), "two"));
        assertEquals(
                Set.of(URI.create("file:" + root.resolve("packages/meters_2.0.0.dp"))),
                Set.copyOf(folder.list().values()));
        assertTrue(Files.exists(root.resolve("packages/meters_1.0.0.dp")));
    }

    @Test
    void removesFileAndEntry() throws Exception {
        folder.keep("meters", new Version("1.0.0"), Files.writeString(root.resolve("a"), "one"));
        folder.remove("meters");
        assertEquals(Map.of(), folder.list());
        assertFalse(Files.exists(root.resolve("packages/meters_1.0.0.dp")));
    }

    @Test
    void doesNotKnowWhatWasInstalledPastTheAgent() {
        assertThrows(IOException.class, () -> folder.remove("stranger"));
    }
}
