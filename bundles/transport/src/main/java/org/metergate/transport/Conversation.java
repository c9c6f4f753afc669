package org.metergate.transport;

import org.osgi.annotation.versioning.ProviderType;

/** The line, lent to one session for one whole conversation. */
@ProviderType
public interface Conversation extends Line, AutoCloseable {

    /**
     * Tells whether what was agreed with the meter in an earlier conversation may still hold.
     *
     * @return a number that is the same for two conversations of one claim exactly if the line was neither reopened nor
     *     lent to another claim in between
     */
    long epoch();

    /** Closes the physical line, so that the next conversation opens it anew. */
    void hangUp();

    /** Gives the line back, open. Closing twice does nothing. */
    @Override
    void close();
}
