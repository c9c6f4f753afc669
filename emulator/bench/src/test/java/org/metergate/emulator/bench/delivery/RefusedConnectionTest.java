package org.metergate.emulator.bench.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.message.KuraPayload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.metergate.publisher.outbox.store.FileSystem;
import org.metergate.publisher.outbox.store.StoreLimits;

/** A broker that does not let the gateway in: one line says so, and nothing is lost. */
@Timeout(120)
class RefusedConnectionTest {

    private static final int READINGS = 3;
    private static final String ONE_LINE = "waits: the cloud connection is not connected";

    @TempDir
    private Path folder;

    @Test
    void keepsReadingsForABrokerThatWantsAPassword() throws Exception {
        keepsReadingsUntilLetIn("mqtt", "allow_anonymous false\n");
    }

    @Test
    void keepsReadingsForABrokerThatSpeaksNoTls() throws Exception {
        keepsReadingsUntilLetIn("mqtts", "allow_anonymous true\n");
    }

    private void keepsReadingsUntilLetIn(String scheme, String wrong) throws Exception {
        assumeTrue(RealBroker.program().isPresent(), "mosquitto is not installed");
        PrintStream usual = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        int port;
        try (RealBroker broker = new RealBroker(folder, wrong)) {
            broker.start();
            port = broker.port();
            try (Site site = site(scheme, port)) {
                for (int i = 0; i < READINGS; i++) {
                    site.publish(record(i));
                }
                awaitLine(log);
                assertEquals(READINGS, site.outbox().destinations().get(0).waiting());
            }
        } finally {
            System.setErr(usual);
        }
        assertEquals(
                1, text(log).lines().filter(line -> line.contains(ONE_LINE)).count(), text(log));
        letIn();
    }

    /** The same outbox with a connection that is right. */
    private void letIn() throws Exception {
        CountDownLatch arrived = new CountDownLatch(READINGS);
        try (RealBroker broker = new RealBroker(folder, "allow_anonymous true\n")) {
            broker.start();
            Listener listener = new Listener(broker.port(), "metergate/#", payload -> arrived.countDown());
            Site site = site("mqtt", broker.port());
            try {
                assertTrue(arrived.await(30, TimeUnit.SECONDS), arrived.getCount() + " readings did not arrive");
            } finally {
                site.close();
                listener.close();
            }
        }
    }

    private Site site(String scheme, int port) throws Exception {
        return new Site(
                folder.resolve("outbox"),
                StoreLimits.of(Duration.ofDays(1), 1 << 20, 0),
                new FileSystem(),
                scheme + "://127.0.0.1:" + port,
                Map.of("qos", 1));
    }

    private static void awaitLine(ByteArrayOutputStream log) {
        long giveUp = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!text(log).contains(ONE_LINE)) {
            assertTrue(System.nanoTime() < giveUp, text(log));
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private static String text(ByteArrayOutputStream log) {
        return log.toString(StandardCharsets.UTF_8);
    }

    private static KuraMessage record(int number) {
        KuraPayload record = new KuraPayload();
        record.addMetric("assetName", "main");
        record.addMetric("assetTimestamp", 1_764_000_000_000L + number);
        record.addMetric("import", (double) number);
        return new KuraMessage(record);
    }
}
