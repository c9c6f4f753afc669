package org.metergate.mbus;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.metergate.transport.MalformedFrameException;

/** Reads what meters send. Pure: no state, any thread may call. */
public final class Telegrams {

    private static final int RSP_UD = 0x08;
    private static final int ACD_AND_DFC = 0x30;

    private Telegrams() {}

    /**
     * Reads a whole frame of the wired bus, from the start byte to the stop byte.
     *
     * @param frame the bytes
     * @return what the meter answered; {@link Answer.Encrypted} if the data need a key
     * @throws MalformedFrameException if a check of the frame fails, or the data are no data of EN 13757-3
     */
    public static Answer decode(byte[] frame) throws MalformedFrameException {
        return decode(LinkFrame.decode(frame), Optional.empty());
    }

    /**
     * Reads a whole frame of the wired bus with a key at hand.
     *
     * @param frame the bytes
     * @param key the 16 bytes of the meter's key
     * @return what the meter answered
     * @throws MalformedFrameException if a check of the frame fails, the key is wrong, or the data are no data of EN
     *     13757-3
     */
    public static Answer decode(byte[] frame, byte[] key) throws MalformedFrameException {
        return decode(LinkFrame.decode(frame), Optional.of(key));
    }

    /**
     * Reads a telegram of wireless M-Bus, whose link CRCs the receiver has tested and taken off (EN 13757-4).
     *
     * @param telegram from the L field on
     * @param key the 16 bytes of the meter's key, empty if none is known
     * @return what the meter sent
     * @throws MalformedFrameException if the length is wrong, the key is wrong, or the data are no data of EN 13757-3
     */
    public static Answer decodeWireless(byte[] telegram, Optional<byte[]> key) throws MalformedFrameException {
        return Wireless.decode(telegram, key);
    }

    static Answer decode(LinkFrame frame, Optional<byte[]> key) throws MalformedFrameException {
        if (frame instanceof LinkFrame.Acknowledgement) {
            return new Answer.NoData();
        }
        if (!(frame instanceof LinkFrame.Long answer) || (answer.control() & ~ACD_AND_DFC) != RSP_UD) {
            throw new MalformedFrameException(4, "an answer with C field 08", "a request or control frame");
        }
        return application(answer.ci(), answer.data(), 7, Header.NONE, key);
    }

    /** Reads the transport and application layer. */
    static Answer application(int ci, byte[] data, int offset, Header link, Optional<byte[]> key)
            throws MalformedFrameException {
        if (ci >= 0xA0 && ci <= 0xB7) {
            return new Answer.Telegram(
                    ci, Answer.Structure.MANUFACTURER_SPECIFIC, link, List.of(), data.clone(), false, "");
        }
        return switch (ci) {
            case 0x70 -> applicationError(data);
            case 0x72, 0x76 -> {
                expect(data, Header.FIELDS, offset);
                yield variable(ci, Header.ofLong(data, 0), data, Header.FIELDS, offset, key, link != Header.NONE);
            }
            case 0x7A -> {
                expect(data, 4, offset);
                yield variable(ci, link.withShort(data, 0), data, 4, offset, key, link != Header.NONE);
            }
            case 0x78 -> records(ci, link, data, offset, link != Header.NONE);
            case 0x79 -> new Answer.Telegram(ci, Answer.Structure.COMPACT, link, List.of(), data.clone(), false, "");
            case 0x73, 0x77 -> FixedStructure.decode(ci, data, offset);
            default -> throw new MalformedFrameException(
                    offset - 1, "a CI field 70, 72, 73, 76, 77, 78, 7A or A0 to B7", String.format("%02X", ci));
        };
    }

    private static Answer applicationError(byte[] data) {
        int code = data.length == 0 ? 0 : data[0] & 0xFF;
        String text =
                switch (code) {
                    case 1 -> "Unimplemented CI-Field";
                    case 2 -> "Buffer too long, truncated";
                    case 3 -> "Too many records";
                    case 4 -> "Premature end of record";
                    case 5 -> "More than 10 DIFE's";
                    case 6 -> "More than 10 VIFE's";
                    case 7 -> "Reserved";
                    case 8 -> "Application too busy for handling readout request";
                    case 9 -> "Too many readouts";
                    default -> "Unspecified error";
                };
        return new Answer.ApplicationError(code, text);
    }

    private static Answer variable(
            int ci, Header header, byte[] data, int headerLength, int offset, Optional<byte[]> key, boolean wireless)
            throws MalformedFrameException {
        byte[] payload = Arrays.copyOfRange(data, headerLength, data.length);
        Security security = Security.of(header);
        if (!security.conceals()) {
            return records(ci, header, payload, offset + headerLength, wireless);
        }
        if (key.isEmpty() || !security.known()) {
            return new Answer.Encrypted(header, security.mode());
        }
        byte[] plain = security.reveal(payload, key.get(), offset + headerLength);
        return records(ci, header, plain, offset + headerLength, wireless);
    }

    private static Answer.Telegram records(int ci, Header header, byte[] data, int offset, boolean wireless)
            throws MalformedFrameException {
        RecordWalker.ByteOrder order =
                ci == 0x76 ? RecordWalker.ByteOrder.HIGH_FIRST : RecordWalker.ByteOrder.LOW_FIRST;
        RecordWalker walker = new RecordWalker(data, offset, order, header.manufacturer());
        String damage = "";
        try {
            walker.walk();
        } catch (MalformedFrameException unfinished) {
            if (!wireless || walker.records().isEmpty()) {
                throw unfinished;
            }
            damage = unfinished.getMessage();
        }
        return new Answer.Telegram(
                ci,
                Answer.Structure.VARIABLE,
                header,
                walker.records(),
                walker.manufacturerData(),
                walker.moreRecordsFollow(),
                damage);
    }

    private static void expect(byte[] data, int length, int offset) throws MalformedFrameException {
        if (data.length < length) {
            throw new MalformedFrameException(offset + data.length, "a header of " + length + " bytes", "the end");
        }
    }
}
