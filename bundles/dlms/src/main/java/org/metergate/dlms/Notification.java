package org.metergate.dlms;

import java.util.Optional;
import org.metergate.model.ObisCode;
import org.metergate.transport.MalformedFrameException;

/**
 * What a meter says unasked: DataNotification (IEC 62056-5-3, 9.3.10) or EventNotificationRequest (9.3.9).
 *
 * @param invoke long-invoke-id-and-priority; 0 in an event notification
 * @param time when it was made, 12 bytes; empty if the meter gives no time
 * @param attribute whose value it is, in an event notification
 * @param body the value
 */
record Notification(long invoke, Optional<byte[]> time, Optional<CosemAttribute> attribute, Data body) {
    static final int DATA = 0x0F;
    static final int EVENT = 0xC2;
    private static final int DATE_TIME = 12;

    /** Tells whether an APDU is a notification. */
    static boolean is(byte[] apdu) {
        return apdu.length > 0 && ((apdu[0] & 0xFF) == DATA || (apdu[0] & 0xFF) == EVENT);
    }

    /** Reads an APDU to its last byte. */
    static Notification decode(byte[] apdu) throws MalformedFrameException {
        Bytes in = new Bytes(apdu);
        int tag = in.u8("an APDU tag");
        if (tag == EVENT) {
            Notification event = event(in);
            in.nothingMore("the value of the event");
            return event;
        }
        if (tag != DATA) {
            throw in.malformed(0, "a notification, 0F or C2", Bytes.hex(tag));
        }
        long invoke = in.u32("a long-invoke-id-and-priority");
        Optional<byte[]> time = time(in);
        Data body = Axdr.read(in);
        in.nothingMore("the body of the notification");
        return new Notification(invoke, time, Optional.empty(), body);
    }

    /**
     * The standard sends a bare octet string: its length, 0 or 12, then the bytes. Some meters send the tag of an octet
     * string or of a date-time before it; no length of the standard is equal to those tags.
     */
    static Optional<byte[]> time(Bytes in) throws MalformedFrameException {
        int at = in.position();
        if (in.peek(0) == DataType.DATE_TIME.tag()) {
            in.u8("the tag of a date-time");
            return Optional.of(in.take(DATE_TIME, "a date-time"));
        }
        if (in.peek(0) == DataType.OCTET_STRING.tag()) {
            in.u8("the tag of an octet string");
        }
        int length = in.length("a date-time");
        if (length != 0 && length != DATE_TIME) {
            throw in.malformed(at, "a date-time of 0 or 12 bytes", length + " bytes");
        }
        return length == 0 ? Optional.empty() : Optional.of(in.take(DATE_TIME, "a date-time"));
    }

    static Notification event(Bytes in) throws MalformedFrameException {
        Optional<byte[]> time = in.u8("the usage of a time") == 0 ? Optional.empty() : time(in);
        int classId = in.u16("a class");
        ObisCode object = ObisCode.ofLogicalName(in.take(6, "a logical name"));
        int at = in.position();
        int attribute = in.u8("an attribute");
        if (attribute < 1 || attribute > 127) {
            throw in.malformed(at, "an attribute of 1 to 127", String.valueOf(attribute));
        }
        Data body = Axdr.read(in);
        return new Notification(0, time, Optional.of(new CosemAttribute(classId, object, attribute)), body);
    }

    /** @return the time, if it has one without wildcards */
    Optional<CosemDateTime> moment() throws MalformedFrameException {
        return time.isPresent() ? CosemDateTime.decode(time.get()) : Optional.empty();
    }
}
