package org.metergate.mbus;

import java.math.BigDecimal;

/** The combinable VIFEs (EN 13757-3, tables 15 and 16), which jMBus passes over. */
final class VifExtension {

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
        "negative contributions only"
    };

    private static final BigDecimal[] SECONDS = {
        BigDecimal.ONE, BigDecimal.valueOf(60), BigDecimal.valueOf(3600), BigDecimal.valueOf(86_400)
    };

    private VifExtension() {}

    /**
     * @param meaning of the VIF and the VIFEs before
     * @param vife the code, extension bit cleared
     * @return the meaning with it
     */
    static Meaning apply(Meaning meaning, int vife) {
        if (vife <= 0x1F) {
            return meaning.qualified(recordError(vife));
        }
        if (vife >= 0x70 && vife <= 0x77) {
            return meaning.times(BigDecimal.ONE.scaleByPowerOfTen((vife & 0x07) - 6));
        }
        if (vife >= 0x78 && vife <= 0x7B) {
            return meaning.plus(BigDecimal.ONE.scaleByPowerOfTen((vife & 0x03) - 3));
        }
        if (vife == 0x7D) {
            return meaning.times(BigDecimal.valueOf(1000));
        }
        if (vife == 0x39) {
            return meaning.qualified(PER[0x19]).as(Meaning.Kind.TIME);
        }
        if (vife <= 0x3C) {
            return meaning.qualified(PER[vife - 0x20]);
        }
        if (vife >= 0x40 && vife <= 0x4F) {
            return limit(meaning, vife);
        }
        if (vife >= 0x50 && vife <= 0x6F) {
            return period(meaning, vife);
        }
        return vife == 0x7E ? meaning.qualified("future value") : meaning.qualified(String.format("VIFE %02X", vife));
    }

    /**
     * @param vife the code after the extension FC
     * @return what it adds
     */
    static String second(int vife) {
        return switch (vife) {
            case 0x01 -> "L1";
            case 0x02 -> "L2";
            case 0x03 -> "L3";
            case 0x04 -> "N";
            case 0x05 -> "L1-L2";
            case 0x06 -> "L2-L3";
            case 0x07 -> "L3-L1";
            case 0x0C -> "average";
            default -> String.format("VIFE FC %02X", vife);
        };
    }

    private static Meaning limit(Meaning meaning, int vife) {
        String which = (vife & 0x08) == 0 ? "lower" : "upper";
        return switch (vife & 0x07) {
            case 0 -> meaning.qualified(which + " limit");
            case 1 -> meaning.qualified("exceeds of " + which + " limit").as(Meaning.Kind.UNKNOWN);
            case 2, 3, 6, 7 -> meaning.qualified("time of exceeding the " + which + " limit")
                    .as(Meaning.Kind.TIME);
            default -> meaning.qualified(String.format("VIFE %02X", vife)).as(Meaning.Kind.UNKNOWN);
        };
    }

    private static Meaning period(Meaning meaning, int vife) {
        if ((vife & 0x7A) == 0x6A) {
            return meaning.qualified("time of the value").as(Meaning.Kind.TIME);
        }
        if (vife <= 0x67) {
            Meaning seconds = Meaning.number(meaning.quantity(), "s", SECONDS[vife & 0x03]);
            for (String qualifier : meaning.qualifiers()) {
                seconds = seconds.qualified(qualifier);
            }
            return seconds.qualified(vife < 0x60 ? "duration of exceeding the limit" : "duration");
        }
        return meaning.qualified(
                switch (vife) {
                    case 0x68 -> "during lower limit exceed";
                    case 0x6C -> "during upper limit exceed";
                    case 0x69 -> "leakage";
                    default -> "overflow";
                });
    }

    /**
     * @param qualifier one of a meaning
     * @return whether it says that the meter itself does not vouch for the value
     */
    static boolean voids(String qualifier) {
        return qualifier.startsWith("data ") || qualifier.equals("no data available");
    }

    private static String recordError(int code) {
        return switch (code) {
            case 0x00 -> "no error";
            case 0x15 -> "no data available";
            case 0x16 -> "data overflow";
            case 0x17 -> "data underflow";
            case 0x18 -> "data error";
            default -> String.format("record error %02X", code);
        };
    }
}
