package org.metergate.emulator.cloud.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.KuraStoreCapacityReachedException;
import org.eclipse.kura.KuraStoreException;
import org.eclipse.kura.data.DataTransportService;
import org.eclipse.kura.data.DataTransportToken;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private static final byte[] BODY = {1};

    private final List<String> sent = new ArrayList<>();
    private final Map<String, Object> settings = new HashMap<>();
    private final MessageStore store = new MessageStore(Clock.systemUTC());
    private boolean connected = true;
    private long nanos;
    /** Runs within the transport's publish, after the message went out. */
    private Runnable duringPublish = () -> {};

    @Nested
    class RateLimit {

        @Test
        void sendsOneMessageASecondByDefault() throws Exception {
            Outbox outbox = outbox();
            store(100, 7);
            List<Long> secondsOfMessages = new ArrayList<>();
            while (secondsOfMessages.size() < 11) {
                Outbox.Step step = outbox.sendNext();
                if (step instanceof Outbox.Step.TooFast slower) {
                    nanos += slower.time().toNanos();
                } else {
                    secondsOfMessages.add(Duration.ofNanos(nanos).toSeconds());
                }
            }
            assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L), secondsOfMessages);
            assertEquals(Duration.ofSeconds(10), Duration.ofNanos(nanos));
        }

        @Test
        void sendsABurstAfterAPause() throws Exception {
            settings.putAll(Map.of("rate.limit.average", 60, "rate.limit.time.unit", "MINUTES"));
            settings.put("rate.limit.burst.size", 3);
            Outbox outbox = outbox();
            nanos += Duration.ofHours(1).toNanos();
            store(10, 5);
            for (int i = 0; i < 3; i++) {
                assertInstanceOf(Outbox.Step.Sent.class, outbox.sendNext());
            }
            assertInstanceOf(Outbox.Step.TooFast.class, outbox.sendNext());
        }

        @Test
        void exemptsPrioritiesBelowFive() throws Exception {
            Outbox outbox = outbox();
            store(20, 4);
            for (int i = 0; i < 20; i++) {
                assertInstanceOf(Outbox.Step.Sent.class, outbox.sendNext());
            }
        }

        @Test
        void canBeSwitchedOff() throws Exception {
            settings.put("enable.rate.limit", false);
            Outbox outbox = outbox();
            store(20, 7);
            for (int i = 0; i < 20; i++) {
                assertInstanceOf(Outbox.Step.Sent.class, outbox.sendNext());
            }
        }
    }

    @Nested
    class InFlight {

        @Test
        void waitsWhenTooManyAreUnconfirmed() throws Exception {
            Outbox outbox = outbox();
            for (int i = 0; i < 20; i++) {
                store.store("t" + i, BODY, 1, false, 3, 100);
            }
            for (int i = 0; i < 9; i++) {
                assertInstanceOf(Outbox.Step.Sent.class, outbox.sendNext());
            }
            assertInstanceOf(Outbox.Step.Congested.class, outbox.sendNext());
            assertEquals("t4", outbox.confirmed(token(5)).orElseThrow().topic);
            assertInstanceOf(Outbox.Step.Sent.class, outbox.sendNext());
        }

        @Test
        void takesAConfirmationThatOvertakesThePublication() throws Exception {
            Outbox outbox = outbox();
            store.store("t", BODY, 1, false, 3, 100);
            duringPublish = () -> assertTrue(outbox.confirmed(token(1)).isEmpty());
            assertEquals(new Outbox.Step.Sent(store.next().orElseThrow(), true), outbox.sendNext());
            assertEquals(List.of(), store.ids(StoredMessage.State.IN_FLIGHT, ".*"));
            assertEquals(List.of(1), store.ids(StoredMessage.State.DELIVERED, ".*"));
        }

        @Test
        void sendsThemAgainInANewSession() throws Exception {
            Outbox outbox = outbox();
            store.store("t", BODY, 2, false, 3, 100);
            outbox.sendNext();
            outbox.newSession();
            outbox.sendNext();
            assertEquals(List.of("t", "t"), sent);
        }

        @Test
        void dropsThemInANewSessionIfToldSo() throws Exception {
            settings.put("in-flight-messages.republish-on-new-session", false);
            Outbox outbox = outbox();
            store.store("t", BODY, 2, false, 3, 100);
            outbox.sendNext();
            outbox.newSession();
            assertInstanceOf(Outbox.Step.Idle.class, outbox.sendNext());
            assertEquals(List.of(1), store.ids(StoredMessage.State.DROPPED, "t"));
        }

        @Test
        void sendsAgainWhatWasPublishedWhileTheSessionChanged() throws Exception {
            Outbox outbox = outbox();
            store.store("t", BODY, 1, false, 3, 100);
            duringPublish = outbox::newSession;
            outbox.sendNext();
            duringPublish = () -> {};
            outbox.sendNext();
            assertEquals(List.of("t", "t"), sent);
        }
    }

    @Test
    void sendsTheMostUrgentFirstAndTheOldestOfThose() throws Exception {
        settings.put("enable.rate.limit", false);
        Outbox outbox = outbox();
        store.store("late", BODY, 0, false, 7, 100);
        store.store("urgent", BODY, 0, false, 0, 100);
        store.store("later", BODY, 0, false, 7, 100);
        while (outbox.sendNext() instanceof Outbox.Step.Sent) {
            // one more
        }
        assertEquals(List.of("urgent", "late", "later"), sent);
    }

    @Test
    void keepsMessagesWhileThereIsNoConnection() throws Exception {
        Outbox outbox = outbox();
        store(1, 7);
        connected = false;
        assertInstanceOf(Outbox.Step.Idle.class, outbox.sendNext());
        connected = true;
        assertInstanceOf(Outbox.Step.Sent.class, outbox.sendNext());
    }

    @Test
    void refusesMessagesBeyondTheCapacityButForTheMostUrgent() throws Exception {
        store.store("t", BODY, 0, false, 7, 1);
        assertThrows(KuraStoreCapacityReachedException.class, () -> store.store("t", BODY, 0, false, 2, 1));
        assertEquals(2, store.store("t", BODY, 0, false, 1, 1));
    }

    @Test
    void refusesMessagesWithoutATopic() {
        assertThrows(KuraStoreException.class, () -> store.store(" ", BODY, 0, false, 7, 10));
        assertThrows(KuraStoreException.class, () -> store.store(null, BODY, 0, false, 7, 10));
    }

    @Test
    void countsDeliveredMessagesUntilTheyArePurged() throws Exception {
        Outbox outbox = outbox();
        store(1, 4);
        outbox.sendNext();
        assertEquals(1, store.size());
        store.purge(Duration.ofHours(1));
        assertEquals(1, store.size());
        store.purge(Duration.ofHours(-1));
        assertEquals(0, store.size());
    }

    private Outbox outbox() {
        return new Outbox(transport(), store, DataSettings.from(settings), () -> nanos);
    }

    private void store(int count, int priority) throws KuraException {
        for (int i = 0; i < count; i++) {
            store.store("t", BODY, 0, false, priority, 1000);
        }
    }

    private static DataTransportToken token(int id) {
        return new DataTransportToken(id, "session");
    }

    private DataTransportService transport() {
        return (DataTransportService) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataTransportService.class}, (self, method, given) -> {
                    if (method.getName().equals("isConnected")) {
                        return connected;
                    }
                    sent.add((String) given[0]);
                    duringPublish.run();
                    return given[2].equals(0) ? null : token(sent.size());
                });
    }
}
