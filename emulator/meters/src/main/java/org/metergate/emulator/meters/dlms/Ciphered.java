package org.metergate.emulator.meters.dlms;

import static org.metergate.emulator.meters.dlms.Encoder.concat;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a meter does with closed APDUs (IEC 62056-5-3, 5.7): opens the request, has it answered, closes the answer as the
 * request was closed. One thread at a time.
 */
final class Ciphered {
    static final int GENERAL_GLO = 0xDB;
    static final int GENERAL_DED = 0xDC;
    static final int GENERAL = 0xDD;
    private static final int SERVICE_NOT_ALLOWED = 1;
    private static final int DECIPHERING_ERROR = 5;
    private static final int INVOCATION_COUNTER_ERROR = 6;
    private static final int EXCEPTION = 0xD8;

    /** Tag of the closed request, tag of its closed answer. */
    private static final Map<Integer, Integer> GLOBAL =
            Map.of(0xC8, 0xCC, 0xC9, 0xCD, 0xCB, 0xCF, 0x25, 0x2C, 0x26, 0x2D);

    private static final Map<Integer, Integer> DEDICATED =
            Map.of(0xD0, 0xD4, 0xD1, 0xD5, 0xD3, 0xD7, 0x45, 0x4C, 0x46, 0x4D);

    private final MeterSecurity security;
    private final Counters counters;
    private final KeyAgreement agreement;
    private byte[] lastAnswer = {};

    Ciphered(MeterSecurity security, Counters counters) {
        this.security = security;
        this.counters = counters;
        this.agreement = new KeyAgreement(security);
    }

    /** Tells whether an APDU is a closed one. */
    static boolean is(byte[] apdu) {
        int tag = apdu[0] & 0xFF;
        return tag >= GENERAL_GLO && tag <= GENERAL || GLOBAL.containsKey(tag) || DEDICATED.containsKey(tag);
    }

    /** A closed APDU, taken apart. */
    private record Closed(
            int tag,
            byte[] title,
            byte[] transaction,
            byte[] header,
            KeyAgreement.Info key,
            int control,
            long counter,
            byte[] text) {

        boolean dedicated() {
            return tag == GENERAL_DED || DEDICATED.containsKey(tag);
        }

        static Closed decode(byte[] apdu, byte[] associatedTitle) {
            ByteBuffer in = ByteBuffer.wrap(apdu);
            int tag = in.get() & 0xFF;
            byte[] title = associatedTitle;
            byte[] transaction = {};
            byte[] header = {};
            KeyAgreement.Info key = new KeyAgreement.Info(0, (byte) 0, new byte[0]);
            if (tag == GENERAL_GLO || tag == GENERAL_DED) {
                title = Value.take(in, Value.length(in));
            } else if (tag == GENERAL) {
                int from = in.position();
                transaction = Value.take(in, Value.length(in));
                title = Value.take(in, Value.length(in));
                Value.take(in, Value.length(in)); // recipient
                Value.take(in, Value.length(in)); // time
                Value.take(in, Value.length(in)); // other information
                header = new byte[in.position() - from];
                in.get(from, header);
                key = KeyAgreement.Info.decode(in);
            }
            ByteBuffer sealed = ByteBuffer.wrap(Value.take(in, Value.length(in)));
            int control = sealed.get() & 0xFF;
            long counter = sealed.getInt() & 0xFFFF_FFFFL;
            return new Closed(
                    tag, title, transaction, header, key, control, counter, Value.take(sealed, sealed.remaining()));
        }
    }

    /**
     * Opens the InitiateRequest of an AARQ.
     *
     * @return the request in clear, or the refusal: tag D8
     */
    byte[] openInitiate(Aarq request, int client) {
        int tag = request.user()[0] & 0xFF;
        if (tag != 0x21 && tag != GENERAL_GLO) {
            return refusal(DECIPHERING_ERROR);
        }
        Closed closed = Closed.decode(request.user(), request.title());
        return opened(closed, security.encryptionKey(), client, request.title());
    }

    /** Closes the InitiateResponse of an AARE. */
    byte[] closeInitiate(byte[] plain, SecurityFault fault) {
        int control = security.policy().bits() | security.suite();
        byte[] sealed = sealed(security.encryptionKey(), control, counters.next(), plain, new byte[0], fault);
        return concat(new byte[] {0x28}, Encoder.length(sealed.length), sealed);
    }

