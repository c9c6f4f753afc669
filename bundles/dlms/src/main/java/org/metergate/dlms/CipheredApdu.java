package org.metergate.dlms;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.metergate.transport.MalformedFrameException;

/**
 * A closed APDU: a ciphered service (global or dedicated), general-glo-ciphering, general-ded-ciphering or
 * general-ciphering (IEC 62056-5-3, 5.7.3).
 *
 * @param tag the APDU's tag
 * @param systemTitle of the sender; empty in a ciphered service, whose association knows it
 * @param header what general-ciphering authenticates besides the text
 * @param key which key closed it, if general-ciphering tells
 * @param control security control byte
 * @param counter invocation counter
 * @param payload ciphertext and tag
 */
record CipheredApdu(
        int tag,
        Optional<byte[]> systemTitle,
        byte[] header,
        Optional<KeyInfo> key,
        int control,
        long counter,
        byte[] payload) {

    /**
     * How general-ciphering tells its key (IEC 62056-5-3, key-info).
     *
     * @param kind 0 named, 1 wrapped, 2 agreed upon
     * @param parameter of 0: 0 the global unicast key, 1 the broadcast key; of 1: 0 the master key wraps it; of 2 the
     *     scheme, 1 for C(1e, 1s), 2 for C(0e, 2s)
     * @param data the wrapped key, or what the scheme needs; empty if nothing
     */
    record KeyInfo(int kind, int parameter, byte[] data) {
        static final int IDENTIFIED = 0;
        static final int WRAPPED = 1;
        static final int AGREED = 2;
        static final KeyInfo GLOBAL = new KeyInfo(IDENTIFIED, 0, new byte[0]);

        boolean global() {
            return kind == IDENTIFIED && parameter == 0;
        }

        String words() {
            return switch (kind) {
                case IDENTIFIED -> parameter == 0
                        ? "global-unicast-encryption-key"
                        : parameter == 1 ? "global-broadcast-encryption-key" : "identified-key " + parameter;
                case WRAPPED -> "wrapped-key";
                default -> "agreed-key";
            };
        }

        byte[] encode() {
            return switch (kind) {
                case IDENTIFIED -> new byte[] {1, 0, (byte) parameter};
                case WRAPPED -> Bytes.concat(new byte[] {1, 1, (byte) parameter}, Bytes.length(data.length), data);
                default -> Bytes.concat(new byte[] {1, 2, 1, (byte) parameter}, Bytes.length(data.length), data);
            };
        }
    }

    static final int GENERAL_GLO = 0xDB;
    static final int GENERAL_DED = 0xDC;
    static final int GENERAL = 0xDD;
    /** Services and what they are called when they are closed with the global or the dedicated key. */
    private static final Map<Integer, String> SERVICES = Map.ofEntries(
            Map.entry(0x21, "glo-initiate-request"),
            Map.entry(0x28, "glo-initiate-response"),
            Map.entry(0x25, "glo-read-request"),
            Map.entry(0x26, "glo-write-request"),
            Map.entry(0x2C, "glo-read-response"),
            Map.entry(0x2D, "glo-write-response"),
            Map.entry(0x2E, "glo-confirmed-service-error"),
            Map.entry(0x45, "ded-read-request"),
            Map.entry(0x46, "ded-write-request"),
            Map.entry(0x4C, "ded-read-response"),
            Map.entry(0x4D, "ded-write-response"),
            Map.entry(0x4E, "ded-confirmed-service-error"),
            Map.entry(0xC8, "glo-get-request"),
            Map.entry(0xC9, "glo-set-request"),
            Map.entry(0xCA, "glo-event-notification-request"),
            Map.entry(0xCB, "glo-action-request"),
            Map.entry(0xCC, "glo-get-response"),
            Map.entry(0xCD, "glo-set-response"),
            Map.entry(0xCF, "glo-action-response"),
            Map.entry(0xD0, "ded-get-request"),
            Map.entry(0xD1, "ded-set-request"),
            Map.entry(0xD2, "ded-event-notification-request"),
            Map.entry(0xD3, "ded-action-request"),
            Map.entry(0xD4, "ded-get-response"),
            Map.entry(0xD5, "ded-set-response"),
            Map.entry(0xD7, "ded-action-response"));

    static boolean is(byte[] apdu) {
        int tag = apdu.length == 0 ? -1 : apdu[0] & 0xFF;
        return tag >= GENERAL_GLO && tag <= GENERAL || SERVICES.containsKey(tag);
    }

    static CipheredApdu decode(byte[] apdu) throws MalformedFrameException {
        Bytes in = new Bytes(apdu);
        int tag = in.u8("an APDU tag");
        Optional<byte[]> title = Optional.empty();
        byte[] header = new byte[0];
        Optional<KeyInfo> key = Optional.empty();
        if (tag == GENERAL_GLO || tag == GENERAL_DED) {
            title = Optional.of(in.take(in.length("a system title"), "a system title"));
        } else if (tag == GENERAL) {
            int from = in.position();
            in.take(in.length("a transaction identifier"), "a transaction identifier");
            title = Optional.of(in.take(in.length("an originator system title"), "an originator system title"));
            in.take(in.length("a recipient system title"), "a recipient system title");
            in.take(in.length("a date-time"), "a date-time");
            in.take(in.length("other information"), "other information");
            header = Arrays.copyOfRange(apdu, from, in.position());
            key = keyInfo(in);
        } else if (!SERVICES.containsKey(tag)) {
            throw in.malformed(0, "an APDU tag of IEC 62056-5-3", Bytes.hex(tag));
        }
        Bytes sealed = new Bytes(in.take(in.length("a ciphered APDU"), "a ciphered APDU"));
        in.nothingMore("the ciphered APDU");
        int control = sealed.u8("a security control byte");
        long counter = sealed.u32("an invocation counter");
        return new CipheredApdu(tag, title, header, key, control, counter, sealed.rest());
    }

    /** Reads which key closed it; empty if the APDU does not say, and leaves it to the association. */
    static Optional<KeyInfo> keyInfo(Bytes in) throws MalformedFrameException {
        if (in.u8("the usage of key information") == 0) {
            return Optional.empty();
        }
        int at = in.position();
        int choice = in.u8("key information");
        return switch (choice) {
            case KeyInfo.IDENTIFIED -> Optional.of(new KeyInfo(choice, in.u8("an identified key"), new byte[0]));
            case KeyInfo.WRAPPED -> Optional.of(new KeyInfo(
                    choice, in.u8("a key that wraps"), in.take(in.length("a wrapped key"), "a wrapped key")));
            case KeyInfo.AGREED -> {
                byte[] parameters = in.take(in.length("key parameters"), "key parameters");
                byte[] data = in.take(in.length("ciphered key data"), "ciphered key data");
                yield Optional.of(new KeyInfo(choice, parameters.length == 0 ? 0 : parameters[0], data));
            }
            default -> throw in.malformed(at, "key information, 0 to 2", String.valueOf(choice));
        };
    }

    String name() {
        return switch (tag) {
            case GENERAL_GLO -> "general-glo-cipher";
            case GENERAL_DED -> "general-ded-cipher";
            case GENERAL -> "general-ciphering";
            default -> SERVICES.get(tag);
        };
    }

    /** @return what general-ciphering counts its transactions with; empty if it does not */
    byte[] transaction() throws MalformedFrameException {
        if (header.length == 0) {
            return header;
        }
        Bytes in = new Bytes(header);
        return in.take(in.length("a transaction identifier"), "a transaction identifier");
    }

    /** @return system title of whom general-ciphering is meant for; empty if it does not say */
    byte[] recipient() throws MalformedFrameException {
        if (header.length == 0) {
            return header;
        }
        Bytes in = new Bytes(header);
        in.take(in.length("a transaction identifier"), "a transaction identifier");
        in.take(in.length("an originator system title"), "an originator system title");
        return in.take(in.length("a recipient system title"), "a recipient system title");
    }

    boolean dedicated() {
        return tag == GENERAL_DED || name().startsWith("ded-");
    }

    boolean authenticated() {
        return (control & Ciphering.AUTHENTICATED) != 0;
    }

    byte[] open(Keys keys, byte[] title) throws MalformedFrameException {
        return Ciphering.open(keys, title, control, counter, payload, header);
    }

    byte[] encode() {
        byte[] sealed = Bytes.concat(
                new byte[] {(byte) control},
                ByteBuffer.allocate(4).putInt((int) counter).array(),
                payload);
        byte[] front = tag == GENERAL_GLO || tag == GENERAL_DED
                ? Bytes.concat(Bytes.length(systemTitle.orElseThrow().length), systemTitle.orElseThrow())
                : tag == GENERAL ? Bytes.concat(header, key.map(KeyInfo::encode).orElse(new byte[] {0})) : new byte[0];
        return Bytes.concat(new byte[] {(byte) tag}, front, Bytes.length(sealed.length), sealed);
    }
}
