package org.metergate.mbus.wireless;

import java.util.List;
import java.util.Optional;

/**
 * The codec of one make of receiver. It keeps the bytes of an unfinished frame, at most a few hundred, and nothing else.
 * One thread at a time. Bytes that belong to no frame, and frames whose check does not hold, are passed over.
 */
public interface Receiver {

    /** What was found. */
    sealed interface Message {

        /**
         * A telegram.
         *
         * @param reception the telegram
         */
        record Heard(Reception reception) implements Message {}

        /**
         * The receiver answers a command.
         *
         * @param command what it answers, see {@link Command#confirmation()}
         * @param payload of the answer
         */
        record Confirmed(int command, byte[] payload) implements Message {}

        /**
         * Bytes that had to be passed over.
         *
         * @param reason one sentence, without the bytes
         */
        record Damaged(String reason) implements Message {}
    }

    /**
     * One thing to tell a receiver when listening begins.
     *
     * @param purpose what for, in words
     * @param bytes to send
     * @param confirmation number of the answer that confirms it
     * @param unless an answer to the command before it, by which this one is not needed; empty if it always is
     */
    record Command(String purpose, byte[] bytes, int confirmation, Optional<byte[]> unless) {}

    /**
     * Takes bytes as they come.
     *
     * @param bytes the next bytes of the line
     * @return what they complete, in their order; often nothing
     */
    List<Message> take(byte[] bytes);

    /** Drops the bytes of an unfinished frame: the line was opened anew. */
    void reset();

    /**
     * @param mode what to listen to
     * @return commands that make the receiver deliver telegrams of this mode with their signal strength; none if it does
     *     so by itself
     */
    List<Command> start(LinkMode mode);
}
