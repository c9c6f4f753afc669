package org.metergate.emulator.meters.dlms;

import static org.metergate.emulator.meters.dlms.Encoder.concat;

import java.nio.ByteBuffer;

/** The answer to the request to associate (IEC 62056-5-3, AARE; BER). */
final class Aare {
    static final int NO_REASON_GIVEN = 1;
    static final int APPLICATION_CONTEXT_NOT_SUPPORTED = 2;
    static final int CALLING_TITLE_NOT_RECOGNISED = 3;
    static final int MECHANISM_NOT_RECOGNISED = 11;
    static final int AUTHENTICATION_FAILURE = 13;
    static final int AUTHENTICATION_REQUIRED = 14;

    private static final byte[] CONTEXT = {0x06, 0x07, 0x60, (byte) 0x85, 0x74, 0x05, 0x08, 0x01};
    private static final byte[] MECHANISM = {0x60, (byte) 0x85, 0x74, 0x05, 0x08, 0x02};

    private Aare() {}

    /**
     * InitiateResponse.
     *
     * @param conformance services that both know
     * @param maxPdu longest APDU that the meter takes
     * @param shortNames whether objects are reached by short name: that decides the name of the association
     */
    static byte[] initiate(int conformance, int maxPdu, boolean shortNames) {
        return ByteBuffer.allocate(14)
                .put(new byte[] {0x08, 0x00, 0x06, 0x5F, 0x1F, 0x04})
                .putInt(conformance) // unused bits 0, then the 24
                .putShort((short) maxPdu)
                .putShort((short) (shortNames ? CosemObjects.ASSOCIATION_BASE : 0x0007))
                .array();
    }

    /**
     * Accepts.
     *
     * @param context of the request
     * @param title of the meter; empty if it need not be told
     * @param mechanism whose challenge this is; 0 if there is none
     * @param challenge the meter's
     * @param user InitiateResponse, in clear or closed
     */
    static byte[] accepted(int context, byte[] title, int mechanism, byte[] challenge, byte[] user) {
        byte[] told = title.length == 0 ? new byte[0] : field(0xA4, field(0x04, title));
        byte[] asked = mechanism == 0
                ? new byte[0]
                : concat(
                        field(0x88, new byte[] {0x07, (byte) 0x80}),
                        field(0x89, concat(MECHANISM, new byte[] {(byte) mechanism})),
                        field(0xAA, field(0x80, challenge)));
        return field(
                0x61,
                concat(
                        head(context, 0, mechanism == 0 ? 0 : AUTHENTICATION_REQUIRED),
                        told,
                        asked,
                        field(0xBE, field(0x04, user))));
    }

    /** Rejects for good. */
    static byte[] rejected(int context, int diagnostic) {
        return field(0x61, head(context, 1, diagnostic));
    }

    private static byte[] head(int context, int result, int diagnostic) {
        return concat(
                field(0xA1, concat(CONTEXT, new byte[] {(byte) Math.max(1, context)})),
                field(0xA2, new byte[] {0x02, 0x01, (byte) result}),
                field(0xA3, field(0xA1, new byte[] {0x02, 0x01, (byte) diagnostic})));
    }

    private static byte[] field(int tag, byte[] content) {
        return concat(new byte[] {(byte) tag}, Encoder.length(content.length), content);
    }
}
