package org.metergate.driver.dlms;

import org.slf4j.Logger;

/** Says once that a meter cannot be read, and once that it can again. Any thread may call. */
final class Health {
    private final Logger log;
    private boolean ill;

    Health(Logger log) {
        this.log = log;
    }

    synchronized void ill(String reason) {
        if (!ill) {
            ill = true;
            log.warn("{}", reason);
        }
    }

    synchronized void well(String meter) {
        if (ill) {
            ill = false;
            log.info("{} can be read again", meter);
        }
    }
}
