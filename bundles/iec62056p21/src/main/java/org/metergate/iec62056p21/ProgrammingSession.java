package org.metergate.iec62056p21;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.metergate.iec62056p21.ProgrammingMessage.Kind;
import org.metergate.transport.LineException;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.MalformedFrameException;
import org.metergate.transport.Secret;

/**
 * A meter in programming mode (IEC 62056-21, 6.3.4 to 6.3.6 and 6.5): passwords, reading, writing, executing, break.
 *
 * <p>One thread at a time. A damaged answer is asked for again once with NAK, a command that the meter did not
 * understand is sent again once; a command that changes something is never repeated after silence. After a
 * {@link MalformedFrameException} or a {@link LineSilentException} the session can go on. The meter signs off by itself
 * after 60 s to 120 s without a command.
 */
public final class ProgrammingSession implements AutoCloseable {
    private static final Pattern ERROR = Pattern.compile("(?i)ER(R|ROR)?[-_ ]?\\d*|ERROR.*");
    private static final Pattern ADDRESS = Pattern.compile("[^()/!\\x00-\\x1F\\x7F-\\xFF]*");
    private static final int ACKNOWLEDGEMENTS_SKIPPED = 3;

    private final Identification meter;
    private final Wire wire;
    private final String operand;
    private boolean open = true;

    private ProgrammingSession(Identification meter, Wire wire, String operand) {
        this.meter = meter;
        this.wire = wire;
        this.operand = operand;
    }

    /** Modes A and B: the first command follows the identification. */
    static ProgrammingSession direct(Identification meter, Wire wire) {
        return new ProgrammingSession(meter, wire, "");
    }

    /** Waits for the meter's request for a password after programming mode was selected; a few only acknowledge. */
    static ProgrammingSession begin(Identification meter, Wire wire) throws LineException, MalformedFrameException {
        ProgrammingSession session = new ProgrammingSession(meter, wire, "");
        byte[] nothing = {};
        boolean acknowledged = false;
        for (int skipped = 0; skipped < ACKNOWLEDGEMENTS_SKIPPED; skipped++) {
            ProgrammingMessage message;
            try {
                message = session.answer(nothing);
            } catch (LineSilentException silent) {
                if (acknowledged && silent.received().length == 0) {
                    return session;
                }
                throw silent;
            }
            if (message.command().filter(Command.P0::equals).isPresent()) {
                String data = message.data();
                return new ProgrammingSession(meter, wire, data.replaceAll("^[^(]*\\(|\\).*$", ""));
            }
            if (message.isBreak()) {
                throw message.asRefusal("the password request P0");
            }
            if (message.kind() == Kind.NOT_UNDERSTOOD) {
                throw new RefusedException("the password request P0", new Refusal(Refusal.Reason.NOT_UNDERSTOOD, ""));
            }
            if (message.kind() == Kind.DATA) {
                throw new MalformedFrameException(
                        0, "the password request P0", "data: this meter reads out only, and has no programming mode");
            }
            acknowledged = true; // or the echo of our own acknowledgement
        }
        return session;
    }

    /** @return who answered */
    public Identification identification() {
        return meter;
    }

    /** @return what the meter gave with its password request, for a secure algorithm; empty if nothing */
    public String operand() {
        return operand;
    }

    /**
     * Gives the password. A meter that does not take it signs off, answers with an error, or does not answer.
     *
     * @param password with P1 or P2
     * @return done, or refused
     * @throws LineSilentException if the meter says nothing
     * @throws LineException if the line broke
     * @throws MalformedFrameException if the answer is damaged twice; the password is not in it
     */
    public ProgrammingAnswer logIn(Password password) throws LineException, MalformedFrameException {
        byte[] message = ProgrammingMessage.encode(password.command(), "(" + password.secret() + ")");
        int start = 5; // SOH P 1 STX (
        return changed(
                message,
                new Secret(start, start + password.secret().length()),
                new Secret(message.length - 1, message.length));
    }

