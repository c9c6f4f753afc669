package org.metergate.dlms;

/** What is the matter when a meter gives no value, for a diagnosis in one sentence. */
public enum Trouble {
    /** The meter has no connection for this client or server address: it answers DM, or rejects frames. */
    NO_CONNECTION,
    /** The meter does not know the client, or the application context, and refuses the association. */
    ASSOCIATION_REFUSED,
    /** The password or the proof of high level security is wrong. */
    WRONG_PASSWORD,
    /** A key does not open what the meter sends, or the meter cannot open what this client sends. */
    WRONG_KEY,
    /** The meter refuses the invocation counter, also after asking for it. */
    COUNTER_REFUSED,
    /** An answer that was sent before, by another meter, or with less protection than agreed: somebody interferes. */
    NOT_GENUINE,
    /** This client may not do that. */
    NOT_AUTHORISED,
    /** The meter has no such object, or it is of another class. */
    OBJECT_UNDEFINED,
    /** The meter is busy; ask again later. */
    BUSY,
    /** Something else, told in words. */
    OTHER
}
