package org.metergate.mbus.wireless;

import java.util.HexFormat;
import java.util.OptionalInt;

/**
 * One telegram as it came in: its link CRCs held and are taken off, and its L field is right.
 *
 * @param telegram from the L field on, for {@link org.metergate.mbus.Telegrams#decodeWireless}
 * @param rssi signal strength in dBm as the receiver measured it, -150 to 0; empty if it did not
 */
public record Reception(byte[] telegram, OptionalInt rssi) {

    @Override
    public String toString() {
        return HexFormat.of().withUpperCase().formatHex(telegram)
                + (rssi.isPresent() ? " at " + rssi.getAsInt() + " dBm" : "");
    }
}
