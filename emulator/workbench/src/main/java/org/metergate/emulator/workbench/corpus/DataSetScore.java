package org.metergate.emulator.workbench.corpus;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Compares two lists of addressed values; their order does not count, how often each comes does. */
final class DataSetScore {

    /**
     * A value as the meter wrote it.
     *
     * @param address of its data set; empty where the meter gave none
     * @param value its text
     * @param unit empty where the meter gave none
     */
    record Entry(String address, String value, String unit) {
        @Override
        public String toString() {
            return address + "(" + value + (unit.isEmpty() ? "" : "*" + unit) + ")";
        }
    }

    private DataSetScore() {}

    /**
     * @param expected of the corpus
     * @param given by the decoder
     * @param differences that are known already
     * @return the score: a value is wrong if its address is expected with another value
     */
    static Score of(List<Entry> expected, List<Entry> given, List<String> differences) {
        List<Entry> missing = new ArrayList<>(expected);
        List<Entry> more = new ArrayList<>();
        for (Entry entry : given) {
            if (!missing.remove(entry)) {
                more.add(entry);
            }
        }
        Set<String> addresses = new HashSet<>();
        expected.forEach(entry -> addresses.add(entry.address()));
        List<String> wrong = new ArrayList<>();
        List<String> all = new ArrayList<>(differences);
        missing.forEach(entry -> all.add("missing " + entry));
        for (Entry entry : more) {
            if (addresses.contains(entry.address())) {
                wrong.add(entry.toString());
            } else {
                all.add("not expected " + entry);
            }
        }
        return new Score(expected.size(), expected.size() - missing.size(), wrong, all);
    }
}
