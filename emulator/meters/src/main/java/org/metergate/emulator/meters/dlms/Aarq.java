package org.metergate.emulator.meters.dlms;

import static org.metergate.emulator.meters.dlms.Encoder.concat;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The request to associate (IEC 62056-5-3, AARQ; BER).
 *
 * @param context 1 logical names, 2 short names, 3 and 4 the same with ciphering; 0 if it is none of these
 * @param title system title of the client; empty if it tells none
 * @param mechanism 0 none, 1 low level security, more for the higher ones
 * @param authentication password or challenge; empty if nothing
 * @param user InitiateRequest, in clear or closed
 */
record Aarq(int context, byte[] title, int mechanism, byte[] authentication, byte[] user) {
    private static final byte[] CONTEXT = {0x06, 0x07, 0x60, (byte) 0x85, 0x74, 0x05, 0x08, 0x01};

    boolean shortNames() {
        return context == 2 || context == 4;
    }

    boolean ciphered() {
        return context >= 3;
    }

    /**
     * What the client proposes.
     *
     * @param dedicatedKey closes the APDUs of this association; empty if none
     * @param conformance services, 24 bits
     * @param maxPdu longest APDU that the client takes, in bytes; 0 means no limit
     */
    record Initiate(byte[] dedicatedKey, int conformance, int maxPdu) {

        /** @throws IllegalArgumentException if the bytes are no InitiateRequest */
        static Initiate decode(byte[] apdu) {
            ByteBuffer in = ByteBuffer.wrap(apdu);
            expect(in, 0x01);
            byte[] key = in.get() == 0 ? new byte[0] : Value.take(in, in.get() & 0xFF);
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
            return new Initiate(key, in.getInt() & 0xFFFFFF, in.getShort() & 0xFFFF);
        }
    }

    /** @throws IllegalArgumentException if the bytes are no AARQ */
    static Aarq decode(byte[] apdu) {
        ByteBuffer in = content(ByteBuffer.wrap(apdu), 0x60);
        int context = 0;
        byte[] title = {};
        int mechanism = 0;
        byte[] authentication = {};
        byte[] user = {};
        while (in.hasRemaining()) {
            int tag = in.get(in.position()) & 0xFF;
            ByteBuffer field = content(in, tag);
            switch (tag) {
                case 0xA1 -> context = context(bytes(field));
                case 0xA6 -> title = bytes(content(field, 0x04));
                case 0x8B -> mechanism = field.get(field.limit() - 1);
                case 0xAC -> authentication = bytes(content(field, 0x80));
                case 0xBE -> user = bytes(content(field, 0x04));
                default -> {
                    // other titles and qualifiers: this meter has no use for them
                }
            }
        }
        return new Aarq(context, title, mechanism, authentication, user);
    }

    private static int context(byte[] identifier) {
        int last = identifier.length == 0 ? 0 : identifier[identifier.length - 1];
        return last >= 1 && last <= 4 && Arrays.equals(identifier, concat(CONTEXT, new byte[] {(byte) last}))
                ? last
                : 0;
    }

    private static ByteBuffer content(ByteBuffer in, int tag) {
        expect(in, tag);
        return ByteBuffer.wrap(Value.take(in, Value.length(in)));
    }

    private static byte[] bytes(ByteBuffer in) {
        return Value.take(in, in.remaining());
    }

    private static void expect(ByteBuffer in, int octet) {
        int found = in.get() & 0xFF;
        if (found != octet) {
            throw new IllegalArgumentException("expected " + octet + ", found " + found);
        }
    }
}
