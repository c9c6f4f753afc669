package org.metergate.dlms;

import java.time.Duration;
import java.util.function.Predicate;
import org.metergate.transport.Line;
import org.metergate.transport.LineException;
import org.metergate.transport.MalformedFrameException;

/** The layers between APDU and line. Keeps what was agreed with the meter; one thread at a time. */
interface Link {

    /**
     * Sets the connection up.
     *
     * @throws LinkLostException if the meter refuses it
     */
    void connect(Line line) throws LineException, MalformedFrameException, LinkLostException;

    /**
     * Sends an APDU and waits for the one that answers it; others are passed over.
     *
     * @param wanted tells the answer from a notification or a late answer to an earlier request
     * @throws LinkLostException if the meter has forgotten the connection
     */
    byte[] exchange(Line line, byte[] apdu, Predicate<byte[]> wanted)
            throws LineException, MalformedFrameException, LinkLostException;

    /**
     * Sends an APDU that is not answered: a block in the middle of a window.
     *
     * @throws LinkLostException if the meter has forgotten the connection
     */
    void send(Line line, byte[] apdu) throws LineException, MalformedFrameException, LinkLostException;

    /**
     * Waits for an APDU that follows the one before without being asked for; others are passed over.
     *
     * @param wanted tells it from others
     * @throws LinkLostException if the meter has forgotten the connection
     */
    byte[] receive(Line line, Predicate<byte[]> wanted)
            throws LineException, MalformedFrameException, LinkLostException;

    /** From now on waits no longer than that for an answer, and repeats nothing: the caller is about to go. */
    void hurry(Duration answer);

    /** Takes the connection down, once, without repeating. */
    void disconnect(Line line) throws LineException, MalformedFrameException;
}
