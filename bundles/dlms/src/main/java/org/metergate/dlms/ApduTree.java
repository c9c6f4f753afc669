package org.metergate.dlms;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.metergate.transport.MalformedFrameException;

/** Takes APDUs apart into nested values for a person to read (IEC 62056-5-3, annex A). */
final class ApduTree {
    private static final int GENERAL_SIGNING = 0xDF;
    private static final int DEEPEST = 4;

    private final Optional<Keys> keys;
    private final Optional<byte[]> sender;
    private final Map<String, Object> header = new LinkedHashMap<>();
    private final List<Notification> notifications = new ArrayList<>();

    private int depth;

    ApduTree(Optional<Keys> keys) {
        this(keys, Optional.empty());
    }

    /** @param sender system title of who closed APDUs that name none */
    ApduTree(Optional<Keys> keys, Optional<byte[]> sender) {
        this.keys = keys;
        this.sender = sender;
        header.put("encrypted", false);
    }

    /** @return what was learnt around the APDU: encrypted, system_title, security_control, invocation_counter */
    Map<String, Object> header() {
        return header;
    }

    /** @return the notifications among the APDUs that were read */
    List<Notification> notifications() {
        return notifications;
    }

    Map<String, Object> read(byte[] apdu) throws MalformedFrameException {
        Bytes in = new Bytes(apdu);
        int tag = in.u8("an APDU tag");
        Map<String, Object> tree = new LinkedHashMap<>();
        switch (tag) {
            case Notification.DATA, Notification.EVENT -> notification(apdu, tree);
            case GetApdu.REQUEST -> ServiceTree.getRequest(apdu, tree);
            case GetApdu.RESPONSE -> ServiceTree.getResponse(apdu, tree);
            case 0xC1, 0xC3 -> ServiceTree.change(in, tag == 0xC3, tree);
            case 0xC5 -> ServiceTree.setResponse(in, tree);
            case 0xC7 -> ServiceTree.actionResponse(in, tree);
            case 0xD9, 0xDA -> ServiceTree.access(in, tag == 0xDA, tree);
            case 0x05, 0x06, 0x0C, 0x0D, 0x16 -> ServiceTree.shortNames(in, tag, tree);
            case 0x18 -> ServiceTree.informationReport(in, tree);
            case Aare.TAG -> initiate(AcseTree.aare(apdu, tree), tree);
            case 0x60 -> initiate(AcseTree.aarq(in, tree), tree);
            case 0x62, 0x63 -> AcseTree.release(in, tag, tree);
            case 0x01 -> {
                tree.put("apdu", "initiate-request");
                AcseTree.initiateRequest(in, tree);
            }
            case 0x08 -> AcseTree.initiateResponse(in, tree);
            case 0x0E -> AcseTree.serviceError(in, tree);
            case 0xD8 -> AcseTree.exception(in, tree);
            case GeneralBlock.TAG -> generalBlock(apdu, tree);
            case GENERAL_SIGNING -> signed(in, tree);
            default -> {
                return ciphered(apdu, tree);
            }
        }
        return tree;
    }

    /** What an association agrees on may be closed; its sender's title stands beside it. */
    private void initiate(AcseTree.Sealed user, Map<String, Object> tree) throws MalformedFrameException {
        if (user.sealed().length == 0) {
            return;
        }
        CipheredApdu sealed = CipheredApdu.decode(user.sealed());
        tree.put("user_information", sealed.name());
        byte[] title = sealed.systemTitle().orElse(user.systemTitle());
        if (title.length == 8) {
            header.put("system_title", Bytes.hex(title));
        }
        header.put("encrypted", (sealed.control() & Ciphering.ENCRYPTED) != 0);
        header.put("security_control", Bytes.hex(sealed.control()));
        header.put("invocation_counter", sealed.counter());
        if (keys.isPresent() && title.length == 8 && !sealed.dedicated()) {
            byte[] plain = sealed.open(keys.get(), title);
            header.put("plain_apdu", Bytes.hex(plain));
            new ApduTree(Optional.empty()).read(plain).forEach(tree::putIfAbsent);
        }
    }

