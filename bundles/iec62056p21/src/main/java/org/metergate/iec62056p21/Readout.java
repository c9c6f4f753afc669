package org.metergate.iec62056p21;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.metergate.transport.MalformedFrameException;

/**
 * A whole readout: who answered, and what.
 *
 * @param identification who answered; empty if a capture does not hold it
 * @param check the block check, empty if a capture does not have it; it holds, except in a capture with a part blotted
 *     out
 * @param dataSets in the order of the meter
 * @param complete false if a capture ends without the end mark
 * @param unparsedLines lines of the data block that hold no data set
 */
public record Readout(
        Optional<Identification> identification,
        Optional<Check> check,
        List<DataSet> dataSets,
        boolean complete,
        List<String> unparsedLines) {

    /**
     * One pair of parentheses, as tools print it that know single values only.
     *
     * @param address before the parenthesis; empty for the second and later values of a data set
     * @param value the text; of later values with the unit
     * @param unit the unit of a first value
     */
    public record Part(Optional<String> address, String value, Optional<String> unit) {}

    /** Keeps its own copies. */
    public Readout {
        dataSets = List.copyOf(dataSets);
        unparsedLines = List.copyOf(unparsedLines);
    }

    /**
     * Decodes a readout that somebody has captured and stored as a file: any line ends, echoes and noise before the
     * identification, perhaps no identification, no STX and no block check. A block check that is there must hold, unless
     * a person has blotted out a part ({@code <redacted>}, {@code XXXX}).
     *
     * @param capture the bytes of the file
     * @return the readout
     * @throws MalformedFrameException if the block check does not hold, a number has letters in it, or the capture ends
     *     in the middle of a data set
     */
    public static Readout decode(byte[] capture) throws MalformedFrameException {
        return new Capture(capture).readout();
    }

    /** @return every pair of parentheses on its own */
    public List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        for (DataSet set : dataSets) {
            DataSet.Value first = set.values().get(0);
            if (set.address().isEmpty()) {
                parts.add(new Part(Optional.empty(), first.raw(), Optional.empty()));
            } else {
                parts.add(new Part(Optional.of(set.address()), first.text(), first.unit()));
            }
            for (DataSet.Value later : set.values().subList(1, set.values().size())) {
                parts.add(new Part(Optional.empty(), later.raw(), Optional.empty()));
            }
        }
        return parts;
    }
}
