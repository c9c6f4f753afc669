package org.metergate.analysis.finding;

/** What may be wrong, and what to look at first. */
public enum Cause {
    /** One to three rows far above the usual, then back. */
    SPIKE("Compare the row with the meter's own log; look for a lost digit, a wrong scale or a switching surge."),
    /** One to three rows far below the usual, then back. */
    DIP("Ask the network operator for a voltage dip at that time; check terminals and fuses of the channel."),
    /** The level changed between two days and stayed. */
    LEVEL_SHIFT("Ask what was changed that day: transformer tap, sensor, set point, scale of the channel."),
    /** The level moves a little every day, always the same way. */
    DRIFT("Compare the sensor with a reference; clean, calibrate or replace it."),
    /** The register does not move although there is consumption, or a measured value repeats to the last digit. */
    STUCK_REGISTER("Read the register at the meter's display; restart the communication, then have the meter tested."),
    /** The counter passed its last digit. */
    ROLLOVER("Nothing is wrong with the meter; make sure that billing counts on across the rollover."),
    /** The counter went back without having been near its last digit. */
    REGISTER_SET_BACK("Check whether the meter was exchanged or reset; note the last and the first reading."),
    /** Rows are missing. */
    GAP("Check line, power and address of the meter; read the missing values from its load profile."),
    /** Rows are missing between those before and after whoever reads the meter was restarted. */
    GAP_AT_RESTART(
            "The gateway was restarted meanwhile: look at its power and its log, then at the line and the meter; read the"
                    + " missing values from the meter's load profile."),
    /** The clock was set: rows follow each other as ever, their timestamps do not. */
    CLOCK_JUMP("Compare the meter's clock with the time service; check its time zone and summer time setting."),
    /** One phase has no voltage while another has. */
    PHASE_LOSS("Check the fuse and the terminals of the phase; measure the voltage at the meter."),
    /** A phase delivers power where power was only ever taken. */
    REVERSED_CT("Check the direction (P1/P2, S1/S2) of the current transformer of the phase, and its wiring."),
    /** One phase is too high while another is too low. */
    NEUTRAL_FAULT("Danger for appliances: have the neutral conductor and its terminals checked at once."),
    /** Base and peak consumption fell together, by the same part, and stayed low. */
    THEFT_STEP("Check seals, current transformers and terminals for a bypass; compare with the sum meter."),
    /** Something flows through every hour of the night. */
    NIGHT_LEAK("Close the main valve at night and read the meter twice; look for running toilets and safety valves."),
    /** What is always on rose and stayed. */
    BASE_LOAD_RISE("Find what was switched on for good that day: heaters, pumps, servers, a defective compressor."),
    /** The power factor fell below what it ever was, and below 0.8. */
    POWER_FACTOR_COLLAPSE("Check capacitor bank, its fuses and its controller."),
    /** Total harmonic distortion rose above what it ever was. */
    THD_RISE("Look for a new or defective inverter, charger or drive; check filters and capacitors for resonance."),
    /** Figures of one moment differ from what follows from the others by more than the meter's accuracy class explains. */
    BEYOND_ACCURACY_CLASS(
            "Compare the figure with a reference meter; check the ratio of its transformer and the scale of its channel.");

    private final String check;

    Cause(String check) {
        this.check = check;
    }

    /** @return the check to make, one sentence in English */
    public String check() {
        return check;
    }
}
