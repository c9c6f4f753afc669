package org.metergate.transport;

import java.util.Arrays;

/**
 * Tells by the bytes alone what is the matter with a line. For bytes that the protocol refused, or that stopped before
 * their end: whole frames look well here and mean nothing.
 */
public final class LineDiagnosis {
    /** Fewer bytes than these are no evidence of a speed or a format. */
    private static final int EVIDENCE = 3;

    private LineDiagnosis() {}

    /**
     * Looks at bytes that are no answer.
     *
     * <ul>
     *   <li>{@link LineCondition#SILENT}: there are none.
     *   <li>{@link LineCondition#ECHO}: they are what was sent, or its beginning, one time or more, and nothing else.
     *   <li>{@link LineCondition#WRONG_PARITY}: with 8 bits and no parity, the top bit of every byte is the parity of
     *       the other seven, even or odd, and some have it; or, with a parity, readable characters came with gaps in
     *       which the system put the zeros of parity errors.
     *   <li>{@link LineCondition#WRONG_BAUD}: the bits change far more seldom than those of characters do, as they do
     *       when the port is faster than the meter, or too few readable characters are left, as with a port that is
     *       slower.
     *   <li>{@link LineCondition#NOISE}: none of these.
     * </ul>
     *
     * @param sent the frame sent last; empty if none was
     * @param received every byte that came after it
     * @param settings speed and format that the port has
     * @return one of the five
     */
    public static LineCondition of(byte[] sent, byte[] received, SerialSettings settings) {
        if (received.length == 0) {
            return LineCondition.SILENT;
        }
        if (isEcho(sent, received)) {
            return LineCondition.ECHO;
        }
        byte[] own = withoutEcho(sent, received);
        if (own.length < EVIDENCE) {
            return LineCondition.NOISE;
        }
        if (hasOtherParity(own, settings)) {
            return LineCondition.WRONG_PARITY;
        }
        return new BitPatterns(own).areOfAnotherSpeed() ? LineCondition.WRONG_BAUD : LineCondition.NOISE;
    }

    /**
     * @param sent the frame sent last
     * @param received every byte that came after it
     * @return whether what came is what was sent or its beginning, once or several times, and nothing else; a single
     *     byte of a longer frame proves nothing
     */
    public static boolean isEcho(byte[] sent, byte[] received) {
        if (sent.length == 0 || received.length == 0 || received.length == 1 && sent.length > 1) {
            return false;
        }
        for (int i = 0; i < received.length; i++) {
            if (received[i] != sent[i % sent.length]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] withoutEcho(byte[] sent, byte[] received) {
        boolean echoed = sent.length > 0
                && received.length > sent.length
                && Arrays.equals(sent, 0, sent.length, received, 0, sent.length);
        return echoed ? Arrays.copyOfRange(received, sent.length, received.length) : received;
    }

    private static boolean hasOtherParity(byte[] received, SerialSettings settings) {
        BitPatterns patterns = new BitPatterns(received);
        return settings.dataBits() == 8 && settings.parity() == SerialSettings.Parity.NONE
                ? patterns.areCharactersWithParity()
                : patterns.areCharactersWithGaps();
    }
}
