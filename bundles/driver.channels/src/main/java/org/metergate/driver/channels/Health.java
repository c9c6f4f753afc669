package org.metergate.driver.channels;

import org.slf4j.Logger;

/** Says once that a meter cannot be read, and once that it can again, with the driver's name. Any thread may call. */
public final class Health {
    private final Logger log;
    private final String driver;
    private boolean ill;

    /**
     * @param log of the driver
     * @param driver name of its instance
     */
    public Health(Logger log, String driver) {
        this.log = log;
        this.driver = driver;
    }

    /**
     * The meter could not be read.
     *
     * @param reason which meter, and why
     */
    public synchronized void ill(String reason) {
        if (!ill) {
            ill = true;
            log.warn("{}: {}", driver, reason);
        }
    }

    /**
     * The meter was read.
     *
     * @param meter which one
     */
    public synchronized void well(String meter) {
        if (ill) {
            ill = false;
            log.info("{}: {} can be read again", driver, meter);
        }
    }
}
