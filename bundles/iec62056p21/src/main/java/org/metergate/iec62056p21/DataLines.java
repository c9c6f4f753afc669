package org.metergate.iec62056p21;

import java.util.ArrayList;
import java.util.List;
import org.metergate.transport.MalformedFrameException;

/**
 * Takes the lines of a data block apart (IEC 62056-21, 6.5: a line holds one or more data sets). Values in parentheses
 * at the start of a line go on with the set before, as in DSMR 2.2.
 */
final class DataLines {
    private final List<DataSet> sets = new ArrayList<>();
    private final List<String> unparsed = new ArrayList<>();
    private String address = "";
    private List<DataSet.Value> values = new ArrayList<>();

    private DataLines() {}

    /**
     * @param block lines with any kind of line end; the end mark left out
     * @return what they hold
     */
    static DataLines of(String block) {
        DataLines lines = new DataLines();
        block.lines().forEach(lines::line);
        lines.finishSet();
        return lines;
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

    private void line(String line) {
        int at = 0;
        boolean found = false;
        for (int open = line.indexOf('('); open >= 0; open = line.indexOf('(', at)) {
            int close = line.indexOf(')', open);
            if (close < 0) {
                break;
            }
            String before = line.substring(at, open).strip();
            if (!before.isEmpty()) {
                finishSet();
                address = before;
            }
            values.add(new DataSet.Value(line.substring(open + 1, close)));
            found = true;
            at = close + 1;
        }
        if (!found && !line.isBlank()) {
            unparsed.add(line);
        }
    }

    private void finishSet() {
        if (!values.isEmpty()) {
            sets.add(new DataSet(address, values));
        }
        address = "";
        values = new ArrayList<>();
    }
}
