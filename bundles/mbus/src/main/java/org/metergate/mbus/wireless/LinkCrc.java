package org.metergate.mbus.wireless;

import java.io.ByteArrayOutputStream;
import org.metergate.transport.MalformedFrameException;

/**
 * The CRCs of the link layer (EN 13757-4:2019, clause 12). Frame format A has one after the first 10 bytes and one after
 * every 16 bytes from there, which the L field does not count; format B has one at the end, or at bytes 127 and at the
 * end, which it counts. Most receivers test them and take them off.
 */
public final class LinkCrc {

    private static final int CRC = 2;
    private static final int FIRST_BLOCK = 10;
    private static final int BLOCK = 16;
    /** Bytes of the first two blocks of format B together, their CRC included. */
    private static final int FORMAT_B_PART = 128;

    private static final int SHORTEST = 11;

    private LinkCrc() {}

    /**
     * Tests whatever CRCs a telegram has and takes them off.
     *
     * @param telegram from the L field on: without CRCs, or with those of format A or B
     * @return the same without CRCs, its L field made to fit
     * @throws MalformedFrameException if the length fits neither, or a CRC of format A does not hold
     */
    public static byte[] strip(byte[] telegram) throws MalformedFrameException {
        if (telegram.length < SHORTEST) {
            throw new MalformedFrameException(telegram.length, "L, C, address and CI: 11 bytes", "the end");
        }
        int counted = 1 + (telegram[0] & 0xFF);
        if (telegram.length == counted) {
            return holdsFormatB(telegram) ? withoutFormatB(telegram) : telegram.clone();
        }
        if (counted >= SHORTEST && telegram.length == lengthOfFormatA(counted)) {
            return withoutFormatA(telegram, counted);
        }
        throw new MalformedFrameException(
                0, "an L field for " + telegram.length + " bytes", String.valueOf(telegram[0] & 0xFF));
    }

    private static int lengthOfFormatA(int counted) {
        int rest = counted - FIRST_BLOCK;
        return counted + CRC * (1 + (rest + BLOCK - 1) / BLOCK);
    }

    private static byte[] withoutFormatA(byte[] telegram, int counted) throws MalformedFrameException {
        ByteArrayOutputStream bare = new ByteArrayOutputStream(counted);
        int length = FIRST_BLOCK;
        for (int at = 0; at < telegram.length; ) {
            int block = Math.min(length, telegram.length - at - CRC);
            expect(telegram, at, at + block);
            bare.write(telegram, at, block);
            at += block + CRC;
            length = BLOCK;
        }
        return bare.toByteArray();
    }

    private static boolean holdsFormatB(byte[] telegram) {
        if (telegram.length < SHORTEST + CRC) {
            return false;
        }
        int part = Math.min(telegram.length, FORMAT_B_PART);
        boolean first = holds(telegram, 0, part - CRC);
        boolean third =
                telegram.length == part || telegram.length > part + CRC && holds(telegram, part, telegram.length - CRC);
        return first && third;
    }

    private static byte[] withoutFormatB(byte[] telegram) {
        ByteArrayOutputStream bare = new ByteArrayOutputStream(telegram.length);
        int part = Math.min(telegram.length, FORMAT_B_PART);
        bare.write(telegram, 0, part - CRC);
        if (telegram.length > part) {
            bare.write(telegram, part, telegram.length - CRC - part);
        }
        byte[] bytes = bare.toByteArray();
        bytes[0] = (byte) (bytes.length - 1);
        return bytes;
    }

    private static boolean holds(byte[] telegram, int from, int to) {
        return crc(telegram, from, to) == found(telegram, to);
    }

    private static void expect(byte[] telegram, int from, int to) throws MalformedFrameException {
        if (!holds(telegram, from, to)) {
            throw new MalformedFrameException(
                    to,
                    String.format("link CRC %04X", crc(telegram, from, to)),
                    String.format("%04X", found(telegram, to)));
        }
    }

    /** On the air the CRC comes high byte first. */
    private static int found(byte[] telegram, int at) {
        return (telegram[at] & 0xFF) << 8 | telegram[at + 1] & 0xFF;
    }

    private static int crc(byte[] bytes, int from, int to) {
        return org.metergate.mbus.Crc16.of(bytes, from, to);
    }
}
