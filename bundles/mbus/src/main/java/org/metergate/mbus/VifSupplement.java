package org.metergate.mbus;

import static org.metergate.mbus.Meaning.Kind.IDENTIFICATION;
import static org.metergate.mbus.Meaning.Kind.TIME;
import static org.metergate.mbus.Meaning.Kind.UNKNOWN;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** The VIF codes that jMBus lacks or reads otherwise than the standard (EN 13757-3:2018, tables 10 and 12 to 14). */
final class VifSupplement {

    private static final BigDecimal[] SECONDS = {
        BigDecimal.ONE, BigDecimal.valueOf(60), BigDecimal.valueOf(3600), BigDecimal.valueOf(86_400)
    };

    private static final Meaning SIGNAL_STRENGTH = signalStrength();

    private static final BigDecimal RATING_STEP = BigDecimal.ONE.divide(BigDecimal.valueOf(4096));

    private VifSupplement() {}

    /**
     * @param vif primary VIF, extension bit cleared
     * @return its meaning, empty if the dictionary is to be asked
     */
    static Optional<Meaning> primary(int vif) {
        return switch (vif) {
            case 0x6E -> Optional.of(Meaning.number("H.C.A.", "Units for H.C.A.", BigDecimal.ONE));
            case 0x7A -> Optional.of(Meaning.unsigned("Bus Address"));
            case 0x7E -> Optional.of(Meaning.of("Any VIF", "", UNKNOWN));
            case 0x7F -> Optional.of(Meaning.of("Manufacturer specific", "", UNKNOWN));
            default -> Optional.empty();
        };
    }

    /**
     * @param vife the code after FD, extension bit cleared
     * @return its meaning, empty if the dictionary is to be asked
     */
    static Optional<Meaning> firstExtension(int vife) {
        if (vife <= 0x07) {
            BigDecimal ten = BigDecimal.ONE.scaleByPowerOfTen((vife & 0x03) - 3);
            return Optional.of(Meaning.number(vife < 4 ? "Credit" : "Debit", "Currency units", ten));
        }
        if (vife >= 0x3C && vife <= 0x3F) {
            return Optional.of(Meaning.number("Period of nominal data transmissions", "s", SECONDS[vife & 0x03]));
        }
        return switch (vife) {
            case 0x08 -> Optional.of(Meaning.unsigned("Access Number (transmission count)"));
            case 0x09 -> Optional.of(Meaning.unsigned("Medium"));
            case 0x0A -> Optional.of(Meaning.unsigned("Manufacturer"));
            case 0x17 -> Optional.of(Meaning.bits("Error flags"));
            case 0x18 -> Optional.of(Meaning.bits("Error mask"));
            case 0x19 -> Optional.of(Meaning.of("Security key", "", UNKNOWN));
            case 0x1A -> Optional.of(Meaning.bits("Digital Output"));
            case 0x1B -> Optional.of(Meaning.bits("Digital Input"));
            case 0x1C -> Optional.of(Meaning.number("Baudrate", "Baud", BigDecimal.ONE));
            case 0x1D -> Optional.of(Meaning.number("Response delay time", "Bittimes", BigDecimal.ONE));
            case 0x1F -> Optional.of(Meaning.bits("Remote control"));
            case 0x23 -> Optional.of(Meaning.of("Descriptor for tariff and subunit", "", UNKNOWN));
            case 0x2A -> Optional.of(Meaning.of("Operator specific data", "", UNKNOWN));
            case 0x2B -> Optional.of(Meaning.number("Time point (second)", "s", BigDecimal.ONE));
            case 0x30 -> Optional.of(Meaning.of("Start of tariff", "-", TIME)); // jMBus counts seconds here
            case 0x3A -> Optional.of(count("Dimensionless"));
            case 0x3B -> Optional.of(Meaning.of("Data container for wireless M-Bus protocol", "", UNKNOWN));
            case 0x65 -> Optional.of(Meaning.of("Time point of day change", "", TIME));
            case 0x70 -> Optional.of(Meaning.of("Date and time of battery change", "-", TIME));
            case 0x71 -> Optional.of(SIGNAL_STRENGTH);
            case 0x72 -> Optional.of(Meaning.of("Daylight saving", "", UNKNOWN));
            case 0x73 -> Optional.of(Meaning.of("Listening window management", "", UNKNOWN));
            case 0x74 -> Optional.of(Meaning.number("Remaining battery life time", "s", SECONDS[3]));
            case 0x75 -> Optional.of(count("Number of times the meter was stopped"));
            case 0x76 -> Optional.of(Meaning.of("Data container for manufacturer specific protocol", "", UNKNOWN));
            default -> Optional.empty();
        };
    }

    /**
     * @param vife the code after FD, extension bit cleared
     * @return whether its binary digits are of data type C instead of B (remark k of table 12)
     */
    static boolean isTypeCAfterFd(int vife) {
        return vife >= 0x08 && vife <= 0x16
                || vife == 0x1C
                || vife == 0x1D
                || vife >= 0x20 && vife <= 0x23
                || vife >= 0x2B && vife <= 0x2F
                || vife >= 0x31 && vife <= 0x33
                || vife >= 0x3C && vife <= 0x3F
                || vife == 0x66
                || vife == 0x74
                || vife == 0x75;
    }

    /**
     * @param vife the code after FB, extension bit cleared
     * @return whether its binary digits are of data type C instead of B (remark d of table 14)
     */
    static boolean isTypeCAfterFb(int vife) {
        return vife >= 0x18 && vife <= 0x1B || vife == 0x68 || vife == 0x69;
    }

