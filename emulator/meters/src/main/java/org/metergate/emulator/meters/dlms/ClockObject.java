package org.metergate.emulator.meters.dlms;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.metergate.model.ObisCode;

/** The clock, class 8. It can be set; what it is ahead of the clock that drives it is kept while the meter runs. */
final class ClockObject implements CosemObject {
    static final ObisCode NAME = ObisCode.parse("0-0:1.0.0*255");
    private static final int CLASS = 8;
    private static final int UNSPECIFIED = 0x8000;

    private final Clock clock;
    private final ZoneId zone;
    private volatile Duration ahead = Duration.ZERO;

    ClockObject(Clock clock, ZoneId zone) {
        this.clock = clock;
        this.zone = zone;
    }

    @Override
    public int classId() {
        return CLASS;
    }

    @Override
    public int version() {
        return 0;
    }

    @Override
    public ObisCode name() {
        return NAME;
    }

    @Override
    public int attributes() {
        return 9;
    }

    @Override
    public int methods() {
        return 6;
    }

    /** @return what the meter's clock shows */
    ZonedDateTime shown(Instant latch) {
        return latch.plus(ahead).atZone(zone);
    }

    @Override
    public Result read(int attribute, Optional<Selection> selection, Instant latch) {
        ZonedDateTime time = shown(latch);
        return switch (attribute) {
            case 2 -> Result.of(Encoder.octets(dateTime(time)));
            case 3 -> Result.of(Encoder.longSigned(standardDeviation(time)));
            case 4 -> Result.of(Encoder.unsigned(status(time)));
            case 5, 6 -> Result.of(Encoder.octets(change(attribute == 5)));
            case 7 -> Result.of(Encoder.integer(zone.getRules().isFixedOffset() ? 0 : 60));
            case 8 -> Result.of(Encoder.bool(!zone.getRules().isFixedOffset()));
            case 9 -> Result.of(Encoder.enumerated(1)); // internal crystal
            default -> Result.error(Result.UNAVAILABLE);
        };
    }

    /** Last Sunday of March and of October, as in the European Union; with wildcards for year and day. */
    private static byte[] change(boolean begin) {
        return ByteBuffer.allocate(12)
                .putShort((short) 0xFFFF)
                .put((byte) (begin ? 3 : 10))
                .put((byte) 0xFE)
                .put((byte) 7)
                .put((byte) (begin ? 2 : 3))
                .put(new byte[] {0, 0, 0})
                .putShort((short) UNSPECIFIED)
                .put((byte) 0)
                .array();
    }

    @Override
    public boolean writable(int attribute) {
        return attribute == 2;
    }

    @Override
    public int write(int attribute, Value value) {
        if (attribute != 2) {
            return Result.READ_WRITE_DENIED;
        }
        if (value.octets().length != 12) {
            return Result.TYPE_UNMATCHED;
        }
        try {
            ahead = Duration.between(clock.instant(), instant(value.octets(), zone));
            return Result.SUCCESS;
        } catch (DateTimeException e) {
            return Result.SCOPE_VIOLATED;
        }
    }

    /** Method 6, shift_time: by up to 900 s. */
    @Override
    public Result act(int method, Value parameter) {
        if (method != 6) {
            return Result.error(Result.OBJECT_UNDEFINED);
        }
        if (Math.abs(parameter.number()) > 900) {
            return Result.error(Result.TYPE_UNMATCHED);
        }
        ahead = ahead.plusSeconds(parameter.number());
        return Result.of(new byte[0]);
    }

    /** Tells which point of time twelve bytes mean; without a deviation, local time of the zone. */
    static Instant instant(byte[] octets, ZoneId zone) {
        ByteBuffer in = ByteBuffer.wrap(octets);
        int year = in.getShort() & 0xFFFF;
        int month = in.get();
        int day = in.get();
        in.get(); // day of week
        LocalDateTime local = LocalDateTime.of(year, month, day, in.get(), in.get(), in.get());
        in.get(); // hundredths
        int deviation = in.getShort();
        return deviation == (short) UNSPECIFIED
                ? local.atZone(zone).toInstant()
                : local.toInstant(ZoneOffset.ofTotalSeconds(-deviation * 60));
    }

    /** Year, month, day, day of week, hour, minute, second, hundredths, deviation, status (IEC 62056-6-2, 4.1.6.1). */
    static byte[] dateTime(ZonedDateTime time) {
        return ByteBuffer.allocate(12)
                .putShort((short) time.getYear())
                .put((byte) time.getMonthValue())
                .put((byte) time.getDayOfMonth())
                .put((byte) time.getDayOfWeek().getValue())
                .put((byte) time.getHour())
                .put((byte) time.getMinute())
                .put((byte) time.getSecond())
                .put((byte) 0)
                .putShort((short) deviation(time))
                .put((byte) status(time))
                .array();
    }

    /** Minutes from local time to UTC: -60 in winter in Vienna. */
    private static int deviation(ZonedDateTime time) {
        return -time.getOffset().getTotalSeconds() / 60;
    }

    private static int standardDeviation(ZonedDateTime time) {
        return -time.getZone().getRules().getStandardOffset(time.toInstant()).getTotalSeconds() / 60;
    }

    static int status(ZonedDateTime time) {
        return time.getZone().getRules().isDaylightSavings(time.toInstant()) ? 0x80 : 0;
    }
}
