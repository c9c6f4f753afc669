package org.metergate.driver.mbus.scan;

import java.time.Duration;
import java.util.List;
import org.metergate.mbus.MeterAddress;
import org.metergate.transport.LineAddress;
import org.metergate.transport.SerialSettings.Parity;

/**
 * What to scan.
 *
 * @param line the bus
 * @param parity of the characters; 8 data bits and 1 stop bit are fixed
 * @param speeds in baud, tried one after the other; where nobody answers a call to everybody the next one is tried at
 *     once. Over a TCP line that cannot change its speed give the one that is set
 * @param way which addresses
 * @param within for a secondary scan: only meters that fit this address
 * @param thorough for a secondary scan: look everywhere for the digit F, which hides behind its neighbours; about twice
 *     the time
 * @param margin waited in addition to what the standard gives a slave, for converters and networks
 */
public record ScanRequest(
        LineAddress line,
        Parity parity,
        List<Integer> speeds,
        Way way,
        MeterAddress.Secondary within,
        boolean thorough,
        Duration margin) {

    /** Every speed of a bus. */
    public static final List<Integer> EVERY_SPEED = List.of(2400, 300, 9600, 600, 1200, 4800, 19_200, 38_400);

    /** Every meter. */
    public static final MeterAddress.Secondary EVERYBODY =
            new MeterAddress.Secondary("FFFFFFFF", "*", MeterAddress.Secondary.ANY, MeterAddress.Secondary.ANY);

    /** Which addresses are tried. */
    public enum Way {
        /** Primary addresses 0 to 250. */
        PRIMARY,
        /** Secondary addresses, with wildcards. */
        SECONDARY,
        /** Secondary addresses, then primary ones for meters that have no other. */
        BOTH
    }

    /** @throws IllegalArgumentException if no speed is given or one is no speed of a bus, or the margin is negative */
    public ScanRequest {
        speeds = List.copyOf(speeds);
        if (speeds.isEmpty() || !EVERY_SPEED.containsAll(speeds)) {
            throw new IllegalArgumentException("speeds are " + speeds + "; expected some of " + EVERY_SPEED);
        }
        if (margin.isNegative()) {
            throw new IllegalArgumentException("margin is " + margin + "; it cannot be negative");
        }
    }

    /**
     * A secondary scan of a whole bus at 2400 baud, thorough, with 30 ms of margin on a serial line and 150 ms on others.
     *
     * @param line the bus
     * @return the request
     */
    public static ScanRequest usual(LineAddress line) {
        return new ScanRequest(line, Parity.EVEN, List.of(2400), Way.SECONDARY, EVERYBODY, true, Duration.ofMillis(30));
    }
}
