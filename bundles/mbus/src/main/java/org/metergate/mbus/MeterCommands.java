package org.metergate.mbus;

import java.util.List;
import java.util.Optional;
import org.metergate.transport.Conversation;
import org.metergate.transport.LineException;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.MalformedFrameException;
import org.metergate.transport.SerialSettings;

/**
 * Commands that change a meter. Each names the meter by the whole identity that it is expected to have, is refused before
 * anything is sent if another one or nobody answers there, is verified afterwards, and taken back where it did not
 * work out. One thread at a time, for one conversation.
 */
public final class MeterCommands {

    private static final int CI_DATA = 0x51;
    private static final int CI_APPLICATION_RESET = 0x50;
    private static final int CI_BAUD_300 = 0xB8;
    private static final List<Integer> SPEEDS = List.of(300, 600, 1200, 2400, 4800, 9600, 19_200, 38_400);

    private final Conversation line;
    private final Timing timing;
    private final SerialSettings serial;
    private final FrameCounts counts;
    private final MBusSession session;

    /**
     * @param line the bus, lent for this conversation
     * @param timing waits and retries
     * @param serial speed and format of the bus, to be restored
     * @param counts what is known of the meters of this bus
     */
    public MeterCommands(Conversation line, Timing timing, SerialSettings serial, FrameCounts counts) {
        this.line = line;
        this.timing = timing;
        this.serial = serial;
        this.counts = counts;
        this.session = new MBusSession(line, timing, counts);
    }

    /** What became of a command. */
    public sealed interface Outcome {
        /**
         * It was done and verified.
         *
         * @param state one sentence: how it is now
         */
        record Done(String state) implements Outcome {}

        /**
         * Nothing was sent that changes the meter.
         *
         * @param reason one sentence
         */
        record Refused(String reason) implements Outcome {}

        /**
         * It did not work out, and everything is as before.
         *
         * @param reason one sentence
         */
        record TakenBack(String reason) implements Outcome {}

        /**
         * It did not work out, and could not be taken back.
         *
         * @param state one sentence: what is known, and what to do
         */
        record Uncertain(String state) implements Outcome {}
    }

    /**
     * Gives a meter another primary address (SND_UD with CI 51 and the record 01 7A).
     *
     * @param meter at which address it answers now
     * @param expected the whole secondary address that it must have, without wildcards
     * @param address the new one, 0 to 250; nobody else may answer there, but at 0, where meters without address are
     * @return what became of it
     * @throws LineException if the line breaks; what became of it is then not known
     */
    public Outcome setPrimaryAddress(MeterAddress meter, MeterAddress.Secondary expected, int address)
            throws LineException {
        MeterAddress.Primary wanted = new MeterAddress.Primary(address);
        if (address == 254) {
            return new Outcome.Refused("254 is the address of every meter; choose 0 to 250");
        }
        Optional<String> objection = objection(meter, expected);
        if (objection.isPresent()) {
            return new Outcome.Refused(objection.get());
        }
        if (meter.equals(wanted)) {
            return new Outcome.Refused("the meter has address " + address + " already");
        }
        if (address != 0 && answersAt(wanted)) {
            return new Outcome.Refused("somebody answers at address " + address + " already; choose another one");
        }
        send(meter, CI_DATA, 0x01, 0x7A, address);
        counts.forget(wanted);
        if (identity(wanted).equals(Optional.of(expected))) {
            return new Outcome.Done("meter " + expected + " answers at address " + address);
        }
        return takenBack(meter, expected, wanted);
    }

    private Outcome takenBack(MeterAddress meter, MeterAddress.Secondary expected, MeterAddress.Primary wanted)
            throws LineException {
        if (identity(meter).equals(Optional.of(expected)) && !(meter instanceof MeterAddress.Secondary)) {
            return new Outcome.TakenBack("meter " + expected + " does not answer at address " + wanted
                    + " and still does at " + meter + "; it may not allow its address to be set");
        }
        if (meter instanceof MeterAddress.Primary before) {
            for (MeterAddress way : List.of(expected, wanted)) {
                send(way, CI_DATA, 0x01, 0x7A, before.address());
                if (identity(meter).equals(Optional.of(expected))) {
                    return new Outcome.TakenBack("meter " + expected + " could not be verified at address " + wanted
                            + " and answers at " + meter + " again");
                }
            }
        } else if (identity(expected).equals(Optional.of(expected))) {
            return new Outcome.Uncertain("meter " + expected + " does not answer at address " + wanted
                    + "; it answers to its secondary address, and may not allow its address to be set");
        }
        return new Outcome.Uncertain(
                "meter " + expected + " answers neither at " + wanted + " nor at " + meter + "; scan the bus");
    }

