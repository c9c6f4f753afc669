package org.metergate.emulator.meters.building;

import java.time.LocalDate;

/**
 * One day of the building's life, in UTC.
 *
 * @param seed of the building
 * @param number days since 1970-01-01
 */
record Day(long seed, long number) {
    private static final int HOUR = 3_600;

    /**
     * @param purpose what is thrown for
     * @return dice for this day and purpose
     */
    Dice dice(String purpose) {
        return Dice.of(seed, purpose, number);
    }

    /** @return 1 in the middle of January, 0 in the middle of July */
    double winter() {
        return 0.5 + 0.5 * Math.cos(2 * Math.PI * (date().getDayOfYear() - 15) / 365.25);
    }

    /** @return whether people work */
    boolean working() {
        return date().getDayOfWeek().getValue() <= 5;
    }

    /**
     * @param hours of the day, 0 to 24
     * @return second of the day
     */
    static int second(double hours) {
        return (int) Math.round(hours * HOUR);
    }

    private LocalDate date() {
        return LocalDate.ofEpochDay(number);
    }
}
