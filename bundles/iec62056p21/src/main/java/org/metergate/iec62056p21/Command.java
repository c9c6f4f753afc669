package org.metergate.iec62056p21;

import java.util.Arrays;
import java.util.Optional;

/** The commands of programming mode (IEC 62056-21, 6.5.1): a letter and the type that goes with it. */
public enum Command {
    /** Password: the operand of the meter for the secure algorithm. */
    P0,
    /** Password, as the meter holds it. */
    P1,
    /** Password: the result of the secure algorithm. */
    P2,
    /** Read ASCII coded data. */
    R1,
    /** Formatted read. */
    R2,
    /** Read ASCII coded data, with partial blocks. */
    R3,
    /** Formatted read, with partial blocks. */
    R4,
    /** Read, national use: registers and load profiles. */
    R5,
    /** Read, national use, with partial blocks. */
    R6,
    /** Write ASCII coded data. */
    W1,
    /** Formatted write. */
    W2,
    /** Write ASCII coded data, with partial blocks. */
    W3,
    /** Formatted write, with partial blocks. */
    W4,
    /** Write, national use. */
    W5,
    /** Formatted execution. */
    E2,
    /** Break: sign off. */
    B0,
    /** Break: sign off, for a battery meter with fast wake-up. */
    B1;

    /** @return whether it asks for data and changes nothing */
    public boolean reads() {
        return name().charAt(0) == 'R';
    }

    /** @return whether it changes what the meter holds or does */
    public boolean changes() {
        return name().charAt(0) == 'W' || name().charAt(0) == 'E';
    }

    static Optional<Command> of(String code) {
        return Arrays.stream(values())
                .filter(command -> command.name().equals(code))
                .findFirst();
    }
}
