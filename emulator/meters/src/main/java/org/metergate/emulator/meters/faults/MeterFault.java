package org.metergate.emulator.meters.faults;

/** What an emulated meter may suffer from, and what kind of meter that is. */
public enum MeterFault {
    /** Nothing. */
    NONE(MeterType.ELECTRICITY),
    /** One or two readings far too high. */
    SPIKE(MeterType.ELECTRICITY),
    /** One or two readings of a voltage sag. */
    DIP(MeterType.ELECTRICITY),
    /** A sensor of temperature reads higher or lower from one moment on. */
    LEVEL_SHIFT(MeterType.HEAT),
    /** A sensor of temperature moves away day by day. */
    DRIFT(MeterType.HEAT),
    /** The energy register stands still for some hours while power flows. */
    STUCK_REGISTER(MeterType.ELECTRICITY),
    /** The energy register passes its last digit. */
    ROLLOVER(MeterType.ELECTRICITY),
    /** No rows for some hours or days. */
    GAP(MeterType.ELECTRICITY),
    /** The clock is set, forth or back, by minutes to hours. */
    CLOCK_JUMP(MeterType.ELECTRICITY),
    /** A fuse of one phase blows for some hours. */
    PHASE_LOSS(MeterType.ELECTRICITY),
    /** A current transformer is put back the wrong way round. */
    REVERSED_CT(MeterType.ELECTRICITY),
    /** The neutral is loose for some hours: the star point floats with the load. */
    NEUTRAL_FAULT(MeterType.ELECTRICITY),
    /** A bypass takes part of the current past the meter. */
    THEFT_STEP(MeterType.ELECTRICITY),
    /** Water runs day and night. */
    NIGHT_LEAK(MeterType.WATER),
    /** Something new is always on. */
    BASE_LOAD_RISE(MeterType.ELECTRICITY),
    /** The capacitor bank fails. */
    POWER_FACTOR_COLLAPSE(MeterType.ELECTRICITY),
    /** A distorting load is connected. */
    THD_RISE(MeterType.ELECTRICITY),
    /** Turns of a current transformer of the current register are short-circuited: less current than the power needs. */
    BEYOND_ACCURACY_CLASS(MeterType.ELECTRICITY);

    private final MeterType type;

    MeterFault(MeterType type) {
        this.type = type;
    }

    /** @return the kind of meter that shows it */
    public MeterType type() {
        return type;
    }
}
