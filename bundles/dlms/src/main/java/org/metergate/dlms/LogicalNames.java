package org.metergate.dlms;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.metergate.dlms.GetApdu.Response;
import org.metergate.dlms.GetApdu.Result;
import org.metergate.transport.Line;
import org.metergate.transport.LineException;
import org.metergate.transport.MalformedFrameException;

/** GET, SET and ACTION, with lists and in blocks, or with ACCESS in place of lists (IEC 62056-5-3, 9.3.6 to 9.3.11). */
final class LogicalNames implements Names {
    private static final int SET_REQUEST = 0xC1;
    private static final int SET_RESPONSE = 0xC5;
    private static final int ACTION_REQUEST = 0xC3;
    private static final int ACTION_RESPONSE = 0xC7;
    /** Confirmed service, high priority. */
    private static final int INVOKE = 0xC0;
    /** The longest answer that blocks may make. */
    private static final int LONGEST = 1 << 20;
    /** Longer requests go in blocks even where a meter says it takes them: few have been tried with such. */
    private static final int LONGEST_REQUEST = 16 << 10;
    /** What a closed APDU adds to a plain one, at most. */
    private static final int CLOSED = 40;

    private final Association association;
    private final Plan plan;
    private final AccessService access;
    private int invokeId;

    LogicalNames(Association association, Plan plan) {
        this.association = association;
        this.plan = plan;
        this.access = new AccessService(association, plan);
    }

    private int room() {
        int most = association.agreed().maxPdu();
        int limit = most == 0 ? LONGEST_REQUEST : Math.min(most, LONGEST_REQUEST);
        return Math.max(32, association.ciphered() ? limit - CLOSED : limit);
    }

    @Override
    public List<Result> get(Line line, List<CosemAttribute> attributes, Optional<Selection> selection)
            throws LineException, MalformedFrameException, LinkLostException {
        List<Result> results = new ArrayList<>();
        boolean lists = association.agreed().multipleReferences() && plan.takesLists();
        for (int from = 0; from < attributes.size(); ) {
            int most = lists ? GetApdu.fitting(room()) : AccessApdu.fitting(room());
            List<CosemAttribute> some = attributes.subList(from, Math.min(attributes.size(), from + most));
            boolean together = some.size() > 1 && selection.isEmpty();
            if (together && lists) {
                Optional<List<Result>> answered = getList(line, some);
                if (answered.isPresent()) {
                    results.addAll(answered.get());
                    from += some.size();
                } else {
                    plan.refusesLists(); // it offered lists and does not answer them: not again
                    lists = false;
                }
                continue;
            }
            if (together && access.usable()) {
                Optional<List<Result>> answered = access.get(line, some);
                answered.ifPresent(results::addAll);
                from += answered.isPresent() ? some.size() : 0;
                continue;
            }
            int invoke = nextInvoke();
            results.add(ask(line, GetApdu.normal(invoke, attributes.get(from), selection), invoke, false)
                    .map(one -> one.get(0))
                    .orElseGet(() -> new Result.Error(DataAccessResult.OTHER_REASON.code())));
            from++;
        }
        return results;
    }

    private Optional<List<Result>> getList(Line line, List<CosemAttribute> attributes)
            throws LineException, MalformedFrameException, LinkLostException {
        int invoke = nextInvoke();
        Optional<List<Result>> results = ask(line, GetApdu.list(invoke, attributes), invoke, true);
        if (results.isPresent() && results.get().size() != attributes.size()) {
            throw new MalformedFrameException(
                    3, attributes.size() + " results", results.get().size() + " results");
        }
        return results;
    }

    /** @return the results, or empty if the meter refuses the service itself */
    private Optional<List<Result>> ask(Line line, byte[] request, int invoke, boolean list)
            throws LineException, MalformedFrameException, LinkLostException {
        Predicate<byte[]> wanted = answers(GetApdu.RESPONSE, invoke);
        byte[] apdu = association.exchange(line, request, wanted);
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (long expected = 1; ; expected++) {
            if (apdu[0] != (byte) GetApdu.RESPONSE) {
                return Optional.empty();
            }
            Response response = GetApdu.decode(apdu);
            if (response instanceof Response.Whole whole) {
                boolean single = whole.results().size() == 1 && whole.results().get(0) instanceof Result.Error;
                if (list != whole.list() && !single) {
                    throw new MalformedFrameException(1, "the form of answer that was asked for", "another");
                }
                return list != whole.list() ? Optional.empty() : Optional.of(whole.results());
            }
            Response.Block block = (Response.Block) response;
            if (block.error().isPresent()) {
                return list
                        ? Optional.empty()
                        : Optional.of(List.of(new Result.Error(block.error().get())));
            }
            if (block.number() != expected) {
                throw new MalformedFrameException(4, "block " + expected, "block " + block.number());
            }
            join(joined, block.part());
            if (block.last()) {
                return Optional.of(GetApdu.joined(joined.toByteArray(), list));
            }
            apdu = association.exchange(line, GetApdu.next(invoke, block.number()), wanted);
        }
    }

