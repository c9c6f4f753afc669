package org.metergate.driver.mbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.core.configuration.metatype.Tad;
import org.eclipse.kura.type.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.metergate.emulator.meters.mbus.ThirtyTwoMeters.Fitted;
import org.metergate.testkit.MovedClock;

class ChannelKindsTest {
    private static final String ENCRYPTED = "50000015-KAM-30-04";
    private static final String KEY = "00112233445566778899AABB50000015";
    private static final String BATTERY = "80000022-QDS-34-08";

    private final EmulatedBus bus = new EmulatedBus();

    private static Object read(MBusDriver driver, String meter, String kind, String record, DataType type) {
        ChannelRecord channel = EmulatedBus.channel(meter, kind, record, type);
        driver.read(List.of(channel));
        assertTrue(EmulatedBus.isGood(channel), () -> EmulatedBus.failure(channel));
        return channel.getValue().getValue();
    }

    private static String refused(MBusDriver driver, String meter, String kind, String record, DataType type) {
        ChannelRecord channel = EmulatedBus.channel(meter, kind, record, type);
        driver.read(List.of(channel));
        assertFalse(EmulatedBus.isGood(channel));
        return EmulatedBus.failure(channel);
    }

    @Test
    void everyMeterOfTheBusIsReadThroughTheDriver() {
        MBusDriver driver = bus.driver(Map.of(
                "keys",
                "50000013=00112233445566778899AABB50000013 50000014-KAM-30-04=00112233445566778899AABB50000014",
                "meter.1",
                ENCRYPTED,
                "key.1",
                KEY + "-enciphered"));
        int values = 0;
        for (Fitted meter : bus.house.meters()) {
            List<ChannelRecord> records = bus.channels(meter);
            driver.read(records);
            for (ChannelRecord record : records) {
                assertTrue(EmulatedBus.isGood(record), () -> EmulatedBus.failure(record));
                int index = Integer.parseInt(
                        record.getChannelConfig().get("record").toString().substring(1));
                double expected = meter.values()
                        .apply(Instant.ofEpochMilli(record.getTimestamp()))
                        .get(index)
                        .doubleValue();
                assertEquals(expected, record.getValue().getValue(), meter.address() + " #" + index);
                values++;
            }
        }
        assertTrue(values > 200, "only " + values + " values");
    }

    @Test
    void aMeterWithoutOrWithAWrongKeySaysSo() {
        String none = refused(bus.driver(Map.of()), ENCRYPTED, "VALUE", "Energy", DataType.DOUBLE);
        assertTrue(none.contains("encrypted (") && none.contains("no key is set"), none);
        MBusDriver wrong = bus.driver(Map.of("meter.1", ENCRYPTED, "key.1", "F" + KEY.substring(1)));
        String refusal = refused(wrong, ENCRYPTED, "VALUE", "Energy", DataType.DOUBLE);
        assertTrue(refusal.contains("its key does not open its data"), refusal);
        assertFalse(refusal.contains("F0112233"), refusal);
    }

    @Test
    void keysOfAMeterThatIsNotNamedAreAProblem() {
        MBusDriver driver = bus.driver(Map.of("key.3", KEY));
        String refusal = refused(driver, "1", "VALUE", "Energy", DataType.DOUBLE);
        assertTrue(refusal.contains("meter.3: is empty"), refusal);
        assertFalse(refusal.contains(KEY), refusal);
    }

    @Test
    void statusClockDriftQualityAndDiagnosis() {
        MBusDriver driver = bus.driver(Map.of());
        assertEquals("power low", read(driver, BATTERY, "STATUS", "#0", DataType.STRING));
        assertEquals(4L, read(driver, BATTERY, "STATUS", "#0", DataType.LONG));
        assertEquals("OK", read(driver, "1", "STATUS", "#0", DataType.STRING));
        long clock = (Long) read(driver, "1", "CLOCK", "#0", DataType.LONG);
        assertTrue(Math.abs(clock - bus.clock.millis()) < 5_000);
        assertTrue(Math.abs((Double) read(driver, "1", "DRIFT", "#0", DataType.DOUBLE)) < 5);
        assertEquals("GOOD", read(driver, "1", "QUALITY", "Energy", DataType.STRING));
        assertEquals("REFUSED", read(driver, "1", "QUALITY", "Pressure", DataType.STRING));
        assertEquals("NO_ANSWER", read(driver, "99", "QUALITY", "", DataType.STRING));
        String silent = (String) read(driver, "99", "DIAGNOSIS", "", DataType.STRING);
        assertTrue(silent.startsWith("M-Bus meter 99 on serial:bus: no answer"), silent);
        String weak = refused(driver, "1", "SIGNAL", "#0", DataType.INTEGER);
        assertTrue(weak.contains("only wireless receivers"), weak);
    }

