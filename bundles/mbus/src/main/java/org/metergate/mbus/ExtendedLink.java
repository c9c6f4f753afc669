package org.metergate.mbus;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.metergate.transport.MalformedFrameException;

/**
 * The extended link layer (EN 13757-4:2019, 13.2): communication control and access number (CI 8C), with a session number
 * (4 bytes) and a payload CRC (CI 8D), with a second address (CI 8E), or with both (CI 8F). Encryption 1 of the session
 * number is AES-128-CTR over CRC and payload.
 */
final class ExtendedLink {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int CI_SHORT = 0x8C;
    private static final int CI_SESSION = 0x8D;
    private static final int CI_ADDRESS = 0x8E;
    private static final int CI_ADDRESS_AND_SESSION = 0x8F;
    private static final int ADDRESS = 8;
    private static final int SESSION = 4;
    private static final int CRC = 2;
    private static final int REPEATED = 0x10;
    private static final int AES_CTR = 1;
    private static final int AES_KEY = 16;

    private ExtendedLink() {}

    static boolean starts(int ci) {
        return ci >= CI_SHORT && ci <= CI_ADDRESS_AND_SESSION;
    }

    /**
     * Takes the layer off.
     *
     * @param telegram from the L field on
     * @param at index of the CI field 8C to 8F
     * @param keys the meters' keys
     * @return the telegram without this layer, in clear; empty if a key is needed and not at hand
     * @throws WrongKeyException if the payload CRC does not hold after decryption
     * @throws MalformedFrameException if the payload CRC does not hold in clear, or the layer does not end in the telegram
     */
    static Optional<Opened> open(byte[] telegram, int at, Keys keys) throws MalformedFrameException {
        int ci = telegram[at] & 0xFF;
        boolean addressed = ci == CI_ADDRESS || ci == CI_ADDRESS_AND_SESSION;
        boolean session = ci == CI_SESSION || ci == CI_ADDRESS_AND_SESSION;
        int sessionAt = at + 3 + (addressed ? ADDRESS : 0);
        int from = sessionAt + (session ? SESSION : 0);
        int needed = from + (session ? CRC : 0) + 1;
        if (telegram.length < needed) {
            throw new MalformedFrameException(telegram.length, "an extended link layer and a CI field", "the end");
        }
        if (!session) {
            return Optional.of(new Opened(Arrays.copyOfRange(telegram, from, telegram.length), from));
        }
        int encryption = telegram[sessionAt + 3] >> 5 & 0x07;
        byte[] body = Arrays.copyOfRange(telegram, from, telegram.length);
        if (encryption != 0) {
            Optional<byte[]> key = keys.of(Header.ofLinkAddress(telegram, 2)).filter(own -> own.length == AES_KEY);
            if (key.isEmpty() || encryption != AES_CTR) {
                return Optional.empty();
            }
            body = counterMode(body, key.get(), counter(telegram, at + 1, sessionAt));
        }
        int expected = Crc16.of(body, CRC, body.length);
        int found = body[0] & 0xFF | (body[1] & 0xFF) << 8;
        if (expected != found) {
            String check = "payload CRC " + HEX.toHexDigits((short) expected);
            throw encryption == 0
                    ? new MalformedFrameException(from, check, HEX.toHexDigits((short) found))
                    : new WrongKeyException(from, "a payload CRC that holds after decryption");
        }
        return Optional.of(new Opened(Arrays.copyOfRange(body, CRC, body.length), from + CRC));
    }

    /**
     * What the layer held.
     *
     * @param payload in clear, from its CI field on
     * @param offset where it began in the telegram
     */
    record Opened(byte[] payload, int offset) {}

    /** Link address, communication control without the repeater's bit, session number, frame and block number 0. */
    private static byte[] counter(byte[] telegram, int controlAt, int sessionAt) {
        byte[] counter = new byte[16];
        System.arraycopy(telegram, 2, counter, 0, ADDRESS);
        counter[8] = (byte) (telegram[controlAt] & ~REPEATED);
        System.arraycopy(telegram, sessionAt, counter, 9, SESSION);
        return counter;
    }

    private static byte[] counterMode(byte[] body, byte[] key, byte[] counter) {
        try {
            Cipher aes = Cipher.getInstance("AES/CTR/NoPadding");
            aes.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(counter));
            return aes.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES/CTR", e);
        }
    }
}
