package org.metergate.dlms;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.metergate.dlms.GetApdu.Result;
import org.metergate.model.ObisCode;
import org.metergate.transport.Line;
import org.metergate.transport.LineException;
import org.metergate.transport.MalformedFrameException;

/**
 * READ and WRITE by short name (IEC 62056-5-3, 9.3.14 and 9.3.15). Which name stands for which object is read once from
 * the association's own list of objects, whose short name is FA00.
 */
final class ShortNames implements Names {
    private static final int READ_REQUEST = 0x05;
    private static final int WRITE_REQUEST = 0x06;
    private static final int READ_RESPONSE = 0x0C;
    private static final int WRITE_RESPONSE = 0x0D;
    private static final int ASSOCIATION = 0xFA00;
    private static final int ASSOCIATION_CLASS = 12;
    private static final int DATA = 0;
    private static final int ERROR = 1;
    private static final int BLOCK = 2;
    private static final int LONGEST = 1 << 20;

    private final Association association;
    private final Plan plan;
    private Optional<Map<ObisCode, Integer>> bases = Optional.empty();

    ShortNames(Association association, Plan plan) {
        this.association = association;
        this.plan = plan;
    }

    @Override
    public List<Result> get(Line line, List<CosemAttribute> attributes, Optional<Selection> selection)
            throws LineException, MalformedFrameException, LinkLostException {
        List<Result> results = new ArrayList<>();
        Map<ObisCode, Integer> names = bases(line);
        int room =
                association.agreed().maxPdu() == 0 ? 1024 : association.agreed().maxPdu();
        int most = association.agreed().multipleReferences() && plan.takesLists() && selection.isEmpty()
                ? Math.max(1, Math.min(100, (room - 8) / 3))
                : 1;
        for (int from = 0; from < attributes.size(); from += most) {
            List<byte[]> variables = new ArrayList<>();
            List<Integer> places = new ArrayList<>();
            List<CosemAttribute> some = attributes.subList(from, Math.min(attributes.size(), from + most));
            for (CosemAttribute attribute : some) {
                Optional<Integer> name = nameOf(names, attribute.classId(), attribute.object());
                places.add(name.isPresent() ? variables.size() : -1);
                name.ifPresent(base -> variables.add(variable(base + 8 * (attribute.attribute() - 1), selection)));
            }
            List<Result> answered = variables.isEmpty() ? List.of() : read(line, variables);
            for (int place : places) {
                results.add(
                        place < 0 ? new Result.Error(DataAccessResult.OBJECT_UNDEFINED.code()) : answered.get(place));
            }
        }
        return results;
    }

    private static Optional<Integer> nameOf(Map<ObisCode, Integer> names, int classId, ObisCode object) {
        return classId == ASSOCIATION_CLASS ? Optional.of(ASSOCIATION) : Optional.ofNullable(names.get(object));
    }

    private static byte[] variable(int name, Optional<Selection> selection) {
        byte[] plain = {(byte) (selection.isPresent() ? 4 : 2), (byte) (name >> 8), (byte) name};
        return selection.isEmpty()
                ? plain
                : Bytes.concat(
                        plain,
                        new byte[] {(byte) selection.get().selector()},
                        Axdr.write(selection.get().parameter()));
    }

    private Map<ObisCode, Integer> bases(Line line) throws LineException, MalformedFrameException, LinkLostException {
        if (bases.isEmpty()) {
            Map<ObisCode, Integer> names = new HashMap<>();
            Result list = read(line, List.of(variable(ASSOCIATION + 8, Optional.empty())))
                    .get(0);
            if (list instanceof Result.Value value && value.data() instanceof Data.Many objects) {
                for (Data object : objects.elements()) {
                    if (object instanceof Data.Many fields
                            && fields.elements().size() >= 4
                            && fields.elements().get(0) instanceof Data.Numeric base
                            && fields.elements().get(3) instanceof Data.Octets name
                            && name.bytes().length == 6) {
                        names.put(
                                ObisCode.ofLogicalName(name.bytes()),
                                base.value().intValue() & 0xFFFF);
                    }
                }
            }
            bases = Optional.of(names);
        }
        return bases.get();
    }

    private List<Result> read(Line line, List<byte[]> variables)
            throws LineException, MalformedFrameException, LinkLostException {
        byte[] request = Bytes.concat(new byte[] {READ_REQUEST}, Bytes.length(variables.size()));
        for (byte[] variable : variables) {
            request = Bytes.concat(request, variable);
        }
        byte[] apdu = exchange(line, request, READ_RESPONSE);
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        while (apdu[0] == READ_RESPONSE) {
            Bytes in = new Bytes(apdu, 1, apdu.length);
            int count = in.length("a list of results");
            if (count == 1 && in.peek(0) == BLOCK) {
                in.u8("a block");
                boolean last = in.u8("last-block") != 0;
                int number = in.u16("a block number");
                joined.writeBytes(in.take(in.length("a block"), "a block"));
                if (joined.size() > LONGEST) {
                    throw in.malformed(0, "an answer of at most 1 MiB", "more");
                }
                if (last) {
                    return joined(joined.toByteArray(), variables.size());
                }
                apdu = exchange(
                        line, new byte[] {READ_REQUEST, 1, 5, (byte) (number >> 8), (byte) number}, READ_RESPONSE);
            } else {
                return results(in, count, variables.size());
            }
        }
        List<Result> refused = new ArrayList<>();
        variables.forEach(variable -> refused.add(new Result.Error(DataAccessResult.OTHER_REASON.code())));
        return refused;
    }

