package org.metergate.driver.channels;

import org.metergate.model.Quality;
import org.metergate.transport.LineCondition;
import org.metergate.transport.LineException;
import org.metergate.transport.MalformedFrameException;

/**
 * Why there is no data, for a person: what is wrong, and what to try.
 *
 * @param quality what kind of failure; {@link Quality#GOOD} if there is none
 * @param wrong what is the matter, a clause without a full stop, such as {@code no byte came}
 * @param advice what to try, a clause without a full stop; empty if nothing is wrong
 */
public record Diagnosis(Quality quality, String wrong, String advice) {

    /** The meter answers. */
    public static final Diagnosis WELL = Reason.ANSWERS.diagnosis(Quality.GOOD);

    /** Nobody has asked the meter yet. */
    public static final Diagnosis NOT_ASKED = Reason.NOT_ASKED.diagnosis(Quality.NO_ANSWER);

    /**
     * The gateway cannot ask because of a setting.
     *
     * @param problems which settings, and what would be right
     * @return the diagnosis
     */
    public static Diagnosis misconfigured(String problems) {
        return Reason.MISCONFIGURED.diagnosis(Quality.MISCONFIGURED, problems);
    }

    /**
     * The line carried no answer.
     *
     * @param failure of the line
     * @return the diagnosis; {@link Quality#CORRUPT} if bytes came that are no answer
     */
    public static Diagnosis of(LineException failure) {
        LineCondition condition = failure.condition();
        Quality quality =
                switch (condition) {
                    case INCOMPLETE, ECHO, WRONG_PARITY, WRONG_BAUD, NOISE -> Quality.CORRUPT;
                    case REFUSED -> Quality.MISCONFIGURED;
                    case SILENT, BUSY, UNREACHABLE, LOST, ENDED -> Quality.NO_ANSWER;
                };
        return Reason.of(condition).diagnosis(quality, " (" + failure.getMessage() + ")");
    }

    /**
     * Bytes came that are not the protocol, or that fail its check. A driver that knows the protocol says it better.
     *
     * @param failure where, what was expected and what was found
     * @return the diagnosis
     */
    public static Diagnosis of(MalformedFrameException failure) {
        return Reason.DAMAGED.diagnosis(Quality.CORRUPT, failure.getMessage());
    }

    /** @return one sentence without a full stop: {@code no byte came; check that the meter has power} */
    public String sentence() {
        return advice.isEmpty() ? wrong : wrong + "; " + advice;
    }
}
