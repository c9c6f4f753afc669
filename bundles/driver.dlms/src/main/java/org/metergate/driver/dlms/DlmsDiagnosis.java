package org.metergate.driver.dlms;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.metergate.dlms.Answer;
import org.metergate.dlms.DlmsReading;
import org.metergate.dlms.DlmsSettings.Addressing;
import org.metergate.dlms.DlmsSettings.Transport;
import org.metergate.dlms.PushEvent;
import org.metergate.dlms.Trouble;
import org.metergate.driver.channels.Diagnosis;
import org.metergate.driver.channels.Reason;
import org.metergate.model.Quality;
import org.metergate.transport.LineCondition;
import org.metergate.transport.LineDiagnosis;
import org.metergate.transport.LineException;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.MalformedFrameException;

/** Says in one sentence why a meter gives no data, and what to try. */
final class DlmsDiagnosis {
    /** What concerns the whole association, and not one object of the meter. */
    private static final Set<Trouble> OF_ASSOCIATION = Set.of(
            Trouble.NO_CONNECTION,
            Trouble.ASSOCIATION_REFUSED,
            Trouble.WRONG_PASSWORD,
            Trouble.WRONG_KEY,
            Trouble.COUNTER_REFUSED,
            Trouble.NOT_GENUINE);

    private final DlmsDriverSettings settings;

    /** @param settings of the meter */
    DlmsDiagnosis(DlmsDriverSettings settings) {
        this.settings = settings;
    }

    /**
     * The line carried no answer.
     *
     * @param failure of the line
     * @param elsewhere at which other addresses a meter answers; empty if nobody was found, or nobody looked
     * @return the diagnosis
     */
    Diagnosis of(LineException failure, Optional<Addressing> elsewhere) {
        if (failure instanceof OpticalStart.StartException) {
            return Reason.NO_OPTICAL_START.diagnosis(
                    failure.condition() == LineCondition.SILENT ? Quality.NO_ANSWER : Quality.CORRUPT,
                    withoutLine(failure));
        }
        if (failure instanceof LineSilentException silent) {
            return silent.received().length == 0 ? silence(elsewhere) : fragments(silent);
        }
        Diagnosis known = Diagnosis.of(failure);
        boolean unreachable = failure.condition() == LineCondition.UNREACHABLE;
        return new Diagnosis(
                known.quality(),
                (unreachable ? "unreachable: " : "") + failure.condition().meaning() + " (" + withoutLine(failure)
                        + ")",
                known.advice());
    }

    private Diagnosis silence(Optional<Addressing> elsewhere) {
        Addressing ours = settings.addressing();
        if (elsewhere.isPresent()) {
            Addressing there = elsewhere.get();
            boolean sameServer =
                    there.logicalServer() == ours.logicalServer() && there.physicalServer() == ours.physicalServer();
            return (sameServer ? Reason.WRONG_CLIENT_ADDRESS : Reason.WRONG_SERVER_ADDRESS)
                    .diagnosis(Quality.NO_ANSWER, words(ours), words(there));
        }
        if (ours.transport() == Transport.WRAPPER) {
            return Reason.NO_ANSWER_IN_WRAPPER.diagnosis(Quality.NO_ANSWER, words(ours));
        }
        return (settings.start().isPresent() ? Reason.NO_HDLC_AFTER_SIGN_ON : Reason.NO_HDLC_ANSWER)
                .diagnosis(Quality.NO_ANSWER, words(ours));
    }

    private Diagnosis fragments(LineSilentException silent) {
        LineCondition looks = LineDiagnosis.of(new byte[0], silent.received(), settings.serial());
        boolean begun = silent.received()[0] == 0x7E || silent.received()[0] == 0x00;
        LineCondition condition = begun && looks == LineCondition.NOISE ? LineCondition.INCOMPLETE : looks;
        return new Diagnosis(
                Quality.CORRUPT,
                link() + ": " + condition.meaning() + " (" + silent.received().length + " bytes)",
                condition.advice());
    }

    private String link() {
        return settings.addressing().transport() == Transport.HDLC ? "no HDLC answer" : "no answer in the wrapper";
    }

