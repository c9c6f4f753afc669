package org.metergate.emulator.meters.optical;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.metergate.emulator.meters.Building;

/**
 * Writes the data message of a readout (IEC 62056-21, 6.3.11) from one latch of the registers.
 *
 * <p>Counters are floored to the last digit of the display and start again at 0 after 999999.999; what holds for the
 * moment is rounded to the nearest digit.
 */
final class DataBlock {
    private static final byte STX = 0x02;
    private static final byte ETX = 0x03;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyMMdd");
    private static final BigDecimal ROLL_OVER = new BigDecimal(1_000_000);

    private final StringBuilder text = new StringBuilder();

    private DataBlock() {}

    /**
     * Writes a message.
     *
     * @param serial serial number, 0.0.0
     * @param state of the building at the second that was latched
     * @param zone of the meter's clock
     * @return STX, data lines, end mark, ETX and block check; 7-bit characters
     */
    static byte[] message(String serial, Building.State state, ZoneId zone) {
        DataBlock block = new DataBlock();
        block.identity(serial, LocalDateTime.ofInstant(state.time(), zone));
        block.counters(state);
        block.powers(state);
        block.phases(state.phases());
        block.line("14.7.0", digits(state.frequency(), 2, 2), "Hz");
        block.text.append("!\r\n");
        return block.framed();
    }

    private void identity(String serial, LocalDateTime now) {
        line("F.F", "00000000");
        line("0.0.0", serial);
        line("0.9.1", TIME.format(now));
        line("0.9.2", DATE.format(now));
    }

    private void counters(Building.State state) {
        line("1.8.0", counter(state.activeImport()), "kWh");
        line("2.8.0", counter(state.activeExport()), "kWh");
        line("3.8.0", counter(state.reactiveImport()), "kvarh");
        line("4.8.0", counter(state.reactiveExport()), "kvarh");
    }

    private void powers(Building.State state) {
        double active = state.activePower();
        line("1.7.0", digits(Math.max(active, 0) / 1000, 2, 3), "kW");
        line("2.7.0", digits(Math.max(-active, 0) / 1000, 2, 3), "kW");
        line("16.7.0", digits(active / 1000, 2, 3), "kW");
        line("131.7.0", digits(state.reactivePower() / 1000, 2, 3), "kvar");
    }

    /** Value group C of a phase is that of the whole plus 20, 40 and 60 (IEC 62056-61, table of C). */
    private void phases(List<Building.Phase> phases) {
        for (int i = 0; i < phases.size(); i++) {
            Building.Phase phase = phases.get(i);
            int offset = 20 * (i + 1);
            line((12 + offset) + ".7.0", digits(phase.voltage(), 3, 1), "V");
            line((11 + offset) + ".7.0", digits(phase.current(), 3, 3), "A");
            line((16 + offset) + ".7.0", digits(phase.activePower() / 1000, 2, 3), "kW");
            line((131 + offset) + ".7.0", digits(phase.reactivePower() / 1000, 2, 3), "kvar");
        }
    }

    private void line(String address, String value) {
        text.append(address).append('(').append(value).append(")\r\n");
    }

    private void line(String address, String value, String unit) {
        line(address, value + "*" + unit);
    }

    private static String counter(double wattHours) {
        BigDecimal kilo =
                BigDecimal.valueOf(Math.floor(wattHours)).movePointLeft(3).setScale(3, RoundingMode.FLOOR);
        return padded(kilo.remainder(ROLL_OVER), 6);
    }

    private static String digits(double value, int before, int after) {
        return padded(new BigDecimal(value).setScale(after, RoundingMode.HALF_UP), before);
    }

    /** Leading zeros as a display shows them; the sign stands before them. */
    private static String padded(BigDecimal value, int before) {
        String digits = value.abs().toPlainString();
        int width = before + 1 + value.scale();
        return (value.signum() < 0 ? "-" : "") + "0".repeat(Math.max(0, width - digits.length())) + digits;
    }

    private byte[] framed() {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write(STX);
        int check = 0;
        for (byte character : text.append((char) ETX).toString().getBytes(StandardCharsets.US_ASCII)) {
            message.write(character);
            check ^= character;
        }
        message.write(check);
        return message.toByteArray();
    }
}
