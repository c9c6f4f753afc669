package org.metergate.dlms;

import org.metergate.transport.MalformedFrameException;

/**
 * An address of HDLC: 1, 2 or 4 bytes, the lowest bit of each 0 but in the last (IEC 62056-46, 6.4.2).
 *
 * @param logical the logical device, or the client; 0 to 127 in 1 and 2 bytes, 0 to 16383 in 4
 * @param physical the physical device; 0 in 1 byte
 * @param size bytes on the wire: 1, 2 or 4
 */
record HdlcAddress(int logical, int physical, int size) {

    HdlcAddress {
        int limit = size == 4 ? 0x3FFF : 0x7F;
        if (size != 1 && size != 2 && size != 4) {
            throw new IllegalArgumentException("an HDLC address has 1, 2 or 4 bytes, not " + size);
        }
        if (logical < 0 || logical > limit || physical < 0 || physical > (size == 1 ? 0 : limit)) {
            throw new IllegalArgumentException(
                    "HDLC address " + logical + "/" + physical + " does not fit in " + size + " bytes");
        }
    }

    static HdlcAddress client(int address) {
        return new HdlcAddress(address, 0, 1);
    }

    /** Reads an address and leaves what follows. */
    static HdlcAddress read(Bytes in) throws MalformedFrameException {
        int at = in.position();
        int value = 0;
        for (int size = 1; size <= 4; size++) {
            int octet = in.u8("an address");
            value = value << 7 | octet >> 1;
            if ((octet & 1) == 1) {
                return switch (size) {
                    case 1 -> new HdlcAddress(value, 0, 1);
                    case 2 -> new HdlcAddress(value >> 7, value & 0x7F, 2);
                    case 4 -> new HdlcAddress(value >> 14, value & 0x3FFF, 4);
                    default -> throw in.malformed(at, "an address of 1, 2 or 4 bytes", size + " bytes");
                };
            }
        }
        throw in.malformed(at, "an address of 1, 2 or 4 bytes", "more");
    }

    byte[] encode() {
        return switch (size) {
            case 1 -> new byte[] {(byte) (logical << 1 | 1)};
            case 2 -> new byte[] {(byte) (logical << 1), (byte) (physical << 1 | 1)};
            default -> new byte[] {
                (byte) (logical >> 7 << 1),
                (byte) (logical << 1),
                (byte) (physical >> 7 << 1),
                (byte) (physical << 1 | 1)
            };
        };
    }
}
