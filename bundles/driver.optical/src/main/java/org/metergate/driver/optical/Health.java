package org.metergate.driver.optical;

import org.slf4j.Logger;

/** Says once that a meter cannot be read, and once that it can again, with the driver's name. Any thread may call. */
final class Health {
    private final Logger log;
    private final String driver;
    private String illness = "";

    Health(Logger log, String driver) {
        this.log = log;
        this.driver = driver;
    }

    synchronized void ill(String reason) {
        if (illness.isEmpty()) {
            log.warn("{}: {}", driver, reason);
        }
        illness = reason;
    }

    synchronized void well(String meter) {
        if (!illness.isEmpty()) {
            log.info("{}: {} can be read again", driver, meter);
            illness = "";
        }
    }
}
