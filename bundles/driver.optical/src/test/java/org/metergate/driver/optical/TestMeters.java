package org.metergate.driver.optical;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.kura.channel.ChannelFlag;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.type.DataType;
import org.metergate.emulator.meters.Building;
import org.metergate.emulator.meters.Wire.ByteTiming;
import org.metergate.emulator.meters.building.Site;
import org.metergate.emulator.meters.building.SiteBuilding;
import org.metergate.emulator.meters.optical.OpticalMeter;
import org.metergate.emulator.meters.optical.OpticalSettings;
import org.metergate.emulator.meters.optical.Traits;

/** Emulated meters at a fixed time, and what must be read from them. */
final class TestMeters {
    static final Instant NOW = Instant.parse("2026-06-23T10:11:12.700Z");
    static final Instant SECOND = Instant.parse("2026-06-23T10:11:12Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    static final Building BUILDING = new SiteBuilding(Site.DEFAULT);
    static final Building.State STATE = BUILDING.at(SECOND);

    /** Bytes take no time. */
    static final OpticalSettings FAST =
            new OpticalSettings("MTG", "\\@METERGATE-E1", "12345678", ByteTiming.NETWORK, 9600, ZoneOffset.UTC);

    private TestMeters() {}

    static OpticalMeter meter(Traits traits) {
        return meter(FAST.with(traits));
    }

    static OpticalMeter meter(OpticalSettings settings) {
        return new OpticalMeter(settings, BUILDING, CLOCK);
    }

    /** Settings of a driver that need not wait for a wire, and waits long enough for a busy machine. */
    static Map<String, Object> fast(String line, Object... more) {
        Map<String, Object> values = new HashMap<>(Map.of("line", line, "reaction.timeout", 1500, "turnaround", 0));
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i].toString(), more[i + 1]);
        }
        return values;
    }

    static ChannelRecord channel(String name, DataType type, String... settings) {
        ChannelRecord record = ChannelRecord.createReadRecord(name, type);
        record.setChannelConfig(settings(settings));
        return record;
    }

    static Map<String, Object> settings(String... settings) {
        Map<String, Object> config = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            config.put(settings[i], settings[i + 1]);
        }
        return config;
    }

    static ChannelRecord diagnosis() {
        return channel("why", DataType.STRING, "kind", "DIAGNOSIS");
    }

    static String text(ChannelRecord record) {
        assertEquals(ChannelFlag.SUCCESS, record.getChannelStatus().getChannelFlag(), () -> reason(record));
        return record.getValue().getValue().toString();
    }

    static double number(ChannelRecord record) {
        assertEquals(ChannelFlag.SUCCESS, record.getChannelStatus().getChannelFlag(), () -> reason(record));
        return (Double) record.getValue().getValue();
    }

    static String reason(ChannelRecord record) {
        return record.getChannelStatus().getExceptionMessage();
    }

    static boolean isGood(ChannelRecord record) {
        return record.getChannelStatus().getChannelFlag() == ChannelFlag.SUCCESS;
    }

    static List<ChannelRecord> usual() {
        List<ChannelRecord> records = new ArrayList<>();
        for (String address : List.of("1.8.0", "1-0:2.8.0*255", "16.7.0", "32.7.0", "71.7.0", "14.7.0")) {
            records.add(channel(address, DataType.DOUBLE, "address", address));
        }
        return records;
    }

    /** @param records of {@link #usual()}, read */
    static void assertRight(List<ChannelRecord> records) {
        double[] expected = {
            STATE.activeImport(),
            STATE.activeExport(),
            STATE.activePower(),
            STATE.phases().get(0).voltage(),
            STATE.phases().get(2).current(),
            STATE.frequency()
        };
        double[] steps = {1, 1, 1, 0.1, 0.001, 0.01};
        String[] units = {"Wh", "Wh", "W", "V", "A", "Hz"};
        for (int i = 0; i < expected.length; i++) {
            ChannelRecord record = records.get(i);
            assertEquals(expected[i], number(record), steps[i], record.getChannelName());
            assertEquals(units[i], record.getUnit());
            assertEquals(SECOND, Instant.ofEpochMilli(record.getTimestamp()));
        }
    }
}
