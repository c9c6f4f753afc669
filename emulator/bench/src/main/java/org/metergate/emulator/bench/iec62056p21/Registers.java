package org.metergate.emulator.bench.iec62056p21;

import java.nio.charset.StandardCharsets;
import org.metergate.iec62056p21.DataSet;
import org.openjdk.jmh.infra.Blackhole;

/** What the readouts hold, and what is taken out of them. */
final class Registers {
    private Registers() {}

    /**
     * Writes data lines as an electricity meter does: counters, their historical values, and identifications.
     *
     * @param sets how many
     * @return lines of one data set each
     */
    static String lines(int sets) {
        StringBuilder lines = new StringBuilder("1-0:0.0.0*255(63355730)\r\n1-0:0.9.1*255(201455)\r\n");
        for (int set = 2; set < sets; set++) {
            lines.append("1-0:").append(1 + set % 4).append(".8.").append(set % 5);
            lines.append('*').append(set % 7 == 0 ? "255" : "0" + set % 10);
            lines.append("(00").append(48_375 + 37 * set).append(".375*kWh)\r\n");
        }
        return lines.toString();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Every address, value and unit. */
    static void give(Iterable<DataSet> sets, Blackhole values) {
        for (DataSet set : sets) {
            values.consume(set.address());
            DataSet.Value value = set.values().get(0);
            values.consume(value.text());
            values.consume(value.unit());
        }
    }
}
