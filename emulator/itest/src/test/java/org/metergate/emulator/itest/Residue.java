package org.metergate.emulator.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a bundle could leave behind: threads, by name without their numbers, and sockets of this process. */
record Residue(Map<String, Long> threads, long sockets) {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** Pools of the frameworks that grow when they like. */
    private static final Set<String> FOREIGN = Set.of(
            "[ThreadPool Manager] - Idle Thread", // Equinox WireAdmin
            "process reaper",
            "Attach Listener");

    /** What there is at most within a few seconds: polling opens and closes things all the time. */
    static Residue settled() throws InterruptedException {
        Residue most = now();
        for (int look = 0; look < 15; look++) {
            pause(200);
            Residue next = now();
            Map<String, Long> threads = new TreeMap<>(most.threads);
            next.threads.forEach((name, count) -> threads.merge(name, count, Math::max));
            most = new Residue(threads, Math.max(most.sockets, next.sockets));
        }
        return most;
    }

    /** The threads that still run code of a bundle that was stopped, after a while. */
    static List<String> threadsIn(String stopped) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (true) {
            List<String> running = new ArrayList<>();
            Thread.getAllStackTraces().forEach((thread, stack) -> {
                if (Arrays.stream(stack).anyMatch(frame -> frame.getClassName().startsWith(stopped + "."))) {
                    running.add(stopped + " left thread " + thread.getName());
                }
            });
            if (running.isEmpty() || Instant.now().isAfter(end)) {
                return running;
            }
            pause(100);
        }
    }

    /** The threads and sockets that are more than before, after a while. */
    static List<String> beyond(List<String> bundle, Residue before) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (true) {
            Residue now = now();
            List<String> more = new ArrayList<>();
            now.threads.forEach((name, count) -> {
                if (count > before.threads.getOrDefault(name, 0L)) {
                    more.add(bundle + " restarted: " + count + " threads " + name + ", before "
                            + before.threads.getOrDefault(name, 0L));
                }
            });
            if (now.sockets > before.sockets + 1) { // one reading may be on its way
                more.add(bundle + " restarted: " + now.sockets + " sockets, before " + before.sockets);
            }
            if (more.isEmpty() || Instant.now().isAfter(end)) {
                return more;
            }
            pause(200);
        }
    }

    private static Residue now() {
        Map<String, Long> threads = Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .filter(thread -> !FOREIGN.contains(thread.getName()))
                .collect(Collectors.groupingBy(
                        thread -> thread.getName().replaceAll("[0-9a-f-]{8,}|\\d+", "#"),
                        TreeMap::new,
                        Collectors.counting()));
        return new Residue(threads, openSockets());
    }

    private static long openSockets() {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return 0; // only Linux tells
        }
        try (Stream<Path> files = Files.list(descriptors)) {
            return files.filter(Residue::isSocket).count();
        } catch (IOException e) {
            return 0;
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) {
            return false; // closed while we looked
        }
    }

    private static void pause(long millis) throws InterruptedException {
        Object pause = new Object();
        synchronized (pause) {
            pause.wait(millis);
        }
    }
}
