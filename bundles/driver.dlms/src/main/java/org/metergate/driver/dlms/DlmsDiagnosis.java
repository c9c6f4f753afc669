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
            return new Diagnosis(
                    failure.condition() == LineCondition.SILENT ? Quality.NO_ANSWER : Quality.CORRUPT,
                    "no optical start: " + withoutLine(failure),
                    "check the seat of the head, baud.initial and device.address, and whether the meter has mode E");
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
            return new Diagnosis(
                    Quality.NO_ANSWER,
                    "wrong " + (sameServer ? "client" : "server") + " address: nothing answers " + words(ours)
                            + ", and a meter answers " + words(there),
                    sameServer
                            ? "correct client.address to one that the meter knows"
                            : "correct server.logical, server.physical and server.address.bytes");
        }
        if (ours.transport() == Transport.WRAPPER) {
            return new Diagnosis(
                    Quality.NO_ANSWER,
                    "wrong server or client address: connected, and the meter answers nothing to " + words(ours),
                    "check client.address and server.logical, and that the port speaks the wrapper and not HDLC");
        }
        return new Diagnosis(
                Quality.NO_ANSWER,
                settings.start().isPresent()
                        ? "no HDLC answer: the meter answered the sign-on, and nothing came to " + words(ours)
                        : "no HDLC answer: no byte came to " + words(ours),
                "check power, wiring and speed, then that server.logical, server.physical and their length are the"
                        + " meter's");
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
        return new Diagnosis(
                Quality.CORRUPT,
                "the answer is damaged or no DLMS (" + failure.getMessage() + ")",
                hdlc
                        ? "check wiring, speed and format, and that the meter speaks HDLC here"
                        : "check that the port speaks the wrapper and not HDLC, and that nobody else uses the connection");
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
        return new Diagnosis(
                Quality.GOOD,
                "the meter answers, and refuses " + refused.size() + " of " + readings.size() + " objects: "
                        + why.wrong(),
                why.advice());
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
            case NO_CONNECTION -> refused(
                    "wrong server or client address: " + said + " at " + words(ours),
                    "check client.address, server.logical and server.physical");
            case ASSOCIATION_REFUSED -> refused(
                    "association refused: the meter does not take client " + ours.client() + " so: " + said,
                    "check client.address, authentication, security.policy and referencing");
            case WRONG_PASSWORD -> refused(
                    "wrong password: the meter refuses the proof of client " + ours.client() + " (" + said + ")",
                    "correct password, or the authentication that client.address asks for");
            case WRONG_KEY -> refused(
                    "wrong key: " + said, "correct key.encryption and key.authentication, and check security.suite");
            case COUNTER_REFUSED -> refused(
                    "counter refused: " + said,
                    "check that no other system uses this client, and that counter.object is the one of this client");
            case NOT_GENUINE -> new Diagnosis(
                    Quality.CORRUPT,
                    "not genuine: " + said,
                    "check meter.title and whether the meter was changed; if not, somebody interferes on the line");
            case NOT_AUTHORISED -> refused(
                    "not authorised: " + said, "ask for it as another client.address, or leave it out");
            case OBJECT_UNDEFINED -> refused(
                    "object undefined: " + said, "correct object and class, or scan the meter");
            case BUSY -> new Diagnosis(Quality.NO_ANSWER, "meter busy: " + said, "read less often, or wait a minute");
            case OTHER -> refused("refused: " + said, "check object, class and attribute");
        };
    }

    private static Diagnosis refused(String wrong, String advice) {
        return new Diagnosis(Quality.REFUSED, wrong, advice);
    }

    /**
     * A push that nothing can be believed of.
     *
     * @param push what came
     * @return the diagnosis
     */
    static Diagnosis of(PushEvent.Refused push) {
        return switch (push.why()) {
            case DAMAGED -> new Diagnosis(
                    Quality.CORRUPT, "a push came damaged: " + push.reason(), "check wiring, speed and format");
            case MALFORMED -> new Diagnosis(
                    Quality.CORRUPT, "what came is no push: " + push.reason(), "check push.carrier, speed and format");
            case NO_KEY -> new Diagnosis(
                    Quality.MISCONFIGURED,
                    "key missing: " + push.reason(),
                    "enter key.encryption and key.authentication, or allow push.unauthenticated if the second is withheld;"
                            + " key.master for wrapped keys, key.agreement, meter.agreementkey and meter.publickey for agreed"
                            + " ones");
            case WRONG_KEY -> new Diagnosis(
                    Quality.REFUSED,
                    "wrong key: " + push.reason(),
                    "correct key.encryption and key.authentication, or allow push.unauthenticated; with wrapped or agreed"
                            + " keys also key.master, or client.title and the keys to agree with");
            case REPLAYED -> new Diagnosis(
                    Quality.CORRUPT, "not genuine: " + push.reason(), "find out who sends old pushes again");
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
