package org.metergate.driver.optical;

import java.util.Optional;
import org.metergate.iec62056p21.Command;

/** Whether, and with which command, a channel may change something in the meter. */
enum Writing {
    /** It may not. */
    NO("No", null),
    /** Write ASCII coded data. */
    W1("W1: write", Command.W1),
    /** Formatted write. */
    W2("W2: formatted write", Command.W2),
    /** Write ASCII coded data, with partial blocks. */
    W3("W3: write, partial blocks", Command.W3),
    /** Formatted write, with partial blocks. */
    W4("W4: formatted write, partial blocks", Command.W4),
    /** Write, national use. */
    W5("W5: national use", Command.W5),
    /** Execute. */
    E2("E2: execute", Command.E2);

    private final String label;
    private final Command command;

    Writing(String label, Command command) {
        this.label = label;
        this.command = command;
    }

    /** @return what people read */
    String label() {
        return label;
    }

    /** @return the command; empty if nothing may be written */
    Optional<Command> command() {
        return Optional.ofNullable(command);
    }
}
