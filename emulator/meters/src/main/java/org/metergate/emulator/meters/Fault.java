package org.metergate.emulator.meters;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * What a bad wire does to good bytes. One wire calls it from one thread; a fault that several connections share has to
 * guard what it keeps.
 */
public interface Fault {

    /** A good wire. */
    Fault NONE = answer -> answer;

    /**
     * Takes an answer on its way from the meter to the gateway.
     *
     * @param answer the bytes that the meter sends; not to be changed
     * @return the bytes that get through, none for silence
     * @throws IOException to break the connection
     */
    byte[] sent(byte[] answer) throws IOException;

    /**
     * Takes a byte on its way from the gateway to the meter.
     *
     * @param heard the byte, 0 to 255
     * @return what comes back at once: an optical head or a two-wire converter that hears itself returns the same byte,
     *     a good wire nothing
     */
    default byte[] echo(int heard) {
        return new byte[0];
    }

    /**
     * This fault at some answers only.
     *
     * @param struck asked once for every answer
     * @return a fault that leaves the other answers alone
     */
    default Fault when(BooleanSupplier struck) {
        Fault always = this;
        return new Fault() {
            @Override
            public byte[] sent(byte[] answer) throws IOException {
                return struck.getAsBoolean() ? always.sent(answer) : answer;
            }

            @Override
            public byte[] echo(int heard) {
                return always.echo(heard);
            }
        };
    }

    /** @return a fault that lets no byte through */
    static Fault silence() {
        return answer -> new byte[0];
    }

    /**
     * @param random picks the bit
     * @return a fault that turns one bit of every answer
     */
    static Fault flippedBit(RandomGenerator random) {
        return answer -> {
            byte[] wrong = answer.clone();
            if (wrong.length > 0) {
                wrong[random.nextInt(wrong.length)] ^= (byte) (1 << random.nextInt(8));
            }
            return wrong;
        };
    }

    /**
     * @param random picks how many bytes, and which
     * @param most noise bytes before an answer, 1 or more
     * @return a fault that puts 1 to {@code most} random bytes before every answer
     */
    static Fault noise(RandomGenerator random, int most) {
        return answer -> {
            byte[] noise = new byte[random.nextInt(most) + 1];
            random.nextBytes(noise);
            byte[] all = Arrays.copyOf(noise, noise.length + answer.length);
            System.arraycopy(answer, 0, all, noise.length, answer.length);
            return all;
        };
    }

    /**
     * @param most bytes that get through, 0 or more
     * @return a fault that cuts every longer answer
     */
    static Fault truncation(int most) {
        return answer -> Arrays.copyOf(answer, Math.min(most, answer.length));
    }

    /** @return a wire on which the gateway hears what it sends */
    static Fault echo() {
        return new Fault() {
            @Override
            public byte[] sent(byte[] answer) {
                return answer;
            }

            @Override
            public byte[] echo(int heard) {
                return new byte[] {(byte) heard};
            }
        };
    }

    /** @return a fault that breaks the connection where an answer should come */
    static Fault disconnect() {
        return answer -> {
            throw new EOFException("the wire was cut on purpose");
        };
    }
}
