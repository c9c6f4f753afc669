package org.metergate.emulator.meters.dlms;

import static org.metergate.emulator.meters.dlms.Encoder.concat;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import org.metergate.model.ObisCode;

/**
 * The application layer of one connection: association, GET in its three forms, release (IEC 62056-5-3). Every APDU has
 * exactly one answer. One thread at a time.
 */
final class Cosem {
    private static final int AARQ = 0x60;
    private static final int RLRQ = 0x62;
    private static final int GET_REQUEST = 0xC0;
    private static final byte GET_RESPONSE = (byte) 0xC4;
    private static final int NORMAL = 1;
    private static final int NEXT = 2;
    private static final int WITH_LIST = 3;

    private static final byte[] RLRE = {0x63, 0x03, (byte) 0x80, 0x01, 0x00};
    /** exception-response: state-error service-not-allowed, service-error operation-not-possible. */
    private static final byte[] NOT_ALLOWED = {(byte) 0xD8, 0x01, 0x01};
    /** exception-response: state-error service-unknown, service-error service-not-supported. */
    private static final byte[] NOT_SUPPORTED = {(byte) 0xD8, 0x02, 0x02};
    /** exception-response: state-error service-not-allowed, service-error other-reason. */
    private static final byte[] NOT_UNDERSTOOD = {(byte) 0xD8, 0x01, 0x03};

    private static final int TYPE_UNMATCHED = 12;
    private static final int NO_LONG_GET_IN_PROGRESS = 16;
    private static final int BLOCK_NUMBER_INVALID = 19;

    private final CosemObjects objects;
    private final Access access;
    private final Clock clock;
    private Optional<Aarq.Agreed> association = Optional.empty();
    private byte[] blocks = new byte[0];
    private int sent;
    private long blockNumber;

    Cosem(CosemObjects objects, Access access, Clock clock) {
        this.objects = objects;
        this.access = access;
        this.clock = clock;
    }

    /** Forgets the association, as when the connection below it goes. */
    void reset() {
        association = Optional.empty();
        blocks = new byte[0];
    }

    /**
     * Answers.
     *
     * @param client address of who asks
     * @param apdu the request
     * @return the answer
     */
    byte[] answer(int client, byte[] apdu) {
        try {
            ByteBuffer in = ByteBuffer.wrap(apdu);
            return switch (in.get() & 0xFF) {
                case AARQ -> {
                    reset();
                    Aarq request = Aarq.decode(apdu);
                    Aarq.Answer answer = access.admit(client, request);
                    association = answer.agreed();
                    yield answer.apdu();
                }
                case RLRQ -> {
                    reset();
                    yield RLRE;
                }
                case GET_REQUEST -> association.isPresent() ? get(in, association.get()) : NOT_ALLOWED;
                default -> NOT_SUPPORTED;
            };
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            return NOT_UNDERSTOOD;
        }
    }

    private byte[] get(ByteBuffer in, Aarq.Agreed agreed) {
        int form = in.get();
        byte invoke = in.get();
        // every value of one answer comes from one latch of the meter's own clock
        Instant latch = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        switch (form) {
            case NORMAL -> {
                CosemObjects.Result result = attribute(in, latch);
                byte[] whole = concat(new byte[] {GET_RESPONSE, NORMAL, invoke}, result.encode());
                return fits(whole, agreed) ? whole : startBlocks(result.value(), invoke, agreed);
            }
            case WITH_LIST -> {
                if (!agreed.multipleReferences()) {
                    return NOT_SUPPORTED;
                }
                int count = in.get() & 0xFF;
                byte[] results = Encoder.length(count);
                for (int index = 0; index < count; index++) {
                    results = concat(results, attribute(in, latch).encode());
                }
                byte[] whole = concat(new byte[] {GET_RESPONSE, WITH_LIST, invoke}, results);
                return fits(whole, agreed) ? whole : startBlocks(results, invoke, agreed);
            }
            case NEXT -> {
                return nextBlock(Integer.toUnsignedLong(in.getInt()), invoke, agreed);
            }
            default -> {
                return NOT_UNDERSTOOD;
            }
        }
    }

