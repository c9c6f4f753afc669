package org.metergate.publisher.outbox.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Room held back for the time when the disk is full, in a file of zeros. Guarded by the store. */
final class Reserve {

    private static final long PAUSE_MILLIS = 60_000;
    private static final int PIECE = 1 << 16;
    private static final String NAME = "reserve";

    private final Path file;
    private final Disk disk;
    private final StoreAge age;
    private long lostAt;
    private boolean held;

    Reserve(Path folder, Disk disk, StoreAge age) {
        this.file = folder.resolve(NAME);
        this.disk = disk;
        this.age = age;
    }

    /**
     * Leaves the room of an earlier process to a store that cannot be opened.
     *
     * @return whether there was any
     */
    static boolean isLeft(Path folder) throws IOException {
        return Files.deleteIfExists(folder.resolve(NAME));
    }

    /** @return whether there is as much as wanted */
    boolean isHeld(int wanted) {
        return held || wanted == 0;
    }

    /**
     * Gives the room up, since it is needed now.
     *
     * @return whether there was any
     */
    boolean giveUp() throws IOException {
        boolean had = held;
        held = false;
        lostAt = age.millis();
        Files.deleteIfExists(file);
        return had;
    }

    /** Takes room again, a minute after the last attempt at the earliest. */
    void holdAgain(int wanted) {
        if (!isHeld(wanted) && age.millis() - lostAt > PAUSE_MILLIS) {
            lostAt = age.millis();
            hold(wanted);
        }
    }

    /** Takes room if there is enough. */
    void hold(int wanted) {
        byte[] zeros = new byte[Math.min(wanted, PIECE)];
        if (zeros.length == 0) {
            return;
        }
        try (Disk.OpenFile open = disk.open(file)) {
            for (long at = open.length() / zeros.length * zeros.length; at < wanted; at += zeros.length) {
                open.write(at, zeros, zeros.length);
            }
            open.sync();
            held = true;
        } catch (IOException e) {
            held = false;
            file.toFile().delete(); // no room for it; the next attempt comes in a minute
        }
    }
}
