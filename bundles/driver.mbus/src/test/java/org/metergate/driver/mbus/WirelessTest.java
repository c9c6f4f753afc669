package org.metergate.driver.mbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.channel.listener.ChannelListener;
import org.eclipse.kura.type.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.metergate.emulator.meters.PortSettings;
import org.metergate.emulator.meters.TcpStation;
import org.metergate.emulator.meters.mbus.ReceiverFormat;
import org.metergate.emulator.meters.mbus.WirelessMeters;
import org.metergate.emulator.meters.mbus.WirelessMeters.Sender;
import org.metergate.emulator.meters.mbus.WirelessReceiver;
import org.metergate.transport.ports.PortLines;

/** The driver listens to an emulated receiver over TCP. */
@Timeout(60)
class WirelessTest {
    private final WirelessMeters meters = new WirelessMeters(Clock.systemUTC());

    /** What is done while the driver listens. */
    private interface Listening {
        void with(MBusDriver driver) throws Exception;
    }

    private void on(ReceiverFormat format, Map<String, Object> more, Listening listening) throws Exception {
        WirelessReceiver receiver = new WirelessReceiver(meters, format, Duration.ofMillis(20));
        try (TcpStation station = TcpStation.open("wmbus", PortSettings.network(0), receiver);
                PortLines lines = new PortLines()) {
            Map<String, Object> settings = new TreeMap<>(more);
            settings.put("line", station.address());
            settings.put("source", format.name());
            MBusDriver driver =
                    new MBusDriver(lines, PlainCrypto.CRYPTO, settings, Clock.systemUTC(), Optional.empty());
            try {
                listening.with(driver);
            } finally {
                driver.deactivate();
            }
        }
    }

    private static Map<String, Object> listened(String meter, String kind, String record, DataType type) {
        return Map.of(
                "+name", meter + kind, "+value.type", type.name(), "meter", meter, "kind", kind, "record", record);
    }

    private static ChannelRecord next(MBusDriver driver, Map<String, Object> channel) throws InterruptedException {
        BlockingQueue<ChannelRecord> events = new LinkedBlockingQueue<>();
        ChannelListener listener = event -> events.add(event.getChannelRecord());
        driver.registerChannelListener(channel, listener);
        ChannelRecord record = events.poll(30, TimeUnit.SECONDS);
        driver.unregisterChannelListener(listener);
        if (record == null) {
            throw new AssertionError("no event for " + channel);
        }
        return record;
    }

    @ParameterizedTest
    @EnumSource(ReceiverFormat.class)
    void everyTelegramReachesItsListeners(ReceiverFormat format) throws Exception {
        Map<String, Object> keys = new TreeMap<>();
        keys.put("keys", "A2000002=" + meters.senders().get(1).key());
        keys.put("meter.7", meters.senders().get(2).address());
        keys.put("key.7", meters.senders().get(2).key() + "-enciphered");
        on(format, keys, driver -> {
            for (Sender sender : meters.senders()) {
                ChannelRecord record = next(driver, listened(sender.address(), "VALUE", "#2", DataType.DOUBLE));
                assertTrue(EmulatedBus.isGood(record), () -> EmulatedBus.failure(record));
                assertEquals(
                        sender.value(2, Instant.ofEpochMilli(record.getTimestamp()))
                                .doubleValue(),
                        record.getValue().getValue());
                ChannelRecord signal = next(driver, listened(sender.address(), "SIGNAL", "#0", DataType.INTEGER));
                assertTrue(Math.abs((Integer) signal.getValue().getValue() - sender.dBm()) <= 1);
                ChannelRecord polled = EmulatedBus.channel(sender.address(), "STATUS", "#0", DataType.STRING);
                driver.read(List.of(polled));
                assertEquals("OK", polled.getValue().getValue());
            }
        });
    }

    @Test
    void aMissingKeyAndAMeterThatIsNotHeardSaySo() throws Exception {
        on(ReceiverFormat.HEX_TEXT, Map.of(), driver -> {
            ChannelRecord locked = next(driver, listened("A2000002", "VALUE", "#2", DataType.DOUBLE));
            assertTrue(EmulatedBus.failure(locked).contains("no key is set"), EmulatedBus.failure(locked));
            ChannelRecord absent = EmulatedBus.channel("99999999", "VALUE", "#2", DataType.DOUBLE);
            driver.read(List.of(absent));
            assertTrue(
                    EmulatedBus.failure(absent).contains("no telegram of it was heard"), EmulatedBus.failure(absent));
            ChannelRecord primary = EmulatedBus.channel("5", "VALUE", "#2", DataType.DOUBLE);
            driver.read(List.of(primary));
            assertTrue(EmulatedBus.failure(primary).contains("no primary address"), EmulatedBus.failure(primary));
        });
    }
}
