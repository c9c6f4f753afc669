package org.metergate.transport;

/** What is the matter with a line, told by what came over it, with what to try. */
public enum LineCondition {
    /** Nothing came. */
    SILENT("no byte came", "check that the meter has power, the head sits right and the address is the meter's"),
    /** An answer began and stopped. */
    INCOMPLETE("the answer stopped before its end", "check the cable and the seat of the head, or wait longer"),
    /** Nothing came but what was sent. */
    ECHO(
            "only what was sent came back",
            "the converter hears itself and the meter does not answer: set the line's echo to DETECT or REMOVE, then check"
                    + " the meter's side"),
    /** Characters of another parity or number of data bits. */
    WRONG_PARITY(
            "characters with another parity or number of bits came", "try 7E1 instead of 8N1, or 8N1 instead of 7E1"),
    /** Bit patterns of another speed. */
    WRONG_BAUD("characters came that another speed makes", "try another baud rate"),
    /** Bytes that are not the protocol, for no reason that shows. */
    NOISE(
            "bytes came that are not the protocol",
            "check wiring, shielding and light at the head, then speed and format"),
    /** Others hold the line. */
    BUSY("the line is held by another", "read less often, wait longer, or close the program that holds it"),
    /** The line cannot be opened. */
    UNREACHABLE("the line cannot be opened", "plug the adapter in or switch the device on, or correct the address"),
    /** The port or the server does not take the speed or format. */
    REFUSED("the line refuses its settings", "choose a speed and format that the port can do"),
    /** The line was open and broke. */
    LOST("the line broke", "it is opened again by itself; check plug and network if that happens often"),
    /** The claim or the conversation was given up on this side. */
    ENDED("the conversation is over", "ask for the line again");

    private final String meaning;
    private final String advice;

    LineCondition(String meaning, String advice) {
        this.meaning = meaning;
        this.advice = advice;
    }

    /** @return what is the matter, a clause without a full stop */
    public String meaning() {
        return meaning;
    }

    /** @return what to try, a clause without a full stop */
    public String advice() {
        return advice;
    }
}
