package org.metergate.dlms;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.metergate.model.ObisCode;
import org.metergate.transport.MalformedFrameException;

/** Takes the APDUs of the services apart: GET, SET, ACTION, ACCESS by logical name, READ and WRITE by short name. */
final class ServiceTree {
    private static final List<String> ACTION_RESULTS =
            List.of("success", "hardware-fault", "temporary-failure", "read-write-denied", "object-undefined");

    private ServiceTree() {}

    static void getRequest(byte[] apdu, Map<String, Object> tree) throws MalformedFrameException {
        GetApdu.Request request = GetApdu.decodeRequest(apdu);
        tree.put("apdu", request.form());
        invoke(request.invoke(), tree);
        if (request.form().equals("get-request-next")) {
            tree.put("block_number", request.block());
        } else if (request.form().equals("get-request-normal")) {
            attribute(request.attributes().get(0), tree);
        } else {
            List<Object> attributes = new ArrayList<>();
            for (CosemAttribute attribute : request.attributes()) {
                Map<String, Object> one = new LinkedHashMap<>();
                attribute(attribute, one);
                attributes.add(one);
            }
            tree.put("attributes", attributes);
        }
    }

    static void getResponse(byte[] apdu, Map<String, Object> tree) throws MalformedFrameException {
        GetApdu.Response response = GetApdu.decode(apdu);
        if (response instanceof GetApdu.Response.Block block) {
            tree.put("apdu", "get-response-with-datablock");
            invoke(block.invoke(), tree);
            tree.put("last_block", block.last());
            tree.put("block_number", block.number());
            if (block.error().isPresent()) {
                tree.put("error", DataAccessResult.ofCode(block.error().get()).words());
            } else {
                tree.put("data_length", block.part().length);
            }
        } else if (response instanceof GetApdu.Response.Whole whole) {
            tree.put("apdu", whole.list() ? "get-response-with-list" : "get-response-normal");
            invoke(whole.invoke(), tree);
            List<Object> results = new ArrayList<>();
            for (GetApdu.Result result : whole.results()) {
                results.add(plain(result));
            }
            tree.put(whole.list() ? "results" : "result", whole.list() ? results : results.get(0));
            if (!whole.list() && results.get(0) instanceof Map<?, ?> only) {
                only.forEach((key, value) -> tree.put((String) key, value));
            }
        }
    }

    private static Object plain(GetApdu.Result result) {
        Map<String, Object> tree = new LinkedHashMap<>();
        if (result instanceof GetApdu.Result.Value value) {
            tree.put("data", ApduTree.plain(value.data()));
        } else if (result instanceof GetApdu.Result.Error error) {
            tree.put("error", DataAccessResult.ofCode(error.code()).words());
        }
        return tree;
    }

    /** SET-Request (C1) and ACTION-Request (C3), which differ in what may be left out. */
    static void change(Bytes in, boolean action, Map<String, Object> tree) throws MalformedFrameException {
        String name = action ? "action-request" : "set-request";
        int at = in.position();
        int form = in.u8("a form of " + name);
        invoke(in.u8("an invoke-id"), tree);
        if (action) {
            actionRequest(in, form, at, tree);
        } else {
            setRequest(in, form, at, tree);
        }
        in.nothingMore(name);
    }

    private static void setRequest(Bytes in, int form, int at, Map<String, Object> tree)
            throws MalformedFrameException {
        switch (form) {
            case 1, 2 -> {
                tree.put("apdu", form == 1 ? "set-request-normal" : "set-request-with-first-datablock");
                attribute(described(in, true), tree);
                if (form == 1) {
                    tree.put("data", ApduTree.plain(Axdr.read(in)));
                } else {
                    block(in, tree);
                }
            }
            case 3 -> {
                tree.put("apdu", "set-request-with-datablock");
                block(in, tree);
            }
            case 4, 5 -> {
                tree.put("apdu", form == 4 ? "set-request-with-list" : "set-request-with-list-and-first-datablock");
                tree.put("attributes", described(in, in.length("a list of attributes"), true));
                if (form == 4) {
                    tree.put("data", values(in));
                } else {
                    block(in, tree);
                }
            }
            default -> throw in.malformed(at, "a form of set-request, 1 to 5", String.valueOf(form));
        }
    }

