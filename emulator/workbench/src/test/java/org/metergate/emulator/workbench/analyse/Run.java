package org.metergate.emulator.workbench.analyse;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.metergate.emulator.workbench.WorkbenchRun;

/**
 * What a command line gave.
 *
 * @param status exit status
 * @param text all that was printed
 */
record Run(int status, String text) {
    static Run of(String... arguments) {
        StringWriter text = new StringWriter();
        int status = WorkbenchRun.execute(new PrintWriter(text), arguments);
        return new Run(status, text.toString());
    }

    List<String> lines() {
        return text.lines().toList();
    }

    /** @return rows of CSV without the header */
    List<String> rows() {
        return text.lines().skip(1).filter(line -> !line.startsWith("#")).toList();
    }

    /** @return the lines of the summary */
    String summary() {
        return String.join(
                "\n", text.lines().filter(line -> line.startsWith("#")).toList());
    }

    /** @return a number of the summary */
    double number(String name) {
        return text.lines()
                .filter(line -> line.startsWith("# " + name + ": "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 4)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + text));
    }
}
