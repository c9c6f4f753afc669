package org.metergate.mbus;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.metergate.transport.MalformedFrameException;

/** Two counters with a common header (CI 73, EN 1434-3:1997, 6.3.2): 16 bytes, low byte first. */
final class FixedStructure {

    static final int LENGTH = 16;
    private static final int NO_UNIT = 0x3F;
    private static final int SAME_UNIT_BUT_HISTORIC = 0x3E;

    /** Units of code 02 to 37: each stands for three codes, times 1, 10 and 100. */
    private static final String[] UNITS = {
        "Wh", "kWh", "MWh", "kJ", "MJ", "GJ", "W", "kW", "MW", "kJ/h", "MJ/h", "GJ/h", "ml", "l", "m^3", "ml/h", "l/h",
        "m^3/h"
    };

    private FixedStructure() {}

    static Answer.Telegram decode(int ci, byte[] data, int offset) throws MalformedFrameException {
        if (data.length != LENGTH) {
            throw new MalformedFrameException(
                    offset + Math.min(data.length, LENGTH),
                    LENGTH + " bytes of fixed structure",
                    data.length + " bytes");
        }
        int status = data[5] & 0xFF;
        boolean binary = (status & 0x01) != 0;
        boolean stored = (status & 0x02) != 0;
        int medium = data[6] >> 6 & 0x03 | data[7] >> 4 & 0x0C;
        int unit1 = data[6] & 0x3F;
        int unit2 = data[7] & 0x3F;
        boolean historic = unit2 == SAME_UNIT_BUT_HISTORIC;
        Header header =
                new Header(Header.identification(data, 0), "", -1, new Medium(medium), data[4] & 0xFF, status, 0);
        return new Answer.Telegram(
                ci,
                Answer.Structure.FIXED,
                header,
                List.of(
                        counter(0, stored, unit1, binary, Arrays.copyOfRange(data, 8, 12)),
                        counter(
                                1,
                                stored || historic,
                                historic ? unit1 : unit2,
                                binary,
                                Arrays.copyOfRange(data, 12, 16))),
                new byte[0],
                false,
                "");
    }

    private static DataRecord counter(int index, boolean stored, int unit, boolean binary, byte[] bytes) {
        Meaning meaning = meaning(unit);
        Content content = DataField.read(binary ? 4 : 12, 0, bytes, 0, 4, meaning.kind());
        return new DataRecord(index, Function.INSTANTANEOUS, stored ? 1 : 0, 0, 0, false, meaning, content, bytes);
    }

    private static Meaning meaning(int code) {
        if (code >= 0x02 && code <= 0x37) {
            String unit = UNITS[(code - 2) / 3];
            return Meaning.number(quantity(unit), unit, BigDecimal.ONE.scaleByPowerOfTen((code - 2) % 3));
        }
        return switch (code) {
            case 0x38 -> Meaning.number("Temperature", "°C", BigDecimal.ONE.movePointLeft(3));
            case 0x39 -> Meaning.number("H.C.A.", "Units for H.C.A.", BigDecimal.ONE);
            case NO_UNIT -> Meaning.number("Dimensionless", "", BigDecimal.ONE);
            default -> Meaning.of(String.format("Unknown (unit=%02X)", code), "", Meaning.Kind.UNKNOWN);
        };
    }

    private static String quantity(String unit) {
        if (unit.endsWith("Wh") || unit.endsWith("J")) {
            return "Energy";
        }
        if (unit.endsWith("W") || unit.endsWith("J/h")) {
            return "Power";
        }
        return unit.endsWith("/h") ? "Volume flow" : "Volume";
    }
}
