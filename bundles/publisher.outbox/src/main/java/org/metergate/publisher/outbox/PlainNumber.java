package org.metergate.publisher.outbox;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.function.Predicate;

/** Prints numbers without an exponent and with no more digits than it takes to read the same number back. */
public final class PlainNumber {

    private PlainNumber() {}

    /**
     * Prints a number.
     *
     * @param number finite
     * @return digits, a sign and a point, such as {@code 1234.567} or {@code 230}
     */
    public static String text(Number number) {
        if (number instanceof Double d) {
            return plain(shortest(new BigDecimal(d.toString()), shorter -> shorter.doubleValue() == d));
        }
        if (number instanceof Float f) {
            return plain(shortest(new BigDecimal(f.toString()), shorter -> shorter.floatValue() == f));
        }
        return number.toString();
    }

    /** Before JDK 19, toString gives a digit too many for some numbers. */
    private static BigDecimal shortest(BigDecimal exact, Predicate<BigDecimal> same) {
        BigDecimal shortest = exact.stripTrailingZeros();
        while (shortest.precision() > 1) {
            BigDecimal shorter = shortest.round(new MathContext(shortest.precision() - 1));
            if (!same.test(shorter)) {
                break;
            }
            shortest = shorter.stripTrailingZeros();
        }
        return shortest;
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.toPlainString();
    }
}