    @Test
    void recordsByTheirMeaningInColumnsOfTheirOwn() {
        MBusDriver driver = bus.driver(Map.of());
        ChannelRecord old = ChannelRecord.createReadRecord("old", DataType.DOUBLE);
        old.setChannelConfig(Map.of("meter", "1", "record", "Energy", "storage", "1", "unit", "kWh"));
        ChannelRecord tariff = ChannelRecord.createReadRecord("tariff", DataType.DOUBLE);
        tariff.setChannelConfig(Map.of("meter", "1", "record", "energy", "tariff", "1"));
        driver.read(List.of(old, tariff));
        assertEquals(40_001.0, old.getValue().getValue());
        assertEquals("kWh", old.getUnit());
        assertEquals(18_000.0, tariff.getValue().getValue());
    }

    @Test
    void theChannelTableHasLabelledChoices() {
        List<?> columns = (List<?>) bus.driver(Map.of()).getChannelDescriptor().getDescriptor();
        Tad kind = (Tad) columns.get(1);
        assertEquals("kind", kind.getId());
        assertEquals(MBusKind.values().length, kind.getOption().size());
        assertEquals("Status of the meter", kind.getOption().get(1).getLabel());
    }

    @Test // the second asset's reading comes while nobody else reads: a readout of its own
    void oneReadingOfAMeterCostsOneReadout() {
        MBusDriver driver = bus.driver(Map.of());
        Fitted meter = bus.meter("1");
        driver.read(bus.channels(meter)); // link reset, request, confirmation
        int before = bus.requests;
        driver.read(bus.channels(meter));
        assertEquals(1, bus.requests - before);
    }

    @Test
    @Timeout(30)
    void whoAsksWhileAMeterIsBeingReadSharesTheReadout() throws InterruptedException {
        MBusDriver driver = bus.driver(Map.of());
        Fitted meter = bus.meter("1");
        driver.read(bus.channels(meter));
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        bus.wire = (request, good) -> {
            asked.countDown();
            awaitQuietly(go);
            return good;
        };
        int before = bus.requests;
        List<ChannelRecord> first = bus.channels(meter);
        List<ChannelRecord> second = bus.channels(meter);
        Thread one = new Thread(() -> driver.read(first), "first-asset");
        Thread two = new Thread(() -> driver.read(second), "second-asset");
        one.start();
        awaitQuietly(asked);
        two.start();
        while (two.getState() != Thread.State.WAITING) { // ends with the test's limit at the latest
            Thread.onSpinWait();
        }
        go.countDown();
        one.join();
        two.join();
        assertEquals(1, bus.requests - before);
        assertTrue(first.stream().allMatch(EmulatedBus::isGood));
        assertTrue(second.stream().allMatch(EmulatedBus::isGood));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aSilentMeterIsCalledOnceOnlyTheNextTime() {
        MBusDriver driver = bus.driver(Map.of());
        refused(driver, "99", "VALUE", "Energy", DataType.DOUBLE);
        assertEquals(3, bus.requests);
        refused(driver, "99", "VALUE", "Energy", DataType.DOUBLE);
        assertEquals(4, bus.requests);
    }

    @Test
    void aBatteryIsNotReadMoreOftenThanItBears(@TempDir Path data) {
        Map<String, Object> settings =
                Map.of("line", "serial:bus", "answer.margin", 15, "meter.1", BATTERY, "budget.1", 4);
        Optional<Path> file = Optional.of(data.resolve("readouts.txt"));
        MBusDriver driver = new MBusDriver(bus.lines, PlainCrypto.CRYPTO, settings, bus.clock, file);
        Object first = read(driver, BATTERY, "CLOCK", "#0", DataType.LONG);
        int requests = bus.requests;
        bus.clock.move(Duration.ofHours(5));
        assertEquals(first, read(driver, BATTERY, "CLOCK", "#0", DataType.LONG)); // the last answer once more
        assertEquals(requests, bus.requests);
        String byNumber = refused(driver, "80000022", "VALUE", "#2", DataType.DOUBLE);
        assertTrue(byNumber.contains("the next is due"), byNumber);
        assertEquals(requests, bus.requests);

        MBusDriver restarted = new MBusDriver(bus.lines, PlainCrypto.CRYPTO, settings, bus.clock, file);
        String refusal = refused(restarted, BATTERY, "VALUE", "#2", DataType.DOUBLE);
        assertTrue(refusal.contains("bears 4 readouts a day, and the next is due at 2026-11-24T03:00:0"), refusal);
        assertEquals(requests, bus.requests);

        bus.clock.move(Duration.ofHours(2));
        read(restarted, BATTERY, "VALUE", "#2", DataType.DOUBLE);
        assertTrue(bus.requests > requests);
    }

    @Test
    void aClockThatWasSetBackDoesNotLockAMeterOut() {
        MovedClock clock = MovedClock.at("2026-11-23T12:00:00Z");
        ReadBudget budget = new ReadBudget(clock, Optional.empty());
        assertTrue(budget.take("5", 1).isEmpty());
        clock.move(Duration.ofDays(-3));
        assertTrue(budget.take("5", 1).isEmpty());
    }
}
