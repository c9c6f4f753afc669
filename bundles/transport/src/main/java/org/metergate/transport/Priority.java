package org.metergate.transport;

/** Who may speak first when several wait for one line. */
public enum Priority {
    /** A write, a scan or anything else that a person waits for. */
    URGENT,
    /** A read that comes again by itself. */
    PERIODIC
}
