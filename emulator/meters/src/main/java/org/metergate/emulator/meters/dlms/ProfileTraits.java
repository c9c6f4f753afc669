package org.metergate.emulator.meters.dlms;

import java.time.Duration;

/**
 * How a meter keeps its load profile, and which part of it can be asked for.
 *
 * @param period between two rows, 1 to 60 minutes
 * @param rows how many it keeps, 1 to 20000
 * @param order in which it gives them
 * @param access selective access that it takes; what it does not take it refuses with other-reason
 * @param deviations whether it takes times with a deviation in a range; one that does not wants its own local time
 */
public record ProfileTraits(Duration period, int rows, Order order, Access access, boolean deviations) {

    /** In which order rows come. */
    public enum Order {
        /** The oldest first. */
        ASCENDING,
        /** The newest first; entry 1 is the newest. */
        DESCENDING,
        /** As in a ring buffer that is given from its first place on: the newest rows somewhere in the middle. */
        UNSORTED
    }

    /** Selective access. */
    public enum Access {
        /** By range and by entry. */
        BOTH,
        /** By range only. */
        RANGE,
        /** By entry only. */
        ENTRY,
        /** None: the whole buffer or nothing. */
        NONE
    }

    /** Quarters of forty days, by range and by entry, in ascending order. */
    public static final ProfileTraits USUAL =
            new ProfileTraits(Duration.ofMinutes(15), 3840, Order.ASCENDING, Access.BOTH, true);

    /** @throws IllegalArgumentException if a number is out of its range */
    public ProfileTraits {
        if (period.toMinutes() < 1 || period.toMinutes() > 60 || rows < 1 || rows > 20_000) {
            throw new IllegalArgumentException(
                    "period " + period + ", " + rows + " rows; expected 1 to 60 minutes, 1 to 20000 rows");
        }
    }

    boolean ranges() {
        return access == Access.BOTH || access == Access.RANGE;
    }

    boolean entries() {
        return access == Access.BOTH || access == Access.ENTRY;
    }
}