    @Override
    public List<DataAccessResult> set(Line line, Map<CosemAttribute, Data> values)
            throws LineException, MalformedFrameException, LinkLostException {
        if (values.size() > 1 && association.agreed().multipleReferences() && plan.takesLists()) {
            Optional<List<DataAccessResult>> results = change(line, values);
            if (results.isPresent() && results.get().size() == values.size()) {
                return results.get();
            }
            plan.refusesLists();
        }
        Optional<List<DataAccessResult>> accessed =
                values.size() > 1 && access.usable() && fits(values) ? access.set(line, values) : Optional.empty();
        if (accessed.isPresent()) {
            return accessed.get();
        }
        List<DataAccessResult> results = new ArrayList<>();
        for (Map.Entry<CosemAttribute, Data> one : values.entrySet()) {
            results.add(change(line, Map.of(one.getKey(), one.getValue()))
                    .filter(some -> some.size() == 1)
                    .map(some -> some.get(0))
                    .orElse(DataAccessResult.OTHER_REASON));
        }
        return results;
    }

    /** General blocks, if there are any, are made below. */
    private boolean goesWhole(byte[] request) {
        return association.generalBlocks() || request.length <= room();
    }

    private boolean fits(Map<CosemAttribute, Data> values) {
        return AccessApdu.set(0, values).length <= room();
    }

    /** @return what the meter says to each; empty if it refuses the service itself */
    private Optional<List<DataAccessResult>> change(Line line, Map<CosemAttribute, Data> values)
            throws LineException, MalformedFrameException, LinkLostException {
        boolean list = values.size() > 1;
        byte[] names = list ? Bytes.length(values.size()) : new byte[0];
        byte[] contents = list ? Bytes.length(values.size()) : new byte[0];
        for (Map.Entry<CosemAttribute, Data> one : values.entrySet()) {
            names = Bytes.concat(names, GetApdu.described(one.getKey()), new byte[] {0});
            contents = Bytes.concat(contents, Axdr.write(one.getValue()));
        }
        int invoke = nextInvoke();
        Predicate<byte[]> wanted = answers(SET_RESPONSE, invoke);
        byte[] whole = request(SET_REQUEST, list ? 4 : 1, invoke, names, contents);
        byte[] answer = goesWhole(whole)
                ? association.exchange(line, whole, wanted)
                : inBlocks(line, SET_REQUEST, new int[] {list ? 5 : 2, 3}, invoke, names, contents, wanted);
        return answer[0] == (byte) SET_RESPONSE ? Optional.of(setResults(answer)) : Optional.empty();
    }

