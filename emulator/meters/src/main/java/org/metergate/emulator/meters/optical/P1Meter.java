package org.metergate.emulator.meters.optical;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.metergate.emulator.meters.Building;
import org.metergate.emulator.meters.Station;
import org.metergate.emulator.meters.Wire;

/**
 * A meter with a P1 port, which sends its telegram again and again to whoever listens (DSMR P1 companion standard 2.2, 4.0
 * and 5.0). The first tariff holds a third of the energy in whole kWh and the second the rest, so that both together are
 * what the building has used.
 */
public final class P1Meter implements Station {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyMMddHHmmss");
    private static final int FIVE_MINUTES = 300;

    private final P1Settings settings;
    private final Building building;
    private final Clock clock;

    /**
     * @param settings what the meter is
     * @param building what it measures
     * @param clock the meter's own
     */
    public P1Meter(P1Settings settings, Building building, Clock clock) {
        this.settings = settings;
        this.building = building;
        this.clock = clock;
    }

    @Override
    public void serve(Wire wire) throws IOException {
        while (true) {
            wire.write(telegram(clock.instant().truncatedTo(ChronoUnit.SECONDS)));
            wire.read(settings.interval());
        }
    }

    /** @return the whole telegram of a second, with its line ends */
    byte[] telegram(Instant second) {
        boolean old = settings.version() == P1Settings.Version.V2;
        StringBuilder text = new StringBuilder("/MTG5" + settings.identification() + "\r\n\r\n");
        if (!old) {
            line(text, "1-3:0.2.8", settings.version() == P1Settings.Version.V5 ? "50" : "42");
            line(text, "0-0:1.0.0", stamp(second));
        }
        line(text, "0-0:96.1.1", hex(settings.serial()));
        electricity(text, building.at(second));
        water(text, second, old);
        text.append('!');
        byte[] checked = text.toString().getBytes(StandardCharsets.US_ASCII);
        String end = old ? "\r\n" : String.format("%04X\r\n", crc(checked));
        return (text + end).getBytes(StandardCharsets.US_ASCII);
    }

    private void electricity(StringBuilder text, Building.State state) {
        double night = Math.floor(state.activeImport() / 3000) * 1000; // whole kWh, so that the sum stays exact
        double nightExport = Math.floor(state.activeExport() / 3000) * 1000;
        line(text, "1-0:1.8.1", Registers.counter(night) + "*kWh");
        line(text, "1-0:1.8.2", Registers.counter(state.activeImport() - night) + "*kWh");
        line(text, "1-0:2.8.1", Registers.counter(nightExport) + "*kWh");
        line(text, "1-0:2.8.2", Registers.counter(state.activeExport() - nightExport) + "*kWh");
        line(text, "0-0:96.14.0", isDay(state.time()) ? "0002" : "0001");
        double active = state.activePower() / 1000;
        line(text, "1-0:1.7.0", Registers.digits(Math.max(active, 0), 2, 3) + "*kW");
        line(text, "1-0:2.7.0", Registers.digits(Math.max(-active, 0), 2, 3) + "*kW");
        if (settings.version() == P1Settings.Version.V5) {
            phases(text, state.phases());
        }
        line(text, "0-0:96.13.0", "");
    }

    private static void phases(StringBuilder text, List<Building.Phase> phases) {
        for (int i = 0; i < phases.size(); i++) {
            Building.Phase phase = phases.get(i);
            int offset = 20 * (i + 1);
            line(text, "1-0:" + (12 + offset) + ".7.0", Registers.digits(phase.voltage(), 3, 1) + "*V");
            line(text, "1-0:" + (11 + offset) + ".7.0", Registers.digits(phase.current(), 3, 0) + "*A");
            double power = phase.activePower() / 1000;
            line(text, "1-0:" + (1 + offset) + ".7.0", Registers.digits(Math.max(power, 0), 2, 3) + "*kW");
            line(text, "1-0:" + (2 + offset) + ".7.0", Registers.digits(Math.max(-power, 0), 2, 3) + "*kW");
        }
    }

    /** The water meter on the M-Bus of the P1 meter, which asks it every five minutes. */
    private void water(StringBuilder text, Instant second, boolean old) {
        Instant asked = Instant.ofEpochSecond(Math.floorDiv(second.getEpochSecond(), FIVE_MINUTES) * FIVE_MINUTES);
        String volume = Registers.digits(Math.floor(building.at(asked).water().volume() * 1000) / 1000, 5, 3);
        line(text, "0-2:24.1.0", old ? "7" : "007");
        line(text, "0-2:96.1.0", hex("W" + settings.serial()));
        if (old) {
            text.append("0-2:24.3.0(")
                    .append(stamp(asked), 0, 12)
                    .append(")(00)(5)(1)(0-2:24.2.0)(m3)\r\n(")
                    .append(volume)
                    .append(")\r\n");
        } else {
            line(text, "0-2:24.2.1", stamp(asked) + ")(" + volume + "*m3");
        }
    }

    private boolean isDay(Instant time) {
        int hour = time.atZone(settings.zone()).getHour();
        return hour >= 7 && hour < 23;
    }

    private String stamp(Instant time) {
        ZoneId zone = settings.zone();
        return STAMP.format(time.atZone(zone)) + (zone.getRules().isDaylightSavings(time) ? "S" : "W");
    }

    private static void line(StringBuilder text, String address, String value) {
        text.append(address).append('(').append(value).append(")\r\n");
    }

    private static String hex(String text) {
        StringBuilder hex = new StringBuilder();
        for (byte character : text.getBytes(StandardCharsets.US_ASCII)) {
            hex.append(String.format("%02X", character));
        }
        return hex.toString();
    }

    /** Polynomial x16 + x15 + x2 + 1, reflected, from zero; from the slash to the exclamation mark. */
    static int crc(byte[] bytes) {
        int crc = 0;
        for (byte each : bytes) {
            crc ^= each & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? crc >> 1 ^ 0xA001 : crc >> 1;
            }
        }
        return crc;
    }
}
