package org.metergate.emulator.bench.kills;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.metergate.emulator.meters.Building;
import org.metergate.emulator.meters.Fault;
import org.metergate.emulator.meters.Pacer;
import org.metergate.emulator.meters.PortSettings;
import org.metergate.emulator.meters.TcpStation;
import org.metergate.emulator.meters.dlms.CounterLedger;
import org.metergate.emulator.meters.dlms.DlmsMeter;
import org.metergate.emulator.meters.dlms.MeterSecurity;
import org.metergate.emulator.meters.dlms.MeterTraits;
import org.metergate.emulator.meters.dlms.SecurityFault;

/**
 * One protected meter, and a gateway that reads it and is killed (SIGKILL) at random points, again and again: before it
 * has begun, while it associates, proves itself, reads. The meter remembers every invocation counter, locks out who uses
 * one twice, has now and then heard far higher ones from somebody else, and sometimes hangs up.
 */
final class KillRun {
    static final String ENCRYPTION_KEY = "000102030405060708090A0B0C0D0E0F";
    static final String AUTHENTICATION_KEY = "D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF";

    private static final Duration LIFE = Duration.ofSeconds(30);
    /** Twice the time that a gateway takes until it says something, at first. */
    private static final long WINDOW_NANOS = 1_000_000_000;

    private static final int FEW_COUNTERS = 30;
    /** More than are reserved at once. */
    private static final int MANY_COUNTERS = 600;

    private static final int MANY_ONCE_IN = 8;
    private static final long AFTER_COUNTER_NANOS = 3_000_000;
    private static final int SOMEBODY_ELSE_ONCE_IN = 150;
    private static final int HANGS_UP_ONCE_IN = 200;
    private static final int TRAINING_READINGS = 20;

    /**
     * What came of it.
     *
     * @param kills processes that were killed
     * @param counters different invocation counters that the meter heard
     * @param repeated how many came again
     * @param lockOuts clients that the meter serves no more
     * @param readings values that the gateway took, each compared with what the meter measured at that second
     * @param wrong those that differed
     * @param none readings without a value
     * @param jumps how often the meter had heard higher counters from somebody else, and refused
     * @param example why the first reading without a value had none, or the first wrong one; empty if all are right
     */
    record Result(
            int kills,
            int counters,
            int repeated,
            int lockOuts,
            int readings,
            int wrong,
            int none,
            int jumps,
            String example) {

        static final Result NOTHING = new Result(0, 0, 0, 0, 0, 0, 0, 0, "");

        Result plus(Result other) {
            return new Result(
                    kills + other.kills,
                    counters + other.counters,
                    repeated + other.repeated,
                    lockOuts + other.lockOuts,
                    readings + other.readings,
                    wrong + other.wrong,
                    none + other.none,
                    jumps + other.jumps,
                    example.isEmpty() ? other.example : example);
        }

        /** @return whether no counter was used twice, nobody was locked out, and every value was right */
        boolean isGood() {
            return kills > 0 && counters > 0 && repeated == 0 && lockOuts == 0 && readings > 0 && wrong == 0;
        }
    }

    private final Path folder;
    private final int kills;
    private final Building building;
    private final Random random;
    private final AtomicInteger heard = new AtomicInteger();
    private final CounterLedger ledger = new CounterLedger(heard::incrementAndGet);
    private final AtomicInteger jumps = new AtomicInteger();
    private Result result = Result.NOTHING;
    private long windowNanos = WINDOW_NANOS;

    /**
     * @param folder for everything; empty
     * @param kills how many
     * @param building what the meter measures
     * @param seed of the points at which the gateway is killed
     */
    KillRun(Path folder, int kills, Building building, long seed) {
        this.folder = folder;
        this.kills = kills;
        this.building = building;
        this.random = new Random(seed);
    }

    /**
     * @param archive classes that all gateways share, if this run is one of many
     * @return what came of it
     */
    Result result(Optional<Path> archive) throws IOException, InterruptedException {
        try (TcpStation meter = meter()) {
            for (int kill = 0; kill < kills; kill++) {
                Process gateway = start(meter, share(archive), 0);
                try {
                    letLive(gateway);
                } finally {
                    gateway.destroyForcibly().waitFor(LIFE.toSeconds(), TimeUnit.SECONDS);
                }
                compare(1);
            }
            lastLife(meter, archive);
        }
        return result;
    }

    /** Until a moment at or after its start, or shortly after one of its counters came. */
    private void letLive(Process gateway) {
        if (random.nextBoolean()) {
            rest((long) (random.nextDouble() * windowNanos));
            return;
        }
        int most = random.nextInt(MANY_ONCE_IN) == 0 ? MANY_COUNTERS : FEW_COUNTERS;
        int before = heard.get();
        long begun = System.nanoTime();
        await(gateway, before + 1);
        windowNanos = (3 * windowNanos + 2 * (System.nanoTime() - begun)) / 4;
        await(gateway, before + 1 + random.nextInt(most));
        rest((long) (random.nextDouble() * AFTER_COUNTER_NANOS));
    }