    private static void actionRequest(Bytes in, int form, int at, Map<String, Object> tree)
            throws MalformedFrameException {
        switch (form) {
            case 1, 4 -> {
                tree.put("apdu", form == 1 ? "action-request-normal" : "action-request-with-first-pblock");
                method(in, tree);
                if (form == 1) {
                    tree.put("data", optional(in));
                } else {
                    block(in, tree);
                }
            }
            case 2 -> {
                tree.put("apdu", "action-request-next-pblock");
                tree.put("block_number", in.u32("a block number"));
            }
            case 3, 5 -> {
                tree.put("apdu", form == 3 ? "action-request-with-list" : "action-request-with-list-and-first-pblock");
                List<Object> methods = new ArrayList<>();
                int count = count(in, "a list of methods");
                for (int index = 0; index < count; index++) {
                    Map<String, Object> one = new LinkedHashMap<>();
                    method(in, one);
                    methods.add(one);
                }
                tree.put("methods", methods);
                if (form == 3) {
                    tree.put("data", values(in));
                } else {
                    block(in, tree);
                }
            }
            case 6 -> {
                tree.put("apdu", "action-request-with-pblock");
                block(in, tree);
            }
            default -> throw in.malformed(at, "a form of action-request, 1 to 6", String.valueOf(form));
        }
    }

    static void setResponse(Bytes in, Map<String, Object> tree) throws MalformedFrameException {
        int at = in.position();
        int form = in.u8("a form of set-response");
        invoke(in.u8("an invoke-id"), tree);
        switch (form) {
            case 1 -> {
                tree.put("apdu", "set-response-normal");
                tree.put("result", access(in));
            }
            case 2 -> {
                tree.put("apdu", "set-response-datablock");
                tree.put("block_number", in.u32("a block number"));
            }
            case 3 -> {
                tree.put("apdu", "set-response-last-datablock");
                tree.put("result", access(in));
                tree.put("block_number", in.u32("a block number"));
            }
            case 4, 5 -> {
                tree.put("apdu", form == 4 ? "set-response-last-datablock-with-list" : "set-response-with-list");
                List<Object> results = new ArrayList<>();
                int count = count(in, "a list of results");
                for (int index = 0; index < count; index++) {
                    results.add(access(in));
                }
                tree.put("results", results);
                if (form == 4) {
                    tree.put("block_number", in.u32("a block number"));
                }
            }
            default -> throw in.malformed(at, "a form of set-response, 1 to 5", String.valueOf(form));
        }
        in.nothingMore("set-response");
    }

    static void actionResponse(Bytes in, Map<String, Object> tree) throws MalformedFrameException {
        int at = in.position();
        int form = in.u8("a form of action-response");
        invoke(in.u8("an invoke-id"), tree);
        switch (form) {
            case 1 -> {
                tree.put("apdu", "action-response-normal");
                actionResult(in, tree);
            }
            case 2 -> {
                tree.put("apdu", "action-response-with-pblock");
                block(in, tree);
            }
            case 3 -> {
                tree.put("apdu", "action-response-with-list");
                List<Object> results = new ArrayList<>();
                int count = count(in, "a list of results");
                for (int index = 0; index < count; index++) {
                    Map<String, Object> one = new LinkedHashMap<>();
                    actionResult(in, one);
                    results.add(one);
                }
                tree.put("results", results);
            }
            case 4 -> {
                tree.put("apdu", "action-response-next-pblock");
                tree.put("block_number", in.u32("a block number"));
            }
            default -> throw in.malformed(at, "a form of action-response, 1 to 4", String.valueOf(form));
        }
        in.nothingMore("action-response");
    }

    private static void actionResult(Bytes in, Map<String, Object> tree) throws MalformedFrameException {
        int code = in.u8("an action result");
        tree.put(
                "result",
                code < ACTION_RESULTS.size()
                        ? ACTION_RESULTS.get(code)
                        : DataAccessResult.ofCode(code).words());
        int at = in.position();
        if (in.u8("the usage of return parameters") != 0) {
            int choice = in.u8("a return parameter");
            switch (choice) {
                case 0 -> tree.put("data", ApduTree.plain(Axdr.read(in)));
                case 1 -> tree.put("error", access(in));
                default -> throw in.malformed(at, "data (0) or a data-access-result (1)", Bytes.hex(choice));
            }
        }
    }

