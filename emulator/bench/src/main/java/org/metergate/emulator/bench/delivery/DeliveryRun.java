package org.metergate.emulator.bench.delivery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets a gateway read for a while and deliver to a real Mosquitto or InfluxDB, puts everything in its way, and counts what arrived.
 */
final class DeliveryRun {

    /** What can be in the way. */
    private enum Trouble {
        RECEIVER_KILLED,
        GATEWAY_KILLED,
        DISK_FULL,
        CLOCK_SET_BACK,
        LONG_OUTAGE
    }

    /**
     * What came of it.
     *
     * @param accepted readings that the gateway said it had accepted
     * @param arrived keys that arrived
     * @param missing accepted readings that did not arrive
     * @param repeated arrivals beyond the first of a key, with the same content
     * @param conflicts arrivals with the key of another reading
     * @param refused readings that the gateway said it could not store
     * @param example the first that is missing, empty if none is; the file {@code missing} in the folder has them all
     */
    record Result(int accepted, int arrived, int missing, int repeated, int conflicts, int refused, String example) {

        /** @return whether every accepted reading arrived exactly once by key */
        boolean isGood() {
            return accepted > 0 && missing == 0 && conflicts == 0;
        }
    }

    private static final Duration SETTLING = Duration.ofSeconds(90);

    private final Path folder;
    private final int qos;
    private final Duration length;
    private final int kills;
    private final Duration outage;
    private final int pauseMillis;
    private final Random random;
    private Process gateway;
    private int lives;

    /**
     * @param folder for everything; empty
     * @param qos quality of service at a broker, 0 for InfluxDB
     * @param length time of reading
     * @param kills how often receiver and gateway are killed each
     * @param outage how long the receiver is down once, and the disk full for a fifth of it
     * @param pauseMillis between two readings
     * @param random when what happens
     */
    DeliveryRun(Path folder, int qos, Duration length, int kills, Duration outage, int pauseMillis, Random random) {
        this.folder = folder;
        this.qos = qos;
        this.length = length;
        this.kills = kills;
        this.outage = outage;
        this.pauseMillis = pauseMillis;
        this.random = random;
    }

    Result result() throws IOException, InterruptedException {
        try (Receiver receiver = Receiver.of(qos, folder)) {
            try {
                receiver.start();
                startGateway(receiver);
                trouble(receiver);
                Files.createFile(folder.resolve("stop"));
                settle(receiver);
                return counted(receiver);
            } finally {
                killGateway();
            }
        }
    }

    private void trouble(Receiver receiver) throws IOException, InterruptedException {
        List<Trouble> troubles =
                new ArrayList<>(List.of(Trouble.DISK_FULL, Trouble.CLOCK_SET_BACK, Trouble.LONG_OUTAGE));
        troubles.addAll(Collections.nCopies(kills, Trouble.RECEIVER_KILLED));
        troubles.addAll(Collections.nCopies(kills, Trouble.GATEWAY_KILLED));
        Collections.shuffle(troubles, random);
        long free = Math.max(1, length.minus(outage).toMillis());
        for (Trouble trouble : troubles) {
            rest(Duration.ofMillis((long) (free * (0.5 + random.nextDouble()) / (troubles.size() + 1))));
            switch (trouble) {
                case RECEIVER_KILLED -> away(receiver, Duration.ofMillis(100 + random.nextInt(400)));
                case LONG_OUTAGE -> away(receiver, outage);
                case GATEWAY_KILLED -> {
                    killGateway();
                    startGateway(receiver);
                }
                case DISK_FULL -> {
                    Files.createFile(folder.resolve("full"));
                    rest(outage.dividedBy(5));
                    Files.delete(folder.resolve("full"));
                }
                case CLOCK_SET_BACK -> Files.writeString(folder.resolve("clock"), "-3600");
            }
        }
        rest(Duration.ofMillis(free / (troubles.size() + 1)));
    }

    private static void away(Receiver receiver, Duration down) throws IOException, InterruptedException {
        receiver.kill();
        rest(down);
        receiver.start();
    }

    private void startGateway(Receiver receiver) throws IOException {
        lives++;
        gateway = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DeliveryGateway.class.getName(),
                        folder.toString(),
                        receiver.address(),
                        Integer.toString(qos),
                        Integer.toString(pauseMillis),
                        "life" + lives)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("gateway.log").toFile()))
                .start();
    }

    private void killGateway() {
        if (gateway != null) {
            gateway.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
        }
    }

    /** Waits until nothing more is accepted and everything arrived, or nothing does any more. */
    private void settle(Receiver receiver) throws IOException {
        long giveUp = System.nanoTime() + SETTLING.toNanos();
        while (System.nanoTime() < giveUp
                && !(Files.exists(folder.resolve("stopped"))
                        && missing(receiver.arrived()).isEmpty())) {
            rest(Duration.ofMillis(200));
        }
        rest(Duration.ofMillis(500)); // what comes again, comes now
    }

    private List<String> journal() throws IOException {
        Path file = folder.resolve("accepted");
        if (!Files.exists(file)) {
            return List.of();
        }
        String text = Files.readString(file, StandardCharsets.UTF_8);
        String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        return whole.lines()
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .toList();
    }

    private List<String> missing(Map<String, String> arrived) throws IOException {
        return journal().stream().filter(key -> !arrived.containsKey(key)).toList();
    }

    private Result counted(Receiver receiver) throws IOException {
        Map<String, String> arrived = receiver.arrived();
        List<String> missing = missing(arrived);
        Files.write(folder.resolve("missing"), missing);
        Path refused = folder.resolve("refused");
        int notStored =
                Files.exists(refused) ? (int) Files.readString(refused).lines().count() : 0;
        return new Result(
                journal().size(),
                arrived.size(),
                missing.size(),
                receiver.repeated(),
                receiver.conflicts(),
                notStored,
                missing.stream().findFirst().orElse(""));
    }

    private static void rest(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