    /** Nobody is locked out if a gateway that is left alone reads. */
    private void lastLife(TcpStation meter, Optional<Path> archive) throws IOException, InterruptedException {
        int before = result.readings();
        Process last = start(meter, share(archive), TRAINING_READINGS);
        boolean ended = last.waitFor(LIFE.toSeconds(), TimeUnit.SECONDS);
        last.destroyForcibly();
        compare(0);
        int out = ended && result.readings() > before ? ledger.lockedOut() : Math.max(1, ledger.lockedOut());
        result = result.plus(new Result(0, ledger.used(), ledger.repeated(), out, 0, 0, 0, jumps.get(), ""));
    }

    /**
     * Lets a gateway run to its end, and notes on the disk which classes it used, so that others begin sooner.
     *
     * @return the archive; empty if this Java makes none of these classes
     */
    Optional<Path> archive() throws IOException, InterruptedException {
        Path archive = folder.resolve("gateway.jsa");
        try (TcpStation meter = meter()) {
            Process gateway = start(meter, List.of("-XX:ArchiveClassesAtExit=" + archive), TRAINING_READINGS);
            gateway.waitFor(LIFE.toSeconds(), TimeUnit.SECONDS);
            gateway.destroyForcibly();
        }
        return Files.exists(archive) ? Optional.of(archive) : Optional.empty();
    }

    private static List<String> share(Optional<Path> archive) {
        return archive.map(path -> List.of("-Xshare:auto", "-XX:SharedArchiveFile=" + path))
                .orElse(List.of());
    }

    private TcpStation meter() throws IOException {
        MeterSecurity security = new MeterSecurity(
                MeterSecurity.Level.HIGH_GMAC,
                "",
                0,
                MeterSecurity.Policy.AUTHENTICATED_ENCRYPTED,
                "MTG00001".getBytes(StandardCharsets.US_ASCII),
                HexFormat.of().parseHex(ENCRYPTION_KEY),
                HexFormat.of().parseHex(AUTHENTICATION_KEY),
                new byte[0],
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        RandomGenerator chance = new Random(random.nextLong());
        MeterTraits traits = MeterTraits.USUAL
                .with(security)
                .with(MeterTraits.PublicReads.IDENTITY)
                .with(ledger)
                .with(() -> somebodyElse(chance));
        DlmsMeter meter = new DlmsMeter(
                building,
                Clock.systemUTC(),
                DlmsMeter.Identity.of(DlmsMeter.Transport.WRAPPER, "10000001"),
                traits,
                new Random(random.nextLong()));
        Random wire = new Random(random.nextLong());
        Fault hangsUp = Fault.disconnect().when(() -> {
            synchronized (wire) {
                return wire.nextInt(HANGS_UP_ONCE_IN) == 0;
            }
        });
        return TcpStation.open("killed", PortSettings.network(0), meter, hangsUp, Pacer.REAL);
    }

    private SecurityFault somebodyElse(RandomGenerator chance) {
        synchronized (chance) {
            if (chance.nextInt(SOMEBODY_ELSE_ONCE_IN) > 0) {
                return SecurityFault.NONE;
            }
        }
        jumps.incrementAndGet();
        return SecurityFault.COUNTER_JUMP;
    }

    private Process start(TcpStation meter, List<String> options, int readings) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=off"));
        command.addAll(options);
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                GatewayToKill.class.getName(),
                folder.resolve("data").toString(),
                meter.address(),
                Integer.toString(readings)));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("gateway.log").toFile()))
                .redirectOutput(readings().toFile())
                .start();
    }

    private Path readings() {
        return folder.resolve("readings");
    }

    private void await(Process gateway, int counters) {
        long giveUp = System.nanoTime() + LIFE.toNanos();
        while (heard.get() < counters && gateway.isAlive() && System.nanoTime() < giveUp) {
            LockSupport.parkNanos(200_000);
        }
    }

    private static void rest(long nanos) {
        long until = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Takes what the gateway printed; a last line without an end was never said. */
    private void compare(int killed) throws IOException {
        String text = Files.readString(readings(), StandardCharsets.US_ASCII);
        int readings = 0;
        int wrong = 0;
        int none = 0;
        String example = "";
        for (String line :
                Arrays.asList(text.substring(0, text.lastIndexOf('\n') + 1).split("\n"))) {
            if (line.startsWith("read ")) {
                readings++;
                if (!isRight(line)) {
                    wrong++;
                    example = line;
                }
            } else if (line.startsWith("none ")) {
                none++;
                example = example.isEmpty() ? line : example;
            }
        }
        result = result.plus(new Result(killed, 0, 0, 0, readings, wrong, none, 0, example));
    }

    private boolean isRight(String line) {
        String[] told = line.split(" ");
        Instant second = Instant.ofEpochMilli(Long.parseLong(told[1]));
        return Math.floor(building.at(second).activeImport()) == Double.parseDouble(told[2]);
    }
}
