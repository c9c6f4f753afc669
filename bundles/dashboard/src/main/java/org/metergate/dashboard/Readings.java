package org.metergate.dashboard;

import org.metergate.dashboard.model.Analysis;
import org.metergate.dashboard.model.Update;

/** Takes what the wires bring to the page; a service of this bundle for this bundle. */
interface Readings {

    /** @return false if there are too many meters or channels to remember */
    boolean accept(Update update);

    /** Takes what an analysis found out; does not wait. */
    void accept(Analysis found);
}