    private CosemObjects.Result attribute(ByteBuffer in, Instant latch) {
        int classId = in.getShort() & 0xFFFF;
        byte[] name = new byte[6];
        in.get(name);
        int attribute = in.get();
        if (in.get() != 0) { // selective access is not agreed on: what follows cannot be skipped without a decoder
            in.position(in.limit());
            return CosemObjects.Result.error(TYPE_UNMATCHED);
        }
        return objects.read(classId, ObisCode.ofLogicalName(name), attribute, latch);
    }

    private static boolean fits(byte[] apdu, Aarq.Agreed agreed) {
        return apdu.length <= agreed.maxPdu() || !agreed.blockTransfer();
    }

    private byte[] startBlocks(byte[] bytes, byte invoke, Aarq.Agreed agreed) {
        blocks = bytes;
        sent = 0;
        blockNumber = 0;
        return nextBlock(0, invoke, agreed);
    }

    private byte[] nextBlock(long acknowledged, byte invoke, Aarq.Agreed agreed) {
        if (sent == blocks.length) {
            return blockError(acknowledged, invoke, NO_LONG_GET_IN_PROGRESS);
        }
        if (acknowledged != blockNumber) {
            blocks = new byte[0];
            sent = 0;
            return blockError(acknowledged, invoke, BLOCK_NUMBER_INVALID);
        }
        int room = agreed.maxPdu() - 12; // the header of the longest block
        byte[] part = Arrays.copyOfRange(blocks, sent, Math.min(blocks.length, sent + room));
        sent += part.length;
        blockNumber++;
        ByteBuffer header = ByteBuffer.allocate(9)
                .put(GET_RESPONSE)
                .put((byte) NEXT)
                .put(invoke)
                .put((byte) (sent == blocks.length ? 1 : 0))
                .putInt((int) blockNumber)
                .put((byte) 0);
        return concat(header.array(), Encoder.length(part.length), part);
    }

    private static byte[] blockError(long number, byte invoke, int error) {
        return ByteBuffer.allocate(10)
                .put(GET_RESPONSE)
                .put((byte) NEXT)
                .put(invoke)
                .put((byte) 1)
                .putInt((int) number)
                .put((byte) 1)
                .put((byte) error)
                .array();
    }

    /**
     * Who may read.
     *
     * @param publicClient client address that needs no authentication
     * @param password low level secret of client 1; empty if there is no such client
     * @param maxPdu longest APDU that the meter takes and sends, in bytes
     */
    record Access(int publicClient, String password, int maxPdu) {
        private static final int MANAGEMENT_CLIENT = 1;

        boolean knows(int client) {
            return client == publicClient || client == MANAGEMENT_CLIENT && !password.isEmpty();
        }

        Aarq.Answer admit(int client, Aarq request) {
            if (!request.logicalNames()) {
                return Aarq.Answer.rejected(Aarq.APPLICATION_CONTEXT_NOT_SUPPORTED);
            }
            if (!knows(client)) {
                return Aarq.Answer.rejected(Aarq.NO_REASON_GIVEN);
            }
            if (client == publicClient) {
                return Aarq.Answer.accepted(request, maxPdu);
            }
            if (request.mechanism() == 0) {
                return Aarq.Answer.rejected(Aarq.AUTHENTICATION_REQUIRED);
            }
            if (request.mechanism() != 1) {
                return Aarq.Answer.rejected(Aarq.MECHANISM_NOT_RECOGNISED);
            }
            byte[] secret = password.getBytes(StandardCharsets.US_ASCII);
            return Arrays.equals(secret, request.authentication())
                    ? Aarq.Answer.accepted(request, maxPdu)
                    : Aarq.Answer.rejected(Aarq.AUTHENTICATION_FAILURE);
        }
    }
}
