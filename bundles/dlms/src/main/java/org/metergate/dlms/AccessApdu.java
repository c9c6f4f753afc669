package org.metergate.dlms;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.metergate.dlms.GetApdu.Result;
import org.metergate.transport.MalformedFrameException;

/** The service ACCESS (IEC 62056-5-3, Access-Request and Access-Response): GETs or SETs of many attributes in one. */
final class AccessApdu {
    static final int REQUEST = 0xD9;
    static final int RESPONSE = 0xDA;
    /** Confirmed service, high priority, goes on after an error; 24 bits of invoke-id. */
    private static final int INVOKE = 0xC0000000;

    private static final int GET = 1;
    private static final int SET = 2;
    private static final int ACTION = 3;
    /** Bytes of a request before the specifications: tag, invoke-id, no time, and both counts. */
    private static final int HEADER = 8;
    /** Of one GET: its kind, class, logical name, attribute, and null-data in the other list. */
    private static final int SPECIFICATION = 11;

    private AccessApdu() {}

    /** Tells how many GETs fit into one request of a given size; at least one. */
    static int fitting(int maxPdu) {
        return Math.max(1, Math.min(127, (maxPdu - HEADER) / SPECIFICATION));
    }

    static byte[] get(int invoke, List<CosemAttribute> attributes) {
        ByteArrayOutputStream wanted = new ByteArrayOutputStream();
        for (CosemAttribute attribute : attributes) {
            wanted.write(GET);
            wanted.writeBytes(GetApdu.described(attribute));
        }
        return request(invoke, attributes.size(), wanted.toByteArray(), new byte[attributes.size()]); // null-data is 00
    }

    static byte[] set(int invoke, Map<CosemAttribute, Data> values) {
        ByteArrayOutputStream wanted = new ByteArrayOutputStream();
        ByteArrayOutputStream contents = new ByteArrayOutputStream();
        values.forEach((attribute, value) -> {
            wanted.write(SET);
            wanted.writeBytes(GetApdu.described(attribute));
            contents.writeBytes(Axdr.write(value));
        });
        return request(invoke, values.size(), wanted.toByteArray(), contents.toByteArray());
    }

    private static byte[] request(int invoke, int count, byte[] wanted, byte[] contents) {
        byte[] head = ByteBuffer.allocate(6)
                .put((byte) REQUEST)
                .putInt(INVOKE | invoke)
                .put((byte) 0)
                .array();
        return Bytes.concat(head, Bytes.length(count), wanted, Bytes.length(count), contents);
    }

    /** Tells the answer to a request. */
    static boolean answers(byte[] apdu, int invoke) {
        return apdu.length > 4
                && apdu[0] == (byte) RESPONSE
                && (ByteBuffer.wrap(apdu).getInt(1) & 0xFFFFFF) == invoke;
    }

    /**
     * Decodes a response.
     *
     * @param count how many attributes were asked for or written
     * @return what came of each, in the order of the request; of a SET that was done, null-data
     */
    static List<Result> results(byte[] apdu, int count) throws MalformedFrameException {
        Bytes in = new Bytes(apdu);
        in.expect(RESPONSE, "the tag of Access-Response");
        in.u32("a long-invoke-id-and-priority");
        in.take(in.length("a date-time"), "a date-time");
        if (in.u8("the usage of access specifications") != 0) {
            skipSpecifications(in, count);
        }
        count(in, count);
        List<Data> values = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            values.add(Axdr.read(in));
        }
        count(in, count);
        List<Result> results = new ArrayList<>();
        for (Data value : values) {
            int at = in.position();
            int kind = in.u8("a kind of access");
            if (kind < GET || kind > ACTION) {
                throw in.malformed(at, "a kind of access, 1 to 3", String.valueOf(kind));
            }
            int error = in.u8("a data-access-result");
            results.add(error == 0 ? new Result.Value(value) : new Result.Error(error));
        }
        in.nothingMore("Access-Response");
        return results;
    }

    private static void count(Bytes in, int count) throws MalformedFrameException {
        int at = in.position();
        int told = in.length("a list");
        if (told != count) {
            throw in.malformed(at, "a list of " + count, told + " elements");
        }
    }

    /** The meter may repeat what it was asked. */
    private static void skipSpecifications(Bytes in, int count) throws MalformedFrameException {
        count(in, count);
        for (int index = 0; index < count; index++) {
            int kind = in.u8("a kind of access");
            in.take(9, "an attribute");
            if (kind > ACTION) {
                in.u8("a selector");
                Axdr.read(in);
            }
        }
    }

    static DataAccessResult written(Result result) {
        return result instanceof Result.Error error ? DataAccessResult.ofCode(error.code()) : DataAccessResult.SUCCESS;
    }
}
