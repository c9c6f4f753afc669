package org.metergate.transport;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/** A share of a line that others may use too. Any thread may call. */
@ProviderType
public interface Claim extends AutoCloseable {

    /**
     * Takes the line for one whole conversation; requests are served in the order they came.
     *
     * @param patience longest wait for others to finish
     * @return the conversation, to be closed by the thread that asked
     * @throws LineBusyException if others hold the line for longer than that
     * @throws LineException if the line cannot be opened
     */
    Conversation converse(Duration patience) throws LineException;

    /** @return which line */
    LineAddress address();

    /** Gives the share up; the last one closes the physical line. A conversation in progress is broken off. */
    @Override
    void close();
}
