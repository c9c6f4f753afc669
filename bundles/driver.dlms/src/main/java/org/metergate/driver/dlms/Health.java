package org.metergate.driver.dlms;

import org.slf4j.Logger;

/** Says once that a meter cannot be read, and once that it can again, with the driver's name. Any thread may call. */
final class Health {
    private final Logger log;
    private final String driver;
    private boolean ill;

    Health(Logger log, String driver) {
        this.log = log;
        this.driver = driver;
    }

    synchronized void ill(String reason) {
        if (!ill) {
            ill = true;
            log.warn("{}: {}", driver, reason);
        }
    }

    synchronized void well(String meter) {
        if (ill) {
            ill = false;
            log.info("{}: {} can be read again", driver, meter);
        }
    }
}
