package org.metergate.iec62056p21;

import java.util.List;
import java.util.Optional;
import org.metergate.transport.Framing;
import org.metergate.transport.MalformedFrameException;

/**
 * A data message, {@code STX data block ! CR LF ETX BCC} (IEC 62056-21, 6.3.11), whose block check held. A meter may
 * leave STX, ETX and block check out (mode D, and a few in modes A to C).
 *
 * @param blockCheck the block check; empty if the meter sent none
 * @param dataSets in the order of the meter
 */
public record DataMessage(Optional<Check> blockCheck, List<DataSet> dataSets) {

    /** From the first byte that comes, noise and an echo in front included, to the block check character. */
    public static final Framing FRAMING = DataMessage::end;

    private static final int NONE = -1;

    /** Keeps its own copy. */
    public DataMessage {
        dataSets = List.copyOf(dataSets);
    }

    /**
     * Decodes a message and checks it.
     *
     * @param frame as {@link #FRAMING} cut it; what stands before STX is skipped, parity bits are left out
     * @return the data sets
     * @throws BlockCheckException if the block check does not hold
     * @throws MalformedFrameException if there is no STX or no data set is in it
     */
    public static DataMessage decode(byte[] frame) throws MalformedFrameException {
        byte[] characters = Characters.withoutParity(frame);
        int start = indexOf(characters, Characters.STX, 0);
        if (start < 0) {
            throw new MalformedFrameException(frame.length, "STX before the data block", "none");
        }
        int end = start + 1;
        int computed = 0;
        while (end < characters.length && characters[end] != Characters.ETX) {
            computed ^= characters[end++];
        }
        if (end + 1 >= characters.length) {
            throw new MalformedFrameException(frame.length, "ETX and a block check", "the end of the bytes");
        }
        Check check = new Check(characters[end + 1], computed ^ Characters.ETX);
        if (!check.holds()) {
            throw new BlockCheckException(end + 1, check);
        }
        DataLines lines = DataLines.of(characters, start + 1, end);
        if (lines.sets().isEmpty()) {
            throw new MalformedFrameException(start + 1, "a data set", "none in " + (end - start - 1) + " characters");
        }
        return new DataMessage(Optional.of(check), lines.sets());
    }

    /**
     * Decodes what a meter answers to a selected readout.
     *
     * @param frame as {@link MessageFraming} cut it
     * @return the data sets
     * @throws RefusedException if the meter signed off instead
     * @throws MalformedFrameException as {@link #decode}; of a message without block check, if a number is none
     */
    static DataMessage ofReadout(byte[] frame) throws MalformedFrameException {
        byte[] characters = Characters.withoutParity(frame);
        int header = indexOf(characters, Characters.SOH, 0);
        int start = indexOf(characters, Characters.STX, 0);
        if (header >= 0 && (start < 0 || header < start)) {
            throw ProgrammingMessage.decode(frame).asRefusal("a data message");
        }
        return start >= 0 ? decode(frame) : unchecked(characters);
    }

    private static DataMessage unchecked(byte[] characters) throws MalformedFrameException {
        DataLines lines = DataLines.of(characters, 0, characters.length);
        if (lines.sets().isEmpty() || lines.end() == characters.length) {
            throw new MalformedFrameException(
                    0, "STX and a data block", Characters.readable(Characters.text(characters, 0, characters.length)));
        }
        lines.checkNumbers();
        return new DataMessage(Optional.empty(), lines.sets());
    }

    private static int end(byte[] received, int length) {
        int start = 0;
        while (start < length && Characters.at(received, start) != Characters.STX) {
            start++;
        }
        for (int i = start; i + 1 < length; i++) {
            if (Characters.at(received, i) == Characters.ETX) {
                return i + 2;
            }
        }
        return Framing.INCOMPLETE;
    }

    private static int indexOf(byte[] bytes, byte wanted, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return NONE;
    }
}
