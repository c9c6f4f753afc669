package org.metergate.iec62056p21;

import java.util.List;

/** What a meter answers to a command of programming mode. */
public sealed interface ProgrammingAnswer {

    /**
     * It gave what was asked for.
     *
     * @param dataSets in the order of the meter; the address of the first is empty if the meter does not repeat it
     */
    record Data(List<DataSet> dataSets) implements ProgrammingAnswer {
        /** Keeps its own copy. */
        public Data {
            dataSets = List.copyOf(dataSets);
        }
    }

    /** It did what was asked for. */
    record Done() implements ProgrammingAnswer {}

    /**
     * It said no.
     *
     * @param refusal how
     */
    record Refused(Refusal refusal) implements ProgrammingAnswer {}
}
