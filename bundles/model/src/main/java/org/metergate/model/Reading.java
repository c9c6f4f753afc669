package org.metergate.model;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One answer to the question what a register holds: a value, or why there is none.
 *
 * @param value the value; present exactly if the quality is {@link Quality#GOOD}
 * @param time when the value held: the meter's own timestamp, or the gateway's time of the answer if it gave none
 * @param quality how far it can be trusted
 * @param reason what is wrong, in one sentence for a person; empty if good
 */
public record Reading(Optional<Value> value, Instant time, Quality quality, String reason) {

    /** @throws IllegalArgumentException if value and quality contradict each other */
    public Reading {
        Objects.requireNonNull(time, "time");
        if (value.isPresent() != (quality == Quality.GOOD)) {
            throw new IllegalArgumentException("a reading has a value if and only if it is good, not " + quality);
        }
    }

    /**
     * A good reading.
     *
     * @param value what the register holds
     * @param time when it held
     * @return the reading
     */
    public static Reading good(Value value, Instant time) {
        return new Reading(Optional.of(value), time, Quality.GOOD, "");
    }

    /**
     * A reading that failed.
     *
     * @param quality what kind of failure, not {@link Quality#GOOD}
     * @param reason one sentence that names what, where and what to do
     * @param time when it was noticed
     * @return the reading
     */
    public static Reading failed(Quality quality, String reason, Instant time) {
        return new Reading(Optional.empty(), time, quality, reason);
    }
}
