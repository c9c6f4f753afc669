package org.metergate.driver.mbus;

import java.util.Map;
import java.util.stream.Collectors;
import org.metergate.driver.channels.Diagnosis;
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
                ? new Diagnosis(
                        Quality.NO_ANSWER,
                        "no answer (" + failure.getMessage() + ")",
                        "check the address, the speed of the bus, and that the meter is connected; a scan finds meters")
                : Diagnosis.of(failure);
    }

    /** Bytes came that are no good answer. */
    static Diagnosis of(MalformedFrameException failure) {
        if (failure instanceof WrongKeyException) {
            return new Diagnosis(
                    Quality.MISCONFIGURED,
                    "its key does not open its data (" + failure.getMessage() + ")",
                    "correct it");
        }
        if (failure instanceof BusFaultException fault) {
            return new Diagnosis(Quality.CORRUPT, fault.getMessage(), advice(fault.fault()));
        }
        return new Diagnosis(
                Quality.CORRUPT, "its answer cannot be read (" + failure.getMessage() + ")", "report the frame");
    }

    /** It answered, and not with data. */
    static Diagnosis of(Answer answer) {
        if (answer instanceof Answer.ApplicationError error) {
            return refused("it reports error " + error.code() + ", " + error.text(), "ask again later");
        } else if (answer instanceof Answer.Encrypted encrypted) {
            return encrypted.opensWithAKey() || encrypted.mode() == 0
                    ? new Diagnosis(
                            Quality.MISCONFIGURED,
                            "its data are encrypted (" + encrypted.modeText() + ") and no key is set",
                            "set its address and key in a slot of the driver")
                    : refused("its data are encrypted with " + encrypted.modeText() + ", which is not read", "");
        } else if (answer instanceof Answer.Alarm alarm) {
            return refused("it reports alarm " + alarm.code(), "look at the meter");
        } else if (answer instanceof Answer.Telegram telegram && telegram.structure() == Answer.Structure.COMPACT) {
            return refused("it sent a compact frame whose format is not known yet", "wait for a full frame");
        } else if (answer instanceof Answer.Foreign foreign) {
            return refused("it sent " + foreign.protocol(), "");
        }
        return refused("it answers that it has no data", "ask again later");
    }

    /** The meter was read, with faults on the way. */
    static Diagnosis mended(Map<BusFault, Integer> faults) {
        if (faults.isEmpty()) {
            return Diagnosis.WELL;
        }
        String what = faults.entrySet().stream()
                .map(fault -> fault.getKey().text() + " (" + fault.getValue() + ")")
                .collect(Collectors.joining(", "));
        return new Diagnosis(Quality.GOOD, "the meter answers, after faults on the bus: " + what, "look at the wiring");
    }

    private static String advice(BusFault fault) {
        return switch (fault) {
            case COLLISION -> "give the meters different addresses, or call them by their secondary addresses; check"
                    + " speed and parity";
            case FOREIGN -> "look for a second meter with this address, or wait longer for slow ones (answer.margin)";
            case INCOMPLETE, CORRUPT, NOISE -> "check wiring, length and load of the bus, then speed and parity";
            case UNEXPECTED, ECHO -> "check the level converter; set echo to DETECT if it hears itself";
            case SILENCE, REPEATED -> "check address and speed";
        };
    }

    private static Diagnosis refused(String what, String advice) {
        return new Diagnosis(Quality.REFUSED, what, advice);
    }
}
