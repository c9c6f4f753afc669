package org.metergate.emulator.meters.mbus;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.metergate.emulator.meters.Building;
import org.metergate.emulator.meters.Building.Heat;

/** The heat meter of the building, latched at the whole second of its clock. */
public final class HeatMeter implements Registers {

    private static final int HEAT = 0x04;

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
    public HeatMeter(Building building, Clock clock, ZoneId zone, int id) {
        this.building = building;
        this.clock = clock;
        this.zone = zone;
        this.id = id;
        this.identity = Telegram.identity(id, "MTG", 1, HEAT);
    }

    @Override
    public List<byte[]> telegrams(int accessNumber) {
        Instant latch = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        LocalDateTime time = LocalDateTime.ofInstant(latch, zone);
        LocalDateTime month = time.toLocalDate().withDayOfMonth(1).atStartOfDay();
        Heat now = building.at(latch).heat();
        Heat stored = building.at(month.atZone(zone).toInstant()).heat();
        return List.of(new Telegram(identity, accessNumber)
                .digits("78", id)
                .time(time)
                .counter("04", "03", now.energy(), "1")
                .counter("04", "13", now.volume(), "0.001")
                .measured("04", "2B", now.power(), "1")
                .measured("04", "3B", now.flow(), "0.001")
                .measured("02", "59", now.flowTemperature(), "0.01")
                .measured("02", "5D", now.returnTemperature(), "0.01")
                .measured("02", "61", now.flowTemperature() - now.returnTemperature(), "0.01")
                .hex("01FD1700") // error flags
                .storedDay(month.toLocalDate())
                .counter("44", "03", stored.energy(), "1")
                .bytes());
    }

    @Override
    public Optional<byte[]> identity() {
        return Optional.of(identity.clone());
    }
}
