package org.metergate.dashboard.model;

/** What an analysis found out about a meter; a reading is none. */
public sealed interface Analysis permits Forecast, Spectrum, Failure, Finding {

    /** @return name of the meter */
    String meter();
}
