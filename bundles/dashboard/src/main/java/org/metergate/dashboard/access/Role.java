package org.metergate.dashboard.access;

/** What a user may do; each role may do what those before it may. */
public enum Role {
    /** Sees everything and changes nothing. */
    READER,
    /** Reads meters now, scans lines, acknowledges findings, writes notes. */
    OPERATOR,
    /** Creates and deletes meters and users, changes settings. */
    ADMINISTRATOR;

    /**
     * @param needed for something
     * @return whether this role is enough
     */
    public boolean includes(Role needed) {
        return compareTo(needed) >= 0;
    }
}
