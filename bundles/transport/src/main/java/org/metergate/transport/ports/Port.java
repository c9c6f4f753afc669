package org.metergate.transport.ports;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.metergate.transport.LineAddress;
import org.metergate.transport.LineException;
import org.metergate.transport.SerialSettings;

/**
 * One physical connection, opened once and closed once. One thread at a time, but any thread may close it, which ends
 * every other call with an {@link IOException}.
 */
interface Port {

    /** Makes ports, closed at first. */
    @FunctionalInterface
    interface Maker {
        /**
         * @param address which line
         * @return a port of the right kind
         */
        Port make(LineAddress address);
    }

    /**
     * @param settings speed and format, without meaning on a network
     * @throws LineException if it cannot be opened; the message says what to do
     */
    void open(SerialSettings settings) throws LineException;

    /**
     * Sends bytes; on a serial port returns when the last one has left.
     *
     * @param bytes in the order of the wire
     * @throws IOException if the connection broke
     */
    void write(byte[] bytes) throws IOException;

    /**
     * Waits for bytes.
     *
     * @param into where they go, from index 0
     * @param within longest wait for the first one
     * @return how many came, 0 if none
     * @throws IOException if the connection broke or the other side closed it
     */
    int read(byte[] into, Duration within) throws IOException;

    /**
     * Drops what has come and was not read.
     *
     * @throws IOException if the connection broke
     */
    void discard() throws IOException;

    /**
     * Changes speed and format after the last byte has left; bytes that came before stay readable.
     *
     * @param settings new speed and format
     * @throws IOException if the port refuses them
     */
    void change(SerialSettings settings) throws IOException;

    /** @return false if the other side has gone since the last call; costs a millisecond at most and loses no byte */
    boolean isUp();

    /**
     * What the port itself noticed while it received.
     *
     * @param parity characters with a wrong parity came
     * @param framing characters without a stop bit came
     */
    record Errors(boolean parity, boolean framing) {
        /** Nothing, or nothing that it can tell. */
        static final Errors NONE = new Errors(false, false);
    }

    /** @return what was noticed since {@link #discard} */
    default Errors errors() {
        return Errors.NONE;
    }

    /** @return whether 7 bits and parity are carried as 8 bits without, so that the top bit is to be made and checked */
    default boolean leavesParityToOthers() {
        return false;
    }

    /** @return the device that only one line can have open; known once opening was tried, and empty on a network */
    default Optional<Path> device() {
        return Optional.empty();
    }

    /** @return whether a peer that has gone looks the same as a meter that is silent */
    default boolean isRemote() {
        return false;
    }

    /** @return whether each {@link #read} takes one datagram, which no frame reaches beyond */
    default boolean hasDatagrams() {
        return false;
    }

    /** @return whether a port that is gone without a call in progress is to be opened again at once */
    default boolean isWatched() {
        return false;
    }

    /** Closes the connection; closing twice does nothing. */
    void close();
}
