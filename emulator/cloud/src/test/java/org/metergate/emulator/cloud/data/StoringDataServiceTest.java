package org.metergate.emulator.cloud.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.kura.KuraStoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metergate.emulator.cloud.TestBroker;
import org.metergate.emulator.cloud.TestClient;
import org.metergate.emulator.cloud.TestConnection;

class StoringDataServiceTest {

    private static final Map<String, Object> AUTOMATIC =
            Map.of("connect.auto-on-startup", true, "connect.retry-interval", 1, "enable.rate.limit", false);

    @TempDir
    Path folder;

    @Test
    void connectsByItselfWhenTheBrokerComesAndAgainWhenItComesBack() throws Exception {
        try (TestBroker broker = TestBroker.Kind.MOQUETTE.at(folder);
                TestConnection connection = new TestConnection(broker.address(), AUTOMATIC)) {
            broker.start();
            waitForConnection(connection);
            broker.stop();
            connection.data.publish("t", new byte[] {1}, 1, false, 7);
            broker.start();
            try (TestClient listener = new TestClient(broker, "t", 1)) {
                assertEquals(1, listener.next().message().getPayload()[0]);
            }
        }
    }

    @Test
    void keepsItsMessagesWhileItIsRestarted() throws Exception {
        MessageStores stores = new MessageStores();
        try (TestBroker broker = TestBroker.Kind.MOQUETTE.at(folder)) {
            try (TestConnection connection = new TestConnection(broker.address(), Map.of(), stores)) {
                connection.data.publish("t", new byte[] {1}, 1, false, 7);
            }
            broker.start();
            try (TestConnection connection = new TestConnection(broker.address(), Map.of(), stores);
                    TestClient listener = new TestClient(broker, "t", 1)) {
                connection.data.connect();
                assertEquals(1, listener.next().message().getPayload()[0]);
            }
        }
    }

    @Test
    void leavesNoThreadBehind() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (TestBroker broker = TestBroker.Kind.MOQUETTE.at(folder)) {
            broker.start();
            try (TestConnection connection = new TestConnection(broker.address(), AUTOMATIC)) {
                waitForConnection(connection);
            }
            try (TestConnection wrong = new TestConnection("mqtt://127.0.0.1:1", AUTOMATIC)) {
                assertTrue(wrong.data.isAutoConnectEnabled());
            }
        }
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (!before.contains(thread)) {
                thread.join(Duration.ofSeconds(5).toMillis());
            }
        }
        assertEquals(
                Set.of(),
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> !before.contains(thread))
                        .map(Thread::getName)
                        .collect(Collectors.toSet()));
    }

    @Test
    void refusesWhatKuraRefuses() {
        try (TestConnection connection = new TestConnection("mqtt://127.0.0.1:1", Map.of("maximum.payload.size", 3L))) {
            StoringDataService data = connection.data;
            assertThrows(IllegalArgumentException.class, () -> data.publish("t", new byte[1], 0, false, -1));
            assertThrows(KuraStoreException.class, () -> data.publish("t", new byte[4], 0, false, 7));
            assertThrows(KuraStoreException.class, () -> data.publish("", new byte[1], 0, false, 7));
        }
    }

    @Test
    void staysAliveWithWrongValuesAndTakesTheirDefaults() {
        Map<String, Object> wrong = new HashMap<>();
        wrong.put("connect.retry-interval", "soon");
        wrong.put("rate.limit.time.unit", "FORTNIGHTS");
        DataSettings settings = DataSettings.from(wrong);
        assertEquals(2, settings.problems().size(), settings.problems().toString());
        assertEquals(Duration.ofSeconds(60), settings.retry());
        assertEquals(Duration.ofSeconds(1).toNanos(), settings.ratePeriodNanos());
    }

    private static void waitForConnection(TestConnection connection) {
        long giveUp = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!connection.data.isConnected()) {
            assertTrue(System.nanoTime() < giveUp, "not connected within 20 s");
            Thread.onSpinWait();
        }
    }
}
