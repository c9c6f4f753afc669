package org.metergate.dlms;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.metergate.transport.MalformedFrameException;

/** Takes APDUs apart into nested values for a person to read (IEC 62056-5-3, annex A). */
final class ApduTree {
    private static final Map<Integer, String> UNREAD = Map.ofEntries(
            Map.entry(0x60, "aarq"),
            Map.entry(0x62, "rlrq"),
            Map.entry(0x63, "rlre"),
            Map.entry(0x0E, "confirmed-service-error"),
            Map.entry(0xC1, "set-request"),
            Map.entry(0xC2, "event-notification-request"),
            Map.entry(0xC3, "action-request"),
            Map.entry(0xC5, "set-response"),
            Map.entry(0xC7, "action-response"),
            Map.entry(0xD8, "exception-response"),
            Map.entry(0xDD, "general-ciphering"),
            Map.entry(0xDF, "general-signing"));
    /** Ciphered services: their sender's system title came with the association, not with the APDU. */
    private static final Map<Integer, String> CIPHERED_SERVICES = Map.of(
            0xC8, "glo-get-request",
            0xC9, "glo-set-request",
            0xCB, "glo-action-request",
            0xCC, "glo-get-response",
            0xCD, "glo-set-response",
            0xCF, "glo-action-response",
            0xD0, "ded-get-request",
            0xD4, "ded-get-response");

    private static final int DATA_NOTIFICATION = 0x0F;
    private static final int GENERAL_GLO = 0xDB;
    private static final int GENERAL_DED = 0xDC;
    private static final int GENERAL_BLOCK_TRANSFER = 0xE0;

    private final Optional<Keys> keys;
    private final Map<String, Object> header = new LinkedHashMap<>();

    ApduTree(Optional<Keys> keys) {
        this.keys = keys;
        header.put("encrypted", false);
    }

    /** @return what was learnt around the APDU: encrypted, system_title, security_control, invocation_counter */
    Map<String, Object> header() {
        return header;
    }

    Map<String, Object> read(byte[] apdu) throws MalformedFrameException {
        Bytes in = new Bytes(apdu);
        int tag = in.u8("an APDU tag");
        Map<String, Object> tree = new LinkedHashMap<>();
        switch (tag) {
            case DATA_NOTIFICATION -> dataNotification(in, tree);
            case GetApdu.REQUEST -> getRequest(apdu, tree);
            case GetApdu.RESPONSE -> getResponse(apdu, tree);
            case Aare.TAG -> aare(apdu, tree);
            case GENERAL_GLO, GENERAL_DED -> {
                return generalCiphered(tag, in, tree);
            }
            case GENERAL_BLOCK_TRANSFER -> generalBlock(apdu, tree);
            default -> {
                if (CIPHERED_SERVICES.containsKey(tag)) {
                    tree.put("apdu", CIPHERED_SERVICES.get(tag));
                    securityHeader(new Bytes(in.take(in.length("a ciphered APDU"), "a ciphered APDU")), tree);
                } else if (UNREAD.containsKey(tag)) {
                    tree.put("apdu", UNREAD.get(tag));
                } else {
                    throw in.malformed(0, "an APDU tag of IEC 62056-5-3", Bytes.hex(tag));
                }
            }
        }
        return tree;
    }

    private static void dataNotification(Bytes in, Map<String, Object> tree) throws MalformedFrameException {
        in.u32("a long-invoke-id-and-priority");
        byte[] time = in.take(in.length("a date-time"), "a date-time");
        if (time.length != 0 && time.length != 12) {
            throw in.malformed(5, "a date-time of 0 or 12 bytes", time.length + " bytes");
        }
        Object dateTime = null;
        if (time.length == 12) {
            Optional<CosemDateTime> decoded = CosemDateTime.decode(time);
            dateTime = decoded.isPresent() ? decoded.get().toString() : Map.of("octets", Bytes.hex(time));
        }
        Data body = Axdr.read(in);
        in.nothingMore("the body of the notification");
        tree.put("apdu", "data-notification");
        tree.put("date_time", dateTime);
        tree.put("body", plain(body));
    }

