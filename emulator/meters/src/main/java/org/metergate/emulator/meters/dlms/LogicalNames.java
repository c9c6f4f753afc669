package org.metergate.emulator.meters.dlms;

import static org.metergate.emulator.meters.dlms.Encoder.concat;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.metergate.emulator.meters.dlms.CosemObject.Selection;
import org.metergate.model.ObisCode;

/** GET, SET, ACTION and ACCESS (IEC 62056-5-3, 9.3.6 to 9.3.11). One thread at a time. */
final class LogicalNames {
    static final int GET = 0xC0;
    static final int SET = 0xC1;
    static final int ACTION = 0xC3;
    static final int ACCESS = 0xD9;
    private static final int BLOCK_HEADER = 12;
    private static final byte[] NOTHING = {};

    private final CosemObjects objects;
    private final Access access;
    private final Authority authority;
    private final Parts parts = new Parts();
    private List<Target> targets = List.of();

    /** What is asked for. */
    private record Target(int classId, ObisCode name, int index, Optional<Selection> selection) {}

    /** Knows the association itself, whose object no list holds. */
    interface Authority {
        /** Reads an attribute of the association. */
        Result read(int classId, int attribute);

        /** Takes the proof of high level security. */
        Result prove(Value proof);
    }

    LogicalNames(CosemObjects objects, Access access, Authority authority) {
        this.objects = objects;
        this.access = access;
        this.authority = authority;
    }

    void reset() {
        parts.reset();
        targets = List.of();
    }

    /** Which service of the conformance an APDU needs, 24 bits; 0 if it is none of these. */
    static int service(byte[] apdu) {
        return switch (apdu[0] & 0xFF) {
            case GET -> 0x10;
            case SET -> 0x08;
            case ACTION -> 0x01;
            case ACCESS -> 0x40;
            default -> 0;
        };
    }

    /** Answers; empty if the request is not understood. */
    Optional<byte[]> answer(byte[] apdu, Associated association, Instant latch) {
        ByteBuffer in = ByteBuffer.wrap(apdu);
        return switch (in.get() & 0xFF) {
            case GET -> get(in, association, latch);
            case SET -> set(in, association);
            case ACTION -> action(in, association);
            default -> Optional.of(access(in, association, latch));
        };
    }

    private Optional<byte[]> get(ByteBuffer in, Associated association, Instant latch) {
        int form = in.get();
        byte invoke = in.get();
        return switch (form) {
            case 1 -> {
                Result result = read(target(in, true), association, latch);
                byte[] whole = concat(new byte[] {(byte) 0xC4, 1, invoke}, result.encode());
                yield Optional.of(
                        association.inBlocks(whole)
                                ? block(parts.start(result.value(), room(association)), invoke)
                                : whole);
            }
            case 2 -> {
                long acknowledged = Integer.toUnsignedLong(in.getInt());
                boolean sending = parts.sending();
                yield Optional.of(parts.next(acknowledged, room(association))
                        .map(part -> block(part, invoke))
                        .orElseGet(() -> noBlock(
                                acknowledged,
                                invoke,
                                sending ? Result.BLOCK_NUMBER_INVALID : Result.NO_LONG_GET_IN_PROGRESS)));
            }
            case 3 -> {
                if (!association.offers(Access.LISTS)) {
                    yield Optional.empty();
                }
                List<Target> list = targets(in);
                byte[] results = Encoder.length(list.size());
                for (Target target : list) {
                    results = concat(results, read(target, association, latch).encode());
                }
                byte[] whole = concat(new byte[] {(byte) 0xC4, 3, invoke}, results);
                yield Optional.of(
                        association.inBlocks(whole) ? block(parts.start(results, room(association)), invoke) : whole);
            }
            default -> throw new IllegalArgumentException("form " + form);
        };
    }

    private static int room(Associated association) {
        return association.room() - BLOCK_HEADER;
    }

    private static byte[] block(Parts.Part part, byte invoke) {
        ByteBuffer header = ByteBuffer.allocate(9)
                .put((byte) 0xC4)
                .put((byte) 2)
                .put(invoke)
                .put((byte) (part.last() ? 1 : 0))
                .putInt((int) part.number())
                .put((byte) 0);
        return concat(header.array(), Encoder.length(part.bytes().length), part.bytes());
    }

