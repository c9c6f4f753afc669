package org.metergate.dlms;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * The invocation counters of a gateway, one file for each client of each meter. The folder must outlive updates of the
 * software and must not be restored from a copy: an old copy lowers the counters, and meters refuse it. Any thread may
 * call.
 */
public final class CounterStore implements AutoCloseable {
    private static final int BLOCK = 256;

    private final Path folder;
    private final Map<String, InvocationCounter> counters = new HashMap<>();
    private final Map<String, RandomAccessFile> files = new HashMap<>();

    /**
     * @param folder where the files lie; made at the first use
     */
    public CounterStore(Path folder) {
        this.folder = folder;
    }

    /**
     * Finds a counter.
     *
     * @param meter what the meter is called for good, such as its system title or serial number
     * @param client client address, 1 to 65535
     * @return its counter, the same object for the same meter and client
     * @throws IOException if the file cannot be opened, or another process has it
     */
    public synchronized InvocationCounter of(String meter, int client) throws IOException {
        String name = name(meter) + "-" + client + ".counter";
        InvocationCounter known = counters.get(name);
        if (known != null) {
            return known;
        }
        Files.createDirectories(folder);
        Path path = folder.resolve(name);
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            if (file.getChannel().tryLock() == null) {
                throw new IOException(path + " is used by another process");
            }
            InvocationCounter counter = new InvocationCounter(new CounterSlots(CounterSlots.disk(file)), BLOCK);
            forceFolder();
            files.put(name, file);
            counters.put(name, counter);
            return counter;
        } catch (OverlappingFileLockException e) {
            file.close();
            throw new IOException(path + " is used by another store of this process", e);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** A file that was just made is found after a crash only if its folder is on the disk too. */
    private void forceFolder() {
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        } catch (IOException e) {
            // not every system opens folders; those that do not write them at once
        }
    }

    private static String name(String meter) {
        StringBuilder name = new StringBuilder();
        for (char character : meter.toCharArray()) {
            boolean plain =
                    character < 0x80 && Character.isLetterOrDigit(character) && !Character.isUpperCase(character);
            name.append(plain ? String.valueOf(character) : "_" + Integer.toHexString(character));
        }
        return name.toString();
    }

    /** Closes the files. Counters that were given out must not be used any more. */
    @Override
    public synchronized void close() throws IOException {
        for (RandomAccessFile file : files.values()) {
            file.close();
        }
        files.clear();
        counters.clear();
    }
}
