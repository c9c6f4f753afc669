package org.metergate.emulator.terminal;

import java.util.List;

/** Where the table is shown. */
interface Screen extends AutoCloseable {

    /**
     * Shows the present state.
     *
     * @param places where to look, one line each
     * @param rows readings in the order to show
     */
    void show(List<String> places, List<Row> rows);

    @Override
    void close();
}
