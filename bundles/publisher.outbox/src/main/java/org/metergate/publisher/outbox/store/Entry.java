package org.metergate.publisher.outbox.store;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * One entry of a segment: what one destination is to get. Big-endian; offsets within the entry:
 *
 * <pre>
 * 0   2  marker 4D 52
 * 2   4  length of the body, 0 to 1048576
 * 6   4  CRC-32C over number of the segment, offset of the entry, and everything from offset 10 on
 * 10  1  kind: 1 body as it is, 2 body is the position of an earlier entry in the same segment with the same body
 * 11  2  number of the destination, 1 to 65535
 * 13  8  age of the store at the time of writing, ms
 * 21     body
 * </pre>
 *
 * <p>Segment and offset are part of the check so that bytes that were copied elsewhere are never taken for an entry.
 *
 * @param position where it lies
 * @param kind see above
 * @param destination for whom
 * @param millis age of the store at the time of writing
 * @param body for kind 1 what is to be delivered
 */
record Entry(long position, byte kind, int destination, long millis, byte[] body) {

    static final int HEAD = 21;
    static final int LONGEST_BODY = 1 << 20;
    static final byte BODY = 1;
    static final byte SAME = 2;
    static final byte MARKER_1 = 0x4D;
    static final byte MARKER_2 = 0x52;
    static final int MOST_DESTINATIONS = 0xFFFF;

    private static final int CHECKED_FROM = 10;

    /** @return bytes on the disk */
    int length() {
        return HEAD + body.length;
    }

    byte[] encoded() {
        ByteBuffer bytes = ByteBuffer.allocate(length());
        bytes.put(MARKER_1).put(MARKER_2).putInt(body.length).putInt(0);
        bytes.put(kind).putShort((short) destination).putLong(millis).put(body);
        bytes.putInt(6, check(position, bytes.array(), 0, length()));
        return bytes.array();
    }

    /**
     * Looks whether an entry lies in a buffer.
     *
     * @param position where the first byte lies in the store
     * @param buffer holds the bytes
     * @param at place of the first byte in the buffer
     * @param available bytes from there on
     * @return length of the entry's head and body if they may be one, 0 if there is none
     */
    static int plausible(byte[] buffer, int at, long available) {
        if (available < HEAD || buffer[at] != MARKER_1 || buffer[at + 1] != MARKER_2) {
            return 0;
        }
        int length = ByteBuffer.wrap(buffer).getInt(at + 2);
        byte kind = buffer[at + 10];
        boolean fits = length >= 0 && length <= LONGEST_BODY && HEAD + length <= available;
        return fits && (kind == BODY || kind == SAME && length == Long.BYTES) ? HEAD + length : 0;
    }

    static boolean intact(long position, byte[] buffer, int at, int length) {
        return ByteBuffer.wrap(buffer).getInt(at + 6) == check(position, buffer, at, length);
    }

    static Entry decode(long position, byte[] buffer, int at, int length) {
        ByteBuffer bytes = ByteBuffer.wrap(buffer);
        byte[] body = new byte[length - HEAD];
        bytes.get(at + HEAD, body);
        return new Entry(position, bytes.get(at + 10), bytes.getShort(at + 11) & 0xFFFF, bytes.getLong(at + 13), body);
    }

    private static int check(long position, byte[] bytes, int at, int length) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, position));
        crc.update(bytes, at + CHECKED_FROM, length - CHECKED_FROM);
        return (int) crc.getValue();
    }
}
