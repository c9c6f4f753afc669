package org.metergate.mbus;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.metergate.transport.MalformedFrameException;

/**
 * The extended link layer with a session number (CI 8D; EN 13757-4, 13.2): communication control, access number, session
 * number (4 bytes), payload CRC (2 bytes), payload. Encryption 1 is AES-128-CTR over CRC and payload.
 */
final class ExtendedLink {

    private static final int HEADER = 7; // CI, CC, ACC, session number
    private static final int REPEATED = 0x10;
    private static final int POLYNOMIAL = 0x3D65;

    private ExtendedLink() {}

    /**
     * Takes the layer off.
     *
     * @param telegram from the L field on
     * @param at index of the CI field 8D
     * @param key the meter's key
     * @return the payload in clear, from its CI field on; empty if a key is needed and not at hand
     * @throws MalformedFrameException if the payload CRC does not hold: broken, or a wrong key
     */
    static Optional<byte[]> payload(byte[] telegram, int at, Optional<byte[]> key) throws MalformedFrameException {
        int from = at + HEADER;
        if (telegram.length < from + 3) {
            throw new MalformedFrameException(telegram.length, "an extended link layer and a CI field", "the end");
        }
        int encryption = telegram[at + 6] >> 5 & 0x07;
        byte[] body = Arrays.copyOfRange(telegram, from, telegram.length);
        if (encryption != 0) {
            if (key.isEmpty() || encryption != 1) {
                return Optional.empty();
            }
            body = counterMode(body, key.get(), counter(telegram, at));
        }
        byte[] payload = Arrays.copyOfRange(body, 2, body.length);
        int expected = crc(payload);
        int found = body[0] & 0xFF | (body[1] & 0xFF) << 8;
        if (expected != found) {
            throw new MalformedFrameException(
                    from,
                    String.format("payload CRC %04X", expected),
                    String.format("%04X", found) + (encryption == 0 ? "" : ": the key is wrong"));
        }
        return Optional.of(payload);
    }

    /** Link address, communication control without the repeater's bit, session number, frame and block number 0. */
    private static byte[] counter(byte[] telegram, int at) {
        byte[] counter = new byte[16];
        System.arraycopy(telegram, 2, counter, 0, 8);
        counter[8] = (byte) (telegram[at + 1] & ~REPEATED);
        System.arraycopy(telegram, at + 3, counter, 9, 4);
        return counter;
    }

    private static byte[] counterMode(byte[] body, byte[] key, byte[] counter) {
        try {
            Cipher aes = Cipher.getInstance("AES/CTR/NoPadding");
            aes.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(counter));
            return aes.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the key is no AES-128 key of 16 bytes", e);
        }
    }

    /** CRC of EN 13757-4: polynomial 3D65, start 0, complemented. */
    static int crc(byte[] bytes) {
        int crc = 0;
        for (byte b : bytes) {
            crc ^= (b & 0xFF) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) != 0 ? crc << 1 ^ POLYNOMIAL : crc << 1;
            }
        }
        return ~crc & 0xFFFF;
    }
}
