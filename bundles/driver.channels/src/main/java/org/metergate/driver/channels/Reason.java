package org.metergate.driver.channels;

import org.metergate.model.Quality;
import org.metergate.transport.LineCondition;

/**
 * Every reason that drivers give why a meter has no data, or not all of it. The name is for programs and stays; the words
 * are English, for people, with {@code {0}}, {@code {1}} … where the particulars go.
 */
public enum Reason {
    // any driver
    ANSWERS("the meter answers", ""),
    NOT_ASKED("the meter was not asked yet", "wait for the first reading"),
    MISCONFIGURED("the settings are wrong: {0}", "correct them"),
    DAMAGED("the answer is damaged ({0})", "check wiring, shielding and the seat of the head, then speed and format"),
    SILENT(LineCondition.SILENT),
    INCOMPLETE(LineCondition.INCOMPLETE),
    ECHO(LineCondition.ECHO),
    WRONG_PARITY(LineCondition.WRONG_PARITY),
    WRONG_BAUD(LineCondition.WRONG_BAUD),
    NOISE(LineCondition.NOISE),
    BUSY(LineCondition.BUSY),
    UNREACHABLE(LineCondition.UNREACHABLE),
    REFUSED(LineCondition.REFUSED),
    LOST(LineCondition.LOST),
    ENDED(LineCondition.ENDED),

    // DLMS/COSEM
    NO_OPTICAL_START(
            "no optical start: {0}",
            "check the seat of the head, baud.initial and device.address, and whether the meter has mode E"),
    WRONG_CLIENT_ADDRESS(
            "wrong client address: nothing answers {0}, and a meter answers {1}",
            "correct client.address to one that the meter knows"),
    WRONG_SERVER_ADDRESS(
            "wrong server address: nothing answers {0}, and a meter answers {1}",
            "correct server.logical, server.physical and server.address.bytes"),
    NO_ANSWER_IN_WRAPPER(
            "wrong server or client address: connected, and the meter answers nothing to {0}",
            "check client.address and server.logical, and that the port speaks the wrapper and not HDLC"),
    NO_HDLC_AFTER_SIGN_ON(
            "no HDLC answer: the meter answered the sign-on, and nothing came to {0}",
            "check power, wiring and speed, then that server.logical, server.physical and their length are the meter's"),
    NO_HDLC_ANSWER(
            "no HDLC answer: no byte came to {0}",
            "check power, wiring and speed, then that server.logical, server.physical and their length are the meter's"),
    NO_DLMS_OVER_HDLC(
            "the answer is damaged or no DLMS ({0})",
            "check wiring, speed and format, and that the meter speaks HDLC here"),
    NO_DLMS_IN_WRAPPER(
            "the answer is damaged or no DLMS ({0})",
            "check that the port speaks the wrapper and not HDLC, and that nobody else uses the connection"),
    REFUSES_SOME("the meter answers, and refuses {0} of {1} objects: {2}", "{3}"),
    NO_CONNECTION(
            "wrong server or client address: {0} at {1}", "check client.address, server.logical and server.physical"),
    ASSOCIATION_REFUSED(
            "association refused: the meter does not take client {0} so: {1}",
            "check client.address, authentication, security.policy and referencing"),
    WRONG_PASSWORD(
            "wrong password: the meter refuses the proof of client {0} ({1})",
            "correct password, or the authentication that client.address asks for"),
    WRONG_KEY("wrong key: {0}", "correct key.encryption and key.authentication, and check security.suite"),
    COUNTER_REFUSED(
            "counter refused: {0}",
            "check that no other system uses this client, and that counter.object is the one of this client"),
    NOT_GENUINE(
            "not genuine: {0}",
            "check meter.title and whether the meter was changed; if not, somebody interferes on the line"),
    NOT_AUTHORISED("not authorised: {0}", "ask for it as another client.address, or leave it out"),
    OBJECT_UNDEFINED("object undefined: {0}", "correct object and class, or scan the meter"),
    METER_BUSY("meter busy: {0}", "read less often, or wait a minute"),
    OBJECT_REFUSED("refused: {0}", "check object, class and attribute"),
    PUSH_DAMAGED("a push came damaged: {0}", "check wiring, speed and format"),
    NO_PUSH("what came is no push: {0}", "check push.carrier, speed and format"),
    PUSH_WITHOUT_KEY(
            "key missing: {0}",
            "enter key.encryption and key.authentication, or allow push.unauthenticated if the second is withheld;"
                    + " key.master for wrapped keys, key.agreement, meter.agreementkey and meter.publickey for agreed ones"),
    PUSH_WITH_WRONG_KEY(
            "wrong key: {0}",
            "correct key.encryption and key.authentication, or allow push.unauthenticated; with wrapped or agreed keys also"
                    + " key.master, or client.title and the keys to agree with"),
    PUSH_REPLAYED("not genuine: {0}", "find out who sends old pushes again"),
    NOTHING_PUSHED(
            "nothing was pushed for {0} ms",
            "check that the meter's port is switched on, the cable and the speed, or raise push.timeout"),
    ROW_NOT_NOTED(
            "the last row told cannot be written down: {0}",
            "check that the gateway's disk has room and can be written"),