    private static List<DataAccessResult> setResults(byte[] apdu) throws MalformedFrameException {
        Bytes in = new Bytes(apdu);
        in.expect(SET_RESPONSE, "the tag of SET-Response");
        int form = in.u8("a form of SET-Response");
        in.u8("an invoke-id");
        int count = form == 4 || form == 5 ? in.length("a list of results") : 1;
        if (form == 2 || form > 5 || count > in.remaining()) {
            throw in.malformed(1, "the result of SET", "form " + form);
        }
        List<DataAccessResult> results = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            results.add(DataAccessResult.ofCode(in.u8("a data-access-result")));
        }
        return results;
    }

    @Override
    public Acted act(Line line, CosemMethod method, Optional<Data> parameter)
            throws LineException, MalformedFrameException, LinkLostException {
        int invoke = nextInvoke();
        byte[] name = Bytes.concat(
                new byte[] {(byte) (method.classId() >> 8), (byte) method.classId()},
                method.object().logicalName(),
                new byte[] {(byte) method.method()});
        byte[] content = parameter.map(Axdr::write).orElse(new byte[0]);
        Predicate<byte[]> wanted = answers(ACTION_RESPONSE, invoke);
        byte[] used = {(byte) (content.length == 0 ? 0 : 1)};
        byte[] whole = request(ACTION_REQUEST, 1, invoke, Bytes.concat(name, used), content);
        byte[] answer = goesWhole(whole)
                ? association.exchange(line, whole, wanted)
                : inBlocks(line, ACTION_REQUEST, new int[] {4, 6}, invoke, name, content, wanted);
        if (answer[0] != (byte) ACTION_RESPONSE) {
            return new Acted(DataAccessResult.OTHER_REASON, Optional.empty());
        }
        return acted(line, answer, invoke, wanted);
    }

    private Acted acted(Line line, byte[] first, int invoke, Predicate<byte[]> wanted)
            throws LineException, MalformedFrameException, LinkLostException {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        byte[] apdu = first;
        while (apdu[1] == 2) { // the result itself comes in blocks
            Bytes in = new Bytes(apdu, 3, apdu.length);
            boolean last = in.u8("last-block") != 0;
            long number = in.u32("a block number");
            join(joined, in.take(in.length("a block"), "a block"));
            if (last) {
                return result(new Bytes(joined.toByteArray()));
            }
            byte[] next = ByteBuffer.allocate(7)
                    .put((byte) ACTION_REQUEST)
                    .put((byte) 2)
                    .put((byte) invoke)
                    .putInt((int) number)
                    .array();
            apdu = association.exchange(line, next, wanted);
            if (apdu[0] != (byte) ACTION_RESPONSE) {
                return new Acted(DataAccessResult.OTHER_REASON, Optional.empty());
            }
        }
        Bytes in = new Bytes(apdu, 1, apdu.length);
        in.expect(1, "the form of ACTION-Response");
        in.u8("an invoke-id");
        return result(in);
    }

    private static Acted result(Bytes in) throws MalformedFrameException {
        DataAccessResult result = DataAccessResult.ofCode(in.u8("an action-result"));
        if (in.atEnd() || in.u8("the usage of return parameters") == 0) {
            return new Acted(result, Optional.empty());
        }
        if (in.u8("a return parameter") != 0) {
            DataAccessResult error = DataAccessResult.ofCode(in.u8("a data-access-result"));
            return new Acted(result == DataAccessResult.SUCCESS ? error : result, Optional.empty());
        }
        Data returned = Axdr.read(in);
        in.nothingMore("ACTION-Response");
        return new Acted(result, Optional.of(returned));
    }

    /** Sends the contents in blocks; each but the last is acknowledged by its number. */
    private byte[] inBlocks(
            Line line, int tag, int[] forms, int invoke, byte[] names, byte[] contents, Predicate<byte[]> wanted)
            throws LineException, MalformedFrameException, LinkLostException {
        int number = 1;
        int from = 0;
        while (true) {
            byte[] head = number == 1 ? names : new byte[0];
            int part = Math.max(1, Math.min(contents.length - from, room() - head.length - 12));
            boolean last = from + part == contents.length;
            byte[] block = Bytes.concat(
                    ByteBuffer.allocate(5)
                            .put((byte) (last ? 1 : 0))
                            .putInt(number)
                            .array(),
                    Bytes.length(part),
                    Arrays.copyOfRange(contents, from, from + part));
            byte[] answer =
                    association.exchange(line, request(tag, forms[number == 1 ? 0 : 1], invoke, head, block), wanted);
            int acknowledged = tag == SET_REQUEST ? 2 : 4;
            if (last || answer[0] != (byte) (tag + 4) || answer[1] != acknowledged) {
                return answer;
            }
            Bytes in = new Bytes(answer, 3, answer.length);
            if (in.u32("a block number") != number) {
                throw in.malformed(3, "block " + number, "another acknowledged");
            }
            from += part;
            number++;
        }
    }

    private static byte[] request(int tag, int form, int invoke, byte[] names, byte[] contents) {
        return Bytes.concat(new byte[] {(byte) tag, (byte) form, (byte) invoke}, names, contents);
    }

    private static void join(ByteArrayOutputStream joined, byte[] part) throws MalformedFrameException {
        joined.writeBytes(part);
        if (joined.size() > LONGEST) {
            throw new MalformedFrameException(joined.size(), "an answer of at most 1 MiB", "more");
        }
    }

    private int nextInvoke() {
        invokeId = invokeId % 15 + 1;
        return INVOKE | invokeId;
    }

    private static Predicate<byte[]> answers(int tag, int invoke) {
        return apdu -> Association.isError(apdu)
                || apdu.length > 2 && (apdu[0] & 0xFF) == tag && (apdu[2] & 0x0F) == (invoke & 0x0F);
    }
}
