package org.metergate.driver.optical;

import org.metergate.iec62056p21.Command;

/**
 * One question in programming mode; channels that ask the same are answered by one.
 *
 * @param command R1 to R6
 * @param address of the register or profile
 * @param selection what stands in the parentheses
 */
record Asked(Command command, String address, String selection) {
    @Override
    public String toString() {
        return command + " " + address + "(" + selection + ")";
    }
}
