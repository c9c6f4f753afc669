package org.metergate.driver.dlms;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line in the log for everything that was changed in a meter, or was to be; never with a secret. */
final class Audit {
    private static final Logger LOG = LoggerFactory.getLogger("org.metergate.audit.dlms");

    private final String driver;
    private final String meter;

    /**
     * @param driver name of the instance
     * @param meter which one, and on which line
     */
    Audit(String driver, String meter) {
        this.driver = driver;
        this.meter = meter;
    }

    /**
     * @param who asked for it: a channel, or the keeper of the clock
     * @param what was to be done
     * @param result what came of it
     */
    void done(String who, String what, String result) {
        LOG.info("AUDIT {}: {}: {} {}: {}", driver, meter, who, what, result);
    }
}
