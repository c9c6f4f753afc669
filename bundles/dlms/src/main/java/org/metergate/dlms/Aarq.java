package org.metergate.dlms;

import java.nio.ByteBuffer;

/** The request to associate: AARQ in BER (IEC 62056-5-3, 9.3 and annex C; ISO/IEC 8650-1). */
final class Aarq {
    /** GET, SET, ACTION with lists, selective access and blocks. */
    static final int LOGICAL_NAME_SERVICES = 0x001E1D;

    static final int GENERAL_PROTECTION = 0x400000;
    static final int GENERAL_BLOCKS = 0x200000;
    static final int ACCESS = 0x000040;
    /** READ and WRITE with several references, parameterized access and blocks. */
    static final int SHORT_NAME_SERVICES = 0x181220;

    private static final byte[] CONTEXT = {0x60, (byte) 0x85, 0x74, 0x05, 0x08, 0x01};
    private static final byte[] MECHANISM = {0x60, (byte) 0x85, 0x74, 0x05, 0x08, 0x02};

    private Aarq() {}

    /** InitiateRequest: dedicated key, version 6, conformance, longest APDU. */
    static byte[] initiate(byte[] dedicatedKey, int conformance, int maxPdu) {
        byte[] key = dedicatedKey.length == 0
                ? new byte[] {0}
                : Bytes.concat(new byte[] {1}, Bytes.length(dedicatedKey.length), dedicatedKey);
        byte[] rest = ByteBuffer.allocate(12)
                .put(new byte[] {0, 0, 6, 0x5F, 0x1F, 0x04})
                .putInt(conformance)
                .putShort((short) maxPdu)
                .array();
        return Bytes.concat(new byte[] {1}, key, rest);
    }

    /**
     * @param settings who asks, and how he proves it
     * @param secret the password of mechanism 1, the challenge of those from 2 on; empty with mechanism 0
     * @param user InitiateRequest, plain or closed
     */
    static byte[] encode(DlmsSettings settings, byte[] secret, byte[] user) {
        boolean ciphered = settings.security().ciphered();
        boolean shortNames = settings.referencing() == DlmsSettings.Referencing.SHORT_NAME;
        int mechanism = settings.authentication().mechanism();
        byte context = (byte) ((shortNames ? 2 : 1) + (ciphered ? 2 : 0));
        byte[] fields = field(0xA1, field(0x06, Bytes.concat(CONTEXT, new byte[] {context})));
        if (ciphered || mechanism >= 5) {
            fields = Bytes.concat(
                    fields, field(0xA6, field(0x04, settings.security().clientTitle())));
        }
        if (mechanism > 0) {
            fields = Bytes.concat(
                    fields,
                    field(0x8A, new byte[] {0x07, (byte) 0x80}),
                    field(0x8B, Bytes.concat(MECHANISM, new byte[] {(byte) mechanism})),
                    field(0xAC, field(0x80, secret)));
        }
        return field(0x60, Bytes.concat(fields, field(0xBE, field(0x04, user))));
    }

    static byte[] field(int tag, byte[] content) {
        return Bytes.concat(new byte[] {(byte) tag}, Bytes.length(content.length), content);
    }
}
