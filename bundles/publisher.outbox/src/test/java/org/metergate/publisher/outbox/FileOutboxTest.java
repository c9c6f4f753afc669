package org.metergate.publisher.outbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metergate.publisher.outbox.store.StoreLimits;

class FileOutboxTest {

    private static final StoreLimits LIMITS = StoreLimits.of(Duration.ofDays(1), 1 << 20, 0);
    private static final Instant READ = Instant.parse("2026-11-23T21:00:03.25Z");

    @TempDir
    private Path folder;

    private FileOutbox outbox;

    @BeforeEach
    void open() throws Exception {
        outbox = FileOutbox.open(folder, LIMITS, name -> name.startsWith("PF"));
    }

    @AfterEach
    void close() throws Exception {
        outbox.close();
    }

    @Test
    void handsOutWhatItAcceptedToTheLastDigit() throws Exception {
        AcceptedReading reading = new AcceptedReading(
                "main",
                READ,
                List.of(
                        Point.good("boolean", true, "", READ),
                        Point.good("double", -0.1, "kWh", READ.minusMillis(1500)),
                        Point.good("float", 0.1f, "m³", READ.plusSeconds(3)),
                        Point.good("integer", Integer.MIN_VALUE, "", READ),
                        Point.good("long", Long.MIN_VALUE, "", READ),
                        Point.good("text", "Zähler \u0000", "", READ),
                        Point.bad("U1", "no answer", READ),
                        new Point("PF", Optional.of(0.8), "", READ, "", true)));
        Destination destination = outbox.open("mqtt");
        destination.append(List.of(reading));
        assertEquals(List.of(reading), taken(destination));
    }

    @Test
    void keepsBytes() throws Exception {
        Destination destination = outbox.open("mqtt");
        byte[] bytes = {0, -1, 77};
        destination.append(List.of(new AcceptedReading("m", READ, List.of(Point.good("raw", bytes, "", READ)))));
        Point point = taken(destination).get(0).points().get(0);
        assertArrayEquals(bytes, (byte[]) point.value().orElseThrow());
    }

    @Test
    void isTheSameDestinationAfterARestart() throws Exception {
        outbox.open("mqtt").append(List.of(reading("a"), reading("b")));
        outbox.close();
        outbox = FileOutbox.open(folder, LIMITS, name -> false);
        Destination again = outbox.open("mqtt");
        List<Delivery> deliveries = again.take(1, 999, Duration.ZERO);
        again.confirm(deliveries);
        again.rewind();
        assertEquals(List.of(reading("b")), taken(again));
        assertEquals(1, again.status().confirmed());
    }

    @Test
    void isOpenedByOneAtATime() throws Exception {
        Destination first = outbox.open("mqtt");
        assertThrows(OutboxException.class, () -> outbox.open("mqtt"));
        first.append(List.of(reading("a")));
        first.take(9, 999, Duration.ZERO);
        first.close();
        assertEquals(List.of(reading("a")), taken(outbox.open("mqtt")));
    }

    @Test
    void notesWhatWasRefused() throws Exception {
        Destination destination = outbox.open("influx");
        destination.append(List.of(reading("a")));
        Delivery delivery = destination.take(1, 999, Duration.ZERO).get(0);
        destination.park(delivery, List.of("U1"), "field type \"conflict\"");
        assertEquals(
                "{\"destination\":\"influx\",\"meter\":\"a\",\"time\":\"2026-11-23T21:00:03.250Z\","
                        + "\"channels\":[\"U1\"],\"reason\":\"field type \\\"conflict\\\"\"}\n",
                Files.readString(folder.resolve("refused.jsonl")));
        assertEquals(1, destination.status().refusedPoints());
        assertEquals(1, destination.status().waiting());
    }

    @Test
    void saysWhyItDoesNotOpen() {
        OutboxException refused =
                assertThrows(OutboxException.class, () -> FileOutbox.open(folder, LIMITS, name -> false));
        assertTrue(refused.getMessage().contains(folder.toString()), refused.getMessage());
        assertTrue(refused.getMessage().contains("in use"), refused.getMessage());
    }

    @Test
    void readsItsForm() {
        OutboxSettings settings = OutboxSettings.from(Map.of("retention.age", 7, "retention.size", 0));
        assertEquals(Duration.ofDays(7), settings.limits().age());
        assertEquals(256_000_000, settings.limits().bytes());
        assertEquals("retention.size", settings.problems().get(0).key());
        assertTrue(settings.computedNames().test("PF1.class"));
        assertTrue(settings.computedNames().test("S2"));
        assertTrue(settings.computedNames().test("finding.cause"));
        assertTrue(settings.computedNames().test("U1.anomaly"));
        assertFalse(settings.computedNames().test("SERIAL"));
    }

    @Test
    void waitsLongerAfterEachFailureAndNeverTheWholeTimeOnly() {
        BackOff backOff = new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(10), () -> 0.5);
        assertEquals(Duration.ofMillis(750), backOff.next());
        assertEquals(Duration.ofMillis(1500), backOff.next());
        assertEquals(Duration.ofMillis(3000), backOff.next());
        assertEquals(Duration.ofMillis(6000), backOff.next());
        assertEquals(Duration.ofMillis(7500), backOff.next());
        assertEquals(Duration.ofSeconds(60), backOff.atLeast(Duration.ofSeconds(60)));
        backOff.reset();
        assertEquals(Duration.ofMillis(750), backOff.next());
    }

    private static AcceptedReading reading(String meter) {
        return new AcceptedReading(meter, READ, List.of(Point.good("U1", 230.1, "V", READ)));
    }

    private static List<AcceptedReading> taken(Destination destination) throws Exception {
        return destination.take(99, 1 << 20, Duration.ZERO).stream()
                .map(Delivery::reading)
                .toList();
    }
}
