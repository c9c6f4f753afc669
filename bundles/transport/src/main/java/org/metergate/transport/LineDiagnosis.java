package org.metergate.transport;

import java.util.Arrays;
import org.metergate.transport.SerialSettings.Parity;

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
     *   <li>{@link LineCondition#ECHO}: they are what was sent, or its beginning, once or more, and nothing else.
     *   <li>{@link LineCondition#WRONG_PARITY}: text in which, read with 8 bits, the top bit is the parity of the other
     *       seven (7E1 or 7O1 read as 8N1); or, read with 7 bits and parity, text of which every character happens to
     *       have that parity without its bit, since the system has dropped all others (8N1 read as 7E1).
     *   <li>{@link LineCondition#WRONG_BAUD}: no bit stands alone, as on a port twice as fast as the meter or faster; or
     *       a text protocol is spoken and too much is no text, as on a port that is slower.
     *   <li>{@link LineCondition#NOISE}: none of these.
     * </ul>
     *
     * <p>Text is expected if a frame of text was sent, or if characters have 7 bits.
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
        BitPatterns patterns = new BitPatterns(own, settings);
        if (patterns.showParityInTheTopBit() || patterns.showOnlyWhatParityLetsPass()) {
            return LineCondition.WRONG_PARITY;
        }
        boolean text = settings.dataBits() == 7 || sent.length > 0 && BitPatterns.isText(sent);
        return patterns.areOfASlowerMeter() || text && patterns.areNoText()
                ? LineCondition.WRONG_BAUD
                : LineCondition.NOISE;
    }

    /**
     * Looks at bytes that are no answer and still have their parity bit on top of seven data bits, as a port set to 8N1
     * takes characters of 7E1 and 7O1. Tells more than {@link #of}, since nothing was dropped on the way.
     *
     * @param sent the frame sent last, without parity; empty if none was
     * @param received every byte that came after it, with parity
     * @param settings what the characters should have had: 7 bits and a parity
     * @return one of the five
     */
    public static LineCondition ofRaw(byte[] sent, byte[] received, SerialSettings settings) {
        byte[] characters = received.clone();
        int wrong = 0;
        for (int i = 0; i < received.length; i++) {
            int even = Integer.bitCount(received[i] & 0xFF) % 2;
            wrong += even == (settings.parity() == Parity.ODD ? 0 : 1) ? 1 : 0;
            characters[i] &= 0x7F;
        }
        if (received.length < EVIDENCE || 10 * wrong < received.length || isEcho(sent, characters)) {
            LineCondition looks = of(sent, characters, settings);
            return looks == LineCondition.WRONG_PARITY ? LineCondition.NOISE : looks;
        }
        BitPatterns raw = new BitPatterns(received, new SerialSettings(settings.baud(), 8, Parity.NONE, 1));
        boolean text = !new BitPatterns(characters, settings).areNoText();
        return text && !raw.areOfASlowerMeter() ? LineCondition.WRONG_PARITY : LineCondition.WRONG_BAUD;
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
}
