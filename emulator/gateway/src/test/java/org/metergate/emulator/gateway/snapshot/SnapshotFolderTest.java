package org.metergate.emulator.gateway.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.kura.configuration.ComponentConfiguration;
import org.eclipse.kura.configuration.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metergate.emulator.gateway.crypto.AesCryptoService;
import org.metergate.emulator.gateway.metatype.InstanceConfiguration;

class SnapshotFolderTest {
    private static final long NOW = 1_700_000_000_000L;

    @TempDir
    Path folder;

    private final AesCryptoService crypto = AesCryptoService.withPublishedKey(Path.of("unused"));

    @Test
    void hasNothingInAFolderThatDoesNotExist() {
        SnapshotFolder missing = new SnapshotFolder(folder.resolve("missing"), 10, crypto, Clock.systemUTC());

        assertTrue(missing.ids().isEmpty());
        assertEquals(Optional.empty(), missing.newest());
    }

    @Test
    void writesEncryptedAndReadsTheHighestId() throws Exception {
        SnapshotFolder snapshots = snapshots(10);
        snapshots.save(List.of(configuration("old")));
        long second = snapshots.save(List.of(configuration("new")));

        assertEquals(NOW + 1, second, "the id of the second within one millisecond is the next free one");
        assertEquals("new", snapshots.newest().orElseThrow().get(0).getPid());
        assertFalse(
                Files.readString(folder.resolve("snapshot_" + second + ".xml")).contains("esf"));
    }

    @Test
    void takesPlainFilesWhileAllArePlainAndEncryptsThem() throws Exception {
        plain(0);
        plain(5);

        ComponentConfiguration read = snapshots(10).newest().orElseThrow().get(0);

        String secret = read.getConfigurationProperties().get("secret").toString();
        assertEquals("open", new String(crypto.decryptAes(secret.toCharArray())));
        assertFalse(Files.readString(folder.resolve("snapshot_0.xml")).contains("esf"));
        assertFalse(Files.readString(folder.resolve("snapshot_5.xml")).contains("esf"));
    }

    @Test
    void doesNotReadAPlainFileAmongEncryptedOnes() throws Exception {
        snapshots(10).save(List.of(configuration("kept")));
        plain(NOW + 100);

        assertEquals(Optional.empty(), snapshots(10).newest());
    }

    @Test
    void keepsSnapshotZeroBesidesTheNewest() throws Exception {
        plain(0);
        SnapshotFolder snapshots = snapshots(2);
        snapshots.newest();
        for (int i = 0; i < 4; i++) {
            snapshots.save(List.of(configuration("p" + i)));
        }

        assertEquals(Set.of(0L, NOW + 3), snapshots.ids());
    }

    private SnapshotFolder snapshots(int kept) {
        return new SnapshotFolder(folder, kept, crypto, Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC));
    }

    private void plain(long id) throws Exception {
        String xml = new SnapshotXml(crypto).write(List.of(configuration("plain")));
        String open =
                xml.replace("encrypted=\"true\"", "encrypted=\"false\"").replace(crypto.encodeBase64("open"), "open");
        Files.writeString(folder.resolve("snapshot_" + id + ".xml"), open);
    }

    private static ComponentConfiguration configuration(String pid) {
        return new InstanceConfiguration(pid, null, new HashMap<>(Map.of("secret", new Password("open"))));
    }
}
