package org.metergate.dlms;

import java.util.List;
import java.util.Map;
import org.metergate.transport.MalformedFrameException;

/** Takes the APDUs of the association apart: AARQ, AARE, RLRQ, RLRE, initiation and refusals (IEC 62056-5-3, 9.3). */
final class AcseTree {
    private static final List<String> MECHANISMS =
            List.of("none", "low", "high", "high-md5", "high-sha1", "high-gmac", "high-sha256", "high-ecdsa");
    private static final List<String> STATES = List.of("", "service-not-allowed", "service-unknown");
    private static final List<String> SERVICES = List.of(
            "",
            "operation-not-possible",
            "service-not-supported",
            "other-reason",
            "pdu-too-long",
            "deciphering-error",
            "invocation-counter-error");
    private static final List<String> RELEASE_REASONS = List.of("normal", "urgent");

    private AcseTree() {}

    /**
     * The user information of an association, if it is closed.
     *
     * @param systemTitle of the sender; empty if the association names none
     * @param sealed as it stands there; empty if it is in clear
     */
    record Sealed(byte[] systemTitle, byte[] sealed) {}

    static Sealed aare(byte[] apdu, Map<String, Object> tree) throws MalformedFrameException {
        Aare aare = Aare.decode(apdu);
        tree.put("apdu", "aare");
        tree.put("result", aare.result());
        tree.put("diagnostic", aare.diagnostic());
        tree.put("ciphered", aare.ciphered());
        if (aare.systemTitle().length > 0) {
            tree.put("system_title", Bytes.hex(aare.systemTitle()));
        }
        aare.initiated().ifPresent(initiated -> {
            tree.put("conformance", String.format("%06X", initiated.conformance()));
            tree.put("max_pdu", initiated.maxPdu());
        });
        aare.initiateError().ifPresent(error -> tree.put("initiate_error", error));
        if (aare.challenge().length > 0) {
            tree.put("challenge", Bytes.hex(aare.challenge()));
        }
        return new Sealed(aare.systemTitle(), aare.sealed());
    }

    static Sealed aarq(Bytes in, Map<String, Object> tree) throws MalformedFrameException {
        tree.put("apdu", "aarq");
        Bytes body = inner(in, "AARQ");
        in.nothingMore("AARQ");
        boolean context = false;
        byte[] title = {};
        byte[] sealed = {};
        tree.put("authentication", "none");
        while (!body.atEnd()) {
            int at = body.position();
            int tag = body.u8("a tag");
            Bytes field = inner(body, "a field of AARQ");
            switch (tag) {
                case 0xA1 -> {
                    int name = last(identifier(field));
                    tree.put("logical_names", name == 1 || name == 3);
                    tree.put("ciphered", name == 3 || name == 4);
                    context = true;
                }
                case 0xA6 -> {
                    title = inner(tagged(field, 0x04), "a title").rest();
                    tree.put("system_title", Bytes.hex(title));
                }
                case 0x8B -> tree.put("authentication", name(MECHANISMS, last(field.rest()), "mechanism"));
                case 0xBE -> {
                    Bytes user = inner(tagged(field, 0x04), "user information");
                    if (user.peek(0) == 0x01) {
                        user.u8("a tag");
                        initiateRequest(user, tree);
                    } else if (user.peek(0) != 0x21 && user.peek(0) != 0xDB && user.peek(0) != 0xDC) {
                        throw user.malformed(0, "an InitiateRequest, 01 or 21", Bytes.hex(user.peek(0)));
                    } else {
                        sealed = user.rest();
                    }
                }
                default -> {
                    if ((tag & 0x80) == 0) {
                        throw body.malformed(at, "a field of AARQ", Bytes.hex(tag));
                    }
                    // versions, the secret that is nobody's business, and other titles
                }
            }
        }
        if (!context) {
            throw body.malformed(body.position(), "an application context", "none");
        }
        return new Sealed(title, sealed);
    }

