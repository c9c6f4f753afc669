package org.metergate.publisher.influxdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.kura.KuraException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metergate.publisher.outbox.FileOutbox;
import org.metergate.publisher.outbox.OutboxException;
import org.metergate.publisher.outbox.store.Disk;
import org.metergate.publisher.outbox.store.FileSystem;
import org.metergate.publisher.outbox.store.StoreLimits;

/**
 * Every accepted reading is in a real InfluxDB exactly once, whatever dies meanwhile. Skipped where none is installed; {@code
 * -Dmetergate.influxdb.kills=20 -Dmetergate.influxdb.down=300} for the long form (times killed, s down).
 */
class ExactlyOnceTest {

    private static final int KILLS = Integer.getInteger("metergate.influxdb.kills", 2);
    private static final int DOWN = Integer.getInteger("metergate.influxdb.down", 2);
    private static final int PATIENCE = 120;
    private static final int NEVER = Integer.MAX_VALUE;

    @TempDir
    private Path folder;

    private final CountDownLatch never = new CountDownLatch(1);
    private final Random random = new Random(7);
    private RealInfluxDb server;

    @BeforeEach
    void start() throws Exception {
        Optional<RealInfluxDb> installed = RealInfluxDb.in(Files.createDirectories(folder.resolve("influxdb")));
        assumeTrue(installed.isPresent(), "influxdb is not installed");
        server = installed.get();
        server.start();
        server.query("CREATE DATABASE metergate");
    }

    @AfterEach
    void stop() throws Exception {
        if (server != null) {
            server.stop();
        }
    }

    /** What the server has: time to value. Two points of one time would be two lines. */
    private Map<Long, Double> stored() throws Exception {
        Map<Long, Double> stored = new TreeMap<>();
        for (String line : server.query("SELECT value FROM meter WHERE meter = 'main' AND channel = 'import'")
                .lines()
                .skip(1)
                .toList()) {
            String[] cells = line.split(",");
            Double before = stored.put(Long.parseLong(cells[2]), Double.valueOf(cells[3]));
            assertEquals(null, before, "twice: " + line);
        }
        return stored;
    }

