package org.metergate.mbus;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;
import org.metergate.transport.MalformedFrameException;

/**
 * Compact frames (CI 73, 79, 7B; EN 13757-3:2018, annex G): signature of the format (2 bytes), CRC of the full frame (2
 * bytes), then the data fields alone. And format frames (CI 69 to 6B), which tell the format itself.
 */
final class CompactFrame {

    private static final int SIGNATURE = 2;
    private static final int CHECKS = 4;
    private static final byte FILLER = 0x2F;

    private CompactFrame() {}

    /** @return the format that the frame needs, empty if it is not remembered */
    static Optional<byte[]> format(byte[] data, int offset, Formats formats) throws MalformedFrameException {
        if (data.length < CHECKS) {
            throw new MalformedFrameException(offset + data.length, "a format signature and a CRC", "the end");
        }
        return formats.of(word(data, 0));
    }

    /**
     * Puts DIFs, VIFs and data together again.
     *
     * @param data from the format signature on
     * @param offset of the data in the frame, for messages
     * @param formats must hold the format
     * @return the data of the full frame
     * @throws MalformedFrameException if the data do not fit the format, or the full frame has another CRC
     */
    static byte[] expand(byte[] data, int offset, Formats formats) throws MalformedFrameException {
        byte[] format = format(data, offset, formats).orElseThrow();
        ByteArrayOutputStream full = new ByteArrayOutputStream();
        int at = CHECKS;
        for (int from = 0; from < format.length; ) {
            int to = endOfInformation(format, from);
            full.write(format, from, to - from);
            int length = DataField.lengthOf(format[from] & 0x0F);
            if (length == DataField.VARIABLE) {
                expect(data, at + 1, offset);
                length = 1 + Math.max(0, DataField.lengthOfVariable(data[at] & 0xFF));
            }
            expect(data, at + length, offset);
            full.write(data, at, length);
            at += length;
            from = to;
        }
        for (int i = at; i < data.length; i++) {
            if (data[i] != FILLER) {
                throw new MalformedFrameException(
                        offset + i, "fillers behind the data", String.format("%02X", data[i]));
            }
        }
        byte[] frame = full.toByteArray();
        if (Crc16.of(frame) != word(data, 2)) {
            throw new MalformedFrameException(
                    offset + SIGNATURE,
                    String.format("CRC %04X of the full frame", Crc16.of(frame)),
                    String.format("%04X", word(data, 2)));
        }
        return frame;
    }

    /**
     * Remembers what a format frame tells: the signature and the format, with or without a length before them.
     *
     * @return the signature
     * @throws MalformedFrameException if the signature is not that of the format
     */
    static int learn(byte[] data, int offset, Formats formats) throws MalformedFrameException {
        for (int from = 0; from <= 1; from++) {
            if (data.length > from + SIGNATURE) {
                int length = from == 0 ? data.length : Math.min(data.length, 1 + (data[0] & 0xFF));
                byte[] format =
                        length <= from + SIGNATURE ? new byte[0] : Arrays.copyOfRange(data, from + SIGNATURE, length);
                if (format.length > 0 && Crc16.of(format) == word(data, from) && isFormat(format)) {
                    formats.remember(format);
                    return word(data, from);
                }
            }
        }
        throw new MalformedFrameException(offset, "a format and its signature", "bytes with another signature");
    }

    private static boolean isFormat(byte[] format) {
        try {
            for (int from = 0; from < format.length; ) {
                from = endOfInformation(format, from);
            }
            return true;
        } catch (MalformedFrameException broken) {
            return false;
        }
    }

    /** End of the DIF, DIFEs, VIF and VIFEs that start here. */
    private static int endOfInformation(byte[] format, int from) throws MalformedFrameException {
        if ((format[from] & 0x0F) == 0x0F) {
            throw new MalformedFrameException(from, "a DIF with a data field", String.format("%02X", format[from]));
        }
        int at = from;
        while (at < format.length && (format[at] & 0x80) != 0) {
            at++;
        }
        at++;
        if (at < format.length && (format[at] & 0x7F) == 0x7C && at + 1 < format.length) {
            int vif = format[at];
            at += 2 + (format[at + 1] & 0xFF);
            if ((vif & 0x80) == 0) {
                return ended(format, at);
            }
        }
        while (at < format.length && (format[at] & 0x80) != 0) {
            at++;
        }
        return ended(format, at + 1);
    }

    private static int ended(byte[] format, int at) throws MalformedFrameException {
        if (at > format.length) {
            throw new MalformedFrameException(format.length, "a VIF", "the end of the format");
        }
        return at;
    }

    private static void expect(byte[] data, int length, int offset) throws MalformedFrameException {
        if (data.length < length) {
            throw new MalformedFrameException(
                    offset + data.length, "data of a compact frame as long as its format says", "the end");
        }
    }

    private static int word(byte[] b, int at) {
        return b[at] & 0xFF | (b[at + 1] & 0xFF) << 8;
    }
}
