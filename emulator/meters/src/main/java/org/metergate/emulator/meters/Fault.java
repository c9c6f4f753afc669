package org.metergate.emulator.meters;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
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
     * What becomes of one answer.
     *
     * @param bytes those that get through, none for silence
     * @param late how much later than usual they begin
     * @param cut whether the connection breaks after the last of them
     */
    record Passage(byte[] bytes, Duration late, boolean cut) {}

    /**
     * Takes an answer on its way from the meter to the gateway; this is what the wire asks.
     *
     * @param answer the bytes that the meter sends; not to be changed
     * @return what becomes of them
     * @throws IOException to break the connection before the first byte
     */
    default Passage passage(byte[] answer) throws IOException {
        return new Passage(sent(answer), Duration.ZERO, false);
    }

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
            public Passage passage(byte[] answer) throws IOException {
                return struck.getAsBoolean() ? always.passage(answer) : new Passage(answer, Duration.ZERO, false);
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

    /**
     * @param most bytes that get through, 0 or more
     * @return a fault that breaks the connection in the middle of every longer answer
     */
    static Fault disconnectAfter(int most) {
        return new Fault() {
            @Override
            public byte[] sent(byte[] answer) {
                return Arrays.copyOf(answer, Math.min(most, answer.length));
            }

            @Override
            public Passage passage(byte[] answer) {
                return new Passage(sent(answer), Duration.ZERO, answer.length > most);
            }
        };
    }

    /**
     * @param delay beyond the turnaround time
     * @return a fault that lets every answer begin later
     */
    static Fault late(Duration delay) {
        return new Fault() {
            @Override
            public byte[] sent(byte[] answer) {
                return answer;
            }

            @Override
            public Passage passage(byte[] answer) {
                return new Passage(answer, delay, false);
            }
        };
    }

    /**
     * @param random picks the byte
     * @return a fault that loses one byte of every answer
     */
    static Fault lostByte(RandomGenerator random) {
        return answer -> {
            if (answer.length == 0) {
                return answer;
            }
            int lost = random.nextInt(answer.length);
            byte[] left = Arrays.copyOf(answer, answer.length - 1);
            System.arraycopy(answer, lost + 1, left, lost, left.length - lost);
            return left;
        };
    }

    /**
     * @param random picks the byte
     * @return a fault that lets one byte of every answer come twice
     */
    static Fault doubledByte(RandomGenerator random) {
        return answer -> {
            if (answer.length == 0) {
                return answer;
            }
            int doubled = random.nextInt(answer.length);
            byte[] more = Arrays.copyOf(answer, answer.length + 1);
            System.arraycopy(answer, doubled, more, doubled + 1, answer.length - doubled);
            return more;
        };
    }

    /**
     * The two ends of the wire disagree about speed or format.
     *
     * @param meter how the meter sends
     * @param gateway how the gateway listens
     * @return a fault that makes of every answer what the gateway hears of it
     */
    static Fault misheard(Uart.Settings meter, Uart.Settings gateway) {
        return answer -> Uart.heard(answer, meter, gateway);
    }

    /** @return a fault that sends every byte as 7E1 to a gateway that listens as 8N1: the top bit is the parity */
    static Fault parity() {
        return misheard(new Uart.Settings(9600, CharacterFormat.F7E1), new Uart.Settings(9600, CharacterFormat.F8N1));
    }

    /**
     * Two meters answer at once. On a bus a 0 of one wins against a 1 of the other.
     *
     * @param other what the other one answers, from the same moment on
     * @return a fault that mixes every answer with that
     */
    static Fault collision(byte[] other) {
        return answer -> {
            byte[] longer = answer.length >= other.length ? answer : other;
            byte[] mixed = longer.clone();
            for (int i = 0; i < Math.min(answer.length, other.length); i++) {
                mixed[i] = (byte) (answer[i] & other[i]);
            }
            return mixed;
        };
    }
}
