package org.metergate.driver.mbus;

import org.metergate.driver.channels.StoredPassword;
import org.metergate.mbus.MeterAddress;

/**
 * What the configuration says of one meter.
 *
 * @param meter which one
 * @param key its AES key in hexadecimal, as the gateway stores it; may be empty
 * @param budget readouts a day; 0 for any number
 */
record MeterNote(MeterAddress meter, StoredPassword key, int budget) {}
