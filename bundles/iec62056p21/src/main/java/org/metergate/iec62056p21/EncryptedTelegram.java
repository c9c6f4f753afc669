package org.metergate.iec62056p21;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.metergate.transport.Framing;
import org.metergate.transport.MalformedFrameException;

/**
 * A P1 telegram that travels encrypted, as in Luxembourg, Switzerland and Austria: {@code DB}, the length 8 and the system
 * title, {@code 82} and a length of two bytes, the security byte {@code 30}, a frame counter of four bytes, the telegram in
 * AES-128-GCM and the first twelve bytes of the tag (Smarty P1 specification 1.1.3, 3.2.5; IEC 62056-5-3, suite 0). The
 * high byte comes first in both numbers.
 *
 * @param systemTitle 8 bytes
 * @param frameCounter never used twice with one key
 * @param telegram what was in it; its own CRC held
 */
public record EncryptedTelegram(byte[] systemTitle, long frameCounter, Telegram telegram) {

    /** From the first byte that comes, noise in front included, to the end of the tag. */
    public static final Framing FRAMING = EncryptedTelegram::end;

    private static final int TITLE = 8;
    private static final int HEAD = 2 + TITLE + 3;
    private static final int COUNTER = 4;
    private static final int TAG = 12;
    private static final int SECURITY = 0x30;
    private static final int KEY = 16;

    /**
     * Decrypts and decodes.
     *
     * @param frame as {@link #FRAMING} cut it; noise in front is skipped
     * @param encryptionKey 16 bytes
     * @param authenticationKey 16 bytes, with which the tag is checked; empty where the network operator withholds it: the
     *     CRC of the telegram alone then tells that it is right
     * @return the telegram
     * @throws MalformedFrameException if the frame is none, the tag or the CRC does not hold: wrong key, or damage. No key
     *     is in the message
     * @throws IllegalArgumentException if a key has not 16 bytes
     */
    public static EncryptedTelegram decode(byte[] frame, byte[] encryptionKey, Optional<byte[]> authenticationKey)
            throws MalformedFrameException {
        if (encryptionKey.length != KEY
                || authenticationKey.filter(key -> key.length != KEY).isPresent()) {
            throw new IllegalArgumentException("a key of P1 has 16 bytes (AES-128)");
        }
        int start = start(frame, frame.length);
        if (start == Framing.INCOMPLETE || start + wholeLength(frame, start) > frame.length) {
            throw new MalformedFrameException(frame.length, "DB 08, a system title and a whole telegram", "the end");
        }
        byte[] title = Arrays.copyOfRange(frame, start + 2, start + 2 + TITLE);
        int counterAt = start + HEAD + 1;
        byte[] iv = ByteBuffer.allocate(TITLE + COUNTER)
                .put(title)
                .put(frame, counterAt, COUNTER)
                .array();
        byte[] sealed = Arrays.copyOfRange(frame, counterAt + COUNTER, start + wholeLength(frame, start));
        byte[] text = authenticationKey.isPresent()
                ? authentic(sealed, encryptionKey, authenticationKey.get(), iv, counterAt + COUNTER)
                : deciphered(sealed, encryptionKey, iv);
        Telegram telegram = Telegram.decode(text);
        if (telegram.crc().isEmpty() && authenticationKey.isEmpty()) {
            throw new MalformedFrameException(frame.length, "a CRC in the telegram, as no tag was checked", "none");
        }
        long counter = ByteBuffer.wrap(frame, counterAt, COUNTER).getInt() & 0xFFFFFFFFL;
        return new EncryptedTelegram(title, counter, telegram);
    }

    private static byte[] authentic(byte[] sealed, byte[] key, byte[] authenticationKey, byte[] iv, int offset)
            throws MalformedFrameException {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG * 8, iv));
            cipher.updateAAD(new byte[] {SECURITY});
            cipher.updateAAD(authenticationKey);
            return cipher.doFinal(sealed);
        } catch (AEADBadTagException e) {
            throw new MalformedFrameException(
                    offset + sealed.length - TAG, "a tag that holds", "another; the keys are wrong, or it was damaged");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available", e);
        }
    }

    /** GCM without its tag is counter mode, the count starting at 2 (NIST SP 800-38D, 7.1). */
    private static byte[] deciphered(byte[] sealed, byte[] key, byte[] iv) {
        try {
            byte[] counter = ByteBuffer.allocate(KEY).put(iv).putInt(2).array();
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(counter));
            return cipher.doFinal(sealed, 0, sealed.length - TAG);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-CTR is not available", e);
        }
    }

    private static int end(byte[] received, int length) {
        int start = start(received, length);
        if (start == Framing.INCOMPLETE) {
            return length < SmlTransport.LONGEST ? Framing.INCOMPLETE : length;
        }
        int end = start + wholeLength(received, start);
        return end <= length ? end : Framing.INCOMPLETE;
    }

    /** Where DB, 08, eight bytes, 82, a length and 30 begin. */
    private static int start(byte[] bytes, int length) {
        for (int at = 0; at + HEAD < length; at++) {
            if (bytes[at] == (byte) 0xDB
                    && bytes[at + 1] == TITLE
                    && bytes[at + 2 + TITLE] == (byte) 0x82
                    && bytes[at + HEAD] == SECURITY
                    && wholeLength(bytes, at) > HEAD + 1 + COUNTER + TAG) {
                return at;
            }
        }
        return Framing.INCOMPLETE;
    }

    private static int wholeLength(byte[] bytes, int start) {
        int at = start + HEAD - 2;
        return HEAD + ((bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF);
    }
}
