package org.metergate.mbus;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * VIFs of the manufacturers' own (VIF FF), for the makes whose meaning is known. EN 13757-3 leaves everything after FF to
 * them; the tables here are those of the makers' M-Bus descriptions.
 */
final class ManufacturerVifs {

    private static final String[] IME_QUANTITIES = {
        "Energy",
        "Reactive energy",
        "Apparent energy",
        "",
        "Power",
        "Reactive power",
        "Apparent power",
        "Voltage",
        "Voltage phase to phase",
        "Current",
        "Frequency",
        "Power factor",
        "Power factor sector",
        "Power demand",
        "Maximum power demand",
        "On time",
        "Pulse counter"
    };

    private static final String[] IME_UNITS = {
        "Wh", "varh", "VAh", "", "W", "var", "VA", "V", "V", "A", "Hz", "", "", "W", "W", "s", ""
    };

    private ManufacturerVifs() {}

    /**
     * @param manufacturer three letters
     * @param vib VIF FF and all its VIFEs
     * @return the meaning, empty if it is not known
     */
    static Optional<Meaning> of(String manufacturer, byte[] vib) {
        return switch (manufacturer) {
            case "KAM" -> kamstrup(vib);
            case "IME" -> ime(vib);
            default -> Optional.empty();
        };
    }

    /** Energies E8 and E9: volume times flow and return temperature. */
    private static Optional<Meaning> kamstrup(byte[] vib) {
        if (vib.length != 2) {
            return Optional.empty();
        }
        return switch (vib[1]) {
            case 0x07 -> Optional.of(Meaning.number("Volume x flow temperature", "m^3*°C", BigDecimal.ONE));
            case 0x08 -> Optional.of(Meaning.number("Volume x return temperature", "m^3*°C", BigDecimal.ONE));
            default -> Optional.empty();
        };
    }

    /** Number of the quantity, then the standard's code for the power of ten, then 3B or 3C for the direction. */
    private static Optional<Meaning> ime(byte[] vib) {
        if (vib.length == 2) {
            boolean frequency = vib[1] == 0x5A;
            return frequency
                    ? Optional.of(Meaning.number("Frequency", "Hz", BigDecimal.ONE.movePointLeft(1)))
                    : Optional.empty();
        }
        int number = vib[1] & 0x7F;
        if (vib.length > 4 || number >= IME_UNITS.length || IME_QUANTITIES[number].isEmpty()) {
            return Optional.empty();
        }
        Optional<Meaning> meaning = imeFactor(vib[2] & 0x7F)
                .map(factor -> Meaning.number(IME_QUANTITIES[number], IME_UNITS[number], factor));
        return vib.length == 4 ? meaning.map(m -> VifExtension.apply(m, vib[3] & 0x7F)) : meaning;
    }

    private static Optional<BigDecimal> imeFactor(int code) {
        if (code <= 0x07 || code >= 0x28 && code <= 0x2F) {
            return Optional.of(BigDecimal.ONE.scaleByPowerOfTen((code & 0x07) - 3));
        }
        if (code == 0x21) {
            return Optional.of(BigDecimal.valueOf(60));
        }
        if (code >= 0x40 && code <= 0x4F) {
            return Optional.of(BigDecimal.ONE.scaleByPowerOfTen((code & 0x0F) - 9));
        }
        return code >= 0x50 && code <= 0x5F
                ? Optional.of(BigDecimal.ONE.scaleByPowerOfTen((code & 0x0F) - 12))
                : Optional.empty();
    }
}