    /** ACCESS-Request (D9) and ACCESS-Response (DA). */
    static void access(Bytes in, boolean response, Map<String, Object> tree) throws MalformedFrameException {
        tree.put("apdu", response ? "access-response" : "access-request");
        long invoke = in.u32("a long-invoke-id-and-priority");
        tree.put("invoke_id", invoke & 0xFFFFFF);
        byte[] time = in.take(in.length("a date-time"), "a date-time");
        tree.put("date_time", time.length == 0 ? null : ApduTree.time(time));
        // in a response the specification is optional
        boolean specified = !response || in.u8("the usage of access specifications") != 0;
        int wanted = specified ? specifications(in, tree) : 0;
        tree.put("data", values(in));
        if (response) {
            List<Object> results = new ArrayList<>();
            int count = count(in, "a list of results");
            for (int index = 0; index < count; index++) {
                int at = in.position();
                int kind = in.u8("a kind of access");
                if (kind < 1 || kind > 3) {
                    throw in.malformed(at, "a kind of access, 1 to 3", String.valueOf(kind));
                }
                results.add(access(in));
            }
            tree.put("results", results);
        } else {
            tree.put("count", wanted);
        }
        in.nothingMore("the access");
    }

    private static int specifications(Bytes in, Map<String, Object> tree) throws MalformedFrameException {
        int count = count(in, "a list of accesses");
        List<Object> accesses = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            Map<String, Object> one = new LinkedHashMap<>();
            int at = in.position();
            int kind = in.u8("a kind of access");
            if (kind < 1 || kind > 5) {
                throw in.malformed(at, "a kind of access, 1 to 5", String.valueOf(kind));
            }
            one.put(
                    "access",
                    List.of("get", "set", "action", "get-selective", "set-selective")
                            .get(kind - 1));
            if (kind == 3) {
                method(in, one);
            } else {
                attribute(described(in, false), one);
            }
            if (kind > 3) {
                in.u8("a selector");
                Axdr.read(in);
            }
            accesses.add(one);
        }
        tree.put("accesses", accesses);
        return count;
    }

    /** ReadRequest (05), ReadResponse (0C), WriteRequest (06), WriteResponse (0D): short name referencing. */
    static void shortNames(Bytes in, int tag, Map<String, Object> tree) throws MalformedFrameException {
        tree.put(
                "apdu",
                switch (tag) {
                    case 0x05 -> "read-request";
                    case 0x06 -> "write-request";
                    case 0x0C -> "read-response";
                    case 0x16 -> "unconfirmed-write-request";
                    default -> "write-response";
                });
        if (tag == 0x05 || tag == 0x06 || tag == 0x16) {
            List<Object> variables = new ArrayList<>();
            int count = count(in, "a list of variables");
            for (int index = 0; index < count; index++) {
                variables.add(variable(in));
            }
            tree.put("variables", variables);
            if (tag != 0x05) {
                tree.put("data", values(in));
            }
        } else {
            List<Object> results = new ArrayList<>();
            int count = count(in, "a list of results");
            for (int index = 0; index < count; index++) {
                results.add(shortResult(in, tag == 0x0C));
            }
            tree.put("results", results);
        }
        in.nothingMore("the list");
    }

    /** InformationReport (18): what a meter with short names says unasked. */
    static void informationReport(Bytes in, Map<String, Object> tree) throws MalformedFrameException {
        tree.put("apdu", "information-report-request");
        byte[] time = in.u8("the usage of a time") == 0 ? new byte[0] : in.take(in.length("a time"), "a time");
        tree.put("date_time", time.length == 0 ? null : time.length == 12 ? ApduTree.time(time) : Bytes.hex(time));
        List<Object> variables = new ArrayList<>();
        int count = count(in, "a list of variables");
        for (int index = 0; index < count; index++) {
            variables.add(variable(in));
        }
        tree.put("variables", variables);
        tree.put("data", values(in));
        in.nothingMore("the report");
    }

    private static Object variable(Bytes in) throws MalformedFrameException {
        int at = in.position();
        Map<String, Object> one = new LinkedHashMap<>();
        int choice = in.u8("a variable access");
        switch (choice) {
            case 2 -> one.put("short_name", in.u16("a short name"));
            case 4 -> {
                one.put("short_name", in.u16("a short name"));
                one.put("selector", in.u8("a selector"));
                one.put("parameter", ApduTree.plain(Axdr.read(in)));
            }
            case 5 -> one.put("block_number", in.u16("a block number"));
            case 6, 7 -> {
                one.put("last_block", in.u8("last-block") != 0);
                one.put("block_number", in.u16("a block number"));
                if (choice == 6) {
                    one.put("data_length", in.take(in.length("a block"), "a block").length);
                }
            }
            default -> throw in.malformed(at, "a variable access, 2 or 4 to 7", String.valueOf(choice));
        }
        return one;
    }

    private static Object shortResult(Bytes in, boolean read) throws MalformedFrameException {
        int at = in.position();
        int choice = in.u8("a result");
        if (choice == 0) {
            return read
                    ? Map.of(
                            "data",
                            Optional.ofNullable(ApduTree.plain(Axdr.read(in))).orElse("null-data"))
                    : "success";
        }
        if (choice == 1) {
            return Map.of("error", access(in));
        }
        if (choice == 2 && read) {
            boolean last = in.u8("last-block") != 0;
            int number = in.u16("a block number");
            byte[] part = in.take(in.length("a block"), "a block");
            return Map.of("last_block", last, "block_number", number, "data_length", part.length);
        }
        if (choice == (read ? 3 : 2)) {
            return Map.of("block_number", in.u16("a block number"));
        }
        throw in.malformed(at, "a result, 0 to " + (read ? 3 : 2), String.valueOf(choice));
    }

    private static Object optional(Bytes in) throws MalformedFrameException {
        return in.u8("the usage of parameters") == 0 ? null : ApduTree.plain(Axdr.read(in));
    }

    private static List<Object> values(Bytes in) throws MalformedFrameException {
        List<Object> values = new ArrayList<>();
        int count = count(in, "a list of values");
        for (int index = 0; index < count; index++) {
            values.add(ApduTree.plain(Axdr.read(in)));
        }
        return values;
    }

    private static void block(Bytes in, Map<String, Object> tree) throws MalformedFrameException {
        tree.put("last_block", in.u8("last-block") != 0);
        tree.put("block_number", in.u32("a block number"));
        tree.put("data_length", in.take(in.length("a block"), "a block").length);
    }

    private static String access(Bytes in) throws MalformedFrameException {
        return DataAccessResult.ofCode(in.u8("a data-access-result")).words();
    }

    private static int count(Bytes in, String what) throws MalformedFrameException {
        int at = in.position();
        int count = in.length(what);
        if (count > in.remaining()) {
            throw in.malformed(at, count + " elements", in.remaining() + " bytes before the end");
        }
        return count;
    }

    private static List<Object> described(Bytes in, int count, boolean selective) throws MalformedFrameException {
        List<Object> attributes = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            Map<String, Object> one = new LinkedHashMap<>();
            attribute(described(in, selective), one);
            attributes.add(one);
        }
        return attributes;
    }

    /** Reads an attribute descriptor and, where one may follow, passes over its selective access. */
    static CosemAttribute described(Bytes in, boolean selective) throws MalformedFrameException {
        int classId = in.u16("a class");
        ObisCode object = ObisCode.ofLogicalName(in.take(6, "a logical name"));
        int at = in.position();
        int attribute = in.u8("an attribute");
        if (attribute < 1 || attribute > 127) {
            throw in.malformed(at, "an attribute of 1 to 127", String.valueOf(attribute));
        }
        if (selective && in.u8("access selection") != 0) {
            in.u8("a selector");
            Axdr.read(in);
        }
        return new CosemAttribute(classId, object, attribute);
    }

    private static void method(Bytes in, Map<String, Object> tree) throws MalformedFrameException {
        tree.put("class", in.u16("a class"));
        tree.put("obis", ObisCode.ofLogicalName(in.take(6, "a logical name")).dotted());
        tree.put("method", in.u8("a method"));
    }

    private static void invoke(int invoke, Map<String, Object> tree) {
        tree.put("invoke_id", invoke & 0x0F);
        tree.put("confirmed", (invoke & 0x40) != 0);
        tree.put("high_priority", (invoke & 0x80) != 0);
    }

    private static void attribute(CosemAttribute attribute, Map<String, Object> tree) {
        tree.put("class", attribute.classId());
        tree.put("obis", attribute.object().dotted());
        tree.put("attribute", attribute.attribute());
    }
}
