package org.metergate.iec62056p21;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import org.metergate.transport.MalformedFrameException;

/**
 * A message of programming mode whose block check held (IEC 62056-21, 6.3): {@code SOH C D STX data ETX BCC}, the break
 * {@code SOH B 0 ETX BCC}, data {@code STX data ETX BCC}, of which a partial block ends in EOT; or ACK or NAK alone.
 *
 * @param kind what it is
 * @param command of a message with SOH; empty for the others
 * @param data what stands between STX and the end; empty if there is no STX
 * @param more whether another block follows once this one is acknowledged
 */
record ProgrammingMessage(Kind kind, Optional<Command> command, String data, boolean more) {

    /** What a message is. */
    enum Kind {
        ACKNOWLEDGED,
        NOT_UNDERSTOOD,
        COMMAND,
        DATA
    }

    /**
     * @param command what to do
     * @param data set to send; without STX if it is empty and the command is a break
     * @return the message with its block check
     */
    static byte[] encode(Command command, String data) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write(Characters.SOH);
        message.writeBytes(Characters.bytes(command.name()));
        if (command != Command.B0 && command != Command.B1) {
            message.write(Characters.STX);
            message.writeBytes(Characters.bytes(data));
        }
        message.write(Characters.ETX);
        byte[] unchecked = message.toByteArray();
        message.write(Check.blockCheck(unchecked, 1, unchecked.length));
        return message.toByteArray();
    }

    /**
     * @param frame as {@link MessageFraming} cut it; noise in front is skipped, parity bits are left out
     * @return the message
     * @throws BlockCheckException if its block check does not hold
     * @throws MalformedFrameException if it is none
     */
    static ProgrammingMessage decode(byte[] frame) throws MalformedFrameException {
        byte[] characters = Characters.withoutParity(frame);
        int start = 0;
        while (start < characters.length) {
            switch (characters[start]) {
                case Characters.ACK -> {
                    return new ProgrammingMessage(Kind.ACKNOWLEDGED, Optional.empty(), "", false);
                }
                case Characters.NAK -> {
                    return new ProgrammingMessage(Kind.NOT_UNDERSTOOD, Optional.empty(), "", false);
                }
                case Characters.SOH, Characters.STX -> {
                    return checked(characters, start);
                }
                default -> start++; // noise
            }
        }
        throw new MalformedFrameException(frame.length, "ACK, NAK, STX or SOH", "none");
    }

    private static ProgrammingMessage checked(byte[] characters, int start) throws MalformedFrameException {
        int end = start + 1;
        while (end < characters.length && characters[end] != Characters.ETX && characters[end] != Characters.EOT) {
            end++;
        }
        if (end + 1 >= characters.length) {
            throw new MalformedFrameException(
                    characters.length, "ETX or EOT and a block check", "the end of the bytes");
        }
        Check check = new Check(characters[end + 1], Check.blockCheck(characters, start + 1, end + 1));
        if (!check.holds()) {
            throw new BlockCheckException(end + 1, check);
        }
        boolean more = characters[end] == Characters.EOT;
        if (characters[start] == Characters.STX) {
            return new ProgrammingMessage(
                    Kind.DATA, Optional.empty(), Characters.text(characters, start + 1, end), more);
        }
        String content = Characters.text(characters, start + 1, end);
        int data = content.indexOf(Characters.STX);
        String code = data < 0 ? content : content.substring(0, data);
        Optional<Command> command = Command.of(code);
        if (command.isEmpty()) {
            throw new MalformedFrameException(start + 1, "a command such as P0 or B0", Characters.readable(code));
        }
        return new ProgrammingMessage(Kind.COMMAND, command, data < 0 ? "" : content.substring(data + 1), more);
    }

    /** @return whether the meter signed off */
    boolean isBreak() {
        return command.filter(found -> found == Command.B0 || found == Command.B1)
                .isPresent();
    }

    /**
     * @param expected what was asked for
     * @return that the meter refused it, to be thrown
     */
    MalformedFrameException asRefusal(String expected) {
        return isBreak()
                ? new RefusedException(expected, new Refusal(Refusal.Reason.SIGNED_OFF, ""))
                : new MalformedFrameException(
                        0, expected, "the command " + command.map(Enum::name).orElse("none"));
    }
}
