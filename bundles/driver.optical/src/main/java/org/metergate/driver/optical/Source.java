package org.metergate.driver.optical;

import java.util.Optional;
import org.metergate.iec62056p21.Command;

/** Where a channel takes its value from. */
enum Source {
    /** The data readout, or the telegram of a meter that sends by itself; all such channels cost one. */
    READOUT("Readout, or what the meter sends by itself", null),
    /** One register in programming mode. */
    R1("R1: read", Command.R1),
    /** Likewise. */
    R2("R2: formatted read", Command.R2),
    /** Likewise. */
    R3("R3: read, partial blocks", Command.R3),
    /** Likewise. */
    R4("R4: formatted read, partial blocks", Command.R4),
    /** Likewise. */
    R5("R5: national use", Command.R5),
    /** Likewise. */
    R6("R6: national use, partial blocks", Command.R6),
    /** A column of a load profile or log book: its last row if polled, every new row if listened. */
    PROFILE("Rows of a load profile or log book", null);

    private final String label;
    private final Command command;

    Source(String label, Command command) {
        this.label = label;
        this.command = command;
    }

    /** @return what people read */
    String label() {
        return label;
    }

    /** @return the command of programming mode; empty for the readout and for profiles */
    Optional<Command> command() {
        return Optional.ofNullable(command);
    }
}
