package org.metergate.emulator.meters.mbus;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.metergate.emulator.meters.Building;
import org.metergate.emulator.meters.Building.Water;

/** The water meter of the building, latched at the whole second of its clock. Its volume is BCD, in litres. */
public final class WaterMeter implements Registers {

    private static final int WATER = 0x07;

    private final Building building;
    private final Clock clock;
    private final ZoneId zone;
    private final int id;
    private final byte[] identity;

    /**
     * @param building what it measures
     * @param clock the meter's clock
     * @param zone zone that the clock is set to
     * @param id identification number, up to 8 digits
     */
    public WaterMeter(Building building, Clock clock, ZoneId zone, int id) {
        this.building = building;
        this.clock = clock;
        this.zone = zone;
        this.id = id;
        this.identity = Telegram.identity(id, "MTG", 2, WATER);
    }

    @Override
    public List<byte[]> telegrams(int accessNumber) {
        Instant latch = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Water now = building.at(latch).water();
        return List.of(new Telegram(identity, accessNumber)
                .digits("78", id)
                .time(LocalDateTime.ofInstant(latch, zone))
                .digits("13", (long) Math.floor(now.volume() * 1000))
                .measured("04", "3B", now.flow(), "0.001")
                .hex("01FD1700") // error flags
                .bytes());
    }

    @Override
    public Optional<byte[]> identity() {
        return Optional.of(identity.clone());
    }
}
