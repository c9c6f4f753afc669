package org.metergate.publisher.homeassistant;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a finding may be about: Home Assistant wants the complete list beforehand, so what is not in it is OTHER. */
enum FindingType {
    /** A value far too high, once. */
    SPIKE,
    /** A value far too low, once. */
    DIP,
    /** The series goes on at another level. */
    LEVEL_SHIFT,
    /** The series leaves its level slowly. */
    DRIFT,
    /** The register does not move. */
    STUCK_REGISTER,
    /** The register went over its end. */
    ROLLOVER,
    /** The register went back without having been at its end. */
    REGISTER_SET_BACK,
    /** There is another meter. */
    METER_EXCHANGE,
    /** Readings are missing. */
    GAP,
    /** Readings are missing over a restart of the gateway. */
    GAP_AT_RESTART,
    /** The meter's clock jumped. */
    CLOCK_JUMP,
    /** A phase is gone. */
    PHASE_LOSS,
    /** A current transformer is the wrong way round. */
    REVERSED_CT,
    /** The neutral is interrupted. */
    NEUTRAL_FAULT,
    /** A step that looks like theft. */
    THEFT_STEP,
    /** Something flows all night. */
    NIGHT_LEAK,
    /** The base load rose. */
    BASE_LOAD_RISE,
    /** The power factor collapsed. */
    POWER_FACTOR_COLLAPSE,
    /** The harmonics rose. */
    THD_RISE,
    /** Values that contradict each other. */
    DISAGREEMENT,
    /** Values that contradict each other by more than the meter's accuracy class allows. */
    BEYOND_ACCURACY_CLASS,
    /** None of these. */
    OTHER;

    /** @return as Home Assistant shows it */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @return all of them */
    static List<String> names() {
        return Arrays.stream(values()).map(FindingType::text).toList();
    }

    /**
     * Finds the type of a finding.
     *
     * @param name in any case, words separated by anything
     * @return the type, {@link #OTHER} if there is none of that name
     */
    static FindingType of(String name) {
        String wanted = name.strip().toUpperCase(Locale.ROOT).replaceAll("[^A-Z]+", "_");
        return Arrays.stream(values())
                .filter(type -> type.name().equals(wanted))
                .findFirst()
                .orElse(OTHER);
    }
}
