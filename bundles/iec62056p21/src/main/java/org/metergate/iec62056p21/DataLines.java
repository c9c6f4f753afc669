package org.metergate.iec62056p21;

import java.util.ArrayList;
import java.util.List;
import org.metergate.transport.MalformedFrameException;

/**
 * Takes the lines of a data block apart (IEC 62056-21, 6.5: a line holds one or more data sets). Values in parentheses
 * at the start of a line go on with the set before, as in DSMR 2.2 and in the rows of a load profile.
 */
final class DataLines {
    private static final int NONE = -1;

    private final byte[] characters;
    private final List<DataSet> sets = new ArrayList<>();
    private final List<String> unparsed = new ArrayList<>();
    private final List<DataSet.Value> values = new ArrayList<>(1);
    private String address = "";
    private int end;

    private DataLines(byte[] characters) {
        this.characters = characters;
    }

    /**
     * @param characters without parity
     * @param from index of the first character of the block
     * @param to index after the last one; an end mark before it ends the block
     * @return what its lines hold, whatever ends them: CR LF, LF or CR
     */
    static DataLines of(byte[] characters, int from, int to) {
        DataLines lines = new DataLines(characters);
        lines.read(from, to);
        lines.finishSet();
        return lines;
    }

    /** @return index of the first {@code !} outside of parentheses, that of the end of the block if there is none */
    int end() {
        return end;
    }

    /** @return the data sets in order */
    List<DataSet> sets() {
        return sets;
    }

    /** @return lines that hold characters but no data set */
    List<String> unparsed() {
        return unparsed;
    }

    /**
     * Refuses a block with a number that has letters in it; for blocks that no check protects.
     *
     * @throws MalformedFrameException naming the data set
     */
    void checkNumbers() throws MalformedFrameException {
        for (DataSet set : sets) {
            for (DataSet.Value value : set.values()) {
                if (value.isDamagedNumber()) {
                    throw new MalformedFrameException(
                            0, "a number in data set " + set.address(), "'" + value.raw() + "'");
                }
            }
        }
    }

    /** Digits, letters and points come after the parentheses in the code table, and are passed over. */
    private void read(int from, int to) {
        int lineStart = from;
        int addressStart = from;
        int open = NONE;
        boolean found = false;
        for (int i = from; i < to; i++) {
            byte character = characters[i];
            if (character > ')') {
                continue;
            }
            if (character == '(') {
                open = open == NONE ? i : open;
            } else if (character == ')' && open != NONE) {
                address(addressStart, open);
                values.add(new DataSet.Value(Characters.text(characters, open + 1, i)));
                addressStart = i + 1;
                open = NONE;
                found = true;
            } else if (character == '\n' || character == '\r') {
                endOfLine(lineStart, i, found);
                lineStart = i + 1;
                addressStart = lineStart;
                open = NONE;
                found = false;
            } else if (character == '!' && open == NONE) {
                end = i;
                endOfLine(lineStart, i, found);
                return;
            }
        }
        end = to;
        endOfLine(lineStart, to, found);
    }

    private void endOfLine(int from, int to, boolean found) {
        if (!found && from < to) {
            String line = Characters.text(characters, from, to);
            if (!line.isBlank()) {
                unparsed.add(line);
            }
        }
    }

    /** What stands before a parenthesis begins a new set, blanks around it left out. */
    private void address(int from, int to) {
        int start = from;
        int stop = to;
        while (start < stop && Character.isWhitespace(characters[start])) {
            start++;
        }
        while (stop > start && Character.isWhitespace(characters[stop - 1])) {
            stop--;
        }
        if (start < stop) {
            finishSet();
            address = Characters.text(characters, start, stop);
        }
    }

    private void finishSet() {
        if (!values.isEmpty()) {
            sets.add(new DataSet(address, values.size() == 1 ? List.of(values.get(0)) : List.copyOf(values)));
            values.clear();
        }
        address = "";
    }
}
