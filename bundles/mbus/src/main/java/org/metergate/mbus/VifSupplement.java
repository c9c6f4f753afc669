package org.metergate.mbus;

import static org.metergate.mbus.Meaning.Kind.IDENTIFICATION;
import static org.metergate.mbus.Meaning.Kind.TIME;
import static org.metergate.mbus.Meaning.Kind.UNKNOWN;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** The VIF codes that jMBus lacks or reads otherwise than EN 13757-3 (tables 10, 12 and 14). */
final class VifSupplement {

    private VifSupplement() {}

    /**
     * @param vif primary VIF, extension bit cleared
     * @return its meaning, empty if the dictionary is to be asked
     */
    static Optional<Meaning> primary(int vif) {
        return switch (vif) {
            case 0x6E -> Optional.of(Meaning.number("H.C.A.", "Units for H.C.A.", BigDecimal.ONE));
            case 0x7E -> Optional.of(Meaning.of("Any VIF", "", UNKNOWN));
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
        return switch (vife) {
            case 0x08 -> Optional.of(count("Access Number (transmission count)"));
            case 0x09 -> Optional.of(count("Medium"));
            case 0x0A -> Optional.of(count("Manufacturer"));
            case 0x1C -> Optional.of(Meaning.number("Baudrate", "Baud", BigDecimal.ONE));
            case 0x1D -> Optional.of(Meaning.number("Response delay time", "Bittimes", BigDecimal.ONE));
            case 0x2B -> Optional.of(count("Time point (second)"));
            case 0x30 -> Optional.of(Meaning.of("Start of tariff", "-", TIME)); // jMBus counts seconds here
            case 0x3A -> Optional.of(count("Dimensionless"));
            case 0x70 -> Optional.of(Meaning.of("Date and time of battery change", "-", TIME));
            case 0x71 -> Optional.of(signalStrength());
            default -> Optional.empty();
        };
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
        return switch (vife) {
            case 0x2B -> Optional.of(Meaning.number("Phase U-I", "°", BigDecimal.ONE.movePointLeft(1)));
            case 0x64, 0x65, 0x66, 0x67 -> Optional.of(
                    Meaning.number("External temperature", "°F", BigDecimal.ONE.scaleByPowerOfTen((vife & 0x03) - 3)));
            default -> Optional.empty();
        };
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