    /**
     * Reads a register or a profile; partial blocks are put together.
     *
     * @param command R1 to R6
     * @param address of the register, such as {@code 1.8.0} or {@code P.01}
     * @param selection what stands in the parentheses, such as the time range of a profile; mostly empty
     * @return the data, or refused
     * @throws LineException if the meter says nothing or the line broke
     * @throws MalformedFrameException if the answer is damaged twice or holds no data set
     */
    public ProgrammingAnswer read(Command command, String address, String selection)
            throws LineException, MalformedFrameException {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        Optional<Refusal> refusal =
                read(command, address, selection, block -> data.writeBytes(Characters.bytes(block)));
        return refusal.isPresent()
                ? new ProgrammingAnswer.Refused(refusal.get())
                : new ProgrammingAnswer.Data(sets(data.toByteArray()));
    }

    /**
     * Reads a long table block by block, so that no more than one block is held.
     *
     * @param command R1 to R6
     * @param address of the table
     * @param selection what stands in the parentheses
     * @param blocks takes the text of each block once its block check held; a block ends between two data sets, or in
     *     the last one
     * @return how the meter refused; empty if it gave everything
     * @throws LineException if the meter says nothing or the line broke
     * @throws MalformedFrameException if a block is damaged twice
     */
    public Optional<Refusal> read(Command command, String address, String selection, Consumer<String> blocks)
            throws LineException, MalformedFrameException {
        if (!command.reads()) {
            throw new IllegalArgumentException(command + " reads nothing; expected R1 to R6");
        }
        byte[] request = ProgrammingMessage.encode(command, checked(address) + "(" + checked(selection) + ")");
        ProgrammingMessage message = understood(request, true);
        Optional<Refusal> refusal = refusal(message);
        if (refusal.isPresent()) {
            return refusal;
        }
        blocks.accept(message.data());
        long taken = message.data().length();
        while (message.more()) {
            message = exchange(new byte[] {Characters.ACK}, true);
            refusal = refusal(message);
            if (refusal.isPresent()) {
                return refusal;
            }
            taken += message.data().length();
            if (taken > MessageFraming.LONGEST) {
                throw new MalformedFrameException(
                        0, "the end of the blocks within " + MessageFraming.LONGEST + " characters", "more");
            }
            blocks.accept(message.data());
        }
        return Optional.empty();
    }

    /**
     * Writes a register.
     *
     * @param command W1 to W5
     * @param address of the register
     * @param value what to write, with its unit if the meter wants one
     * @return done, or refused
     * @throws LineException if the meter says nothing, and perhaps did what was asked; or if the line broke
     * @throws MalformedFrameException if the answer is no answer
     */
    public ProgrammingAnswer write(Command command, String address, String value)
            throws LineException, MalformedFrameException {
        return change(command, 'W', address, value);
    }

    /**
     * Lets the meter do something.
     *
     * @param command E2
     * @param address of what to do
     * @param value its parameters
     * @return done, the data that came of it, or refused
     * @throws LineException if the meter says nothing, and perhaps did what was asked; or if the line broke
     * @throws MalformedFrameException if the answer is no answer
     */
    public ProgrammingAnswer execute(Command command, String address, String value)
            throws LineException, MalformedFrameException {
        return change(command, 'E', address, value);
    }

    /** Signs off with a break, and brings the line back to the speed of the next sign-on. */
    @Override
    public void close() throws LineException {
        if (open) {
            open = false;
            wire.rest();
            wire.send(ProgrammingMessage.encode(Command.B0, ""));
            wire.rest(wire.timeFor(5)); // until it has left
        }
        wire.signOff();
    }

    private ProgrammingAnswer change(Command command, char kind, String address, String value)
            throws LineException, MalformedFrameException {
        if (command.name().charAt(0) != kind) {
            throw new IllegalArgumentException(command + " is the wrong command; expected one of " + kind);
        }
        return changed(ProgrammingMessage.encode(command, checked(address) + "(" + checked(value) + ")"));
    }