    private static byte[] noBlock(long number, byte invoke, int error) {
        return ByteBuffer.allocate(10)
                .put((byte) 0xC4)
                .put((byte) 2)
                .put(invoke)
                .put((byte) 1)
                .putInt((int) number)
                .put((byte) 1)
                .put((byte) error)
                .array();
    }

    private Optional<byte[]> set(ByteBuffer in, Associated association) {
        int form = in.get();
        byte invoke = in.get();
        switch (form) {
            case 1 -> {
                Target target = target(in, true);
                int result = write(target, Value.read(in), association);
                return Optional.of(new byte[] {(byte) 0xC5, 1, invoke, (byte) result});
            }
            case 2 -> targets = List.of(target(in, true));
            case 3 -> {
                // a further block
            }
            case 4 -> {
                if (!association.offers(Access.LISTS)) {
                    return Optional.empty();
                }
                targets = targets(in);
                byte[] results = written(in, association);
                return Optional.of(concat(new byte[] {(byte) 0xC5, 5, invoke}, results));
            }
            case 5 -> targets = targets(in);
            default -> throw new IllegalArgumentException("form " + form);
        }
        boolean last = in.get() != 0;
        long number = Integer.toUnsignedLong(in.getInt());
        byte[] numbered = ByteBuffer.allocate(4).putInt((int) number).array();
        if (!parts.take(number, Value.take(in, Value.length(in)))) {
            return Optional.of(concat(new byte[] {(byte) 0xC5, 3, invoke, Result.BLOCK_NUMBER_INVALID}, numbered));
        }
        if (!last) {
            return Optional.of(concat(new byte[] {(byte) 0xC5, 2, invoke}, numbered));
        }
        ByteBuffer content = ByteBuffer.wrap(parts.taken());
        if (targets.size() == 1) {
            byte result = (byte) write(targets.get(0), Value.read(content), association);
            return Optional.of(concat(new byte[] {(byte) 0xC5, 3, invoke, result}, numbered));
        }
        return Optional.of(concat(new byte[] {(byte) 0xC5, 4, invoke}, written(content, association), numbered));
    }

    private byte[] written(ByteBuffer in, Associated association) {
        int count = Value.length(in);
        if (count != targets.size()) {
            throw new IllegalArgumentException(count + " values for " + targets.size() + " attributes");
        }
        byte[] results = Encoder.length(count);
        for (Target target : targets) {
            results = concat(results, new byte[] {(byte) write(target, Value.read(in), association)});
        }
        return results;
    }

    private Optional<byte[]> action(ByteBuffer in, Associated association) {
        int form = in.get();
        byte invoke = in.get();
        switch (form) {
            case 1 -> {
                Target target = target(in, false);
                Value parameter = in.get() == 0 ? nothing() : Value.read(in);
                return Optional.of(acted(act(target, parameter, association), invoke, association));
            }
            case 2 -> {
                long acknowledged = Integer.toUnsignedLong(in.getInt());
                return parts.next(acknowledged, room(association)).map(part -> actedBlock(part, invoke));
            }
            case 3 -> {
                if (!association.offers(Access.LISTS)) {
                    return Optional.empty();
                }
                List<Target> list = methods(in);
                int count = Value.length(in);
                byte[] results = Encoder.length(count);
                for (int index = 0; index < count; index++) {
                    results = concat(
                            results,
                            act(list.get(index), Value.read(in), association).encodeAction());
                }
                return Optional.of(concat(new byte[] {(byte) 0xC7, 3, invoke}, results));
            }
            case 4 -> targets = List.of(target(in, false));
            case 6 -> {
                // a further block
            }
            default -> throw new IllegalArgumentException("form " + form);
        }
        boolean last = in.get() != 0;
        long number = Integer.toUnsignedLong(in.getInt());
        if (!parts.take(number, Value.take(in, Value.length(in)))) {
            return Optional.of(acted(Result.error(Result.BLOCK_NUMBER_INVALID), invoke, association));
        }
        if (!last) {
            byte[] numbered = ByteBuffer.allocate(4).putInt((int) number).array();
            return Optional.of(concat(new byte[] {(byte) 0xC7, 4, invoke}, numbered));
        }
        Value parameter = Value.read(ByteBuffer.wrap(parts.taken()));
        return Optional.of(acted(act(targets.get(0), parameter, association), invoke, association));
    }

    private byte[] acted(Result result, byte invoke, Associated association) {
        byte[] content = result.encodeAction();
        byte[] whole = concat(new byte[] {(byte) 0xC7, 1, invoke}, content);
        return association.inBlocks(whole) ? actedBlock(parts.start(content, room(association)), invoke) : whole;
    }