    static void initiateRequest(Bytes in, Map<String, Object> tree) throws MalformedFrameException {
        if (in.u8("the usage of a dedicated key") != 0) {
            in.take(in.length("a dedicated key"), "a dedicated key");
            tree.put("dedicated_key", true);
        }
        if (in.u8("the usage of response-allowed") != 0) {
            tree.put("response_allowed", in.u8("response-allowed") != 0);
        }
        if (in.u8("the usage of quality of service") != 0) {
            in.u8("quality of service");
        }
        tree.put("dlms_version", in.u8("a DLMS version"));
        tree.put("conformance", conformance(in));
        tree.put("max_pdu", in.u16("a PDU size"));
        in.nothingMore("InitiateRequest");
    }

    static void initiateResponse(Bytes in, Map<String, Object> tree) throws MalformedFrameException {
        tree.put("apdu", "initiate-response");
        if (in.u8("the usage of quality of service") != 0) {
            in.u8("quality of service");
        }
        tree.put("dlms_version", in.u8("a DLMS version"));
        tree.put("conformance", conformance(in));
        tree.put("max_pdu", in.u16("a PDU size"));
        tree.put("vaa_name", in.u16("a VAA name"));
        in.nothingMore("InitiateResponse");
    }

    private static String conformance(Bytes in) throws MalformedFrameException {
        in.expect(0x5F, "the tag of conformance");
        if (in.peek(0) == 0x1F) {
            in.u8("the tag of conformance");
        }
        in.expect(0x04, "the length of conformance");
        in.expect(0x00, "unused bits");
        return Bytes.hex(in.take(3, "conformance"));
    }

    static void release(Bytes in, int tag, Map<String, Object> tree) throws MalformedFrameException {
        tree.put("apdu", tag == 0x62 ? "rlrq" : "rlre");
        Bytes body = inner(in, "a release");
        in.nothingMore("the release");
        while (!body.atEnd()) {
            int at = body.position();
            int field = body.u8("a tag");
            Bytes content = inner(body, "a field of the release");
            if (field == 0x80) {
                tree.put("reason", name(RELEASE_REASONS, last(content.rest()), "reason"));
            } else if (field != 0xBE) {
                throw body.malformed(at, "a field of a release, 80 or BE", Bytes.hex(field));
            }
        }
    }

    static void exception(Bytes in, Map<String, Object> tree) throws MalformedFrameException {
        tree.put("apdu", "exception-response");
        int at = in.position();
        int state = in.u8("a state error");
        int service = in.u8("a service error");
        if (state < 1 || state >= STATES.size() || service < 1 || service >= SERVICES.size()) {
            throw in.malformed(at, "a state error and a service error", Bytes.hex(state) + Bytes.hex(service));
        }
        tree.put("state_error", STATES.get(state));
        tree.put("service_error", SERVICES.get(service));
        if (service == SERVICES.size() - 1) {
            tree.put("invocation_counter", in.u32("an invocation counter"));
        }
        in.nothingMore("exception-response");
    }

    static void serviceError(Bytes in, Map<String, Object> tree) throws MalformedFrameException {
        tree.put("apdu", "confirmed-service-error");
        int at = in.position();
        int service = in.u8("a service");
        int errorClass = in.u8("an error class");
        int reason = in.u8("a reason");
        in.nothingMore("confirmed-service-error");
        if (!ServiceErrors.known(service, errorClass)) {
            throw in.malformed(at, "a service and an error class", Bytes.hex(service) + Bytes.hex(errorClass));
        }
        tree.put("service", ServiceErrors.service(service));
        tree.put("error_class", ServiceErrors.errorClass(errorClass));
        tree.put("error", ServiceErrors.error(errorClass, reason));
    }

    private static Bytes tagged(Bytes in, int tag) throws MalformedFrameException {
        in.expect(tag, "a tag");
        return in;
    }

    private static byte[] identifier(Bytes field) throws MalformedFrameException {
        field.expect(0x06, "the tag of an object identifier");
        return field.take(field.length("an object identifier"), "an object identifier");
    }

    private static int last(byte[] bytes) {
        return bytes.length == 0 ? 0 : bytes[bytes.length - 1] & 0xFF;
    }

    private static Bytes inner(Bytes in, String what) throws MalformedFrameException {
        return new Bytes(in.take(in.length(what), what));
    }

    private static String name(List<String> names, int code, String what) {
        return code < names.size() ? names.get(code) : what + " " + code;
    }
}
