package org.metergate.dlms;

import java.util.List;
import java.util.Optional;
import org.metergate.transport.MalformedFrameException;

/**
 * The answer to the request to associate: AARE (IEC 62056-5-3, 9.3 and annex C; ISO/IEC 8650-1), in BER.
 *
 * @param result accepted, rejected-permanent or rejected-transient
 * @param diagnostic why, in the words of the standard; {@code null} means nothing to say
 * @param ciphered whether the application context is one with ciphering
 * @param initiated what was agreed, if the meter initiated xDLMS
 * @param initiateError why xDLMS was not initiated, if it was not
 * @param systemTitle of the meter (responding AP title); empty if it names none
 * @param challenge what the meter wants to see transformed (responding authentication value); empty if none
 * @param sealed ciphered user information, to be opened with the keys; empty if none
 */
record Aare(
        String result,
        String diagnostic,
        boolean ciphered,
        Optional<Initiated> initiated,
        Optional<String> initiateError,
        byte[] systemTitle,
        byte[] challenge,
        byte[] sealed) {

    static final int TAG = 0x61;
    private static final int INITIATE_RESPONSE = 0x08;
    private static final int SERVICE_ERROR = 0x0E;
    private static final List<String> RESULTS = List.of("accepted", "rejected-permanent", "rejected-transient");
    private static final List<String> USER_DIAGNOSTICS = List.of(
            "null",
            "no-reason-given",
            "application-context-name-not-supported",
            "calling-AP-title-not-recognized",
            "calling-AP-invocation-identifier-not-recognized",
            "calling-AE-qualifier-not-recognized",
            "calling-AE-invocation-identifier-not-recognized",
            "called-AP-title-not-recognized",
            "called-AP-invocation-identifier-not-recognized",
            "called-AE-qualifier-not-recognized",
            "called-AE-invocation-identifier-not-recognized",
            "authentication-mechanism-name-not-recognised",
            "authentication-mechanism-name-required",
            "authentication-failure",
            "authentication-required");
    private static final List<String> PROVIDER_DIAGNOSTICS =
            List.of("null", "no-reason-given", "no-common-acse-version");
    static final String INCOMPATIBLE_CONFORMANCE = "incompatible-conformance";
    private static final List<String> INITIATE_ERRORS = List.of(
            "other",
            "dlms-version-too-low",
            INCOMPATIBLE_CONFORMANCE,
            "pdu-size-too-short",
            "refused-by-the-VDE-handler");

    /**
     * What xDLMS agreed on.
     *
     * @param conformance the 24 bits, most significant first
     * @param maxPdu the longest APDU the meter takes, in bytes; 0 means no limit
     */
    record Initiated(int conformance, int maxPdu) {
        private static final int MULTIPLE_REFERENCES = 0x000200;

        boolean multipleReferences() {
            return (conformance & MULTIPLE_REFERENCES) != 0;
        }

        boolean access() {
            return (conformance & Aarq.ACCESS) != 0;
        }

        boolean generalBlocks() {
            return (conformance & Aarq.GENERAL_BLOCKS) != 0;
        }
    }

    boolean accepted() {
        return result.equals("accepted");
    }

    static Aare decode(byte[] apdu) throws MalformedFrameException {
        Bytes in = new Bytes(apdu);
        in.expect(TAG, "the tag of AARE");
        Bytes body = inner(in, "AARE");
        in.nothingMore("AARE");
        String result = "";
        String diagnostic = "null";
        boolean ciphered = false;
        Optional<Initiated> initiated = Optional.empty();
        Optional<String> initiateError = Optional.empty();
        byte[] title = new byte[0];
        byte[] challenge = new byte[0];
        byte[] sealed = new byte[0];
        while (!body.atEnd()) {
            int tag = body.u8("a tag");
            Bytes field = inner(body, "a field of AARE");
            switch (tag) {
                case 0xA1 -> ciphered = ciphered(field);
                case 0xA2 -> result = name(RESULTS, integer(field), "result");
                case 0xA3 -> {
                    int from = field.u8("a source of the diagnostic");
                    Bytes choice = inner(field, "a diagnostic");
                    List<String> names = from == 0xA2 ? PROVIDER_DIAGNOSTICS : USER_DIAGNOSTICS;
                    diagnostic = name(names, integer(choice), "diagnostic");
                }
                case 0xBE -> {
                    field.expect(0x04, "the tag of user information");
                    Bytes user = inner(field, "user information");
                    if (user.peek(0) == INITIATE_RESPONSE) {
                        initiated = Optional.of(initiated(user));
                    } else if (user.peek(0) == SERVICE_ERROR) {
                        user.u8("an xDLMS tag");
                        initiateError = Optional.of(initiateError(user));
                    } else {
                        sealed = user.rest();
                    }
                }
                case 0xA4 -> {
                    field.expect(0x04, "the tag of a title");
                    title = inner(field, "a title").rest();
                }
                case 0xAA -> {
                    int kind = field.u8("a kind of authentication value");
                    byte[] value = inner(field, "an authentication value").rest();
                    challenge = kind == 0x80 ? value : challenge;
                }
                default -> field.rest(); // titles and authentication values: not needed
            }
        }
        if (result.isEmpty()) {
            throw body.malformed(body.position(), "a result in AARE", "none");
        }
        return new Aare(result, diagnostic, ciphered, initiated, initiateError, title, challenge, sealed);
    }

    /** @return whether the services that were proposed are why there is no association */
    boolean incompatible() {
        return initiateError.filter(INCOMPATIBLE_CONFORMANCE::equals).isPresent();
    }

    /** Reads what was agreed, from the tag of InitiateResponse on. */
    static Initiated initiated(Bytes user) throws MalformedFrameException {
        user.expect(INITIATE_RESPONSE, "the tag of InitiateResponse");
        if (user.u8("the usage of quality of service") != 0) {
            user.u8("quality of service");
        }
        int at = user.position();
        int version = user.u8("a DLMS version");
        if (version != 6) {
            throw user.malformed(at, "DLMS version 6", String.valueOf(version));
        }
        user.expect(0x5F, "the tag of conformance");
        user.expect(0x1F, "the tag of conformance");
        user.expect(0x04, "the length of conformance");
        user.expect(0x00, "unused bits");
        int conformance = user.u8("conformance") << 16 | user.u16("conformance");
        return new Initiated(conformance, user.u16("a PDU size"));
    }

    /** Confirmed service error: service initiate (1), error class initiate (6), reason. */
    private static String initiateError(Bytes user) throws MalformedFrameException {
        user.u8("a service");
        user.u8("an error class");
        return initiateErrorName(user.u8("a reason"));
    }

    static String initiateErrorName(int reason) {
        return name(INITIATE_ERRORS, reason, "initiate error");
    }

    private static boolean ciphered(Bytes field) throws MalformedFrameException {
        field.expect(0x06, "the tag of an object identifier");
        byte[] identifier = field.take(field.length("an object identifier"), "an object identifier");
        int context = identifier.length == 0 ? 0 : identifier[identifier.length - 1];
        return context == 3 || context == 4;
    }

    private static int integer(Bytes field) throws MalformedFrameException {
        field.expect(0x02, "the tag of an integer");
        field.expect(0x01, "the length of an integer");
        return field.u8("an integer");
    }

    private static Bytes inner(Bytes in, String what) throws MalformedFrameException {
        return new Bytes(in.take(in.length(what), what));
    }

    private static String name(List<String> names, int code, String what) {
        return code < names.size() ? names.get(code) : what + " " + code;
    }
}
