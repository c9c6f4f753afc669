package org.metergate.iec62056p21;

import java.util.List;
import org.metergate.transport.Framing;
import org.metergate.transport.MalformedFrameException;

/**
 * A data message, {@code STX data block ! CR LF ETX BCC} (IEC 62056-21, 6.3.11), whose block check held.
 *
 * @param check the block check
 * @param dataSets in the order of the meter
 */
public record DataMessage(Check check, List<DataSet> dataSets) {

    /** From the first byte that comes, noise and an echo in front included, to the block check character. */
    public static final Framing FRAMING = DataMessage::end;

    /** Keeps its own copy. */
    public DataMessage {
        dataSets = List.copyOf(dataSets);
    }

    /**
     * Decodes a message and checks it.
     *
     * @param frame as {@link #FRAMING} cut it; what stands before STX is skipped, parity bits are left out
     * @return the data sets
     * @throws MalformedFrameException if there is no STX, the block check does not hold or no data set is in it
     */
    public static DataMessage decode(byte[] frame) throws MalformedFrameException {
        byte[] characters = Characters.withoutParity(frame);
        int start = indexOf(characters, Characters.STX, 0);
        if (start < 0) {
            throw new MalformedFrameException(frame.length, "STX before the data block", "none");
        }
        int end = indexOf(characters, Characters.ETX, start);
        if (end < 0 || end + 1 >= characters.length) {
            throw new MalformedFrameException(frame.length, "ETX and a block check", "the end of the bytes");
        }
        Check check = new Check(characters[end + 1], Check.blockCheck(characters, start + 1, end + 1));
        if (!check.holds()) {
            throw new MalformedFrameException(
                    end + 1, String.format("block check %02X", check.computed()), String.format("%02X", check.value()));
        }
        String block = Characters.text(characters, start + 1, end);
        DataLines lines = DataLines.of(block.substring(0, endMark(block)));
        if (lines.sets().isEmpty()) {
            throw new MalformedFrameException(start + 1, "a data set", "none in " + (end - start - 1) + " characters");
        }
        return new DataMessage(check, lines.sets());
    }

    /** @return index of the first {@code !} outside of parentheses, the length if there is none */
    static int endMark(String block) {
        boolean inside = false;
        for (int i = 0; i < block.length(); i++) {
            switch (block.charAt(i)) {
                case '(' -> inside = true;
                case ')', '\n', '\r' -> inside = false;
                case '!' -> {
                    if (!inside) {
                        return i;
                    }
                }
                default -> {
                    // a character of an address or a value
                }
            }
        }
        return block.length();
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
        return -1;
    }
}
