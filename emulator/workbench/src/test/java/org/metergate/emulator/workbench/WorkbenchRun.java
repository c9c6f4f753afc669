package org.metergate.emulator.workbench;

import java.io.PrintWriter;

/** Lets tests of other packages run the command line. */
public final class WorkbenchRun {
    private WorkbenchRun() {}

    /** @return the exit status */
    public static int execute(PrintWriter out, String... arguments) {
        return Workbench.commands().setOut(out).execute(arguments);
    }
}
