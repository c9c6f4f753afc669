package org.metergate.driver.mbus;

import org.metergate.mbus.wireless.AmberReceiver;
import org.metergate.mbus.wireless.HexTextReceiver;
import org.metergate.mbus.wireless.ImstReceiver;
import org.metergate.mbus.wireless.Receiver;

/** What is at the line. */
enum Source {
    /** A level converter with a wired bus. */
    WIRED,
    /** A wireless receiver IMST iM871A. */
    IMST,
    /** A wireless receiver Amber (Würth) AMB8465 in command mode. */
    AMBER,
    /** A stream of text lines with hexadecimal telegrams, as rtl_wmbus prints. */
    HEX_TEXT;

    /** @return the codec of a receiver */
    Receiver receiver() {
        return switch (this) {
            case IMST -> new ImstReceiver();
            case AMBER -> new AmberReceiver();
            case HEX_TEXT, WIRED -> new HexTextReceiver();
        };
    }
}
