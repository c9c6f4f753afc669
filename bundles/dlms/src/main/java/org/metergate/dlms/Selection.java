package org.metergate.dlms;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalInt;

/** Which rows of a profile are asked for: selective access (IEC 62056-6-2, profile generic, buffer). */
public sealed interface Selection {

    /** @return the selector on the wire */
    int selector();

    /** @return its parameter */
    Data parameter();

    /**
     * Rows whose time lies in a range, both ends included.
     *
     * @param from first time
     * @param to last time
     * @param deviation minutes to add to local time to get UTC, in which the times are sent; empty sends the times of
     *     UTC and leaves the deviation unspecified
     */
    record ByRange(Instant from, Instant to, OptionalInt deviation) implements Selection {
        @Override
        public int selector() {
            return 1;
        }

        @Override
        public Data parameter() {
            Data clock = Data.structure(
                    Data.of(DataType.LONG_UNSIGNED, 8),
                    Data.octets(CosemAttribute.CLOCK.object().logicalName()),
                    Data.of(DataType.INTEGER, 2),
                    Data.of(DataType.LONG_UNSIGNED, 0));
            return Data.structure(
                    clock,
                    Data.octets(time(from, deviation)),
                    Data.octets(time(to, deviation)),
                    new Data.Many(DataType.ARRAY, List.of()));
        }

        /** Twelve bytes; the day of the week and the clock status are left unspecified. */
        static byte[] time(Instant instant, OptionalInt deviation) {
            LocalDateTime local =
                    LocalDateTime.ofInstant(instant, ZoneOffset.ofTotalSeconds(-deviation.orElse(0) * 60));
            return ByteBuffer.allocate(12)
                    .putShort((short) local.getYear())
                    .put((byte) local.getMonthValue())
                    .put((byte) local.getDayOfMonth())
                    .put((byte) 0xFF)
                    .put((byte) local.getHour())
                    .put((byte) local.getMinute())
                    .put((byte) local.getSecond())
                    .put((byte) 0)
                    .putShort((short) (deviation.isPresent() ? deviation.getAsInt() : 0x8000))
                    .put((byte) (deviation.isPresent() ? 0 : 0xFF))
                    .array();
        }
    }

    /**
     * Rows by their place in the buffer.
     *
     * @param from first entry, from 1
     * @param to last entry; 0 stands for the last there is
     */
    record ByEntry(long from, long to) implements Selection {
        @Override
        public int selector() {
            return 2;
        }

        @Override
        public Data parameter() {
            return Data.structure(
                    Data.of(DataType.DOUBLE_LONG_UNSIGNED, from),
                    Data.of(DataType.DOUBLE_LONG_UNSIGNED, to),
                    Data.of(DataType.LONG_UNSIGNED, 1),
                    Data.of(DataType.LONG_UNSIGNED, 0));
        }
    }
}
