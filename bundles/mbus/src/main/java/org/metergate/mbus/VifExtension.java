package org.metergate.mbus;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** The combinable VIFEs (EN 13757-3:2018, tables 15, 16 and 18), which jMBus passes over. */
final class VifExtension {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    /** Codes 20 to 3F. */
    private static final String[] PER = {
        "per second",
        "per minute",
        "per hour",
        "per day",
        "per week",
        "per month",
        "per year",
        "per revolution",
        "increment per input pulse 0",
        "increment per input pulse 1",
        "increment per output pulse 0",
        "increment per output pulse 1",
        "per litre",
        "per m^3",
        "per kg",
        "per K",
        "per kWh",
        "per GJ",
        "per kW",
        "per K*l",
        "per V",
        "per A",
        "times s",
        "times s/V",
        "times s/A",
        "start of",
        "uncorrected",
        "positive contributions only",
        "negative contributions only",
        "non-metric units",
        "at base conditions",
        "OBIS declaration"
    };

    private static final int START_OF = 0x39;

    /** Codes 00 to 1F from the meter (table 18, and the first lines of table 15). */
    private static final String[] ERRORS = {
        "no error",
        "too many DIFEs",
        "storage number not implemented",
        "unit number not implemented",
        "tariff number not implemented",
        "function not implemented",
        "data class not implemented",
        "data size not implemented",
        "record error 08",
        "record error 09",
        "record error 0A",
        "too many VIFEs",
        "illegal VIF group",
        "illegal VIF exponent",
        "VIF/DIF mismatch",
        "unimplemented action",
        "VIFE 10",
        "VIFE 11",
        "average",
        "inverse compact profile",
        "relative deviation",
        "no data available",
        "data overflow",
        "data underflow",
        "data error",
        "record error 19",
        "record error 1A",
        "record error 1B",
        "premature end of record",
        "standard conform data content",
        "compact profile with register numbers",
        "compact profile"
    };

    private static final Set<String> VOIDING = Set.copyOf(voiding());

    private static final BigDecimal[] SECONDS = {
        BigDecimal.ONE, BigDecimal.valueOf(60), BigDecimal.valueOf(3600), BigDecimal.valueOf(86_400)
    };

    private static final String[] SECOND = {
        "VIFE FC 00",
        "L1",
        "L2",
        "L3",
        "N",
        "L1-L2",
        "L2-L3",
        "L3-L1",
        "Q1",
        "Q2",
        "Q3",
        "Q4",
        "delta between import and export"
    };

    private VifExtension() {}

    private static List<String> voiding() {
        List<String> voiding = new ArrayList<>(Arrays.asList(ERRORS).subList(0x01, 0x10));
        voiding.addAll(Arrays.asList(ERRORS).subList(0x15, 0x1D));
        return voiding;
    }

    /**
     * @param meaning of the VIF and the VIFEs before
     * @param vife the code, extension bit cleared
     * @return the meaning with it
     */
    static Meaning apply(Meaning meaning, int vife) {
        if (vife <= 0x1F) {
            return meaning.qualified(ERRORS[vife]);
        }
        if (vife <= 0x3F) {
            Meaning qualified = meaning.qualified(PER[vife - 0x20]);
            return vife == START_OF ? qualified.as(Meaning.Kind.TIME) : qualified;
        }
        if (vife <= 0x4F) {
            return limit(meaning, vife);
        }
        if (vife <= 0x6F) {
            return period(meaning, vife);
        }
        if (vife <= 0x77) {
            return meaning.times(BigDecimal.ONE.scaleByPowerOfTen((vife & 0x07) - 6));
        }
        if (vife <= 0x7B) {
            return meaning.plus(BigDecimal.ONE.scaleByPowerOfTen((vife & 0x03) - 3));
        }
        if (vife == 0x7D) {
            return meaning.times(BigDecimal.valueOf(1000));
        }
        return meaning.qualified("future value");
    }

    /**
     * @param meaning of the VIF and the VIFEs before
     * @param vife the code after the extension FC (table 16), extension bit cleared
     * @return the meaning with it
     */
    static Meaning second(Meaning meaning, int vife) {
        if (vife < SECOND.length) {
            return meaning.qualified(SECOND[vife]);
        }
        return switch (vife) {
            case 0x10 -> meaning.qualified("absolute value of both directions");
            case 0x11 -> meaning.qualified("data type C").as(Meaning.Kind.UNSIGNED);
            case 0x12 -> meaning.qualified("data type D").as(Meaning.Kind.BITS);
            case 0x14 -> meaning.qualified("from communication partner to meter");
            case 0x15 -> meaning.qualified("from meter to communication partner");
            default -> meaning.qualified("VIFE FC " + HEX.toHexDigits((byte) vife));
        };
    }

    private static Meaning limit(Meaning meaning, int vife) {
        String which = (vife & 0x08) == 0 ? "lower" : "upper";
        return switch (vife & 0x07) {
            case 0 -> meaning.qualified(which + " limit");
            case 1 -> meaning.qualified("number of exceeds of the " + which + " limit")
                    .replacedBy("", BigDecimal.ONE, Meaning.Kind.UNSIGNED);
            case 2, 3, 6, 7 -> meaning.qualified((vife & 0x01) == 0 ? "begin" : "end")
                    .qualified((vife & 0x04) == 0 ? "first" : "last")
                    .qualified("time of exceeding the " + which + " limit")
                    .as(Meaning.Kind.TIME);
            default -> meaning.qualified("VIFE " + HEX.toHexDigits((byte) vife)).as(Meaning.Kind.UNKNOWN);
        };
    }

    private static Meaning period(Meaning meaning, int vife) {
        String which = (vife & 0x04) == 0 ? "first" : "last";
        if ((vife & 0x7A) == 0x6A) {
            return meaning.qualified((vife & 0x01) == 0 ? "begin" : "end")
                    .qualified(which)
                    .qualified("time of the value")
                    .as(Meaning.Kind.TIME);
        }
        if (vife <= 0x5F) {
            String limit = (vife & 0x08) == 0 ? "lower" : "upper";
            return meaning.qualified(which)
                    .qualified("duration of exceeding the " + limit + " limit")
                    .replacedBy("s", SECONDS[vife & 0x03], Meaning.Kind.NUMBER);
        }
        if (vife <= 0x67) {
            return meaning.qualified(which)
                    .qualified("duration")
                    .replacedBy("s", SECONDS[vife & 0x03], Meaning.Kind.NUMBER);
        }
        return meaning.qualified(
                switch (vife) {
                    case 0x68 -> "during exceeding the lower limit";
                    case 0x6C -> "during exceeding the upper limit";
                    case 0x69 -> "leakage";
                    default -> "overflow";
                });
    }

    /**
     * @param qualifier one of a meaning
     * @return whether it says that the meter itself does not vouch for the value
     */
    static boolean voids(String qualifier) {
        return VOIDING.contains(qualifier);
    }

    /**
     * @param qualifier one of a meaning
     * @return whether the number is one of another unit: per hour, per pulse, times seconds, not metric
     */
    static boolean changesUnit(String qualifier) {
        return qualifier.startsWith("per ")
                || qualifier.startsWith("times ")
                || qualifier.startsWith("increment per ")
                || qualifier.equals("relative deviation")
                || qualifier.equals("non-metric units");
    }
}
