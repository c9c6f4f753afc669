package org.metergate.emulator.meters.optical;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes SML: binary encoding and transport protocol version 1 (BSI TR-03109-1, annex IV). Lists and octet strings carry
 * their length in the low half of the first byte, numbers are big-endian; each message and the file end with a CRC
 * (ISO/IEC 13239, low byte first).
 */
final class SmlFile {
    private static final byte[] ESCAPE = {0x1B, 0x1B, 0x1B, 0x1B};
    private static final byte[] START = {0x01, 0x01, 0x01, 0x01};
    private static final byte[] ABSENT = {0x01};

    private final ByteArrayOutputStream messages = new ByteArrayOutputStream();
    private int transaction;

    /**
     * Adds a message.
     *
     * @param tag what the body is, such as 0701 (GetList.Res)
     * @param body its elements
     */
    void message(int tag, byte[]... body) {
        byte[] head = join(
                new byte[] {0x76},
                octets(ByteBuffer.allocate(4).putInt(++transaction).array()),
                new byte[] {0x62, 0x00, 0x62, 0x00, 0x72},
                unsigned(tag, 2),
                list(body));
        int crc = crc(head);
        messages.writeBytes(head);
        messages.writeBytes(new byte[] {0x63, (byte) crc, (byte) (crc >> 8), 0x00});
    }

    /** @return the file, from the first escape sequence to the last byte of its CRC */
    byte[] bytes() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(ESCAPE);
        file.writeBytes(START);
        byte[] content = messages.toByteArray();
        int fill = (4 - content.length % 4) % 4;
        file.writeBytes(escaped(content));
        file.writeBytes(new byte[fill]);
        file.writeBytes(ESCAPE);
        file.write(0x1A);
        file.write(fill);
        int crc = crc(file.toByteArray());
        file.write(crc);
        file.write(crc >> 8);
        return file.toByteArray();
    }

    static byte[] absent() {
        return ABSENT;
    }

    static byte[] octets(byte... octets) {
        if (octets.length > 14) {
            throw new IllegalArgumentException("the meter writes no octet string of " + octets.length + " bytes");
        }
        return join(new byte[] {(byte) (octets.length + 1)}, octets);
    }

    static byte[] unsigned(long value, int size) {
        return number(0x60, value, size);
    }

    static byte[] signed(long value, int size) {
        return number(0x50, value, size);
    }

    static byte[] list(byte[]... elements) {
        if (elements.length > 15) {
            throw new IllegalArgumentException("the meter writes no list of " + elements.length + " elements");
        }
        byte[] all = {(byte) (0x70 | elements.length)};
        return join(all, join(elements));
    }

    private static byte[] number(int type, long value, int size) {
        byte[] bytes = new byte[size + 1];
        bytes[0] = (byte) (type | size + 1);
        for (int i = 0; i < size; i++) {
            bytes[size - i] = (byte) (value >> 8 * i);
        }
        return bytes;
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    /** An escape sequence in the content is sent twice. */
    private static byte[] escaped(byte[] content) {
        List<Byte> bytes = new ArrayList<>();
        int run = 0;
        for (byte each : content) {
            bytes.add(each);
            run = each == 0x1B ? run + 1 : 0;
            if (run == 4) {
                for (byte escape : ESCAPE) {
                    bytes.add(escape);
                }
                run = 0;
            }
        }
        byte[] escaped = new byte[bytes.size()];
        for (int i = 0; i < escaped.length; i++) {
            escaped[i] = bytes.get(i);
        }
        return escaped;
    }

    static int crc(byte[] bytes) {
        int crc = 0xFFFF;
        for (byte each : bytes) {
            crc ^= each & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? crc >> 1 ^ 0x8408 : crc >> 1;
            }
        }
        return crc ^ 0xFFFF;
    }
}
