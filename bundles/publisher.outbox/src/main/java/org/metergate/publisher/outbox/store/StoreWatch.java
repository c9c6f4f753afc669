package org.metergate.publisher.outbox.store;

/** Is told what was lost, on the thread that noticed and with the store locked: note it and return. */
public interface StoreWatch {

    /** Why entries were dropped. */
    enum Cause {
        /** They were kept longer than the limit. */
        AGE,
        /** There were more bytes than the limit. */
        SIZE,
        /** The disk gave back other bytes than were written. */
        DAMAGE
    }

    /**
     * Entries were dropped that a destination had not confirmed.
     *
     * @param destination its name
     * @param entries how many
     * @param cause why
     */
    void dropped(String destination, long entries, Cause cause);

    /**
     * Bytes were found that are no entry.
     *
     * @param where file and offset
     * @param bytes how many
     */
    void damaged(String where, long bytes);
}
