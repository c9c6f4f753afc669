package org.metergate.driver.optical;

import java.util.Optional;
import org.metergate.driver.channels.Diagnosis;
import org.metergate.driver.channels.Reason;
import org.metergate.iec62056p21.BlockCheckException;
import org.metergate.iec62056p21.Refusal;
import org.metergate.iec62056p21.RefusedException;
import org.metergate.model.Quality;
import org.metergate.transport.LineCondition;
import org.metergate.transport.LineException;
import org.metergate.transport.MalformedFrameException;
import org.metergate.transport.SerialSettings;

/** Tells why an optical meter gave no data, from what the session said and what came over the line. */
final class OpticalDiagnosis {
    private final OpticalSettings settings;

    /** @param settings of the meter */
    OpticalDiagnosis(OpticalSettings settings) {
        this.settings = settings;
    }

    /**
     * The line failed, or carried no answer.
     *
     * @param failure what the session said
     * @param evidence of the conversation
     * @return why, and what to try
     */
    Diagnosis of(LineException failure, Evidence evidence) {
        return switch (failure.condition()) {
            case BUSY, UNREACHABLE, REFUSED, ENDED -> ofLine(failure);
            case LOST -> evidence.isSilent()
                    ? ofLine(failure)
                    : Reason.BROKE_MIDWAY.diagnosis(Quality.NO_ANSWER, withoutLine(failure));
            case SILENT, INCOMPLETE, ECHO, WRONG_PARITY, WRONG_BAUD, NOISE -> ofBytes(evidence);
        };
    }

    /**
     * Bytes came that are not the protocol, or a refusal.
     *
     * @param failure what the session said
     * @param evidence of the conversation
     * @return why, and what to try
     */
    Diagnosis of(MalformedFrameException failure, Evidence evidence) {
        if (failure instanceof RefusedException refused) {
            return refused(refused.refusal());
        }
        if (failure instanceof BlockCheckException) {
            return evidence.areSeveral()
                    ? severalMeters()
                    : Reason.BLOCK_CHECK.diagnosis(Quality.CORRUPT, failure.getMessage());
        }
        LineCondition condition = evidence.condition();
        return condition == LineCondition.NOISE && evidence.isIdentified()
                ? Reason.NOT_THE_PROTOCOL.diagnosis(Quality.CORRUPT, failure.getMessage())
                : ofBytes(evidence);
    }

    /**
     * A message that came uninvited is damaged.
     *
     * @param failure what the decoder said
     * @param evidence of the message
     * @return why, and what to try
     */
    Diagnosis ofPushed(MalformedFrameException failure, Evidence evidence) {
        LineCondition condition = evidence.condition();
        boolean garbled = condition == LineCondition.WRONG_BAUD || condition == LineCondition.WRONG_PARITY;
        return garbled && settings.key().isEmpty() // what is encrypted looks like garbage anyway
                ? ofBytes(evidence)
                : (settings.key().isEmpty() ? Reason.MESSAGE_DAMAGED : Reason.ENCRYPTED_MESSAGE_DAMAGED)
                        .diagnosis(Quality.CORRUPT, failure.getMessage());
    }

    /**
     * The meter did not take the password.
     *
     * @param refusal how it refused
     * @return why, and what to try
     */
    static Diagnosis wrongPassword(Refusal refusal) {
        return Reason.PASSWORD_REFUSED.diagnosis(Quality.REFUSED, how(refusal));
    }

    /** Programming mode was entered without a password, and the meter wants one. */
    static Diagnosis passwordNeeded(Refusal refusal) {
        return Reason.PASSWORD_NEEDED.diagnosis(Quality.REFUSED, how(refusal));
    }

    private static String how(Refusal refusal) {
        return refusal.text().isEmpty() ? "" : " with '" + refusal.text() + "'";
    }

    /**
     * The meter answered; something may be amiss all the same.
     *
     * @param evidence of the conversation
     * @param highestBaud the highest speed that is still tried; as large as an int can be if none has failed
     * @return that it answers, with a remark
     */
    static Diagnosis well(Evidence evidence, int highestBaud) {
        if (highestBaud != Integer.MAX_VALUE) {
            return Reason.ANSWERS_AT_LOWER_SPEED.diagnosis(Quality.GOOD, highestBaud);
        }
        int garbage = evidence.garbageBeforeStart();
        if (garbage > 0) {
            return Reason.ANSWERS_AFTER_GARBAGE.diagnosis(Quality.GOOD, garbage);
        }
        if (evidence.isEchoed()) {
            return Reason.ANSWERS_WITH_ECHO.diagnosis(Quality.GOOD);
        }
        return Diagnosis.WELL;
    }

    private Diagnosis refused(Refusal refusal) {
        return switch (refusal.reason()) {
            case NOT_UNDERSTOOD -> Reason.OPTION_REFUSED.diagnosis(Quality.REFUSED);
            case SIGNED_OFF -> Reason.SIGNED_OFF.diagnosis(Quality.REFUSED);
            case ERROR -> Reason.ANSWERED_WITH_ERROR.diagnosis(Quality.REFUSED, refusal.text());
        };
    }

    private Diagnosis ofBytes(Evidence evidence) {
        if (evidence.areSeveral()) {
            return severalMeters();
        }
        LineCondition condition = evidence.condition();
        if (evidence.isIdentified() && agreedSpeed(evidence).isPresent()) {
            int baud = agreedSpeed(evidence).get();
            if (condition == LineCondition.SILENT) {
                return Reason.NOTHING_AT_PROPOSED_SPEED.diagnosis(Quality.NO_ANSWER, baud);
            }
            if (condition != LineCondition.INCOMPLETE && condition != LineCondition.ECHO) {
                return Reason.GARBAGE_AT_PROPOSED_SPEED.diagnosis(Quality.CORRUPT, baud);
            }
        }
        return new Diagnosis(quality(condition), condition.meaning() + at(evidence), advice(condition));
    }

    private Optional<Integer> agreedSpeed(Evidence evidence) {
        return evidence.settings()
                .map(SerialSettings::baud)
                .filter(baud -> baud != settings.session().initial().baud());
    }

    private String at(Evidence evidence) {
        return evidence.settings().map(line -> " at " + line).orElse("");
    }

    private String advice(LineCondition condition) {
        boolean alone = settings.session().deviceAddress().isEmpty();
        return condition == LineCondition.NOISE && alone
                ? condition.advice() + "; if several meters share the line, set device.address"
                : condition.advice();
    }

    private static Diagnosis severalMeters() {
        return Reason.SEVERAL_METERS.diagnosis(Quality.CORRUPT);
    }

    private static Quality quality(LineCondition condition) {
        return condition == LineCondition.SILENT ? Quality.NO_ANSWER : Quality.CORRUPT;
    }

    /** What the line says ends with what to do, after a semicolon. */
    private Diagnosis ofLine(LineException failure) {
        String said = withoutLine(failure);
        int end = said.indexOf("; ");
        Diagnosis known = Diagnosis.of(failure);
        return new Diagnosis(
                known.quality(),
                failure.condition().meaning() + " (" + (end < 0 ? said : said.substring(0, end)) + ")",
                end < 0 ? known.advice() : said.substring(end + 2));
    }

    /** The line is named already. */
    private String withoutLine(LineException failure) {
        return failure.getMessage().replace(settings.line() + ": ", "").replace(settings.line() + " ", "the line ");
    }
}
