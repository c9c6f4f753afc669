package org.metergate.dlms;

import org.metergate.transport.Framing;
import org.metergate.transport.MalformedFrameException;

/** Tells where an APDU ends that nothing carries: its own lengths say so, or the tags of its value do. */
final class RawApdu {
    /** Where an APDU ends; a byte that none can start with is handed over alone. */
    static final Framing FRAMING = RawApdu::end;

    private RawApdu() {}

    private static int end(byte[] received, int length) {
        if (received[0] == (byte) 0xE6 && length < 3) {
            return Framing.INCOMPLETE;
        }
        try {
            return end(new Bytes(received, ApduJoiner.llc(received), length));
        } catch (EndedException e) {
            return Framing.INCOMPLETE;
        } catch (MalformedFrameException e) {
            return 1;
        }
    }

    /** Tells whether a push can start with a byte: a notification, a closed APDU, a general block, or LLC. */
    static boolean starts(byte octet) {
        return switch (octet & 0xFF) {
            case Notification.DATA, Notification.EVENT, 0xCA, 0xD2, GeneralBlock.TAG, 0xE6 -> true;
            case CipheredApdu.GENERAL_GLO, CipheredApdu.GENERAL_DED, CipheredApdu.GENERAL -> true;
            default -> false;
        };
    }

    /**
     * Reads over an APDU.
     *
     * @return the position behind it
     * @throws EndedException if it is not all here yet
     * @throws MalformedFrameException if this is none
     */
    static int end(Bytes in) throws MalformedFrameException {
        int at = in.position();
        int tag = in.u8("an APDU tag");
        switch (tag) {
            case Notification.DATA -> {
                in.u32("a long-invoke-id-and-priority");
                Notification.time(in);
                Axdr.read(in);
            }
            case Notification.EVENT -> Notification.event(in);
            case GeneralBlock.TAG -> {
                skip(in, 5);
                skip(in, in.length("a block"));
            }
            case CipheredApdu.GENERAL_GLO, CipheredApdu.GENERAL_DED -> {
                skip(in, in.length("a system title"));
                skip(in, in.length("a ciphered APDU"));
            }
            case CipheredApdu.GENERAL -> {
                for (int field = 0; field < 5; field++) {
                    skip(in, in.length("a field of general-ciphering"));
                }
                CipheredApdu.keyInfo(in);
                skip(in, in.length("a ciphered APDU"));
            }
            case 0xCA, 0xD2 -> skip(in, in.length("a ciphered APDU"));
            default -> throw in.malformed(at, "an APDU that pushes values", Bytes.hex(tag));
        }
        return in.position();
    }

    private static void skip(Bytes in, int length) throws MalformedFrameException {
        in.take(length, "the APDU");
    }
}
