package org.metergate.emulator.bench.optical;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.metergate.emulator.bench.EmulatedLine;
import org.metergate.emulator.bench.WireBench;
import org.metergate.emulator.bench.WireTime;
import org.metergate.emulator.meters.EmulatedCable;
import org.metergate.emulator.meters.EmulatedTime;
import org.metergate.emulator.meters.Fault;
import org.metergate.emulator.meters.Wire.ByteTiming;
import org.metergate.emulator.meters.building.Site;
import org.metergate.emulator.meters.building.SiteBuilding;
import org.metergate.emulator.meters.optical.OpticalMeter;
import org.metergate.emulator.meters.optical.OpticalSettings;
import org.metergate.iec62056p21.OpticalSession;
import org.metergate.iec62056p21.Pause;
import org.metergate.iec62056p21.SessionSettings;

/** A readout in mode C, from the sign-on at 300 baud to the block check character. */
public final class ReadoutWireBench implements WireBench {
    private static final Duration REACTION = Duration.ofMillis(200);

    @Override
    public String name() {
        return "optical mode C readout";
    }

    @Override
    public List<WireTime> measure() throws Exception {
        List<WireTime> times = new ArrayList<>();
        for (int baud : new int[] {300, 600, 1200, 2400, 4800, 9600}) {
            times.add(readOut(baud));
        }
        return times;
    }

    private WireTime readOut(int baud) throws Exception {
        OpticalSettings settings = new OpticalSettings(
                "MTG", "\\@METERGATE-E1", "12345678", new ByteTiming(300, 10), baud, ZoneOffset.UTC);
        OpticalMeter meter = new OpticalMeter(
                settings,
                new SiteBuilding(Site.DEFAULT),
                Clock.fixed(Instant.parse("2026-06-23T10:11:12Z"), ZoneOffset.UTC));
        EmulatedTime time = new EmulatedTime();
        try (EmulatedCable cable = EmulatedCable.plug(time, meter, EmulatedCable.wire(300, 10, REACTION), Fault.NONE)) {
            EmulatedLine line = new EmulatedLine(cable, time);
            OpticalSession session = new OpticalSession(line, SessionSettings.STANDARD, new Pause() {
                @Override
                public void rest(Duration length) throws InterruptedException {
                    line.rest(length);
                }

                @Override
                public long nanos() {
                    return time.now();
                }
            });
            int sets = session.readOut().dataSets().size();
            return new WireTime(
                    name() + " " + sets + " " + baud,
                    WireTime.Kind.EMULATED,
                    time.elapsed(),
                    Duration.ofSeconds(1),
                    1.05);
        }
    }
}
