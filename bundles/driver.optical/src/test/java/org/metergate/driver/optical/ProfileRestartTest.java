package org.metergate.driver.optical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.metergate.driver.optical.TestMeters.BUILDING;
import static org.metergate.driver.optical.TestMeters.FAST;
import static org.metergate.driver.optical.TestMeters.fast;
import static org.metergate.driver.optical.TestMeters.settings;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.kura.channel.ChannelRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.metergate.emulator.meters.PortSettings;
import org.metergate.emulator.meters.TcpStation;
import org.metergate.emulator.meters.optical.OpticalMeter;
import org.metergate.transport.ports.PortLines;

/** The rows of a profile around a restart: none is told twice, and none is left out. */
@Timeout(60)
class ProfileRestartTest {
    private static final Instant FIRST = Instant.parse("2026-06-23T08:15:00Z");
    private static final Duration PERIOD = Duration.ofMinutes(15);
    private static final Clock LATER = Clock.offset(TestMeters.CLOCK, Duration.ofMinutes(30));

    @TempDir
    private Path folder;

    /** A driver with a listener at its profile, for as long as it runs. */
    private final class Gateway implements AutoCloseable {
        final BlockingQueue<ChannelRecord> heard = new LinkedBlockingQueue<>();
        private final PortLines lines = new PortLines();
        final OpticalDriver driver;

        Gateway(String line, Clock clock) {
            driver = new OpticalDriver(
                    lines, PlainCrypto.CRYPTO, profile(line, 1), clock, length -> {}, Optional.of(file()));
            listen("p", "1.5", heard);
        }

        void listen(String name, String address, BlockingQueue<ChannelRecord> told) {
            driver.registerChannelListener(
                    settings("+name", name, "+value.type", "DOUBLE", "address", address, "command", "PROFILE"),
                    event -> told.add(event.getChannelRecord()));
        }

        /** @return the times of the rows heard until the profile was read again for a channel that is new */
        List<Instant> rows(int atLeast) throws InterruptedException {
            List<Instant> rows = new ArrayList<>();
            while (rows.size() < atLeast) {
                ChannelRecord record = heard.poll(30, TimeUnit.SECONDS);
                assertTrue(record != null, "heard only " + rows);
                rows.add(Instant.ofEpochMilli(record.getTimestamp()));
            }
            BlockingQueue<ChannelRecord> later = new LinkedBlockingQueue<>();
            listen("q" + System.identityHashCode(this) + rows.size(), "2.5", later);
            assertTrue(later.poll(30, TimeUnit.SECONDS) != null, "the profile is not read again");
            heard.forEach(record -> rows.add(Instant.ofEpochMilli(record.getTimestamp())));
            heard.clear();
            return rows;
        }

        @Override
        public void close() {
            driver.stop();
            lines.close();
        }
    }

    private static Map<String, Object> profile(String line, int interval) {
        return fast(line, "password", "00000000-enciphered", "profile.depth", 2, "profile.interval", interval);
    }

    private Path file() {
        return folder.resolve("rows.txt");
    }

    private static TcpStation meter(int port, Clock clock) throws IOException {
        return TcpStation.open("test", PortSettings.network(port), new OpticalMeter(FAST, BUILDING, clock));
    }

    private static List<Instant> rows(int from, int to) {
        List<Instant> rows = new ArrayList<>();
        for (int row = from; row <= to; row++) {
            rows.add(FIRST.plus(PERIOD.multipliedBy(row - 1)));
        }
        return rows;
    }

    @Test
    void followAfterTheOnesToldBefore() throws Exception {
        int port;
        try (TcpStation station = meter(0, TestMeters.CLOCK);
                Gateway gateway = new Gateway(station.address(), TestMeters.CLOCK)) {
            port = station.port();
            assertEquals(rows(1, 8), gateway.rows(8));
        }
        try (TcpStation station = meter(port, LATER);
                Gateway gateway = new Gateway(station.address(), LATER)) {
            assertEquals(rows(9, 10), gateway.rows(2));
        }
    }

    @Test
    void areNotToldAgainWhenTheSettingsChange() throws Exception {
        try (TcpStation station = meter(0, TestMeters.CLOCK);
                Gateway gateway = new Gateway(station.address(), TestMeters.CLOCK)) {
            assertEquals(rows(1, 8), gateway.rows(8));
            gateway.driver.modified(profile(station.address(), 2));
            assertEquals(List.of(), gateway.rows(0));
        }
    }

    @Test // the process ends while the fourth row is being told, which may not have arrived
    void goOnWithTheOneThatWasBeingToldWhenTheGatewayWasKilled() throws Exception {
        try (TcpStation station = meter(0, TestMeters.CLOCK)) {
            Process killed = gateway(station.address());
            try (BufferedReader out = killed.inputReader();
                    OutputStream in = killed.getOutputStream()) {
                assertEquals(rows(1, 3), told(out, in, 3));
                assertEquals(FIRST.plus(PERIOD.multipliedBy(3)), row(out));
            } finally {
                killed.destroyForcibly().waitFor();
            }
            Process restarted = gateway(station.address());
            try (BufferedReader out = restarted.inputReader();
                    OutputStream in = restarted.getOutputStream()) {
                assertEquals(rows(4, 8), told(out, in, 5));
            } finally {
                restarted.destroyForcibly().waitFor();
            }
        }
    }

    private Process gateway(String line) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        ListeningProcess.class.getName(),
                        line,
                        file().toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static List<Instant> told(BufferedReader out, OutputStream in, int count) throws IOException {
        List<Instant> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(row(out));
            in.write('\n');
            in.flush();
        }
        return rows;
    }

    private static Instant row(BufferedReader out) throws IOException {
        String line = out.readLine();
        assertTrue(line != null && line.startsWith("row "), "the gateway says " + line);
        return Instant.ofEpochMilli(Long.parseLong(line.substring(4)));
    }
}
