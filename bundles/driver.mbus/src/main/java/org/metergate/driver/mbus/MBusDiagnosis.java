package org.metergate.driver.mbus;

import java.util.Map;
import java.util.stream.Collectors;
import org.metergate.driver.channels.Diagnosis;
import org.metergate.driver.channels.Reason;
import org.metergate.mbus.Answer;
import org.metergate.mbus.BusFault;
import org.metergate.mbus.BusFaultException;
import org.metergate.mbus.WrongKeyException;
import org.metergate.model.Quality;
import org.metergate.transport.LineException;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.MalformedFrameException;

/** Tells why an M-Bus meter gave no data, and what to try. */
final class MBusDiagnosis {

    private MBusDiagnosis() {}

    /** The line failed, or nothing came. */
    static Diagnosis of(LineException failure) {
        return failure instanceof LineSilentException silent && silent.received().length == 0
                ? Reason.NO_ANSWER_ON_BUS.diagnosis(Quality.NO_ANSWER, failure.getMessage())
                : Diagnosis.of(failure);
    }

    /** Bytes came that are no good answer. */
    static Diagnosis of(MalformedFrameException failure) {
        if (failure instanceof WrongKeyException) {
            return Reason.KEY_DOES_NOT_OPEN.diagnosis(Quality.MISCONFIGURED, failure.getMessage());
        }
        if (failure instanceof BusFaultException fault) {
            return reason(fault.fault()).diagnosis(Quality.CORRUPT, fault.getMessage());
        }
        return Reason.UNREADABLE.diagnosis(Quality.CORRUPT, failure.getMessage());
    }

    /** It answered, and not with data. */
    static Diagnosis of(Answer answer) {
        if (answer instanceof Answer.ApplicationError error) {
            return refused(Reason.REPORTS_ERROR, error.code(), error.text());
        } else if (answer instanceof Answer.Encrypted encrypted) {
            return encrypted.opensWithAKey() || encrypted.mode() == 0
                    ? Reason.KEY_NOT_SET.diagnosis(Quality.MISCONFIGURED, encrypted.modeText())
                    : refused(Reason.ENCRYPTION_NOT_READ, encrypted.modeText());
        } else if (answer instanceof Answer.Alarm alarm) {
            return refused(Reason.REPORTS_ALARM, alarm.code());
        } else if (answer instanceof Answer.Telegram telegram && telegram.structure() == Answer.Structure.COMPACT) {
            return refused(Reason.COMPACT_FRAME);
        } else if (answer instanceof Answer.Foreign foreign) {
            return refused(Reason.OTHER_PROTOCOL, foreign.protocol());
        }
        return refused(Reason.NO_DATA);
    }

    /** The meter was read, with faults on the way. */
    static Diagnosis mended(Map<BusFault, Integer> faults) {
        if (faults.isEmpty()) {
            return Diagnosis.WELL;
        }
        String what = faults.entrySet().stream()
                .map(fault -> fault.getKey().text() + " (" + fault.getValue() + ")")
                .collect(Collectors.joining(", "));
        return Reason.FAULTS_ON_BUS.diagnosis(Quality.GOOD, what);
    }

    private static Reason reason(BusFault fault) {
        return switch (fault) {
            case COLLISION -> Reason.BUS_COLLISION;
            case FOREIGN -> Reason.BUS_FOREIGN_ANSWER;
            case INCOMPLETE, CORRUPT, NOISE -> Reason.BUS_DISTURBED;
            case UNEXPECTED, ECHO -> Reason.BUS_CONVERTER;
            case SILENCE, REPEATED -> Reason.BUS_ANSWER_LATE;
        };
    }

    private static Diagnosis refused(Reason why, Object... particulars) {
        return why.diagnosis(Quality.REFUSED, particulars);
    }
}