    /**
     * Answers a closed request.
     *
     * @param answerer answers it in clear
     * @param fault what is wrong with the answer
     */
    byte[] answer(byte[] apdu, Associated association, Function<byte[], byte[]> answerer, SecurityFault fault) {
        if (fault == SecurityFault.COUNTER_JUMP) {
            counters.jump(association.client());
        }
        Closed request = Closed.decode(apdu, association.title());
        Optional<byte[]> key = request.dedicated()
                ? Optional.of(association.dedicatedKey()).filter(bytes -> bytes.length > 0)
                : agreement.ofClient(request.key(), association.title(), request.transaction());
        if (key.isEmpty() || request.dedicated() && !association.takesDedicated(request.counter())) {
            return refusal(DECIPHERING_ERROR);
        }
        byte[] plain = opened(request, key.get(), association.client(), association.title());
        if (plain[0] == (byte) EXCEPTION) {
            return plain;
        }
        byte[] answer = answerer.apply(plain);
        if (fault == SecurityFault.REPLAYED && lastAnswer.length > 0) {
            return lastAnswer;
        }
        lastAnswer = closed(request, key.get(), association, answer, fault);
        return lastAnswer;
    }

    private byte[] opened(Closed request, byte[] key, int client, byte[] title) {
        boolean weak = (request.control() & security.policy().bits())
                != security.policy().bits();
        boolean other =
                (request.control() & 0x0F) != security.suite() || !java.util.Arrays.equals(request.title(), title);
        if (weak || other) {
            return refusal(DECIPHERING_ERROR);
        }
        Optional<byte[]> plain = Seal.open(
                key,
                security.authenticationKey(),
                title,
                request.control(),
                request.counter(),
                request.text(),
                request.header());
        if (plain.isEmpty() || plain.get().length == 0) {
            return refusal(DECIPHERING_ERROR);
        }
        if (!request.dedicated() && !counters.take(client, request.counter())) {
            return counterRefusal(client);
        }
        return plain.get();
    }

    private byte[] closed(Closed request, byte[] key, Associated association, byte[] answer, SecurityFault fault) {
        int control = request.control();
        byte[] title = security.systemTitle().clone();
        title[7] ^= (byte) (fault == SecurityFault.OTHER_TITLE ? 0x55 : 0);
        byte[] titled = concat(Encoder.length(title.length), title);
        if (request.tag() == GENERAL) {
            byte[] client = association.title();
            byte[] header = concat(
                    Encoder.length(request.transaction().length),
                    request.transaction(),
                    titled,
                    Encoder.length(client.length),
                    client,
                    new byte[] {0, 0});
            KeyAgreement.Told told = agreement.ofMeter(request.key(), client, request.transaction(), key);
            byte[] sealed = sealed(told.key(), control, counters.next(), answer, header, fault);
            return concat(
                    new byte[] {(byte) GENERAL}, header, told.info().encode(), Encoder.length(sealed.length), sealed);
        }
        long counter = request.dedicated() ? association.nextDedicated() : counters.next();
        byte[] sealed = sealed(key, control, counter, answer, new byte[0], fault);
        boolean general = request.tag() == GENERAL_GLO || request.tag() == GENERAL_DED;
        int tag = general ? request.tag() : (request.dedicated() ? DEDICATED : GLOBAL).get(request.tag());
        byte[] front = general ? titled : new byte[0];
        return concat(new byte[] {(byte) tag}, front, Encoder.length(sealed.length), sealed);
    }

    private byte[] sealed(byte[] key, int control, long counter, byte[] plain, byte[] header, SecurityFault fault) {
        byte[] used = key.clone();
        used[0] ^= (byte) (fault == SecurityFault.WRONG_KEY ? 0xFF : 0);
        byte[] title = security.systemTitle().clone();
        title[7] ^= (byte) (fault == SecurityFault.OTHER_TITLE ? 0x55 : 0);
        return concat(
                new byte[] {(byte) control},
                ByteBuffer.allocate(4).putInt((int) counter).array(),
                Seal.close(used, security.authenticationKey(), title, control, counter, plain, header));
    }

    private static byte[] refusal(int why) {
        return new byte[] {(byte) EXCEPTION, SERVICE_NOT_ALLOWED, (byte) why};
    }

    /** @return the refusal of a counter that was used before, with the one that is due */
    byte[] counterRefusal(int client) {
        return concat(
                refusal(INVOCATION_COUNTER_ERROR),
                ByteBuffer.allocate(4).putInt((int) (counters.last(client) + 1)).array());
    }
}
