package org.metergate.mbus;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.metergate.transport.MalformedFrameException;

/**
 * The transport and application layer (EN 13757-7, clause 5 for the CI fields; EN 13757-3): takes the header off, opens
 * what is encrypted, and hands the rest to who can read it.
 */
final class ApplicationLayer {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String ANSWERS = "a CI field of an answer (69 to 6B, 6E to 80, 8A, 8B, A0 to B7)";
    private static final int NO_HEADER = 0;

    private final Keys keys;
    private final Formats formats;
    private final Header link;
    private final boolean wireless;
    private final Optional<AuthenticationLayer> authentication;

    /** The wired bus, whose link tells no identity. */
    ApplicationLayer(Keys keys, Formats formats) {
        this(keys, formats, Header.NONE, Optional.empty());
    }

    /**
     * @param keys the meters' keys
     * @param formats those of compact frames
     * @param link address of a wireless link
     * @param authentication the layer before this one, if there is one
     */
    ApplicationLayer(Keys keys, Formats formats, Header link, Optional<AuthenticationLayer> authentication) {
        this.keys = keys;
        this.formats = formats;
        this.link = link;
        this.wireless = link != Header.NONE;
        this.authentication = authentication;
    }

    /**
     * @param ci CI field, 0 to 255
     * @param data what follows it
     * @param offset of the data in the frame, for messages
     * @return what they say
     * @throws MalformedFrameException if they do not end where they should, or a check does not hold
     */
    Answer decode(int ci, byte[] data, int offset) throws MalformedFrameException {
        if (ci >= 0xA0 && ci <= 0xB7) {
            return ManufacturerFrames.read(
                    new Answer.Telegram(
                            ci, Answer.Structure.MANUFACTURER_SPECIFIC, link, List.of(), data.clone(), false, ""),
                    keys);
        }
        return switch (ci) {
            case 0x73, 0x77 -> !wireless && data.length == FixedStructure.LENGTH || ci == 0x77
                    ? FixedStructure.decode(ci, data, offset)
                    : withHeader(ci, data, Header.FIELDS, offset);
            case 0x69, 0x70, 0x71, 0x78, 0x79 -> withHeader(ci, data, NO_HEADER, offset);
            case 0x6A, 0x6E, 0x74, 0x7A, 0x7B, 0x7D, 0x8A -> withHeader(ci, data, Header.SHORT_FIELDS, offset);
            case 0x6B, 0x6F, 0x72, 0x75, 0x76, 0x7C, 0x80, 0x8B -> withHeader(ci, data, Header.FIELDS, offset);
            default -> throw new MalformedFrameException(offset - 1, ANSWERS, HEX.toHexDigits((byte) ci));
        };
    }

    private Answer withHeader(int ci, byte[] data, int fields, int offset) throws MalformedFrameException {
        expect(data, fields, offset);
        Header header = fields == Header.FIELDS
                ? Header.ofLong(data, 0)
                : fields == Header.SHORT_FIELDS ? link.withShort(data, 0) : link;
        int length = fields == NO_HEADER ? 0 : fields + extension(header, data, fields, offset);
        Security security = Security.of(header);
        boolean concealed = fields != NO_HEADER && security.conceals(wireless);
        boolean authenticated =
                authentication.map(layer -> layer.mac().isPresent()).orElse(false);
        if (!concealed && !authenticated) {
            if (wireless && Diehl.hides(ci, header)) {
                return diehl(ci, header, data, length, offset);
            }
            boolean reserved =
                    wireless && fields != NO_HEADER && security.known().isEmpty();
            return new Payload(ci, header, formats, wireless, reserved).decode(data, length, offset, false);
        }
        Optional<byte[]> key = keys.of(header).filter(security::fits);
        if (key.isEmpty() && concealed && !authenticated && wireless) {
            return withStandardKey(ci, header, data, length, offset);
        }
        if (key.isEmpty()
                || concealed && !opens(security)
                || !authentication.map(this::checkable).orElse(true)) {
            return new Answer.Encrypted(header, concealed ? security.mode() : 0);
        }
        if (authenticated) {
            check(ci, data, security, key.get());
        }
        byte[] payload = Arrays.copyOfRange(data, length, data.length);
        byte[] plain = concealed ? security.reveal(payload, key.get(), counter(), offset + length) : payload;
        return new Payload(ci, header, formats, wireless, false).decode(plain, 0, offset + length, concealed);
    }

    /** Without a key of its own a meter may still have the public one that its maker delivers it with. */
    private Answer withStandardKey(int ci, Header header, byte[] data, int length, int offset)
            throws MalformedFrameException {
        Security security = Security.of(header);
        Optional<byte[]> key = Diehl.standardKey(header);
        if (key.isPresent()) {
            byte[] payload = Arrays.copyOfRange(data, length, data.length);
            try {
                byte[] plain = security.reveal(payload, key.get(), Optional.empty(), offset + length);
                return new Payload(ci, header, formats, wireless, false).decode(plain, 0, offset + length, true);
            } catch (WrongKeyException itHasAKeyOfItsOwn) {
                return new Answer.Encrypted(header, security.mode());
            }
        }
        return new Answer.Encrypted(header, security.mode());
    }

    /** Old telegrams of this maker come in clear with the same configuration field. */
    private Answer diehl(int ci, Header header, byte[] data, int length, int offset) throws MalformedFrameException {
        Payload payload = new Payload(ci, Diehl.swapped(header), formats, wireless, true);
        Answer clear = payload.decode(data, length, offset, false);
        Optional<byte[]> revealed = Diehl.reveal(ci, header, data, keys);
        return clear instanceof Answer.Telegram || revealed.isEmpty()
                ? clear
                : payload.decode(revealed.get(), length, offset, false);
    }

    /** The configuration field is longer in some modes; old wired meters put other things there and have no extension. */
    private int extension(Header header, byte[] data, int fields, int offset) throws MalformedFrameException {
        Security security = Security.of(header);
        if (!security.conceals(wireless)) {
            return 0;
        }
        int extension = Security.extension(header.signature());
        expect(data, fields + extension, offset);
        return extension;
    }

    private boolean opens(Security security) {
        boolean derived = security.mode() == SecurityMode.AES_CBC_DERIVED_KEY.code();
        return security.known().map(SecurityMode::opens).orElse(false)
                && (!derived || counter().isPresent());
    }

    private boolean checkable(AuthenticationLayer layer) {
        return layer.mac().isEmpty() || layer.checkable() && layer.counter().isPresent();
    }

    private Optional<byte[]> counter() {
        return authentication.flatMap(AuthenticationLayer::counter);
    }

    private void check(int ci, byte[] data, Security security, byte[] key) throws WrongKeyException {
        byte[] message = new byte[data.length + 1];
        message[0] = (byte) ci;
        System.arraycopy(data, 0, message, 1, data.length);
        byte[] derived = security.authenticationKey(key, counter().orElseThrow());
        authentication.orElseThrow().check(derived, message);
    }

    private static void expect(byte[] data, int length, int offset) throws MalformedFrameException {
        if (data.length < length) {
            throw new MalformedFrameException(offset + data.length, "a header of " + length + " bytes", "the end");
        }
    }
}
