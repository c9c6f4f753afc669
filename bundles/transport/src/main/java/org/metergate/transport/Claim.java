package org.metergate.transport;

import java.time.Duration;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** A share of a line that others may use too. Any thread may call. */
@ProviderType
public interface Claim extends AutoCloseable {

    /**
     * Takes the line for one whole conversation; requests of {@link Priority#PERIODIC} are served in the order they
     * came.
     *
     * @param patience longest wait for others to finish
     * @return the conversation, to be closed by the thread that asked
     * @throws LineBusyException if others hold the line for longer than that
     * @throws LineException if the line cannot be opened
     */
    Conversation converse(Duration patience) throws LineException;

    /**
     * Takes the line for one whole conversation; those who asked with {@link Priority#URGENT} go first, and among equals
     * requests are served in the order they came. Nobody starves: a request is overtaken by at most
     * {@value #MOST_OVERTAKING} later ones.
     *
     * @param patience longest wait for others to finish
     * @param priority who goes first
     * @return the conversation, to be closed by the thread that asked
     * @throws LineBusyException if others hold the line for longer than that; it says who, and for how long
     * @throws LineException if the line cannot be opened
     */
    default Conversation converse(Duration patience, Priority priority) throws LineException {
        return converse(patience);
    }

    /** How many later requests may overtake one that waits. */
    int MOST_OVERTAKING = 4;

    /**
     * Takes the line for one whole conversation if that needs neither waiting nor opening: for a goodbye, which is not
     * worth a new connection. Returns within milliseconds.
     *
     * @return the conversation, to be closed by the thread that asked; empty if the line is closed or broken, others
     *     have it, or this share was given up
     */
    Optional<Conversation> converseIfOpen();

    /** @return which line */
    LineAddress address();

    /** Gives the share up; the last one closes the physical line. A conversation in progress is broken off. */
    @Override
    void close();
}
