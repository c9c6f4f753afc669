package org.metergate.driver.mbus;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.kura.channel.ChannelFlag;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.type.DataType;
import org.metergate.emulator.meters.mbus.Heard;
import org.metergate.emulator.meters.mbus.MBusBus;
import org.metergate.emulator.meters.mbus.ThirtyTwoMeters;
import org.metergate.emulator.meters.mbus.ThirtyTwoMeters.Fitted;
import org.metergate.testkit.EmulatedLine;
import org.metergate.testkit.EmulatedLines;
import org.metergate.testkit.MovedClock;
import org.metergate.transport.LineAddress;
import org.metergate.transport.SerialSettings;

/** The driver on the emulated bus of 32 meters, in emulated time, on a wire that can be spoilt. */
final class EmulatedBus {
    static final LineAddress ADDRESS = LineAddress.parse("serial:bus");
    private static final SerialSettings SERIAL = new SerialSettings(2400, 8, SerialSettings.Parity.EVEN, 1);
    private static final Duration TURNAROUND = Duration.ofMillis(20);

    /** What the wire does to an answer. */
    interface Spoiler {
        EmulatedLine.Answer spoil(byte[] request, EmulatedLine.Answer good);
    }

    static final Spoiler GOOD_WIRE = (request, good) -> good;

    final MovedClock clock = MovedClock.at("2026-11-23T21:00:03.700Z");
    final ThirtyTwoMeters house = new ThirtyTwoMeters(clock);
    final MBusBus bus;
    final EmulatedLines lines;
    Spoiler wire = GOOD_WIRE;
    int requests;

    EmulatedBus() {
        bus = house.bus();
        lines = new EmulatedLines(new EmulatedLine(ADDRESS, SERIAL, clock, (request, settings) -> {
            requests++;
            Heard heard = bus.hear(request, settings.baud());
            EmulatedLine.Answer good = heard.bytes().length == 0
                    ? EmulatedLine.Answer.NONE
                    : new EmulatedLine.Answer(heard.bytes(), TURNAROUND.plus(heard.after()));
            return wire.spoil(request, good);
        }));
    }

    MBusDriver driver(Map<String, Object> more) {
        Map<String, Object> settings = new TreeMap<>(Map.of("line", ADDRESS.toString(), "answer.margin", 15));
        settings.putAll(more);
        return new MBusDriver(lines, PlainCrypto.CRYPTO, settings, clock, Optional.empty());
    }

    Fitted meter(String address) {
        return house.meters().stream()
                .filter(one -> one.address().equals(address))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no meter " + address));
    }

    static ChannelRecord channel(String meter, String kind, String record, DataType type) {
        ChannelRecord channel = ChannelRecord.createReadRecord(meter + kind + record, type);
        channel.setChannelConfig(Map.of("meter", meter, "kind", kind, "record", record));
        return channel;
    }

    /** One channel for every number of a meter. */
    List<ChannelRecord> channels(Fitted meter) {
        return meter.values().apply(clock.instant()).keySet().stream()
                .map(index -> channel(meter.address(), "VALUE", "#" + index, DataType.DOUBLE))
                .toList();
    }

    static boolean isGood(ChannelRecord record) {
        return record.getChannelStatus().getChannelFlag() == ChannelFlag.SUCCESS;
    }

    static String failure(ChannelRecord record) {
        return record.getChannelStatus().getExceptionMessage();
    }
}
