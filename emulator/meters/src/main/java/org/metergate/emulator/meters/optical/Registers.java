package org.metergate.emulator.meters.optical;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.metergate.emulator.meters.Building;

/**
 * What the registers of the meter show at one second, in the order of the readout: address, and what stands between the
 * parentheses.
 *
 * <p>Counters are floored to the last digit of the display and start again at 0 after 999999.999; what holds for the
 * moment is rounded to the nearest digit.
 */
final class Registers {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyMMdd");
    private static final BigDecimal ROLL_OVER = new BigDecimal(1_000_000);

    private final Map<String, String> values = new LinkedHashMap<>();

    private Registers() {}

    /**
     * Latches the registers.
     *
     * @param settings of the meter
     * @param building what it measures
     * @param second the true time, a whole second
     * @param shown what the meter's clock shows at that time
     * @return what the registers show
     */
    static Registers at(OpticalSettings settings, Building building, Instant second, Instant shown) {
        Registers registers = new Registers();
        Building.State state = building.at(second);
        registers.identity(settings.deviceAddress(), LocalDateTime.ofInstant(shown, settings.zone()));
        registers.counters(state, "");
        registers.powers(state);
        registers.phases(state.phases());
        registers.set("14.7.0", digits(state.frequency(), 2, 2), "Hz");
        registers.history(settings, building, second);
        return registers;
    }

    /** @return address and contents, in the order of the readout */
    Map<String, String> values() {
        return values;
    }

    /** @return the data block with its end mark (IEC 62056-21, 6.3.11) */
    String block() {
        return values.entrySet().stream()
                .map(register -> register.getKey() + "(" + register.getValue() + ")\r\n")
                .collect(Collectors.joining("", "", "!\r\n"));
    }

    private void identity(String serial, LocalDateTime now) {
        set("F.F", "00000000");
        set("0.0.0", serial);
        set("0.9.1", TIME.format(now));
        set("0.9.2", DATE.format(now));
    }

    private void counters(Building.State state, String period) {
        set("1.8.0" + period, counter(state.activeImport()), "kWh");
        set("2.8.0" + period, counter(state.activeExport()), "kWh");
        set("3.8.0" + period, counter(state.reactiveImport()), "kvarh");
        set("4.8.0" + period, counter(state.reactiveExport()), "kvarh");
    }

    private void powers(Building.State state) {
        double active = state.activePower();
        set("1.7.0", digits(Math.max(active, 0) / 1000, 2, 3), "kW");
        set("2.7.0", digits(Math.max(-active, 0) / 1000, 2, 3), "kW");
        set("16.7.0", digits(active / 1000, 2, 3), "kW");
        set("131.7.0", digits(state.reactivePower() / 1000, 2, 3), "kvar");
    }

    /** Value group C of a phase is that of the whole plus 20, 40 and 60 (IEC 62056-61, table of C). */
    private void phases(List<Building.Phase> phases) {
        for (int i = 0; i < phases.size(); i++) {
            Building.Phase phase = phases.get(i);
            int offset = 20 * (i + 1);
            set((12 + offset) + ".7.0", digits(phase.voltage(), 3, 1), "V");
            set((11 + offset) + ".7.0", digits(phase.current(), 3, 3), "A");
            set((16 + offset) + ".7.0", digits(phase.activePower() / 1000, 2, 3), "kW");
            set((131 + offset) + ".7.0", digits(phase.reactivePower() / 1000, 2, 3), "kvar");
        }
    }

    /** Billing periods end with the month; they are numbered by it, so that the last digits tell which one it was. */
    private void history(OpticalSettings settings, Building building, Instant second) {
        ZonedDateTime end =
                second.atZone(settings.zone()).truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1);
        int most = settings.traits().history();
        for (int back = 0; back < most; back++) {
            String period = "*" + padded(BigDecimal.valueOf(most - back), 2);
            counters(building.at(end.minusMonths(back).toInstant()), period);
        }
    }

    private void set(String address, String value) {
        values.put(address, value);
    }

    private void set(String address, String value, String unit) {
        set(address, value + "*" + unit);
    }

    /** @return kilo, with three decimals */
    static String counter(double wattHours) {
        BigDecimal kilo =
                BigDecimal.valueOf(Math.floor(wattHours)).movePointLeft(3).setScale(3, RoundingMode.FLOOR);
        return padded(kilo.remainder(ROLL_OVER), 6);
    }

    /** @return a number of so many digits before and after the point */
    static String digits(double value, int before, int after) {
        return padded(new BigDecimal(value).setScale(after, RoundingMode.HALF_UP), before);
    }

    /** Leading zeros as a display shows them; the sign stands before them. */
    private static String padded(BigDecimal value, int before) {
        String digits = value.abs().toPlainString();
        int width = before + (value.scale() > 0 ? 1 + value.scale() : 0);
        return (value.signum() < 0 ? "-" : "") + "0".repeat(Math.max(0, width - digits.length())) + digits;
    }
}
