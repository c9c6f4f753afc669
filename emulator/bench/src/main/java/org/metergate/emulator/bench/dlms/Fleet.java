package org.metergate.emulator.bench.dlms;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.metergate.dlms.Answer;
import org.metergate.dlms.CosemAttribute;
import org.metergate.dlms.DlmsReading;
import org.metergate.dlms.DlmsSession;
import org.metergate.dlms.DlmsSettings;
import org.metergate.dlms.Plan;
import org.metergate.emulator.meters.PortSettings;
import org.metergate.emulator.meters.TcpStation;
import org.metergate.emulator.meters.building.Site;
import org.metergate.emulator.meters.building.SiteBuilding;
import org.metergate.emulator.meters.dlms.DlmsMeter;
import org.metergate.model.ObisCode;
import org.metergate.settings.Properties;
import org.metergate.transport.Claim;
import org.metergate.transport.LineAddress;
import org.metergate.transport.LineException;
import org.metergate.transport.MalformedFrameException;
import org.metergate.transport.SerialSettings;
import org.metergate.transport.ports.PortLines;

/** Emulated meters on TCP ports of this machine, all read in the same rhythm from the same process. */
public final class Fleet implements AutoCloseable {
    private static final int WORKERS = 16;
    private static final List<String> CODES = List.of(
            "1.8.0", "2.8.0", "3.8.0", "4.8.0", "32.7.0", "52.7.0", "72.7.0", "31.7.0", "51.7.0", "71.7.0", "36.7.0",
            "56.7.0", "76.7.0", "16.7.0", "131.7.0", "151.7.0", "171.7.0", "191.7.0", "14.7.0", "1.8.0");

    /**
     * What came of it.
     *
     * @param readings that gave all their values before the next was due
     * @param missed readings that did not
     * @param firstFailure why the first that gave no values gave none; empty if all did
     */
    public record Outcome(int readings, int missed, Optional<String> firstFailure) {}

    /** Gets what was read, from any thread. */
    @FunctionalInterface
    public interface Listener {

        /**
         * @param meter from 0
         * @param readings of all its registers, each {@link Answer.Measured}
         */
        void read(int meter, List<DlmsReading> readings);
    }

    private final Listener listener;
    private final List<TcpStation> stations = new ArrayList<>();
    private final List<Claim> claims = new ArrayList<>();
    private final List<DlmsSession> sessions = new ArrayList<>();
    private final PortLines lines = new PortLines();
    private final List<CosemAttribute> registers =
            CODES.stream().map(Fleet::register).toList();

    /**
     * Starts the meters.
     *
     * @param meters how many, 1 to 5000
     * @throws IOException if a port cannot be had
     */
    public Fleet(int meters) throws IOException {
        this(meters, (meter, readings) -> {});
    }

    /**
     * As before.
     *
     * @param listener is part of a reading: one that it makes late is missed
     */
    public Fleet(int meters, Listener listener) throws IOException {
        this.listener = listener;
        SiteBuilding building = new SiteBuilding(Site.from(new Properties(Map.of())));
        for (int index = 0; index < meters; index++) {
            DlmsMeter meter = new DlmsMeter(
                    building,
                    Clock.systemUTC(),
                    DlmsMeter.Identity.of(DlmsMeter.Transport.WRAPPER, String.valueOf(10_000_000 + index)));
            TcpStation station = TcpStation.open("fleet" + index, PortSettings.network(0), meter);
            stations.add(station);
            Claim claim = lines.claim(
                    LineAddress.parse(station.address()), new SerialSettings(9600, 8, SerialSettings.Parity.NONE, 1));
            claims.add(claim);
            DlmsSettings settings = new DlmsSettings(
                    DlmsSettings.Transport.WRAPPER,
                    16,
                    1,
                    0,
                    0,
                    DlmsSettings.Authentication.NONE,
                    "",
                    512,
                    Duration.ofSeconds(5),
                    0,
                    Duration.ofSeconds(5));
            sessions.add(new DlmsSession(claim, settings, new Plan(), Optional.empty(), new SecureRandom()));
        }
    }

    private static CosemAttribute register(String code) {
        return new CosemAttribute(3, ObisCode.parse("1-0:" + code + "*255"), 2);
    }

    /**
     * Reads every meter once in every period, spread evenly over it.
     *
     * @param period between two readings of one meter
     * @param cycles how many
     * @return what came of it
     * @throws InterruptedException if the thread is to end
     */
    public Outcome read(Duration period, int cycles) throws InterruptedException {
        AtomicInteger good = new AtomicInteger();
        List<String> failures = new ArrayList<>();
        List<Future<?>> readings = new ArrayList<>();
        ExecutorService workers = Executors.newFixedThreadPool(WORKERS, work -> new Thread(work, "bench-fleet"));
        long begin = System.nanoTime();
        try {
            for (int cycle = 0; cycle < cycles; cycle++) {
                for (int index = 0; index < sessions.size(); index++) {
                    long due = begin + period.toNanos() * cycle + period.toNanos() / sessions.size() * index;
                    TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                    int meter = index;
                    readings.add(workers.submit(() -> {
                        Optional<String> failure = read(meter);
                        if (failure.isPresent()) {
                            synchronized (failures) {
                                failures.add(failure.get());
                            }
                        } else if (System.nanoTime() - due < period.toNanos()) {
                            good.incrementAndGet();
                        }
                    }));
                }
            }
            workers.shutdown();
            workers.awaitTermination(period.toNanos() + 10_000_000_000L, TimeUnit.NANOSECONDS);
        } finally {
            workers.shutdownNow();
        }
        synchronized (failures) {
            return new Outcome(
                    good.get(), readings.size() - good.get(), failures.stream().findFirst());
        }
    }

    private Optional<String> read(int meter) {
        try {
            List<DlmsReading> readings = sessions.get(meter).read(registers);
            for (DlmsReading reading : readings) {
                if (!(reading.answer() instanceof Answer.Measured)) {
                    return Optional.of(reading.attribute() + ": " + reading.answer());
                }
            }
            listener.read(meter, readings);
            return Optional.empty();
        } catch (LineException | MalformedFrameException e) {
            return Optional.of(e.toString());
        }
    }

    @Override
    public void close() {
        claims.forEach(Claim::close);
        lines.close();
        stations.forEach(TcpStation::close);
    }
}
