package org.metergate.driver.mbus;

import org.metergate.driver.channels.StoredPassword;
import org.metergate.mbus.MeterAddress;
import org.metergate.mbus.MeterAddress.Secondary;

/**
 * What the configuration says of one meter.
 *
 * @param meter which one
 * @param key its AES key in hexadecimal, as the gateway stores it; may be empty
 * @param budget readouts a day; 0 for any number
 */
record MeterNote(MeterAddress meter, StoredPassword key, int budget) {

    private static final char ANY_DIGIT = 'F';

    /**
     * @param called the address that a channel calls
     * @return whether both may mean the same meter: equal, or secondary addresses that contradict each other nowhere
     */
    boolean concerns(MeterAddress called) {
        if (meter instanceof Secondary own && called instanceof Secondary other) {
            return agree(own.id(), other.id())
                    && agree(own.fabrication(), other.fabrication())
                    && (own.manufacturer().equals(other.manufacturer())
                            || own.manufacturer().equals("*")
                            || other.manufacturer().equals("*"))
                    && agree(own.version(), other.version())
                    && agree(own.medium(), other.medium());
        }
        return meter.equals(called);
    }

    private static boolean agree(int one, int other) {
        return one == other || one == Secondary.ANY || other == Secondary.ANY;
    }

    private static boolean agree(String one, String other) {
        if (one.isEmpty() || other.isEmpty()) {
            return true;
        }
        for (int i = 0; i < one.length(); i++) {
            boolean known = one.charAt(i) != ANY_DIGIT && other.charAt(i) != ANY_DIGIT;
            if (known && one.charAt(i) != other.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