    /** General-Signing: an APDU with the signature of its sender, which only the sender's public key could verify. */
    private void signed(Bytes in, Map<String, Object> tree) throws MalformedFrameException {
        tree.put("apdu", "general-signing");
        tree.put(
                "transaction_id",
                Bytes.hex(in.take(in.length("a transaction identifier"), "a transaction identifier")));
        byte[] title = in.take(in.length("an originator system title"), "an originator system title");
        tree.put("system_title", Bytes.hex(title));
        header.put("system_title", Bytes.hex(title));
        tree.put("recipient", Bytes.hex(in.take(in.length("a recipient system title"), "a recipient system title")));
        byte[] time = in.take(in.length("a date-time"), "a date-time");
        tree.put("date_time", time.length == 12 ? time(time) : null);
        in.take(in.length("other information"), "other information");
        byte[] content = in.take(in.length("the signed APDU"), "the signed APDU");
        tree.put("signature", Bytes.hex(in.take(in.length("a signature"), "a signature")));
        in.nothingMore("general-signing");
        if (++depth > DEEPEST) {
            throw in.malformed(0, "at most " + DEEPEST + " APDUs in each other", "more");
        }
        tree.put("content", read(content));
    }

    private Map<String, Object> ciphered(byte[] apdu, Map<String, Object> tree) throws MalformedFrameException {
        CipheredApdu sealed = CipheredApdu.decode(apdu);
        tree.put("apdu", sealed.name());
        sealed.systemTitle().ifPresent(title -> {
            tree.put("system_title", Bytes.hex(title));
            header.put("system_title", Bytes.hex(title));
        });
        tree.put("security_control", Bytes.hex(sealed.control()));
        tree.put("invocation_counter", sealed.counter());
        header.put("encrypted", (sealed.control() & (Ciphering.ENCRYPTED | Ciphering.AUTHENTICATED)) != 0);
        header.put("security_control", Bytes.hex(sealed.control()));
        header.put("invocation_counter", sealed.counter());
        // ciphered services and dedicated keys belong to an association: their title and key came with that
        Optional<byte[]> title = sealed.systemTitle()
                .filter(told -> told.length > 0)
                .or(() -> sender)
                .or(sealed::systemTitle);
        sealed.key().ifPresent(key -> tree.put("key_info", key.words()));
        boolean global = sealed.key().map(CipheredApdu.KeyInfo::global).orElse(true);
        if (sealed.dedicated() || !global || title.isEmpty() || keys.isEmpty()) {
            return tree;
        }
        if (++depth > DEEPEST) {
            throw new MalformedFrameException(0, "at most " + DEEPEST + " APDUs in each other", "more");
        }
        byte[] plain = sealed.open(keys.get(), title.get());
        header.put("plain_apdu", Bytes.hex(plain));
        if (sealed.authenticated() && keys.get().tagIgnored()) {
            header.put("authenticated", false);
        }
        if (P1Text.isWhole(plain)) {
            Map<String, Object> text = new LinkedHashMap<>();
            text.put("apdu", "p1-telegram");
            text.put("text", new String(plain, StandardCharsets.ISO_8859_1));
            return text;
        }
        return read(plain);
    }

    private void notification(byte[] apdu, Map<String, Object> tree) throws MalformedFrameException {
        Notification notification = Notification.decode(apdu);
        tree.put("apdu", notification.attribute().isPresent() ? "event-notification-request" : "data-notification");
        tree.put(
                "date_time",
                notification.time().isPresent() ? time(notification.time().get()) : null);
        notification.attribute().ifPresent(attribute -> {
            tree.put("class", attribute.classId());
            tree.put("obis", attribute.object().dotted());
            tree.put("attribute", attribute.attribute());
        });
        tree.put("body", plain(notification.body()));
        notifications.add(notification);
    }

    /** The text of a date-time; its bytes if it has wildcards. */
    static Object time(byte[] time) throws MalformedFrameException {
        Optional<CosemDateTime> decoded = CosemDateTime.decode(time);
        return decoded.isPresent() ? decoded.get().numeric() : Map.of("octets", Bytes.hex(time));
    }

    private static void generalBlock(byte[] apdu, Map<String, Object> tree) throws MalformedFrameException {
        GeneralBlock block = GeneralBlock.decode(apdu);
        tree.put("apdu", "general-block-transfer");
        tree.put("last_block", block.last());
        tree.put("block_number", block.number());
        tree.put("data_length", block.part().length);
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
