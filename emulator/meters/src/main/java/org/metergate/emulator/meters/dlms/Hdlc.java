package org.metergate.emulator.meters.dlms;

import static org.metergate.emulator.meters.dlms.Encoder.concat;

import java.util.Arrays;
import java.util.Optional;

/**
 * A frame of HDLC as the meter sees it (IEC 62056-46, 6.4): format type 3, the server's address of 1, 2 or 4 bytes.
 *
 * @param server address bytes of the server
 * @param client address byte of the client, as on the wire
 * @param control the control field
 * @param segmented whether more follows
 * @param information the information field, empty if none
 */
record Hdlc(byte[] server, byte client, int control, boolean segmented, byte[] information) {
    static final int FLAG = 0x7E;
    static final int SNRM = 0x93;
    static final int DISC = 0x53;
    static final int UA = 0x73;
    static final int DM = 0x1F;
    private static final int TYPE_3 = 0xA0;
    private static final int SEGMENTED = 0x08;

    int clientAddress() {
        return (client & 0xFF) >> 1;
    }

    /** Upper address: one byte, or the first half of two or four. */
    int logical() {
        return server.length == 4 ? (server[0] & 0xFE) << 6 | (server[1] & 0xFE) >> 1 : (server[0] & 0xFE) >> 1;
    }

    /** Lower address; empty if the frame names none. */
    Optional<Integer> physical() {
        return switch (server.length) {
            case 2 -> Optional.of((server[1] & 0xFE) >> 1);
            case 4 -> Optional.of((server[2] & 0xFE) << 6 | (server[3] & 0xFE) >> 1);
            default -> Optional.empty();
        };
    }

    /** A frame back to whom this one came from. */
    Hdlc reply(int control, boolean segmented, byte[] information) {
        return new Hdlc(server, client, control, segmented, information);
    }

    /** Encodes for the way from meter to client: the client is the destination. */
    byte[] encode() {
        int length = 2 + 1 + server.length + 1 + 2 + (information.length == 0 ? 0 : information.length + 2);
        byte[] format = {(byte) (TYPE_3 | (segmented ? SEGMENTED : 0) | length >> 8), (byte) length};
        byte[] header = concat(format, new byte[] {client}, server, new byte[] {(byte) control});
        byte[] body = concat(header, check(header, header.length));
        if (information.length > 0) {
            body = concat(body, information);
            body = concat(body, check(body, body.length));
        }
        byte[] flag = {FLAG};
        return concat(flag, body, flag);
    }

    /**
     * Reads what stands between two flags, on the way from client to meter.
     *
     * @param body the bytes without flags
     * @return the frame; empty if a check does not hold or a field is not as the standard says, as a meter ignores it
     */
    static Optional<Hdlc> decode(byte[] body) {
        if (body.length < 7 || (body[0] & 0xF0) != TYPE_3) {
            return Optional.empty();
        }
        int length = (body[0] & 0x07) << 8 | body[1] & 0xFF;
        int serverBytes = 1;
        while (serverBytes < 4 && (body[1 + serverBytes] & 1) == 0) {
            serverBytes++;
        }
        int control = 2 + serverBytes + 1;
        int headerEnd = control + 1;
        if (length != body.length || serverBytes == 3 || headerEnd + 2 > body.length || (body[control - 1] & 1) == 0) {
            return Optional.empty();
        }
        boolean bare = body.length == headerEnd + 2;
        int informationEnd = bare ? headerEnd + 2 : body.length - 2;
        if (!holds(body, headerEnd) || !bare && (body.length < headerEnd + 5 || !holds(body, body.length - 2))) {
            return Optional.empty();
        }
        return Optional.of(new Hdlc(
                Arrays.copyOfRange(body, 2, 2 + serverBytes),
                body[control - 1],
                body[control] & 0xFF,
                (body[0] & SEGMENTED) != 0,
                Arrays.copyOfRange(body, headerEnd + 2, informationEnd)));
    }

    private static boolean holds(byte[] bytes, int length) {
        byte[] check = check(bytes, length);
        return bytes[length] == check[0] && bytes[length + 1] == check[1];
    }

    /** The frame check sequence of HDLC, low byte first: polynomial 1021 reflected, preset and inverted. */
    static byte[] check(byte[] bytes, int length) {
        int remainder = 0xFFFF;
        for (int index = 0; index < length; index++) {
            int folded = (remainder ^ bytes[index]) & 0xFF;
            folded ^= folded << 4 & 0xFF;
            remainder = remainder >> 8 ^ folded << 8 ^ folded << 3 ^ folded >> 4;
        }
        int check = ~remainder;
        return new byte[] {(byte) check, (byte) (check >> 8)};
    }
}