    /**
     * Lets a meter speak at another speed (SND_UD with CI B8 to BF). The meter acknowledges at the old speed. A meter
     * that hears nothing at the new one for a while returns to the old one by itself (EN 13757-2).
     *
     * @param meter at which address it answers
     * @param expected the whole secondary address that it must have, without wildcards
     * @param baud the new speed: 300, 600, 1200, 2400, 4800, 9600, 19200 or 38400
     * @return what became of it; the line has its old speed again
     * @throws LineException if the line breaks; what became of it is then not known
     */
    public Outcome switchBaud(MeterAddress meter, MeterAddress.Secondary expected, int baud) throws LineException {
        int code = SPEEDS.indexOf(baud);
        int codeBefore = SPEEDS.indexOf(serial.baud());
        if (code < 0 || codeBefore < 0) {
            return new Outcome.Refused(
                    (code < 0 ? baud : serial.baud()) + " baud is no speed of the bus; expected one of " + SPEEDS);
        }
        Optional<String> objection = objection(meter, expected);
        if (objection.isPresent()) {
            return new Outcome.Refused(objection.get());
        }
        send(meter, CI_BAUD_300 + code);
        try {
            if (identityAt(baud, meter).equals(Optional.of(expected))) {
                return new Outcome.Done("meter " + expected + " speaks at " + baud + " baud");
            }
            new MBusSession(line, new Timing(baud, timing.margin(), timing.retries()), counts)
                    .send(meter, CI_BAUD_300 + codeBefore, new byte[0]);
        } catch (LineSilentException | MalformedFrameException unheard) {
            counts.forget(meter); // it may not have changed at all
        } finally {
            line.change(serial);
        }
        if (identity(meter).equals(Optional.of(expected))) {
            return new Outcome.TakenBack("meter " + expected + " could not be verified at " + baud
                    + " baud and speaks at " + serial.baud() + " baud");
        }
        return new Outcome.Uncertain("meter " + expected + " answers neither at " + baud + " nor at " + serial.baud()
                + " baud; it should return to the old speed by itself within ten minutes");
    }

    /**
     * Resets the application layer of a meter (SND_UD with CI 50), which takes a selection for readout back, too.
     *
     * @param meter at which address it answers
     * @param expected the whole secondary address that it must have, without wildcards
     * @param subCode what to reset (EN 13757-3, 7.2): 0x00 all, 0x10 user data, 0x20 simple billing, 0x30 enhanced
     *     billing, 0x40 multi tariff billing, 0x50 instantaneous values, 0x60 load values for management, 0x80
     *     installation and startup, 0x90 test; each plus a number of the telegram, 0 to 15. Empty for none, which means
     *     all
     * @return what became of it
     * @throws LineException if the line breaks; what became of it is then not known
     */
    public Outcome resetApplication(MeterAddress meter, MeterAddress.Secondary expected, Optional<Integer> subCode)
            throws LineException {
        if (subCode.isPresent() && (subCode.get() < 0 || subCode.get() > 255)) {
            return new Outcome.Refused("sub-code " + subCode.get() + " is no byte; expected 0 to 255");
        }
        Optional<String> objection = objection(meter, expected);
        if (objection.isPresent()) {
            return new Outcome.Refused(objection.get());
        }
        boolean acknowledged = subCode.isPresent()
                ? send(meter, CI_APPLICATION_RESET, subCode.get())
                : send(meter, CI_APPLICATION_RESET);
        boolean answers = identity(meter).equals(Optional.of(expected));
        if (acknowledged && answers) {
            return new Outcome.Done("meter " + expected + " has reset its application and answers");
        }
        return new Outcome.Uncertain("meter " + expected + (acknowledged ? " acknowledged" : " did not acknowledge")
                + " the reset and " + (answers ? "answers" : "does not answer") + " afterwards");
    }