    // M-Bus
    NO_ANSWER_ON_BUS(
            "no answer ({0})",
            "check the address, the speed of the bus, and that the meter is connected; a scan finds meters"),
    KEY_DOES_NOT_OPEN("its key does not open its data ({0})", "correct it"),
    UNREADABLE("its answer cannot be read ({0})", "report the frame"),
    REPORTS_ERROR("it reports error {0}, {1}", "ask again later"),
    KEY_NOT_SET("its data are encrypted ({0}) and no key is set", "set its address and key in a slot of the driver"),
    ENCRYPTION_NOT_READ("its data are encrypted with {0}, which is not read", ""),
    REPORTS_ALARM("it reports alarm {0}", "look at the meter"),
    COMPACT_FRAME("it sent a compact frame whose format is not known yet", "wait for a full frame"),
    OTHER_PROTOCOL("it sent {0}", ""),
    NO_DATA("it answers that it has no data", "ask again later"),
    BUS_COLLISION(
            "{0}",
            "give the meters different addresses, or call them by their secondary addresses; check speed and parity"),
    BUS_FOREIGN_ANSWER(
            "{0}", "look for a second meter with this address, or wait longer for slow ones (answer.margin)"),
    BUS_DISTURBED("{0}", "check wiring, length and load of the bus, then speed and parity"),
    BUS_CONVERTER("{0}", "check the level converter; set echo to DETECT if it hears itself"),
    BUS_ANSWER_LATE("{0}", "check address and speed"),
    FAULTS_ON_BUS("the meter answers, after faults on the bus: {0}", "look at the wiring"),
    NOT_HEARD(
            "no telegram of it was heard", "check its identification, the link mode, and the distance to the receiver"),
    NOT_HEARD_BECAUSE(
            "no telegram of it was heard: {0}",
            "check its identification, the link mode, and the distance to the receiver"),
    NOT_HEARD_SINCE("its last telegram came at {0}", "check the meter's battery and the receiver's aerial"),
    BROKEN_OFF("the reading was broken off", "ask again"),
    BATTERY_SAVED(
            "its battery bears {0} readouts a day, and the next is due at {1}", "wait for it, or raise its budget"),

    // optical port
    BROKE_MIDWAY(
            "the line broke in the middle of the conversation ({0})",
            "it is opened again by itself; check plug and network if that happens often"),
    BLOCK_CHECK(
            "the block check does not hold, not even of the repeated message ({0})",
            "clean the meter's port, seat the head again, keep light away, or lower baud.max"),
    NOT_THE_PROTOCOL("what came is not the protocol ({0})", "choose the mode that the meter has, or lower baud.max"),
    MESSAGE_DAMAGED("a message came damaged ({0})", "check the cable and its length; the next message may be good"),
    ENCRYPTED_MESSAGE_DAMAGED(
            "a message came damaged ({0})", "check the keys, then the cable; the next message may be good"),
    PASSWORD_REFUSED(
            "wrong password: the meter refused it{0}",
            "correct password and login.command, and wait: many meters lock for a while after wrong ones"),
    PASSWORD_NEEDED("the meter refused{0}, and no password is set", "set password if the meter wants one"),
    ANSWERS_AT_LOWER_SPEED(
            "the meter answers at {0} baud, and not at the higher speed that it proposes: wrong baud proposal",
            "set baud.max to {0}"),
    ANSWERS_AFTER_GARBAGE(
            "the meter answers, with {0} bytes of garbage before the start character",
            "keep light away from the head and check the wiring"),
    ANSWERS_WITH_ECHO("the meter answers, and the head hears its own echo", "nothing to do: echoes are left out"),
    OPTION_REFUSED(
            "meter busy: it told who it is and answered the option with NAK",
            "read it less often, close other readers at its second port, or choose another mode"),
    SIGNED_OFF(
            "refused: the meter signed off (B0) before it gave anything",
            "wait a minute, and check whether the meter allows what is asked"),
    ANSWERED_WITH_ERROR("refused: the meter answered with the error '{0}'", "look the error up in the meter's manual"),
    NOTHING_AT_PROPOSED_SPEED(
            "wrong baud proposal: the meter told who it is, and nothing came after the change to {0} baud",
            "lower baud.max, or choose mode A if the meter does not change its speed"),
    GARBAGE_AT_PROPOSED_SPEED(
            "wrong baud proposal: the meter proposes {0} baud, and what comes at that speed is garbage",
            "lower baud.max; the next lower speed is tried by itself"),
    REGISTER_REFUSED("{0}", "check address and command, and whether the password opens it"),
    SEVERAL_METERS(
            "two meters answer at once",
            "set device.address, so that only one of them is called, or give them different addresses"),
    MESSAGE_TOO_OLD("what the meter sent last is older than {0} ms", "check the cable, or raise push.timeout"),
    LAST_MESSAGE_LOST("the meter answers, and what came last is lost: {0}", "{1}");

    private final String wrong;
    private final String advice;

    Reason(String wrong, String advice) {
        this.wrong = wrong;
        this.advice = advice;
    }

    Reason(LineCondition condition) {
        this(condition.meaning() + "{0}", condition.advice());
    }

    /** @return the reason of the same name; its one particular follows the words without a space between */
    public static Reason of(LineCondition condition) {
        return valueOf(condition.name());
    }

    /** @return what is the matter, with the places of the particulars */
    String wrong() {
        return wrong;
    }

    /** @return what to try, with the places of the particulars; empty if there is nothing */
    String advice() {
        return advice;
    }

    /**
     * Says it of a meter.
     *
     * @param quality what kind of failure
     * @param particulars in the order of their places
     * @return the diagnosis
     */
    public Diagnosis diagnosis(Quality quality, Object... particulars) {
        return new Diagnosis(quality, filled(wrong, particulars), filled(advice, particulars));
    }

    private static String filled(String words, Object... particulars) {
        StringBuilder text = new StringBuilder();
        int from = 0;
        for (int at = words.indexOf('{'); at >= 0; at = words.indexOf('{', from)) {
            text.append(words, from, at).append(particulars[words.charAt(at + 1) - '0']);
            from = at + 3;
        }
        return text.append(words, from, words.length()).toString();
    }
}
