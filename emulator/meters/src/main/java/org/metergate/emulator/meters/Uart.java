package org.metergate.emulator.meters;

import java.io.ByteArrayOutputStream;
import java.util.BitSet;

/**
 * What one end of a serial wire hears of what the other end sends with other settings: the bits as they are on the wire,
 * sampled in the middle of each bit that the listener expects, from the falling edge of a start bit on.
 */
public final class Uart {

    /**
     * Speed and format of one end.
     *
     * @param baud bits a second, 1 or more
     * @param format of a character
     */
    public record Settings(int baud, CharacterFormat format) {}

    /**
     * What the listener heard.
     *
     * @param bytes the characters
     * @param wrongParity whether a character had another parity
     * @param wrongStop whether a character did not end with a stop bit
     */
    public record Heard(byte[] bytes, boolean wrongParity, boolean wrongStop) {}

    private final BitSet high = new BitSet(); // the wire, one bit for every bit of the sender; idle is high
    private int length;
    private final Settings sender;
    private final Settings listener;

    private Uart(Settings sender, Settings listener) {
        this.sender = sender;
        this.listener = listener;
    }

    /**
     * Listens. Characters with a wrong parity or stop bit are treated as Linux does for a program that asked for raw
     * bytes and the check of parity: with parity on they are dropped, without they read as 0.
     *
     * @param bytes what the sender sends, without a pause
     * @param sender its settings
     * @param listener the settings of the other end
     * @return what the listener hears
     */
    public static byte[] heard(byte[] bytes, Settings sender, Settings listener) {
        return listen(bytes, sender, listener).bytes();
    }

    /**
     * Listens, as {@link #heard} does, and tells of the errors too.
     *
     * @param bytes what the sender sends, without a pause
     * @param sender its settings
     * @param listener the settings of the other end
     * @return what the listener hears
     */
    public static Heard listen(byte[] bytes, Settings sender, Settings listener) {
        Uart wire = new Uart(sender, listener);
        for (byte b : bytes) {
            wire.put(b & 0xFF);
        }
        return wire.listen();
    }

    private void put(int value) {
        CharacterFormat format = sender.format();
        bit(0);
        for (int bit = 0; bit < format.dataBits(); bit++) {
            bit(value >> bit & 1);
        }
        if (format.parity() != CharacterFormat.Parity.N) {
            bit(format.parityOf(value));
        }
        for (int stop = 0; stop < format.stopBits(); stop++) {
            bit(1);
        }
    }

    private void bit(int level) {
        high.set(length++, level == 1);
    }

    /** @param time in bits of the sender */
    private int level(double time) {
        int index = (int) time;
        return index >= length || high.get(index) ? 1 : 0;
    }

    private Heard listen() {
        CharacterFormat format = listener.format();
        double each = (double) sender.baud() / listener.baud(); // bits of the sender in one of the listener
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        boolean wrongParity = false;
        boolean wrongStop = false;
        int edge = edgeFrom(0, 1);
        while (edge < length) {
            double time = edge + 1.5 * each;
            int value = 0;
            for (int bit = 0; bit < format.dataBits(); bit++) {
                value |= level(time) << bit;
                time += each;
            }
            boolean right = true;
            if (format.parity() != CharacterFormat.Parity.N) {
                right = level(time) == format.parityOf(value);
                time += each;
            }
            int stop = level(time);
            wrongParity |= !right;
            wrongStop |= stop == 0;
            if (right && stop == 1) {
                heard.write(value);
            } else if (format.parity() == CharacterFormat.Parity.N) {
                heard.write(0);
            }
            edge = edgeFrom((int) time, stop);
        }
        return new Heard(heard.toByteArray(), wrongParity, wrongStop);
    }

    /** @return the index of the next bit that is low after a high one; the length if there is none */
    private int edgeFrom(int from, int levelBefore) {
        int last = levelBefore;
        for (int index = from; index < length; index++) {
            int now = high.get(index) ? 1 : 0;
            if (last == 1 && now == 0) {
                return index;
            }
            last = now;
        }
        return length;
    }
}