    private static byte[] actedBlock(Parts.Part part, byte invoke) {
        ByteBuffer header = ByteBuffer.allocate(8)
                .put((byte) 0xC7)
                .put((byte) 2)
                .put(invoke)
                .put((byte) (part.last() ? 1 : 0))
                .putInt((int) part.number());
        return concat(header.array(), Encoder.length(part.bytes().length), part.bytes());
    }

    private byte[] access(ByteBuffer in, Associated association, Instant latch) {
        byte[] invoke = Value.take(in, 4);
        Value.take(in, Value.length(in)); // the client's time
        int count = Value.length(in);
        List<Target> list = new ArrayList<>();
        List<Integer> kinds = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            int kind = in.get();
            kinds.add(kind);
            Target plain = target(in, false);
            list.add(
                    kind < 4
                            ? plain
                            : new Target(
                                    plain.classId(),
                                    plain.name(),
                                    plain.index(),
                                    Optional.of(new Selection(in.get(), Value.read(in)))));
        }
        Value.length(in);
        byte[] values = Encoder.length(count);
        byte[] results = Encoder.length(count);
        for (int index = 0; index < count; index++) {
            Value value = Value.read(in);
            int kind = kinds.get(index);
            Result result =
                    switch (kind) {
                        case 1, 4 -> read(list.get(index), association, latch);
                        case 2 -> Result.error(write(list.get(index), value, association));
                        case 3 -> act(list.get(index), value, association);
                        default -> throw new IllegalArgumentException("access " + kind);
                    };
            values = concat(values, result.value().length == 0 ? Encoder.nothing() : result.value());
            results = concat(results, new byte[] {(byte) (kind == 4 ? 1 : kind), (byte) result.error()});
        }
        return concat(new byte[] {(byte) 0xDA}, invoke, new byte[] {0, 0}, values, results);
    }

    private static Target target(ByteBuffer in, boolean selective) {
        int classId = in.getShort() & 0xFFFF;
        ObisCode name = ObisCode.ofLogicalName(Value.take(in, 6));
        int index = in.get();
        Optional<Selection> selection =
                selective && in.get() != 0 ? Optional.of(new Selection(in.get(), Value.read(in))) : Optional.empty();
        return new Target(classId, name, index, selection);
    }

    private static List<Target> targets(ByteBuffer in) {
        int count = Value.length(in);
        List<Target> targets = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            targets.add(target(in, true));
        }
        return targets;
    }

    private static List<Target> methods(ByteBuffer in) {
        int count = Value.length(in);
        List<Target> methods = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            methods.add(target(in, false));
        }
        return methods;
    }

    private static Value nothing() {
        return new Value(0, 0, NOTHING, List.of(), NOTHING);
    }

    private static boolean isAssociation(Target target) {
        return target.classId() == CosemObjects.BY_LOGICAL_NAME && target.name().equals(CosemObjects.ASSOCIATION);
    }

    private Result read(Target target, Associated association, Instant latch) {
        if (isAssociation(target)) {
            return authority.read(CosemObjects.BY_LOGICAL_NAME, target.index());
        }
        Optional<CosemObject> object = objects.find(target.classId(), target.name());
        if (object.isEmpty()) {
            return Result.error(objects.whyNot(target.name()));
        }
        return access.reads(association.client(), target.name())
                ? CosemObjects.read(object.get(), target.index(), target.selection(), latch)
                : Result.error(Result.READ_WRITE_DENIED);
    }

    private int write(Target target, Value value, Associated association) {
        Optional<CosemObject> object = objects.find(target.classId(), target.name());
        if (object.isEmpty()) {
            return objects.whyNot(target.name());
        }
        return access.manages(association.client())
                ? object.get().write(target.index(), value)
                : Result.READ_WRITE_DENIED;
    }

    private Result act(Target target, Value parameter, Associated association) {
        if (isAssociation(target)) {
            return target.index() == 1 ? authority.prove(parameter) : Result.error(Result.OBJECT_UNDEFINED);
        }
        Optional<CosemObject> object = objects.find(target.classId(), target.name());
        if (object.isEmpty()) {
            return Result.error(objects.whyNot(target.name()));
        }
        return access.manages(association.client())
                ? object.get().act(target.index(), parameter)
                : Result.error(Result.READ_WRITE_DENIED);
    }
}
