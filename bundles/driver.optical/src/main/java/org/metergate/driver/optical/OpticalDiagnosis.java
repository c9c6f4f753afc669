package org.metergate.driver.optical;

import java.util.Optional;
import org.metergate.driver.channels.Diagnosis;
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
                    : new Diagnosis(
                            Quality.NO_ANSWER,
                            "the line broke in the middle of the conversation (" + withoutLine(failure) + ")",
                            LineCondition.LOST.advice());
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
                    : new Diagnosis(
                            Quality.CORRUPT,
                            "the block check does not hold, not even of the repeated message (" + failure.getMessage()
                                    + ")",
                            "clean the meter's port, seat the head again, keep light away, or lower baud.max");
        }
        LineCondition condition = evidence.condition();
        return condition == LineCondition.NOISE && evidence.isIdentified()
                ? new Diagnosis(
                        Quality.CORRUPT,
                        "what came is not the protocol (" + failure.getMessage() + ")",
                        "choose the mode that the meter has, or lower baud.max")
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
                : new Diagnosis(
                        Quality.CORRUPT,
                        "a message came damaged (" + failure.getMessage() + ")",
                        settings.key().isEmpty()
                                ? "check the cable and its length; the next message may be good"
                                : "check the keys, then the cable; the next message may be good");
    }

    /**
     * The meter did not take the password.
     *
     * @param refusal how it refused
     * @return why, and what to try
     */
    static Diagnosis wrongPassword(Refusal refusal) {
        String how = refusal.text().isEmpty() ? "" : " with '" + refusal.text() + "'";
        return new Diagnosis(
                Quality.REFUSED,
                "wrong password: the meter refused it" + how,
                "correct password and login.command, and wait: many meters lock for a while after wrong ones");
    }

    /** Programming mode was entered without a password, and the meter wants one. */
    static Diagnosis passwordNeeded(Refusal refusal) {
        return new Diagnosis(
                Quality.REFUSED,
                "the meter refused" + (refusal.text().isEmpty() ? "" : " with '" + refusal.text() + "'")
                        + ", and no password is set",
                "set password if the meter wants one");
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
            return remark(
                    "the meter answers at " + highestBaud + " baud, and not at the higher speed that it proposes: wrong"
                            + " baud proposal",
                    "set baud.max to " + highestBaud);
        }
        int garbage = evidence.garbageBeforeStart();
        if (garbage > 0) {
            return remark(
                    "the meter answers, with " + garbage + " bytes of garbage before the start character",
                    "keep light away from the head and check the wiring");
        }
        if (evidence.isEchoed()) {
            return remark("the meter answers, and the head hears its own echo", "nothing to do: echoes are left out");
        }
        return Diagnosis.WELL;
    }

    private static Diagnosis remark(String what, String advice) {
        return new Diagnosis(Quality.GOOD, what, advice);
    }

    private Diagnosis refused(Refusal refusal) {
        return switch (refusal.reason()) {
            case NOT_UNDERSTOOD -> new Diagnosis(
                    Quality.REFUSED,
                    "meter busy: it told who it is and answered the option with NAK",
                    "read it less often, close other readers at its second port, or choose another mode");
            case SIGNED_OFF -> new Diagnosis(
                    Quality.REFUSED,
                    "refused: the meter signed off (B0) before it gave anything",
                    "wait a minute, and check whether the meter allows what is asked");
            case ERROR -> new Diagnosis(
                    Quality.REFUSED,
                    "refused: the meter answered with the error '" + refusal.text() + "'",
                    "look the error up in the meter's manual");
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
                return new Diagnosis(
                        Quality.NO_ANSWER,
                        "wrong baud proposal: the meter told who it is, and nothing came after the change to " + baud
                                + " baud",
                        "lower baud.max, or choose mode A if the meter does not change its speed");
            }
            if (condition != LineCondition.INCOMPLETE && condition != LineCondition.ECHO) {
                return new Diagnosis(
                        Quality.CORRUPT,
                        "wrong baud proposal: the meter proposes " + baud + " baud, and what comes at that speed is"
                                + " garbage",
                        "lower baud.max; the next lower speed is tried by itself");
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
        return new Diagnosis(
                Quality.CORRUPT,
                "two meters answer at once",
                "set device.address, so that only one of them is called, or give them different addresses");
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