    /**
     * Selects the records of the next readouts (SND_UD with CI 51; EN 13757-3, 6.4: data field 8, selection for
     * readout). An application reset takes it back.
     *
     * @param meter at which address it answers
     * @param expected the whole secondary address that it must have, without wildcards
     * @param records a DIF, DIFEs, VIF and VIFEs for each record, with the data field 8 in the low digit of the DIF
     * @return what became of it
     * @throws LineException if the line breaks; what became of it is then not known
     */
    public Outcome selectForReadout(MeterAddress meter, MeterAddress.Secondary expected, List<byte[]> records)
            throws LineException {
        int length = records.stream().mapToInt(record -> record.length).sum();
        boolean selections = records.stream().allMatch(record -> record.length >= 2 && (record[0] & 0x0F) == 8);
        if (records.isEmpty() || length > 252 || !selections) {
            return new Outcome.Refused("records to select have a DIF with data field 8 and a VIF each, and 252 bytes"
                    + " together at most");
        }
        Optional<String> objection = objection(meter, expected);
        if (objection.isPresent()) {
            return new Outcome.Refused(objection.get());
        }
        byte[] data = new byte[length];
        int at = 0;
        for (byte[] record : records) {
            System.arraycopy(record, 0, data, at, record.length);
            at += record.length;
        }
        boolean acknowledged = acknowledges(meter, CI_DATA, data);
        Optional<Answer.Telegram> answer = telegram(meter);
        boolean asSelected = answer.map(telegram -> telegram.records().size()).equals(Optional.of(records.size()));
        if (acknowledged && asSelected) {
            return new Outcome.Done("meter " + expected + " gives " + records.size() + " records");
        }
        boolean reset = send(meter, CI_APPLICATION_RESET);
        String reason = "meter " + expected + (acknowledged ? " acknowledged" : " did not acknowledge")
                + " the selection and gave "
                + answer.map(telegram -> telegram.records().size() + " records").orElse("no answer");
        return reset
                ? new Outcome.TakenBack(reason + "; its application was reset")
                : new Outcome.Uncertain(reason + "; it does not acknowledge the reset of its application");
    }

    /** Why the command must not be sent; empty if the right meter answers. */
    private Optional<String> objection(MeterAddress meter, MeterAddress.Secondary expected) throws LineException {
        if (expected.id().contains("F")) {
            return Optional.of("the meter must be named by its whole secondary address, not by " + expected);
        }
        Optional<MeterAddress.Secondary> identity = identity(meter);
        if (identity.isEmpty()) {
            return Optional.of("no meter gives a good answer at " + meter);
        }
        return identity.get().equals(expected)
                ? Optional.empty()
                : Optional.of("meter " + identity.get() + " answers at " + meter + ", not " + expected);
    }

    private Optional<MeterAddress.Secondary> identityAt(int baud, MeterAddress meter) throws LineException {
        line.change(serial.at(baud));
        Timing faster = new Timing(baud, timing.margin(), timing.retries());
        return identity(new MBusSession(line, faster, counts), meter);
    }

    private Optional<MeterAddress.Secondary> identity(MeterAddress meter) throws LineException {
        return identity(session, meter);
    }

    private static Optional<MeterAddress.Secondary> identity(MBusSession session, MeterAddress meter)
            throws LineException {
        try {
            Answer answer = session.read(meter);
            Header header = answer.sender();
            return header.id().isEmpty() ? Optional.empty() : Optional.of(MeterAddress.Secondary.of(header));
        } catch (LineSilentException | MalformedFrameException noGoodAnswer) {
            return Optional.empty();
        }
    }

    private Optional<Answer.Telegram> telegram(MeterAddress meter) throws LineException {
        try {
            return session.read(meter) instanceof Answer.Telegram telegram ? Optional.of(telegram) : Optional.empty();
        } catch (LineSilentException | MalformedFrameException noGoodAnswer) {
            return Optional.empty();
        }
    }

    /** Whether anybody at all is heard at an address. */
    private boolean answersAt(MeterAddress.Primary address) throws LineException {
        try {
            session.reset(address);
            return true;
        } catch (LineSilentException nobody) {
            return false;
        } catch (MalformedFrameException several) {
            return true;
        }
    }

    private boolean send(MeterAddress meter, int ci, int... data) throws LineException {
        byte[] bytes = new byte[data.length];
        for (int i = 0; i < data.length; i++) {
            bytes[i] = (byte) data[i];
        }
        return acknowledges(meter, ci, bytes);
    }

    private boolean acknowledges(MeterAddress meter, int ci, byte[] data) throws LineException {
        try {
            session.send(meter, ci, data);
            return true;
        } catch (LineSilentException | MalformedFrameException notAcknowledged) {
            return false;
        }
    }
}