    private static void getRequest(byte[] apdu, Map<String, Object> tree) throws MalformedFrameException {
        GetApdu.Request request = GetApdu.decodeRequest(apdu);
        tree.put("apdu", request.form());
        invoke(request.invoke(), tree);
        if (request.attributes().size() == 1 && request.form().equals("get-request-normal")) {
            attribute(request.attributes().get(0), tree);
        } else if (request.attributes().isEmpty()) {
            tree.put("block_number", request.block());
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

    private static void getResponse(byte[] apdu, Map<String, Object> tree) throws MalformedFrameException {
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
        }
    }

    private static Object plain(GetApdu.Result result) {
        Map<String, Object> tree = new LinkedHashMap<>();
        if (result instanceof GetApdu.Result.Value value) {
            tree.put("data", plain(value.data()));
        } else if (result instanceof GetApdu.Result.Error error) {
            tree.put("error", DataAccessResult.ofCode(error.code()).words());
        }
        return tree;
    }

    private static void aare(byte[] apdu, Map<String, Object> tree) throws MalformedFrameException {
        Aare aare = Aare.decode(apdu);
        tree.put("apdu", "aare");
        tree.put("result", aare.result());
        tree.put("diagnostic", aare.diagnostic());
        tree.put("ciphered", aare.ciphered());
        aare.initiated().ifPresent(initiated -> {
            tree.put("conformance", String.format("%06X", initiated.conformance()));
            tree.put("max_pdu", initiated.maxPdu());
        });
        aare.initiateError().ifPresent(error -> tree.put("initiate_error", error));
    }

    private Map<String, Object> generalCiphered(int tag, Bytes in, Map<String, Object> tree)
            throws MalformedFrameException {
        byte[] title = in.take(in.length("a system title"), "a system title");
        Bytes ciphered = new Bytes(in.take(in.length("a ciphered APDU"), "a ciphered APDU"));
        in.nothingMore("the ciphered APDU");
        tree.put("apdu", tag == GENERAL_GLO ? "general-glo-cipher" : "general-ded-cipher");
        tree.put("system_title", Bytes.hex(title));
        header.put("system_title", Bytes.hex(title));
        int control = securityHeader(ciphered, tree);
        if (tag == GENERAL_DED || keys.isEmpty()) {
            return tree;
        }
        if (title.length != 8) {
            throw in.malformed(1, "a system title of 8 bytes", title.length + " bytes");
        }
        long counter = ((Number) tree.get("invocation_counter")).longValue();
        byte[] plain = Ciphering.open(keys.get(), title, control, counter, ciphered.rest());
        header.put("plain_apdu", Bytes.hex(plain));
        return read(plain);
    }

    private int securityHeader(Bytes in, Map<String, Object> tree) throws MalformedFrameException {
        int control = in.u8("a security control byte");
        long counter = in.u32("an invocation counter");
        tree.put("security_control", Bytes.hex(control));
        tree.put("invocation_counter", counter);
        header.put("encrypted", (control & (Ciphering.ENCRYPTED | Ciphering.AUTHENTICATED)) != 0);
        header.put("security_control", Bytes.hex(control));
        header.put("invocation_counter", counter);
        return control;
    }

    private static void generalBlock(byte[] apdu, Map<String, Object> tree) throws MalformedFrameException {
        GeneralBlock block = GeneralBlock.decode(apdu);
        tree.put("apdu", "general-block-transfer");
        tree.put("last_block", block.last());
        tree.put("block_number", block.number());
        tree.put("data_length", block.part().length);
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

    /** Numbers, texts, booleans and null as they are, bytes as {@code {"octets": hex}}, structures as lists. */
    static Object plain(Data data) {
        if (data instanceof Data.Bool bool) {
            return bool.value();
        }
        if (data instanceof Data.Numeric numeric) {
            return numeric.value();
        }
        if (data instanceof Data.Code code) {
            return code.value();
        }
        if (data instanceof Data.Octets octets) {
            return Map.of("octets", Bytes.hex(octets.bytes()));
        }
        if (data instanceof Data.Text text) {
            return text.text();
        }
        if (data instanceof Data.Many many) {
            List<Object> elements = new ArrayList<>();
            many.elements().forEach(element -> elements.add(plain(element)));
            return elements;
        }
        return null;
    }
}
