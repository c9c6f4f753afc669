package org.metergate.emulator.meters.dlms;

import static org.metergate.emulator.meters.dlms.Encoder.concat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.metergate.model.ObisCode;

/**
 * What the meter says unasked: the values of its push list as a DataNotification (IEC 62056-5-3, 9.3.10), with the list
 * at its head, closed if the meter's policy says so, and the frames that carry it. One thread at a time.
 */
final class PushMessage {
    private static final int DATA_NOTIFICATION = 0x0F;
    private static final ObisCode PUSH_SETUP = ObisCode.parse("0-0:25.9.0*255");
    /** Segments as short as some meters send them, so that a push has several. */
    private static final int HDLC_SEGMENT = 120;

    private static final int MBUS_SEGMENT = 240;
    private static final int PUBLIC_CLIENT = 16;

    /** What carries a push. */
    enum Carrier {
        /** IEC 62056-46, in segments. */
        HDLC,
        /** IEC 62056-47. */
        WRAPPER,
        /** EN 13757-1, in long frames of M-Bus. */
        MBUS,
        /** Nothing: the APDU alone. */
        RAW
    }

    private final CosemObjects objects;
    private final ClockObject clock;
    private final Optional<MeterSecurity> security;
    private final Counters counters;
    private int number;

    PushMessage(CosemObjects objects, ClockObject clock, Optional<MeterSecurity> security, Counters counters) {
        this.objects = objects;
        this.clock = clock;
        this.security = security.filter(one -> one.policy() != MeterSecurity.Policy.NONE);
        this.counters = counters;
    }

    /** @return the APDU of a second */
    byte[] apdu(Instant latch) {
        CosemObject setup = objects.find(40, PUSH_SETUP).orElseThrow();
        byte[] list = setup.read(2, Optional.empty(), latch).value();
        List<byte[]> elements = new ArrayList<>();
        elements.add(list);
        Value definitions = Value.read(ByteBuffer.wrap(list));
        for (int index = 1; index < definitions.elements().size(); index++) { // the first is the list itself
            Value definition = definitions.element(index);
            CosemObject object = objects.find(
                            (int) definition.element(0).number(),
                            ObisCode.ofLogicalName(definition.element(1).octets()))
                    .orElseThrow();
            elements.add(CosemObjects.read(object, (int) definition.element(2).number(), Optional.empty(), latch)
                    .value());
        }
        byte[] head = ByteBuffer.allocate(18)
                .put((byte) DATA_NOTIFICATION)
                .putInt(++number)
                .put((byte) 12)
                .put(ClockObject.dateTime(clock.shown(latch)))
                .array();
        byte[] plain = concat(head, Encoder.structure(elements.toArray(new byte[0][])));
        return security.map(one -> closed(one, plain)).orElse(plain);
    }

    private byte[] closed(MeterSecurity meter, byte[] plain) {
        int control = meter.policy().bits() | meter.suite();
        long counter = counters.next();
        byte[] title = meter.systemTitle();
        byte[] sealed = concat(
                new byte[] {(byte) control},
                ByteBuffer.allocate(4).putInt((int) counter).array(),
                Seal.close(
                        meter.encryptionKey(), meter.authenticationKey(), title, control, counter, plain, new byte[0]));
        return concat(
                new byte[] {(byte) Ciphered.GENERAL_GLO},
                Encoder.length(title.length),
                title,
                Encoder.length(sealed.length),
                sealed);
    }

    /** @return the bytes that carry an APDU */
    static byte[] frames(Carrier carrier, byte[] apdu, int logicalServer) {
        return switch (carrier) {
            case RAW -> apdu;
            case WRAPPER -> concat(
                    ByteBuffer.allocate(8)
                            .putShort((short) 1)
                            .putShort((short) logicalServer)
                            .putShort((short) PUBLIC_CLIENT)
                            .putShort((short) apdu.length)
                            .array(),
                    apdu);
            case HDLC -> hdlc(apdu, logicalServer);
            case MBUS -> mbus(apdu);
        };
    }

    private static byte[] hdlc(byte[] apdu, int logicalServer) {
        byte[] whole = concat(new byte[] {(byte) 0xE6, (byte) 0xE7, 0}, apdu);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int from = 0; from < whole.length; from += HDLC_SEGMENT) {
            int to = Math.min(whole.length, from + HDLC_SEGMENT);
            byte[] server = {(byte) (logicalServer << 1 | 1)};
            byte client = (byte) (PUBLIC_CLIENT << 1 | 1);
            out.writeBytes(
                    new Hdlc(server, client, 0x13, to < whole.length, Arrays.copyOfRange(whole, from, to)).encode());
        }
        return out.toByteArray();
    }

    /** 68 L L 68, control 53, address FF, CI with number and end of the segment, two selectors, data, sum, 16. */
    private static byte[] mbus(byte[] apdu) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int segment = 0;
        for (int from = 0; from < apdu.length; from += MBUS_SEGMENT, segment++) {
            int to = Math.min(apdu.length, from + MBUS_SEGMENT);
            boolean last = to == apdu.length;
            byte[] body = concat(
                    new byte[] {0x53, (byte) 0xFF, (byte) (segment & 0x0F | (last ? 0x10 : 0)), 1, 0x67},
                    Arrays.copyOfRange(apdu, from, to));
            int sum = 0;
            for (byte octet : body) {
                sum += octet;
            }
            out.writeBytes(new byte[] {0x68, (byte) body.length, (byte) body.length, 0x68});
            out.writeBytes(body);
            out.writeBytes(new byte[] {(byte) sum, 0x16});
        }
        return out.toByteArray();
    }
}
