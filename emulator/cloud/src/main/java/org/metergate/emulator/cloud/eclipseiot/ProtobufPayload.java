package org.metergate.emulator.cloud.eclipseiot;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Date;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.eclipse.kura.message.KuraPayload;
import org.eclipse.kura.message.KuraPosition;

/**
 * Kura's payload as a protocol buffer. Field numbers are those of Kura's {@code kurapayload.proto}: 1 time, 2 position,
 * 5000 metrics, 5001 body; in a metric 1 name, 2 type and from 3 on the value by type.
 */
final class ProtobufPayload {

    private static final int TIME = 1;
    private static final int POSITION = 2;
    private static final int METRIC = 5000;
    private static final int BODY = 5001;
    private static final int NAME = 1;
    private static final int TYPE = 2;
    /** A value's field number is its type's number and this. */
    private static final int VALUE = 3;

    private static final int DOUBLE = 0;
    private static final int FLOAT = 1;
    private static final int INT64 = 2;
    private static final int INT32 = 3;
    private static final int BOOL = 4;
    private static final int STRING = 5;
    private static final int BYTES = 6;

    private ProtobufPayload() {}

    /**
     * Encodes a payload; metrics that are null are left out.
     *
     * @param payload the payload
     * @return the bytes
     * @throws IllegalArgumentException if a metric is of a type that has no form here
     */
    static byte[] encode(KuraPayload payload) {
        Protobuf.Writer out = new Protobuf.Writer();
        if (payload.getTimestamp() != null) {
            out.varint(TIME, payload.getTimestamp().getTime());
        }
        if (payload.getPosition() != null) {
            out.bytes(POSITION, position(payload.getPosition()));
        }
        payload.metrics().forEach((name, value) -> {
            if (value != null) {
                out.bytes(METRIC, metric(name, value));
            }
        });
        if (payload.getBody() != null) {
            out.bytes(BODY, payload.getBody());
        }
        return out.toBytes();
    }

    /**
     * Decodes a payload, compressed or not.
     *
     * @param bytes the bytes
     * @return the payload
     * @throws IllegalArgumentException if the bytes are none
     */
    static KuraPayload decode(byte[] bytes) {
        KuraPayload payload = new KuraPayload();
        Protobuf.Reader in = new Protobuf.Reader(uncompressed(bytes));
        while (in.next()) {
            switch (in.field()) {
                case TIME -> payload.setTimestamp(new Date(in.number()));
                case POSITION -> payload.setPosition(position(in.bytes()));
                case METRIC -> addMetric(payload, new Protobuf.Reader(in.bytes()));
                case BODY -> payload.setBody(in.bytes());
                default -> {
                    // fields of later versions are skipped
                }
            }
        }
        return payload;
    }

    /**
     * Compresses bytes, unless that makes them longer.
     *
     * @param bytes the bytes
     * @return the shorter ones
     */
    static byte[] compressed(byte[] bytes) {
        ByteArrayOutputStream shorter = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(shorter)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
        return shorter.size() < bytes.length ? shorter.toByteArray() : bytes;
    }

    private static byte[] uncompressed(byte[] bytes) {
        boolean gzip = bytes.length > 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
        if (!gzip) {
            return bytes;
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        } catch (IOException e) {
            return bytes; // it only looked compressed
        }
    }

    private static byte[] metric(String name, Object value) {
        Protobuf.Writer out = new Protobuf.Writer().text(NAME, name);
        if (value instanceof Double number) {
            out.varint(TYPE, DOUBLE).fixed(VALUE + DOUBLE, number.doubleValue());
        } else if (value instanceof Float number) {
            out.varint(TYPE, FLOAT).fixed(VALUE + FLOAT, number.floatValue());
        } else if (value instanceof Long number) {
            out.varint(TYPE, INT64).varint(VALUE + INT64, number);
        } else if (value instanceof Integer number) {
            out.varint(TYPE, INT32).varint(VALUE + INT32, number);
        } else if (value instanceof Boolean flag) {
            out.varint(TYPE, BOOL).varint(VALUE + BOOL, flag ? 1 : 0);
        } else if (value instanceof String text) {
            out.varint(TYPE, STRING).text(VALUE + STRING, text);
        } else if (value instanceof byte[] bytes) {
            out.varint(TYPE, BYTES).bytes(VALUE + BYTES, bytes);
        } else {
            throw new IllegalArgumentException(
                    "the metric " + name + " is a " + value.getClass().getSimpleName() + ", which cannot be sent");
        }
        return out.toBytes();
    }

    private static void addMetric(KuraPayload payload, Protobuf.Reader in) {
        String name = "";
        Object value = null;
        while (in.next()) {
            switch (in.field()) {
                case NAME -> name = in.text();
                case VALUE + DOUBLE -> value = in.asDouble();
                case VALUE + FLOAT -> value = in.asFloat();
                case VALUE + INT64 -> value = in.number();
                case VALUE + INT32 -> value = (int) in.number();
                case VALUE + BOOL -> value = in.number() != 0;
                case VALUE + STRING -> value = in.text();
                case VALUE + BYTES -> value = in.bytes();
                default -> {
                    // the type tells nothing that the value's field number does not
                }
            }
        }
        payload.addMetric(name, value);
    }

    private static byte[] position(KuraPosition position) {
        Protobuf.Writer out = new Protobuf.Writer();
        Double[] numbers = {
            position.getLatitude(), position.getLongitude(), position.getAltitude(),
            position.getPrecision(), position.getHeading(), position.getSpeed()
        };
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] != null) {
                out.fixed(i + 1, numbers[i].doubleValue());
            }
        }
        if (position.getTimestamp() != null) {
            out.varint(7, position.getTimestamp().getTime());
        }
        if (position.getSatellites() != null) {
            out.varint(8, position.getSatellites());
        }
        if (position.getStatus() != null) {
            out.varint(9, position.getStatus());
        }
        return out.toBytes();
    }

    private static KuraPosition position(byte[] bytes) {
        KuraPosition position = new KuraPosition();
        Protobuf.Reader in = new Protobuf.Reader(bytes);
        while (in.next()) {
            switch (in.field()) {
                case 1 -> position.setLatitude(in.asDouble());
                case 2 -> position.setLongitude(in.asDouble());
                case 3 -> position.setAltitude(in.asDouble());
                case 4 -> position.setPrecision(in.asDouble());
                case 5 -> position.setHeading(in.asDouble());
                case 6 -> position.setSpeed(in.asDouble());
                case 7 -> position.setTimestamp(new Date(in.number()));
                case 8 -> position.setSatellites((int) in.number());
                case 9 -> position.setStatus((int) in.number());
                default -> {
                    // fields of later versions are skipped
                }
            }
        }
        return position;
    }
}
