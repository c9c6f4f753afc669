package org.metergate.dlms;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.metergate.transport.MalformedFrameException;

/** The service GET (IEC 62056-5-3, GET-Request and GET-Response): requests and answers of all three forms. */
final class GetApdu {
    static final int REQUEST = 0xC0;
    static final int RESPONSE = 0xC4;
    private static final int NORMAL = 1;
    private static final int BLOCK = 2;
    private static final int LIST = 3;
    /** Bytes of a request with list before the descriptors: tag, form, invoke-id, and the count. */
    private static final int LIST_HEADER = 4;

    private static final int DESCRIPTOR = 10;

    private GetApdu() {}

    /** One result of an answer. */
    sealed interface Result {
        /**
         * The attribute's value.
         *
         * @param data the value
         */
        record Value(Data data) implements Result {}

        /**
         * No value.
         *
         * @param code data-access-result
         */
        record Error(int code) implements Result {}
    }

    /** What may come back. */
    sealed interface Response {
        /** @return invoke-id and priority, as in the request */
        int invoke();

        /**
         * One result for every attribute asked.
         *
         * @param invoke invoke-id and priority
         * @param results in the order of the request
         */
        record Whole(int invoke, List<Result> results, boolean list) implements Response {}

        /**
         * A part of the results, still encoded.
         *
         * @param invoke invoke-id and priority
         * @param last whether it is the last
         * @param number of the block, from 1
         * @param part the bytes
         * @param error data-access-result instead of the bytes
         */
        record Block(int invoke, boolean last, long number, byte[] part, Optional<Integer> error) implements Response {}
    }

    /** A request: which form, and what it asks. */
    record Request(String form, int invoke, List<CosemAttribute> attributes, long block) {}

    /** Tells how many attributes fit into one request of a given size; at least one. */
    static int fitting(int maxPdu) {
        int limit = maxPdu == 0 ? Integer.MAX_VALUE : maxPdu;
        return Math.max(1, Math.min(127, (limit - LIST_HEADER) / DESCRIPTOR));
    }

    static byte[] normal(int invoke, CosemAttribute attribute, Optional<Selection> selection) {
        if (selection.isPresent()) {
            return Bytes.concat(
                    new byte[] {(byte) REQUEST, NORMAL, (byte) invoke},
                    described(attribute),
                    new byte[] {1, (byte) selection.get().selector()},
                    Axdr.write(selection.get().parameter()));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(REQUEST);
        out.write(NORMAL);
        out.write(invoke);
        describe(attribute, out);
        return out.toByteArray();
    }

    static byte[] list(int invoke, List<CosemAttribute> attributes) {
        if (attributes.isEmpty() || attributes.size() > 127) {
            throw new IllegalArgumentException("a list of 1 to 127 attributes, not " + attributes.size());
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(REQUEST);
        out.write(LIST);
        out.write(invoke);
        out.write(attributes.size());
        attributes.forEach(attribute -> describe(attribute, out));
        return out.toByteArray();
    }

    static byte[] next(int invoke, long block) {
        return ByteBuffer.allocate(7)
                .put((byte) REQUEST)
                .put((byte) BLOCK)
                .put((byte) invoke)
                .putInt((int) block)
                .array();
    }

    private static void describe(CosemAttribute attribute, ByteArrayOutputStream out) {
        out.writeBytes(described(attribute));
        out.write(0); // no selective access
    }

    /** Class, logical name, attribute. */
    static byte[] described(CosemAttribute attribute) {
        return Bytes.concat(
                new byte[] {(byte) (attribute.classId() >> 8), (byte) attribute.classId()},
                attribute.object().logicalName(),
                new byte[] {(byte) attribute.attribute()});
    }

    static Response decode(byte[] apdu) throws MalformedFrameException {
        Bytes in = new Bytes(apdu);
        in.expect(RESPONSE, "the tag of GET-Response");
        int at = in.position();
        int form = in.u8("a form of GET-Response");
        int invoke = in.u8("an invoke-id");
        Response response =
                switch (form) {
                    case NORMAL -> new Response.Whole(invoke, List.of(result(in)), false);
                    case BLOCK -> block(in, invoke);
                    case LIST -> new Response.Whole(invoke, results(in), true);
                    default -> throw in.malformed(at, "a form of GET-Response, 1 to 3", String.valueOf(form));
                };
        in.nothingMore("GET-Response");
        return response;
    }

    /** Decodes what the blocks of an answer make together. */
    static List<Result> joined(byte[] bytes, boolean list) throws MalformedFrameException {
        Bytes in = new Bytes(bytes);
        List<Result> results = list ? results(in) : List.of(new Result.Value(Axdr.read(in)));
        in.nothingMore("the blocks of GET-Response");
        return results;
    }

    private static Response.Block block(Bytes in, int invoke) throws MalformedFrameException {
        boolean last = in.u8("last-block") != 0;
        long number = in.u32("a block number");
        int at = in.position();
        int choice = in.u8("a result of the block");
        return switch (choice) {
            case 0 -> new Response.Block(
                    invoke, last, number, in.take(in.length("a block"), "a block"), Optional.empty());
            case 1 -> new Response.Block(invoke, last, number, new byte[0], Optional.of(in.u8("a data-access-result")));
            default -> throw in.malformed(at, "a block (0) or a data-access-result (1)", Bytes.hex(choice));
        };
    }

    private static List<Result> results(Bytes in) throws MalformedFrameException {
        int at = in.position();
        int count = in.length("a list of results");
        if (count > in.remaining()) {
            throw in.malformed(at, count + " results", in.remaining() + " bytes before the end");
        }
        List<Result> results = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            results.add(result(in));
        }
        return List.copyOf(results);
    }

    private static Result result(Bytes in) throws MalformedFrameException {
        int at = in.position();
        int choice = in.u8("a result");
        return switch (choice) {
            case 0 -> new Result.Value(Axdr.read(in));
            case 1 -> new Result.Error(in.u8("a data-access-result"));
            default -> throw in.malformed(at, "data (0) or a data-access-result (1)", Bytes.hex(choice));
        };
    }

    static Request decodeRequest(byte[] apdu) throws MalformedFrameException {
        Bytes in = new Bytes(apdu);
        in.expect(REQUEST, "the tag of GET-Request");
        int at = in.position();
        int form = in.u8("a form of GET-Request");
        int invoke = in.u8("an invoke-id");
        Request request =
                switch (form) {
                    case NORMAL -> new Request(
                            "get-request-normal", invoke, List.of(ServiceTree.described(in, true)), 0);
                    case BLOCK -> new Request("get-request-next", invoke, List.of(), in.u32("a block number"));
                    case LIST -> {
                        int count = in.length("a list of attributes");
                        List<CosemAttribute> attributes = new ArrayList<>();
                        for (int index = 0; index < count; index++) {
                            attributes.add(ServiceTree.described(in, true));
                        }
                        yield new Request("get-request-with-list", invoke, attributes, 0);
                    }
                    default -> throw in.malformed(at, "a form of GET-Request, 1 to 3", String.valueOf(form));
                };
        in.nothingMore("GET-Request");
        return request;
    }
}
