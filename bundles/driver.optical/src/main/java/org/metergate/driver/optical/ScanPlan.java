package org.metergate.driver.optical;

import java.time.Duration;
import java.util.List;
import org.metergate.transport.LineAddress;

/**
 * What to try on a line.
 *
 * @param line the head, or the bus
 * @param addresses to call besides calling without one
 * @param speeds of the sign-on in baud, one after the other until somebody answers
 * @param highest speed to agree on, in baud; 0 to stay at that of the sign-on
 * @param reaction longest wait for a message
 */
record ScanPlan(LineAddress line, List<String> addresses, List<Integer> speeds, int highest, Duration reaction) {

    private static final List<Integer> SPEEDS =
            List.of(300, 600, 1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200);

    ScanPlan {
        addresses = List.copyOf(addresses);
        speeds = List.copyOf(speeds);
        if (speeds.isEmpty() || !SPEEDS.containsAll(speeds)) {
            throw new IllegalArgumentException("speeds: is " + speeds + "; expected some of " + SPEEDS);
        }
        for (String address : addresses) {
            if (!address.matches("[0-9A-Za-z]{1,32}")) {
                throw new IllegalArgumentException("device.address: is '" + address
                        + "'; expected up to 32 letters and digits, several separated by blanks");
            }
        }
    }
}