    /**
     * Bytes came that are not DLMS.
     *
     * @param failure where, what was expected and what was found
     * @return the diagnosis
     */
    Diagnosis of(MalformedFrameException failure) {
        boolean hdlc = settings.addressing().transport() == Transport.HDLC;
        return (hdlc ? Reason.NO_DLMS_OVER_HDLC : Reason.NO_DLMS_IN_WRAPPER)
                .diagnosis(Quality.CORRUPT, failure.getMessage());
    }

    /**
     * The meter answered.
     *
     * @param readings what it said
     * @return well, perhaps with a remark; or what is the matter with the association, or with every object alike
     */
    Diagnosis of(Collection<DlmsReading> readings) {
        List<Answer.Refused> refused = readings.stream()
                .map(DlmsReading::answer)
                .filter(Answer.Refused.class::isInstance)
                .map(Answer.Refused.class::cast)
                .toList();
        if (refused.isEmpty()) {
            return Diagnosis.WELL;
        }
        Answer.Refused first = refused.get(0);
        Diagnosis why = of(first);
        boolean allBusy =
                refused.size() == readings.size() && refused.stream().allMatch(one -> one.trouble() == Trouble.BUSY);
        if (isOfAssociation(first) || allBusy) {
            return why;
        }
        return Reason.REFUSES_SOME.diagnosis(Quality.GOOD, refused.size(), readings.size(), why.wrong(), why.advice());
    }

    /** @return whether the meter lets this client ask nothing at all */
    static boolean isOfAssociation(Answer.Refused refused) {
        return OF_ASSOCIATION.contains(refused.trouble());
    }

    /** @return whether asking again later may bring what was refused now */
    static boolean passes(Answer.Refused refused) {
        return isOfAssociation(refused) || refused.trouble() == Trouble.BUSY;
    }

    /** @return why the meter gives no value */
    Diagnosis of(Answer.Refused refused) {
        String said = refused.reason().replaceAll("^no association: |; check client address.*$", "");
        Addressing ours = settings.addressing();
        return switch (refused.trouble()) {
            case NO_CONNECTION -> refused(Reason.NO_CONNECTION, said, words(ours));
            case ASSOCIATION_REFUSED -> refused(Reason.ASSOCIATION_REFUSED, ours.client(), said);
            case WRONG_PASSWORD -> refused(Reason.WRONG_PASSWORD, ours.client(), said);
            case WRONG_KEY -> refused(Reason.WRONG_KEY, said);
            case COUNTER_REFUSED -> refused(Reason.COUNTER_REFUSED, said);
            case NOT_GENUINE -> Reason.NOT_GENUINE.diagnosis(Quality.CORRUPT, said);
            case NOT_AUTHORISED -> refused(Reason.NOT_AUTHORISED, said);
            case OBJECT_UNDEFINED -> refused(Reason.OBJECT_UNDEFINED, said);
            case BUSY -> Reason.METER_BUSY.diagnosis(Quality.NO_ANSWER, said);
            case OTHER -> refused(Reason.OBJECT_REFUSED, said);
        };
    }

    private static Diagnosis refused(Reason why, Object... particulars) {
        return why.diagnosis(Quality.REFUSED, particulars);
    }

    /**
     * A push that nothing can be believed of.
     *
     * @param push what came
     * @return the diagnosis
     */
    static Diagnosis of(PushEvent.Refused push) {
        return switch (push.why()) {
            case DAMAGED -> Reason.PUSH_DAMAGED.diagnosis(Quality.CORRUPT, push.reason());
            case MALFORMED -> Reason.NO_PUSH.diagnosis(Quality.CORRUPT, push.reason());
            case NO_KEY -> Reason.PUSH_WITHOUT_KEY.diagnosis(Quality.MISCONFIGURED, push.reason());
            case WRONG_KEY -> refused(Reason.PUSH_WITH_WRONG_KEY, push.reason());
            case REPLAYED -> Reason.PUSH_REPLAYED.diagnosis(Quality.CORRUPT, push.reason());
        };
    }

    private static String words(Addressing address) {
        String server = address.transport() == Transport.HDLC
                ? address.logicalServer() + "/" + address.physicalServer()
                : String.valueOf(address.logicalServer());
        return "client " + address.client() + " at server " + server;
    }

    /** The line is named already. */
    private String withoutLine(LineException failure) {
        return failure.getMessage().replace(settings.line() + ": ", "").replace(settings.line() + " ", "the line ");
    }
}
