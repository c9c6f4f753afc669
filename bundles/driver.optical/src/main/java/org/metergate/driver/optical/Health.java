package org.metergate.driver.optical;

import org.slf4j.Logger;

/** Says once that a meter cannot be read, and once that it can again. Any thread may call. */
final class Health {
    private final Logger log;
    private String illness = "";

    Health(Logger log) {
        this.log = log;
    }

    synchronized void ill(String reason) {
        if (illness.isEmpty()) {
            log.warn("{}", reason);
        }
        illness = reason;
    }

    synchronized void well(String meter) {
        if (!illness.isEmpty()) {
            log.info("{} can be read again", meter);
            illness = "";
        }
    }
}
