package org.metergate.publisher.outbox;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A reading as bytes, the same bytes for the same reading: version 1; meter; time; number of points; and for each point a
 * byte of flags, channel, and as the flags say unit, time, value or error. Numbers of variable length have 7 bits in each
 * byte, lowest first, the highest bit set in all but the last (signed ones with the sign in the lowest bit); text is its
 * length and UTF-8.
 */
final class ReadingBytes {

    private static final int VERSION = 1;
    private static final int KIND = 0x07;
    private static final int HAS_UNIT = 0x08;
    private static final int OWN_TIME = 0x10;
    private static final int COMPUTED = 0x20;
    private static final int LONGEST = 1 << 20;

    private ReadingBytes() {}

    static byte[] encode(AcceptedReading reading) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(VERSION);
            text(out, reading.meter());
            signed(out, reading.time().getEpochSecond());
            unsigned(out, reading.time().getNano());
            unsigned(out, reading.points().size());
            for (Point point : reading.points()) {
                encode(out, point, reading.time());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }

    private static void encode(DataOutputStream out, Point point, Instant time) throws IOException {
        boolean ownTime = !point.time().equals(time);
        out.write(kind(point)
                | (point.unit().isEmpty() ? 0 : HAS_UNIT)
                | (ownTime ? OWN_TIME : 0)
                | (point.computed() ? COMPUTED : 0));
        text(out, point.channel());
        if (!point.unit().isEmpty()) {
            text(out, point.unit());
        }
        if (ownTime) {
            Duration later = Duration.between(time, point.time());
            signed(out, later.getSeconds());
            unsigned(out, later.getNano());
        }
        if (point.isGood()) {
            value(out, point.value().orElseThrow());
        } else {
            text(out, point.error());
        }
    }

    private static int kind(Point point) {
        Object value = point.value().orElse(null);
        if (value == null) {
            return 0;
        }
        if (value instanceof Boolean) {
            return 1;
        }
        if (value instanceof byte[]) {
            return 2;
        }
        if (value instanceof Double) {
            return 3;
        }
        if (value instanceof Float) {
            return 4;
        }
        if (value instanceof Integer) {
            return 5;
        }
        return value instanceof Long ? 6 : 7;
    }

    private static void value(DataOutputStream out, Object value) throws IOException {
        if (value instanceof Boolean b) {
            out.writeBoolean(b);
        } else if (value instanceof byte[] bytes) {
            unsigned(out, bytes.length);
            out.write(bytes);
        } else if (value instanceof Double d) {
            out.writeDouble(d);
        } else if (value instanceof Float f) {
            out.writeFloat(f);
        } else if (value instanceof Number n) {
            signed(out, n.longValue());
        } else {
            text(out, value.toString());
        }
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @param bytes the whole of it
     * @return the reading
     * @throws IllegalArgumentException if it is something else
     */
    static AcceptedReading decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.read();
            if (version != VERSION) {
                throw new IllegalArgumentException("a stored reading of version " + version + "; expected " + VERSION);
            }
            String meter = text(in);
            Instant time = Instant.ofEpochSecond(signed(in), unsigned(in));
            List<Point> points = new ArrayList<>();
            for (long left = unsigned(in); left > 0; left--) {
                points.add(point(in, time));
            }
            if (in.read() >= 0) {
                throw new IllegalArgumentException("a stored reading has bytes after its end");
            }
            return new AcceptedReading(meter, time, points);
        } catch (IOException e) {
            throw new IllegalArgumentException("a stored reading ends too early", e);
        }
    }

    private static Point point(DataInputStream in, Instant readingTime) throws IOException {
        int flags = in.readUnsignedByte();
        String channel = text(in);
        String unit = (flags & HAS_UNIT) == 0 ? "" : text(in);
        Instant time = (flags & OWN_TIME) == 0
                ? readingTime
                : readingTime.plusSeconds(signed(in)).plusNanos(unsigned(in));
        Optional<Object> value = value(in, flags & KIND);
        String error = value.isPresent() ? "" : text(in);
        return new Point(channel, value, unit, time, error, (flags & COMPUTED) != 0);
    }

    private static Optional<Object> value(DataInputStream in, int kind) throws IOException {
        return switch (kind) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(in.readBoolean());
            case 2 -> Optional.of(bytes(in));
            case 3 -> Optional.of(in.readDouble());
            case 4 -> Optional.of(in.readFloat());
            case 5 -> Optional.of((int) signed(in));
            case 6 -> Optional.of(signed(in));
            default -> Optional.of(text(in));
        };
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        unsigned(out, bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        long length = unsigned(in);
        if (length < 0 || length > LONGEST) {
            throw new IllegalArgumentException("a stored reading has a text of " + length + " bytes");
        }
        byte[] bytes = new byte[(int) length];
        in.readFully(bytes);
        return bytes;
    }

    private static void signed(DataOutputStream out, long number) throws IOException {
        unsigned(out, number << 1 ^ number >> 63);
    }

    private static long signed(DataInputStream in) throws IOException {
        long number = unsigned(in);
        return number >>> 1 ^ -(number & 1);
    }

    private static void unsigned(DataOutputStream out, long number) throws IOException {
        long left = number;
        while ((left & ~0x7FL) != 0) {
            out.write((int) (left & 0x7F | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
    }

    private static long unsigned(DataInputStream in) throws IOException {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = in.readUnsignedByte();
            number |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return number;
            }
        }
        throw new IllegalArgumentException("a stored reading has a number of more than 64 bits");
    }
}
