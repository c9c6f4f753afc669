package org.metergate.mbus;

import java.util.Arrays;
import java.util.Optional;
import org.metergate.transport.MalformedFrameException;

/** The link layer of EN 13757-4 without its CRCs, and the layers between it and the records. */
final class Wireless {

    private static final int ADDRESS_AT = 2;
    private static final int CI_AT = 10;

    private Wireless() {}

    static Answer decode(byte[] telegram, Optional<byte[]> key) throws MalformedFrameException {
        if (telegram.length <= CI_AT) {
            throw new MalformedFrameException(telegram.length, "L, C, address and CI: 11 bytes", "the end");
        }
        if ((telegram[0] & 0xFF) != telegram.length - 1) {
            throw new MalformedFrameException(
                    0, "L field " + (telegram.length - 1), String.valueOf(telegram[0] & 0xFF));
        }
        Header link = Header.ofLinkAddress(telegram, ADDRESS_AT);
        int at = CI_AT;
        while (true) {
            if (at >= telegram.length) {
                throw new MalformedFrameException(at, "a CI field", "the end");
            }
            int ci = telegram[at] & 0xFF;
            if (ci == 0x8D) {
                Optional<byte[]> payload = ExtendedLink.payload(telegram, at, key);
                return payload.isEmpty() ? new Answer.Encrypted(link, 0) : inner(payload.get(), at + 9, link, key);
            }
            int layer = lengthOfLayer(ci, telegram, at);
            if (layer == 0) {
                return Telegrams.application(
                        ci, Arrays.copyOfRange(telegram, at + 1, telegram.length), at + 1, link, key);
            }
            at += layer;
        }
    }

    private static Answer inner(byte[] payload, int offset, Header link, Optional<byte[]> key)
            throws MalformedFrameException {
        byte[] data = Arrays.copyOfRange(payload, 1, payload.length);
        return Telegrams.application(payload[0] & 0xFF, data, offset + 1, link, key);
    }

    /** Length of an extended link layer or authentication layer, CI included; 0 if the CI starts the application. */
    private static int lengthOfLayer(int ci, byte[] telegram, int at) throws MalformedFrameException {
        int length =
                switch (ci) {
                    case 0x8C -> 3; // CC, ACC
                    case 0x8E -> 11; // CC, ACC, address
                    case 0x90 -> at + 1 < telegram.length ? 2 + (telegram[at + 1] & 0xFF) : 2;
                    default -> 0;
                };
        if (at + length > telegram.length) {
            throw new MalformedFrameException(telegram.length, length + " bytes of layer " + ci, "the end");
        }
        return length;
    }
}