    /**
     * The blocks hold the results with their number before them, or without, or the one value alone: meters differ. Only
     * one of these comes out at the last byte.
     */
    private static List<Result> joined(byte[] bytes, int wanted) throws MalformedFrameException {
        try {
            Bytes in = new Bytes(bytes);
            return results(in, in.length("a list of results"), wanted);
        } catch (MalformedFrameException e) {
            // then not that
        }
        try {
            return results(new Bytes(bytes), wanted, wanted);
        } catch (MalformedFrameException e) {
            if (wanted != 1) {
                throw e;
            }
        }
        Bytes in = new Bytes(bytes);
        Data value = Axdr.read(in);
        in.nothingMore("the value");
        return List.of(new Result.Value(value));
    }

    private static List<Result> results(Bytes in, int count, int wanted) throws MalformedFrameException {
        if (count != wanted) {
            throw in.malformed(1, wanted + " results", count + " results");
        }
        List<Result> results = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            int at = in.position();
            int choice = in.u8("a result");
            switch (choice) {
                case DATA -> results.add(new Result.Value(Axdr.read(in)));
                case ERROR -> results.add(new Result.Error(in.u8("a data-access-error")));
                default -> throw in.malformed(at, "data (0) or a data-access-error (1)", String.valueOf(choice));
            }
        }
        in.nothingMore("the results");
        return results;
    }

    @Override
    public List<DataAccessResult> set(Line line, Map<CosemAttribute, Data> values)
            throws LineException, MalformedFrameException, LinkLostException {
        List<DataAccessResult> results = new ArrayList<>();
        Map<ObisCode, Integer> names = bases(line);
        for (Map.Entry<CosemAttribute, Data> one : values.entrySet()) {
            CosemAttribute attribute = one.getKey();
            Optional<Integer> base = nameOf(names, attribute.classId(), attribute.object());
            results.add(
                    base.isEmpty()
                            ? DataAccessResult.OBJECT_UNDEFINED
                            : write(line, base.get() + 8 * (attribute.attribute() - 1), one.getValue()));
        }
        return results;
    }

    private DataAccessResult write(Line line, int name, Data value)
            throws LineException, MalformedFrameException, LinkLostException {
        byte[] request =
                Bytes.concat(new byte[] {WRITE_REQUEST, 1, 2, (byte) (name >> 8), (byte) name, 1}, Axdr.write(value));
        byte[] apdu = exchange(line, request, WRITE_RESPONSE);
        if (apdu[0] != WRITE_RESPONSE) {
            return DataAccessResult.OTHER_REASON;
        }
        Bytes in = new Bytes(apdu, 1, apdu.length);
        in.expect(1, "one result:");
        return in.u8("a result") == DATA
                ? DataAccessResult.SUCCESS
                : DataAccessResult.ofCode(in.u8("a data-access-error"));
    }

    /** Methods are invoked by reading their short name, with the parameter as access parameter. */
    @Override
    public Acted act(Line line, CosemMethod method, Optional<Data> parameter)
            throws LineException, MalformedFrameException, LinkLostException {
        Optional<Integer> first = ShortMethods.offset(method.classId());
        Optional<Integer> base = method.classId() == ASSOCIATION_CLASS
                ? Optional.of(ASSOCIATION)
                : nameOf(bases(line), method.classId(), method.object());
        if (first.isEmpty() || base.isEmpty()) {
            return new Acted(DataAccessResult.OBJECT_UNDEFINED, Optional.empty());
        }
        int name = base.get() + first.get() + 8 * (method.method() - 1);
        byte[] variable = Bytes.concat(
                new byte[] {4, (byte) (name >> 8), (byte) name, 1},
                Axdr.write(parameter.orElse(Data.of(DataType.INTEGER, 0))));
        Result result = read(line, List.of(variable)).get(0);
        return result instanceof Result.Value value
                ? new Acted(DataAccessResult.SUCCESS, Optional.of(value.data()))
                : new Acted(DataAccessResult.ofCode(((Result.Error) result).code()), Optional.empty());
    }

    private byte[] exchange(Line line, byte[] request, int tag)
            throws LineException, MalformedFrameException, LinkLostException {
        return association.exchange(
                line, request, apdu -> Association.isError(apdu) || apdu.length > 1 && apdu[0] == tag);
    }
}
