package org.metergate.emulator.meters.dlms;

import static org.metergate.emulator.meters.dlms.Encoder.concat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * The request to associate (IEC 62056-5-3, AARQ; BER), as far as a meter without ciphering needs it.
 *
 * @param logicalNames whether it asks for logical name referencing without ciphering
 * @param mechanism 0 none, 1 low level security, more for the higher ones
 * @param authentication what proves who asks; empty if nothing
 * @param conformance the services that the client proposes, 24 bits
 * @param maxPdu longest APDU that the client takes, in bytes; 0 means no limit
 */
record Aarq(boolean logicalNames, int mechanism, byte[] authentication, int conformance, int maxPdu) {
    static final int NO_REASON_GIVEN = 1;
    static final int APPLICATION_CONTEXT_NOT_SUPPORTED = 2;
    static final int MECHANISM_NOT_RECOGNISED = 11;
    static final int AUTHENTICATION_FAILURE = 13;
    static final int AUTHENTICATION_REQUIRED = 14;

    private static final int BLOCK_TRANSFER_WITH_GET = 0x001000;
    private static final int MULTIPLE_REFERENCES = 0x000200;
    private static final int GET = 0x000010;
    private static final byte[] LOGICAL_NAMES = {0x06, 0x07, 0x60, (byte) 0x85, 0x74, 0x05, 0x08, 0x01, 0x01};
    /** The value that refers to the association object when it is reached by logical name. */
    private static final byte[] VAA_NAME = {0x00, 0x07};

    /**
     * What was agreed.
     *
     * @param conformance services that both know
     * @param maxPdu longest APDU that the meter sends
     */
    record Agreed(int conformance, int maxPdu) {
        boolean multipleReferences() {
            return (conformance & MULTIPLE_REFERENCES) != 0;
        }

        boolean blockTransfer() {
            return (conformance & BLOCK_TRANSFER_WITH_GET) != 0;
        }
    }

    /**
     * The answer.
     *
     * @param agreed what was agreed; empty if rejected
     * @param apdu AARE
     */
    record Answer(Optional<Agreed> agreed, byte[] apdu) {

        static Answer accepted(Aarq request, int maxPdu) {
            int conformance = request.conformance & (GET | MULTIPLE_REFERENCES | BLOCK_TRANSFER_WITH_GET);
            int sendable = request.maxPdu == 0 ? maxPdu : Math.min(maxPdu, request.maxPdu);
            byte[] initiate = ByteBuffer.allocate(12)
                    .put(new byte[] {0x08, 0x00, 0x06, 0x5F, 0x1F, 0x04})
                    .putInt(conformance) // unused bits 0, then the 24
                    .putShort((short) maxPdu)
                    .array();
            return new Answer(Optional.of(new Agreed(conformance, sendable)), aare(0, 0, concat(initiate, VAA_NAME)));
        }

        static Answer rejected(int diagnostic) {
            return new Answer(Optional.empty(), aare(1, diagnostic, new byte[0]));
        }

        private static byte[] aare(int result, int diagnostic, byte[] initiate) {
            byte[] user = initiate.length == 0 ? new byte[0] : field(0xBE, field(0x04, initiate));
            return field(
                    0x61,
                    concat(
                            field(0xA1, LOGICAL_NAMES),
                            field(0xA2, new byte[] {0x02, 0x01, (byte) result}),
                            field(0xA3, field(0xA1, new byte[] {0x02, 0x01, (byte) diagnostic})),
                            user));
        }

        private static byte[] field(int tag, byte[] content) {
            return concat(new byte[] {(byte) tag}, Encoder.length(content.length), content);
        }
    }

    /** @throws IllegalArgumentException if the bytes are no AARQ */
    static Aarq decode(byte[] apdu) {
        ByteBuffer in = content(ByteBuffer.wrap(apdu), 0x60);
        boolean logicalNames = false;
        int mechanism = 0;
        byte[] authentication = new byte[0];
        int conformance = 0;
        int maxPdu = 0;
        while (in.hasRemaining()) {
            int tag = in.get(in.position()) & 0xFF;
            ByteBuffer field = content(in, tag);
            switch (tag) {
                case 0xA1 -> logicalNames = Arrays.equals(bytes(field), LOGICAL_NAMES);
                case 0x8B -> mechanism = field.get(field.limit() - 1);
                case 0xAC -> authentication = bytes(content(field, 0x80));
                case 0xBE -> {
                    ByteBuffer initiate = content(field, 0x04);
                    conformance = conformance(initiate);
                    maxPdu = initiate.getShort() & 0xFFFF;
                }
                default -> {
                    // titles and qualifiers: this meter has no use for them
                }
            }
        }
        return new Aarq(logicalNames, mechanism, authentication, conformance, maxPdu);
    }

    /** InitiateRequest: dedicated key, response allowed, quality of service, version, conformance. */
    private static int conformance(ByteBuffer in) {
        expect(in, 0x01);
        if (in.get() != 0) {
            in.position(in.position() + 1 + (in.get(in.position()) & 0xFF));
        }
        if (in.get() != 0) {
            in.get();
        }
        if (in.get() != 0) {
            in.get();
        }
        expect(in, 0x06);
        expect(in, 0x5F);
        expect(in, 0x1F);
        expect(in, 0x04);
        return in.getInt() & 0xFFFFFF;
    }

    private static ByteBuffer content(ByteBuffer in, int tag) {
        expect(in, tag);
        int length = in.get() & 0xFF;
        if (length > 0x80) {
            length = length == 0x81 ? in.get() & 0xFF : in.getShort() & 0xFFFF;
        }
        if (length > in.remaining()) {
            throw new IllegalArgumentException("a field of " + length + " bytes does not fit");
        }
        ByteBuffer content = in.slice(in.position(), length);
        in.position(in.position() + length);
        return content;
    }

    private static byte[] bytes(ByteBuffer in) {
        byte[] bytes = new byte[in.remaining()];
        in.get(bytes);
        return bytes;
    }

    private static void expect(ByteBuffer in, int octet) {
        int found = in.get() & 0xFF;
        if (found != octet) {
            throw new IllegalArgumentException("expected " + octet + ", found " + found);
        }
    }
}
