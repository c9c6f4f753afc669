package org.metergate.mbus;

/** Is told of every fault on the wire, also of those that a repetition or a filter mended. */
@FunctionalInterface
public interface BusWatch {

    /** Does not look. */
    BusWatch NONE = (fault, detail) -> {};

    /**
     * A fault was noticed. Called in the midst of a conversation: return at once.
     *
     * @param fault what kind
     * @param detail one sentence
     */
    void noticed(BusFault fault, String detail);
}
