package org.metergate.emulator.meters.dlms;

import static org.metergate.emulator.meters.dlms.Encoder.concat;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.metergate.emulator.meters.dlms.CosemObject.Selection;

/** READ and WRITE (IEC 62056-5-3, 9.3.13 and 9.3.14). Methods are invoked by reading them. One thread at a time. */
final class ShortNames {
    static final int READ = 0x05;
    static final int WRITE = 0x06;
    private static final int NAME = 2;
    private static final int PARAMETERIZED = 4;
    private static final int BLOCK = 5;
    private static final int HEADER = 10;
    /** Where the methods of the association begin. */
    private static final int ASSOCIATION_METHODS = 0x20;

    private static final int PROVE = 8;

    private final CosemObjects objects;
    private final Access access;
    private final LogicalNames.Authority authority;
    private final Parts parts = new Parts();

    ShortNames(CosemObjects objects, Access access, LogicalNames.Authority authority) {
        this.objects = objects;
        this.access = access;
        this.authority = authority;
    }

    void reset() {
        parts.reset();
    }

    /** Which service of the conformance an APDU needs, 24 bits; 0 if it is none of these. */
    static int service(byte[] apdu) {
        return apdu[0] == READ ? 0x100000 : apdu[0] == WRITE ? 0x080000 : 0;
    }

    /** Tells whether an APDU is the proof of high level security, and nothing else. */
    static boolean proves(byte[] apdu) {
        int proof = CosemObjects.ASSOCIATION_BASE + ASSOCIATION_METHODS + 8 * (PROVE - 1);
        return apdu.length > 5
                && apdu[0] == READ
                && apdu[1] == 1
                && apdu[2] == PARAMETERIZED
                && ((apdu[3] & 0xFF) << 8 | apdu[4] & 0xFF) == proof;
    }

    byte[] answer(byte[] apdu, Associated association, Instant latch) {
        ByteBuffer in = ByteBuffer.wrap(apdu);
        return in.get() == READ ? read(in, association, latch) : write(in, association);
    }

    private byte[] read(ByteBuffer in, Associated association, Instant latch) {
        int count = Value.length(in);
        if (count == 1 && in.get(in.position()) == BLOCK) {
            in.get();
            int room = association.room() - HEADER;
            return parts.next(in.getShort() & 0xFFFF, room)
                    .map(ShortNames::block)
                    .orElseGet(() -> new byte[] {0x0C, 1, 1, Result.BLOCK_NUMBER_INVALID});
        }
        byte[] results = Encoder.length(count);
        for (int index = 0; index < count; index++) {
            results = concat(results, variable(in, association, latch).encode());
        }
        byte[] whole = concat(new byte[] {0x0C}, results);
        return association.inBlocks(whole) ? block(parts.start(results, association.room() - HEADER)) : whole;
    }

    private static byte[] block(Parts.Part part) {
        ByteBuffer header = ByteBuffer.allocate(6)
                .put(new byte[] {0x0C, 1, 2, (byte) (part.last() ? 1 : 0)})
                .putShort((short) part.number());
        return concat(header.array(), Encoder.length(part.bytes().length), part.bytes());
    }

    private Result variable(ByteBuffer in, Associated association, Instant latch) {
        int choice = in.get();
        if (choice != NAME && choice != PARAMETERIZED) {
            throw new IllegalArgumentException("variable access " + choice);
        }
        int name = in.getShort() & 0xFFFF;
        Optional<Selection> selection =
                choice == PARAMETERIZED ? Optional.of(new Selection(in.get(), Value.read(in))) : Optional.empty();
        if (name >= CosemObjects.ASSOCIATION_BASE) {
            return association(name - CosemObjects.ASSOCIATION_BASE, selection);
        }
        Optional<CosemObjects.Named> named = objects.find(name);
        if (named.isEmpty()) {
            return Result.error(Result.OBJECT_UNDEFINED);
        }
        CosemObject object = named.get().object();
        OptionalInt method = named.get().method();
        if (method.isPresent()) {
            if (!access.manages(association.client()) || selection.isEmpty()) {
                return Result.error(Result.READ_WRITE_DENIED);
            }
            Result acted = object.act(method.getAsInt(), selection.get().parameter());
            return acted.error() == Result.SUCCESS && acted.value().length == 0 ? Result.of(Encoder.nothing()) : acted;
        }
        return access.reads(association.client(), object.name())
                ? CosemObjects.read(object, named.get().attribute().getAsInt(), selection, latch)
                : Result.error(Result.READ_WRITE_DENIED);
    }

    private Result association(int offset, Optional<Selection> selection) {
        if (offset == ASSOCIATION_METHODS + 8 * (PROVE - 1) && selection.isPresent()) {
            return authority.prove(selection.get().parameter());
        }
        return offset % 8 == 0 && offset < ASSOCIATION_METHODS
                ? authority.read(CosemObjects.BY_SHORT_NAME, offset / 8 + 1)
                : Result.error(Result.OBJECT_UNDEFINED);
    }

    private byte[] write(ByteBuffer in, Associated association) {
        int count = Value.length(in);
        List<Integer> names = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            if (in.get() != NAME) {
                throw new IllegalArgumentException("only whole attributes are written");
            }
            names.add(in.getShort() & 0xFFFF);
        }
        Value.length(in);
        byte[] results = Encoder.length(count);
        for (int name : names) {
            int result = written(name, Value.read(in), association);
            results = concat(results, result == Result.SUCCESS ? new byte[] {0} : new byte[] {1, (byte) result});
        }
        return concat(new byte[] {0x0D}, results);
    }

    private int written(int name, Value value, Associated association) {
        Optional<CosemObjects.Named> named = objects.find(name);
        if (named.isEmpty() || named.get().attribute().isEmpty()) {
            return Result.OBJECT_UNDEFINED;
        }
        return access.manages(association.client())
                ? named.get().object().write(named.get().attribute().getAsInt(), value)
                : Result.READ_WRITE_DENIED;
    }
}
