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
    private String address = "";
    private final List<DataSet.Value> values = new ArrayList<>();

    private DataLines(byte[] characters) {
        this.characters = characters;
    }

    /**
     * @param characters without parity
     * @param from index of the first character of the block
     * @param to index after the last one, the end mark left out
     * @return what its lines hold, whatever ends them: CR LF, LF or CR
     */
    static DataLines of(byte[] characters, int from, int to) {
        DataLines lines = new DataLines(characters);
        int start = from;
        for (int i = from; i < to; i++) {
            if (characters[i] == '\n' || characters[i] == '\r') {
                lines.line(start, i);
                start = i + 1;
            }
        }
        lines.line(start, to);
        lines.finishSet();
        return lines;
    }

    /** @return index of the first {@code !} outside of parentheses, {@code to} if there is none */
    static int endMark(byte[] characters, int from, int to) {
        boolean inside = false;
        for (int i = from; i < to; i++) {
            switch (characters[i]) {
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
        return to;
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

    private void line(int from, int to) {
        int at = from;
        boolean found = false;
        for (int open = indexOf('(', at, to); open != NONE; open = indexOf('(', at, to)) {
            int close = indexOf(')', open, to);
            if (close == NONE) {
                break;
            }
            address(at, open);
            values.add(new DataSet.Value(Characters.text(characters, open + 1, close)));
            found = true;
            at = close + 1;
        }
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
        int end = to;
        while (start < end && Character.isWhitespace(characters[start])) {
            start++;
        }
        while (end > start && Character.isWhitespace(characters[end - 1])) {
            end--;
        }
        if (start < end) {
            finishSet();
            address = Characters.text(characters, start, end);
        }
    }

    private void finishSet() {
        if (!values.isEmpty()) {
            sets.add(new DataSet(address, values));
            values.clear();
        }
        address = "";
    }

    private int indexOf(char wanted, int from, int to) {
        for (int i = from; i < to; i++) {
            if (characters[i] == wanted) {
                return i;
            }
        }
        return NONE;
    }
}
