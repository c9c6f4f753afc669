package org.metergate.transport;

import java.time.Duration;

/**
 * Bytes to and from a meter, with a limit on every wait. One thread at a time.
 *
 * <p>A {@link LineSilentException} leaves the line usable. After any other {@link LineException} the line is closed and
 * its owner opens it again for the next conversation.
 */
public interface Line {

    /**
     * Sends a frame. Whatever was received and not read until now is dropped first.
     *
     * @param frame the bytes in the order of the wire
     * @throws LineException if the line is closed or breaks
     */
    void send(byte[] frame) throws LineException;

    /**
     * Sends a frame of which some bytes must stay out of every trace and log. The same bytes are masked in what is
     * received afterwards, should they come back.
     *
     * @param frame the bytes in the order of the wire
     * @param secrets which of them nobody may read
     * @throws LineException if the line is closed or breaks
     */
    default void send(byte[] frame, Secret... secrets) throws LineException {
        send(frame);
    }

    /**
     * Waits for one whole frame.
     *
     * @param framing tells where the frame ends
     * @param silence longest wait for the first byte, and between any two bytes after it
     * @return the frame; bytes after it stay for the next call
     * @throws LineSilentException if nothing comes for that long; it holds the bytes received so far
     * @throws LineException if the line is closed or breaks
     */
    byte[] receive(Framing framing, Duration silence) throws LineException;

    /**
     * Changes baud rate and character format in the middle of a conversation, after the last byte sent has left the
     * port. No byte is lost or made up: what came at the old settings and was not read stays readable. Over RFC 2217
     * returns when the server has confirmed; a line over TCP or UDP has no such settings and takes the call as done.
     *
     * @param settings the new settings
     * @throws LineException if the port refuses them
     */
    void change(SerialSettings settings) throws LineException;

    /**
     * Tells what the bytes received since the last {@link #send} look like, for a session that can make no frame of
     * them.
     *
     * @return {@link LineCondition#SILENT}, {@link LineCondition#ECHO}, {@link LineCondition#WRONG_PARITY},
     *     {@link LineCondition#WRONG_BAUD} or {@link LineCondition#NOISE}; never throws, also on a closed line
     * @see LineDiagnosis#of
     */
    default LineCondition symptom() {
        return LineCondition.NOISE;
    }

    /** @return the address, for messages */
    LineAddress address();
}