    private ProgrammingAnswer changed(byte[] request, Secret... secrets) throws LineException, MalformedFrameException {
        ProgrammingMessage message = understood(request, false, secrets);
        Optional<Refusal> refusal = refusal(message);
        if (refusal.isPresent()) {
            return new ProgrammingAnswer.Refused(refusal.get());
        }
        return message.kind() == Kind.ACKNOWLEDGED
                ? new ProgrammingAnswer.Done()
                : new ProgrammingAnswer.Data(sets(Characters.bytes(message.data())));
    }

    /** Sends a command once more if the meter asks for it. */
    private ProgrammingMessage understood(byte[] request, boolean repeatable, Secret... secrets)
            throws LineException, MalformedFrameException {
        ProgrammingMessage message = exchange(request, repeatable, secrets);
        return message.kind() == Kind.NOT_UNDERSTOOD ? exchange(request, repeatable, secrets) : message;
    }

    /** Asks once more for an answer that was damaged, and where nothing can be changed by it, after silence. */
    private ProgrammingMessage exchange(byte[] request, boolean repeatable, Secret... secrets)
            throws LineException, MalformedFrameException {
        checkOpen();
        wire.rest();
        wire.send(request, secrets);
        try {
            return answer(request);
        } catch (MalformedFrameException damaged) {
            return repeated(new byte[] {Characters.NAK});
        } catch (LineSilentException silent) {
            boolean begun = Arrays.equals(silent.received(), request) || silent.received().length == 0;
            if (!begun) {
                return repeated(new byte[] {Characters.NAK});
            }
            if (repeatable) {
                return repeated(request);
            }
            throw silent;
        }
    }

    private ProgrammingMessage repeated(byte[] request) throws LineException, MalformedFrameException {
        wire.rest();
        wire.send(request);
        return answer(request);
    }

    /** The first message that is not the echo of ours. */
    private ProgrammingMessage answer(byte[] sent) throws LineException, MalformedFrameException {
        byte[] frame = wire.receive(new MessageFraming(true), wire.reaction().plus(wire.timeFor(sent.length)));
        byte[] characters = Characters.withoutParity(frame);
        if (sent.length > 1 && Arrays.equals(characters, sent)) {
            frame = wire.receive(new MessageFraming(true), wire.reaction());
        }
        ProgrammingMessage message = ProgrammingMessage.decode(frame);
        if (message.isBreak()) {
            open = false; // the meter is gone already
        }
        return message;
    }

    private static Optional<Refusal> refusal(ProgrammingMessage message) {
        return switch (message.kind()) {
            case ACKNOWLEDGED -> Optional.empty();
            case NOT_UNDERSTOOD -> Optional.of(new Refusal(Refusal.Reason.NOT_UNDERSTOOD, ""));
            case COMMAND -> Optional.of(new Refusal(
                    message.isBreak() ? Refusal.Reason.SIGNED_OFF : Refusal.Reason.ERROR,
                    message.isBreak() ? "" : message.command().map(Enum::name).orElse("")));
            case DATA -> error(message.data());
        };
    }

    /** An error message stands where a value would (IEC 62056-21, 6.3.9); German meters also name the register. */
    private static Optional<Refusal> error(String data) {
        int open = data.indexOf('(');
        String text = open < 0 ? data : data.substring(open + 1, Math.max(open + 1, data.lastIndexOf(')')));
        return ERROR.matcher(text.strip()).matches()
                ? Optional.of(new Refusal(Refusal.Reason.ERROR, text.strip()))
                : Optional.empty();
    }

    private static List<DataSet> sets(byte[] data) throws MalformedFrameException {
        DataLines lines = DataLines.of(data, 0, data.length);
        if (lines.sets().isEmpty()) {
            throw new MalformedFrameException(0, "a data set", "none in " + data.length + " characters");
        }
        return lines.sets();
    }

    private static String checked(String text) {
        if (!ADDRESS.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    Characters.readable(text) + " holds a character that no data set may hold: ( ) / ! or control");
        }
        return text;
    }

    private void checkOpen() throws LineException {
        if (!open) {
            throw new LineException("the meter has signed off; sign on again");
        }
    }
}
