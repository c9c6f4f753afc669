package org.metergate.emulator.meters.dlms;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.metergate.model.ObisCode;

/**
 * The load profile, class 7: the registers at the end of every period, a pure function of time, so that a meter without
 * power or gateway has not missed a row. Times are those of the meter's zone with their deviation.
 */
final class ProfileObject implements CosemObject {
    static final ObisCode NAME = ObisCode.parse("1-0:99.1.0*255");
    private static final int CLASS = 7;
    private static final int RANGE = 1;
    private static final int ENTRY = 2;
    private static final int UNSPECIFIED = 0x8000;

    private final ProfileTraits traits;
    private final List<RegisterObject> columns;
    private final Clock clock;
    private final ZoneId zone;

    /** @param columns captured after the clock */
    ProfileObject(ProfileTraits traits, List<RegisterObject> columns, Clock clock, ZoneId zone) {
        this.traits = traits;
        this.columns = columns;
        this.clock = clock;
        this.zone = zone;
    }

    @Override
    public int classId() {
        return CLASS;
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public ObisCode name() {
        return NAME;
    }

    @Override
    public int attributes() {
        return 8;
    }

    @Override
    public int methods() {
        return 2;
    }

    @Override
    public Result read(int attribute, Optional<Selection> selection, Instant latch) {
        return switch (attribute) {
            case 2 -> buffer(selection, latch);
            case 3 -> Result.of(Encoder.array(captured()));
            case 4 -> Result.of(Encoder.doubleLongUnsigned(traits.period().toSeconds()));
            case 5 -> Result.of(Encoder.enumerated(traits.order() == ProfileTraits.Order.DESCENDING ? 2 : 1)); // LIFO
            case 6 -> Result.of(Encoder.structure(
                    Encoder.longUnsigned(8),
                    Encoder.octets(ClockObject.NAME.logicalName()),
                    Encoder.integer(2),
                    Encoder.longUnsigned(0)));
            case 7, 8 -> Result.of(Encoder.doubleLongUnsigned(traits.rows()));
            default -> Result.error(Result.UNAVAILABLE);
        };
    }

    private List<byte[]> captured() {
        List<byte[]> objects = new ArrayList<>();
        objects.add(captured(8, ClockObject.NAME));
        columns.forEach(column -> objects.add(captured(RegisterObject.CLASS, column.name())));
        return objects;
    }

    private static byte[] captured(int classId, ObisCode name) {
        return Encoder.structure(
                Encoder.longUnsigned(classId),
                Encoder.octets(name.logicalName()),
                Encoder.integer(2),
                Encoder.longUnsigned(0));
    }

    private Result buffer(Optional<Selection> selection, Instant latch) {
        List<Instant> times = times(latch);
        if (selection.isPresent()) {
            Optional<List<Instant>> chosen = choose(times, selection.get());
            if (chosen.isEmpty()) {
                return Result.error(Result.OTHER_REASON);
            }
            times = chosen.get();
        }
        List<byte[]> rows = new ArrayList<>();
        for (Instant time : times) {
            byte[][] row = new byte[columns.size() + 1][];
            row[0] = Encoder.octets(ClockObject.dateTime(time.atZone(zone)));
            for (int index = 0; index < columns.size(); index++) {
                row[index + 1] = columns.get(index).at(time);
            }
            rows.add(Encoder.structure(row));
        }
        return Result.of(Encoder.array(rows));
    }

    /** The ends of all periods that the buffer holds, in its order. */
    private List<Instant> times(Instant latch) {
        long period = traits.period().toSeconds();
        long newest =
                Math.floorDiv(Math.min(latch.getEpochSecond(), clock.instant().getEpochSecond()), period);
        List<Instant> times = new ArrayList<>();
        for (long index = newest - traits.rows() + 1; index <= newest; index++) {
            times.add(Instant.ofEpochSecond(index * period));
        }
        return switch (traits.order()) {
            case ASCENDING -> times;
            case DESCENDING -> {
                List<Instant> turned = new ArrayList<>(times);
                java.util.Collections.reverse(turned);
                yield turned;
            }
            case UNSORTED -> {
                List<Instant> ring = new ArrayList<>(times);
                java.util.Collections.rotate(ring, (int) Math.floorMod(newest, (long) traits.rows()));
                yield ring;
            }
        };
    }

    private Optional<List<Instant>> choose(List<Instant> times, Selection selection) {
        Value parameter = selection.parameter();
        if (selection.selector() == RANGE && traits.ranges()) {
            byte[] from = parameter.element(1).octets();
            byte[] to = parameter.element(2).octets();
            if (from.length != 12 || to.length != 12 || !traits.deviations() && (deviates(from) || deviates(to))) {
                return Optional.empty();
            }
            try {
                Instant first = ClockObject.instant(from, zone);
                Instant last = ClockObject.instant(to, zone);
                return Optional.of(times.stream()
                        .filter(time -> !time.isBefore(first) && !time.isAfter(last))
                        .toList());
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        }
        if (selection.selector() == ENTRY && traits.entries()) {
            long from = parameter.element(0).number();
            long to = parameter.element(1).number();
            long last = to == 0 ? times.size() : Math.min(to, times.size());
            return from < 1 || from > last
                    ? Optional.of(List.of())
                    : Optional.of(times.subList((int) from - 1, (int) last));
        }
        return Optional.empty();
    }

    private static boolean deviates(byte[] time) {
        return ((time[9] & 0xFF) << 8 | time[10] & 0xFF) != UNSPECIFIED;
    }
}