    /**
     * @param vife the code after FD FD, extension bit cleared
     * @return its meaning, empty if it is reserved
     */
    static Optional<Meaning> secondLevel(int vife) {
        return switch (vife) {
            case 0x00 -> Optional.of(Meaning.unsigned("Currently selected application"));
            case 0x02 -> Optional.of(Meaning.number("Remaining battery life time", "months", BigDecimal.ONE));
            case 0x03 -> Optional.of(Meaning.number("Remaining battery life time", "years", BigDecimal.ONE));
            default -> Optional.empty();
        };
    }

    /** A negative number is the strength in dBm itself, as the standard has it. */
    static Meaning signalStrengthOf(Meaning meaning, Content content) {
        boolean plain = meaning == SIGNAL_STRENGTH
                && content instanceof Content.Number number
                && number.register().signum() < 0;
        return plain ? Meaning.number(meaning.quantity(), meaning.unit(), BigDecimal.ONE) : meaning;
    }

    /** Sent as 0 to 65 in steps of 2 dB above -130 dBm, as radio receivers with an M-Bus output do. */
    private static Meaning signalStrength() {
        return new Meaning(
                "Received signal strength",
                "dBm",
                BigDecimal.valueOf(2),
                BigDecimal.valueOf(-130),
                Meaning.Kind.NUMBER,
                List.of());
    }

    /**
     * @param vife the code after FB, extension bit cleared
     * @return its meaning, empty if the dictionary is to be asked
     */
    static Optional<Meaning> secondExtension(int vife) {
        if (vife >= 0x0C && vife <= 0x0F) {
            return Optional.of(Meaning.number("Energy", "cal", BigDecimal.ONE.scaleByPowerOfTen((vife & 0x03) + 5)));
        }
        if (vife >= 0x68 && vife <= 0x6E) {
            return Optional.of(ratingFactor(vife));
        }
        return switch (vife) {
            case 0x20 -> Optional.of(Meaning.number("Volume", "feet^3", BigDecimal.ONE));
            case 0x21 -> Optional.of(Meaning.number("Volume", "feet^3", BigDecimal.ONE.movePointLeft(1)));
            case 0x22 -> Optional.of(Meaning.number("Volume", "American gallon", BigDecimal.ONE.movePointLeft(1)));
            case 0x23 -> Optional.of(Meaning.number("Volume", "American gallon", BigDecimal.ONE));
            case 0x24 -> Optional.of(
                    Meaning.number("Volume flow", "American gallon/min", BigDecimal.ONE.movePointLeft(3)));
            case 0x25 -> Optional.of(Meaning.number("Volume flow", "American gallon/min", BigDecimal.ONE));
            case 0x26 -> Optional.of(Meaning.number("Volume flow", "American gallon/h", BigDecimal.ONE));
            case 0x2A -> Optional.of(Meaning.number("Phase U-U", "°", BigDecimal.ONE.movePointLeft(1)));
            case 0x2B -> Optional.of(Meaning.number("Phase U-I", "°", BigDecimal.ONE.movePointLeft(1)));
            case 0x58, 0x59, 0x5A, 0x5B -> fahrenheit("Flow temperature", vife);
            case 0x5C, 0x5D, 0x5E, 0x5F -> fahrenheit("Return temperature", vife);
            case 0x60, 0x61, 0x62, 0x63 -> fahrenheit("Temperature difference", vife);
            case 0x64, 0x65, 0x66, 0x67 -> fahrenheit("External temperature", vife);
            case 0x70, 0x71, 0x72, 0x73 -> fahrenheit("Cold / Warm Temperature Limit", vife);
            case 0x78, 0x79, 0x7A, 0x7B, 0x7C, 0x7D, 0x7E, 0x7F -> Optional.of(
                    Meaning.number("Cumul count max power", "W", BigDecimal.ONE.scaleByPowerOfTen((vife & 0x07) - 3)));
            default -> Optional.empty();
        };
    }

    private static Optional<Meaning> fahrenheit(String quantity, int vife) {
        return Optional.of(Meaning.number(quantity, "°F", BigDecimal.ONE.scaleByPowerOfTen((vife & 0x03) - 3)));
    }

    /** Rating factors of heat cost allocators, in steps of 2 to the power of -12 but for Kq. */
    private static Meaning ratingFactor(int vife) {
        String name =
                switch (vife) {
                    case 0x68 -> "Resulting rating factor K";
                    case 0x69 -> "Thermal output rating factor Kq";
                    case 0x6A -> "Thermal coupling rating factor overall Kc";
                    case 0x6B -> "Thermal coupling rating factor room side Kcr";
                    case 0x6C -> "Thermal coupling rating factor heater side Kch";
                    case 0x6D -> "Low temperature rating factor Kt";
                    default -> "Display output scaling factor KD";
                };
        return Meaning.number(name, "", vife == 0x69 ? BigDecimal.ONE : RATING_STEP);
    }

    /** What remains when nobody knows the code. */
    static Meaning unknown(String vib) {
        return Meaning.of("Unknown (VIF=" + vib + ")", "", UNKNOWN);
    }

    /** A quantity of digits that only name something. */
    static Meaning identification(String quantity) {
        return Meaning.of(quantity, "", IDENTIFICATION);
    }

    private static Meaning count(String quantity) {
        return Meaning.number(quantity, "", BigDecimal.ONE);
    }
}
