package org.metergate.emulator.meters.dlms;

/** What can be wrong with the protection of an answer. */
public enum SecurityFault {
    /** Nothing. */
    NONE,
    /** It is closed with another key than the client was given. */
    WRONG_KEY,
    /** The answer before is sent again. */
    REPLAYED,
    /** It says that it comes from another meter. */
    OTHER_TITLE,
    /** The meter has seen far higher counters from the client's key than the client has used: it refuses the request. */
    COUNTER_JUMP
}
