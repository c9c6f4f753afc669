package org.metergate.driver.mbus;

import org.metergate.mbus.MeterAddress;

/** How the meters of one line are reached. Any thread may call. */
interface Meters extends AutoCloseable {

    /** @return the settings in force */
    MBusSettings settings();

    /**
     * Asks a meter, or looks at what it sent last.
     *
     * @param meter which one
     * @return what came of it; never fails otherwise
     */
    Outcome ask(MeterAddress meter);

    /** Begins whatever runs by itself. */
    default void start() {}

    /** Breaks off what is going on and gives the line up. */
    @Override
    void close();
}