    private void awaitStored(int count) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
        while (stored().size() < count) {
            assertTrue(System.nanoTime() < end, stored().size() + " of " + count + " arrived");
            assertFalse(never.await(200, TimeUnit.MILLISECONDS));
        }
    }

    private void assertAll(int count, int setBackAt) throws Exception {
        awaitStored(count);
        Map<Long, Double> expected = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            expected.put(GatewayProcess.time(i, setBackAt), (double) i);
        }
        assertEquals(expected, stored());
    }

    private InfluxDbEndpoint endpoint(FileOutbox outbox) throws OutboxException {
        InfluxDbEndpoint endpoint = new InfluxDbEndpoint();
        endpoint.setOutbox(outbox);
        endpoint.activate(new HashMap<>(Map.of(
                "kura.service.pid",
                "influx",
                "url",
                server.url(),
                "api.version",
                "V1",
                "authentication",
                "NONE",
                "batch.wait",
                10)));
        return endpoint;
    }

    private FileOutbox outbox(Disk disk) throws OutboxException {
        return FileOutbox.open(
                folder.resolve("outbox"),
                StoreLimits.of(Duration.ofDays(30), 1 << 26, 0),
                name -> false,
                disk,
                System::nanoTime);
    }

    @Test
    void throughAServerThatIsKilledAndStartedAgain() throws Exception {
        int count = 0;
        try (FileOutbox outbox = outbox(new FileSystem())) {
            InfluxDbEndpoint endpoint = endpoint(outbox);
            for (int kill = 0; kill < KILLS; kill++) {
                int until = count + 100 + random.nextInt(100);
                int at = count + random.nextInt(100);
                for (; count < until; count++) {
                    endpoint.publish(GatewayProcess.reading(count, NEVER));
                    if (count == at) {
                        server.kill();
                    }
                }
                assertFalse(never.await(kill == 0 ? DOWN * 1000L : 100, TimeUnit.MILLISECONDS));
                server.start();
                endpoint.connect(); // instead of waiting for the next attempt
            }
            assertAll(count, NEVER);
            endpoint.deactivate();
        }
    }

    @Test
    void throughAGatewayThatIsKilledAndItsClockSetBack() throws Exception {
        int setBackAt = 200;
        int next = 0;
        for (int kill = 0; kill <= KILLS; kill++) {
            boolean last = kill == KILLS;
            int until = last ? Math.max(next, setBackAt) + 100 : NEVER;
            Process gateway = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            GatewayProcess.class.getName(),
                            folder.resolve("outbox").toString(),
                            server.url(),
                            Integer.toString(next),
                            Integer.toString(until),
                            Integer.toString(setBackAt),
                            "2")
                    .redirectError(folder.resolve("gateway.log").toFile())
                    .start();
            int enough = next + 50 + random.nextInt(100);
            try (BufferedReader accepted = gateway.inputReader(StandardCharsets.UTF_8)) {
                for (String line = accepted.readLine(); line != null; line = accepted.readLine()) {
                    next = Integer.parseInt(line) + 1;
                    if (last && next == until) {
                        break;
                    }
                    if (!last && next == enough) {
                        gateway.destroyForcibly(); // and read what it still said
                    }
                }
                if (last) {
                    assertAll(next, setBackAt);
                }
            } catch (IOException e) {
                assertFalse(last, "the last gateway was not to be killed: " + e); // what it still said is lost
            } finally {
                gateway.destroyForcibly().waitFor();
            }
        }
    }

    /** A disk that is full while somebody says so. */
    private static final class FullDisk implements Disk {
        private final Disk files = new FileSystem();
        private final AtomicBoolean full = new AtomicBoolean();
        private final AtomicInteger refused = new AtomicInteger();

        @Override
        public OpenFile open(Path file) throws IOException {
            OpenFile opened = files.open(file);
            return new OpenFile() {
                @Override
                public long length() throws IOException {
                    return opened.length();
                }

                @Override
                public void write(long at, byte[] bytes, int length) throws IOException {
                    if (full.get()) {
                        refused.incrementAndGet();
                        throw new IOException("No space left on device");
                    }
                    opened.write(at, bytes, length);
                }

                @Override
                public int read(long at, byte[] into, int from, int length) throws IOException {
                    return opened.read(at, into, from, length);
                }

                @Override
                public void truncate(long length) throws IOException {
                    opened.truncate(length);
                }

                @Override
                public void sync() throws IOException {
                    opened.sync();
                }

                @Override
                public void close() throws IOException {
                    opened.close();
                }
            };
        }

        @Override
        public void syncFolder(Path of) throws IOException {
            files.syncFolder(of);
        }
    }

    @Test
    void throughADiskThatIsFullForAWhile() throws Exception {
        FullDisk disk = new FullDisk();
        try (FileOutbox outbox = outbox(disk)) {
            InfluxDbEndpoint endpoint = endpoint(outbox);
            for (int i = 0; i < 300; i++) {
                disk.full.set(i == 150);
                if (i == 150) {
                    int number = i;
                    KuraException refused = assertThrows(
                            KuraException.class, () -> endpoint.publish(GatewayProcess.reading(number, NEVER)));
                    assertTrue(refused.getMessage().contains("influx"), refused.getMessage());
                    disk.full.set(false);
                }
                endpoint.publish(GatewayProcess.reading(i, NEVER));
            }
            assertTrue(disk.refused.get() > 0);
            assertAll(300, NEVER);
            endpoint.deactivate();
        }
    }

    @Test
    void dropsOnlyTheFieldOfAnotherType() throws Exception {
        try (FileOutbox outbox = outbox(new FileSystem())) {
            InfluxDbEndpoint endpoint = endpoint(outbox);
            endpoint.publish(GatewayProcess.reading(0, NEVER));
            awaitStored(1);
            // somebody else wrote a text where there is a flag now
            endpoint.disconnect();
            org.eclipse.kura.message.KuraPayload text = new org.eclipse.kura.message.KuraPayload();
            text.addMetric("assetName", "main");
            text.addMetric("assetTimestamp", 1_764_000_000_001L);
            text.addMetric("import_error", "x");
            endpoint.publish(new org.eclipse.kura.cloudconnection.message.KuraMessage(text));
            for (int i = 1; i < 40; i++) {
                endpoint.publish(GatewayProcess.reading(i, NEVER));
            }
            write("meter,meter=main,channel=import error=7 1764000000002");
            endpoint.connect();
            awaitStored(40);
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
            while (!endpoint.getInfo().get("Readings written").equals("41")) {
                assertTrue(System.nanoTime() < end, "it is " + endpoint.getInfo());
                assertFalse(never.await(50, TimeUnit.MILLISECONDS));
            }
            assertEquals("1", endpoint.getInfo().get("Points refused"));
            String refused = Files.readString(folder.resolve("outbox").resolve("refused.jsonl"));
            assertTrue(refused.contains("field type conflict"), refused);
            endpoint.deactivate();
        }
    }

    private void write(String line) throws Exception {
        java.net.http.HttpResponse<String> response = java.net.http.HttpClient.newHttpClient()
                .send(
                        java.net.http.HttpRequest.newBuilder(
                                        java.net.URI.create(server.url() + "/write?db=metergate&precision=ms"))
                                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(line))
                                .build(),
                        java.net.http.HttpResponse.BodyHandlers.ofString());
        assertEquals(204, response.statusCode(), response.body());
    }
}
