package org.metergate.dlms;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.metergate.dlms.DlmsSession.Fetched;
import org.metergate.model.ObisCode;
import org.metergate.transport.LineException;
import org.metergate.transport.MalformedFrameException;

/**
 * Fetches rows of a load profile (IEC 62056-6-2, profile generic): by range of time; by entry if the meter refuses ranges
 * or answers them with nothing where rows must be. Remembers what the meter takes. One thread at a time.
 */
public final class ProfileReader {
    private static final int PROFILE = 7;
    private static final int CLOCK = 8;

    /**
     * A column.
     *
     * @param attribute what is captured; for the time, attribute 2 of the clock
     * @param dataIndex which element of it, from 1; 0 for all
     */
    public record Column(CosemAttribute attribute, int dataIndex) {}

    /**
     * What a profile holds.
     *
     * @param columns in the order of the row
     * @param period capture period; zero if it captures on events
     */
    public record Shape(List<Column> columns, Duration period) {
        /** @return which column holds the time; -1 if none does */
        int time() {
            for (int index = 0; index < columns.size(); index++) {
                CosemAttribute attribute = columns.get(index).attribute();
                if (attribute.classId() == CLOCK && attribute.attribute() == 2) {
                    return index;
                }
            }
            return -1;
        }
    }

    /** The meter gives no rows now, or never, and says why: nothing is known of what it holds. The line survives. */
    public static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Answer.Refused refusal;

        RefusedException(Answer.Refused refusal) {
            super(refusal.reason());
            this.refusal = refusal;
        }

        /** @return why */
        public Answer.Refused refusal() {
            return refusal;
        }
    }

    /** What has nothing to do with the way of asking: another one is not tried. */
    private static final Set<Trouble> ANYHOW = EnumSet.of(
            Trouble.NO_CONNECTION,
            Trouble.ASSOCIATION_REFUSED,
            Trouble.WRONG_PASSWORD,
            Trouble.WRONG_KEY,
            Trouble.COUNTER_REFUSED,
            Trouble.NOT_GENUINE,
            Trouble.NOT_AUTHORISED,
            Trouble.OBJECT_UNDEFINED,
            Trouble.BUSY);

    private final DlmsSession session;
    private final ObisCode profile;
    private final ZoneId zone;
    private Optional<Shape> shape = Optional.empty();
    private boolean ranges = true;
    private boolean deviations = true;
    private Answer.Refused refusal = new Answer.Refused("the buffer is no array of rows");

    /**
     * @param session with the meter
     * @param profile logical name of the profile
     * @param zone of the meter's clock, for meters that leave the deviation of their times unspecified
     */
    public ProfileReader(DlmsSession session, ObisCode profile, ZoneId zone) {
        this.session = session;
        this.profile = profile;
        this.zone = zone;
    }

    /**
     * Asks once what the profile holds.
     *
     * @return its columns and period; empty if the profile has no column with a time
     * @throws RefusedException if the meter does not tell them
     * @throws LineException if the meter is silent, or the line busy, closed or broken
     * @throws MalformedFrameException if the meter's answer is not DLMS
     */
    public Optional<Shape> shape() throws LineException, MalformedFrameException, RefusedException {
        if (shape.isEmpty()) {
            Fetched objects = session.fetch(new CosemAttribute(PROFILE, profile, 3), Optional.empty());
            Fetched period = session.fetch(new CosemAttribute(PROFILE, profile, 4), Optional.empty());
            if (objects instanceof Fetched.None none) {
                throw new RefusedException(none.refusal());
            }
            if (period instanceof Fetched.None none) {
                throw new RefusedException(none.refusal());
            }
            if (objects instanceof Fetched.Value columns
                    && columns.data() instanceof Data.Many many
                    && period instanceof Fetched.Value value
                    && value.data() instanceof Data.Numeric seconds) {
                List<Column> found = new ArrayList<>();
                for (Data column : many.elements()) {
                    column(column).ifPresent(found::add);
                }
                Shape read = new Shape(found, Duration.ofSeconds(seconds.value().longValue()));
                shape = found.size() == many.elements().size() && read.time() >= 0
                        ? Optional.of(read)
                        : Optional.empty();
            }
        }
        return shape;
    }

    private static Optional<Column> column(Data data) {
        if (data instanceof Data.Many fields
                && fields.elements().size() >= 4
                && fields.elements().get(0) instanceof Data.Numeric classId
                && fields.elements().get(1) instanceof Data.Octets name
                && name.bytes().length == 6
                && fields.elements().get(2) instanceof Data.Numeric attribute
                && fields.elements().get(3) instanceof Data.Numeric index
                && attribute.value().intValue() > 0) {
            return Optional.of(new Column(
                    new CosemAttribute(
                            classId.value().intValue(),
                            ObisCode.ofLogicalName(name.bytes()),
                            attribute.value().intValue()),
                    index.value().intValue()));
        }
        return Optional.empty();
    }

    /**
     * Fetches rows. What the meter gives beyond the range is left to {@link ProfilePlan#take}.
     *
     * @param missing which
     * @param deviation the meter's deviation now, in minutes to UTC, from its clock; empty if it does not tell
     * @return the rows, in the order of the meter; empty if it has none there
     * @throws RefusedException if the meter gives none, however it is asked
     * @throws LineException if the meter is silent, or the line busy, closed or broken
     * @throws MalformedFrameException if the meter's answer is not DLMS
     */
    public List<ProfileRow> rows(ProfilePlan.Missing missing, OptionalInt deviation)
            throws LineException, MalformedFrameException, RefusedException {
        Optional<Shape> known = shape();
        if (known.isEmpty()) {
            return List.of();
        }
        if (ranges) {
            OptionalInt told = deviations ? deviation : OptionalInt.empty();
            Optional<List<ProfileRow>> rows = fetch(range(missing, told), known.get());
            if (rows.isEmpty() && deviations && told.isPresent()) {
                deviations = false; // some refuse a time with a deviation and want their own local time
                rows = fetch(range(missing, OptionalInt.empty()), known.get());
            }
            if (rows.isPresent() && !rows.get().isEmpty()) {
                return rows.get();
            }
            ranges = rows.isPresent(); // nothing in a range may be true; a refusal is not asked for twice
        }
        try {
            return byEntry(missing, known.get());
        } catch (RefusedException e) {
            if (!ranges || ANYHOW.contains(e.refusal().trouble())) {
                throw e;
            }
            return List.of(); // a meter that takes no entries has said by range that there is nothing
        }
    }

    private Selection range(ProfilePlan.Missing missing, OptionalInt deviation) {
        if (deviation.isPresent()) {
            return new Selection.ByRange(missing.from(), missing.to(), deviation);
        }
        // the meter's own local time, an hour wider on both ends: the night of the change has some of it twice
        return new Selection.ByRange(
                local(missing.from().minus(Duration.ofHours(1))),
                local(missing.to().plus(Duration.ofHours(1))),
                OptionalInt.empty());
    }

    private Instant local(Instant time) {
        return time.plusSeconds(zone.getRules().getOffset(time).getTotalSeconds());
    }

    /**
     * From the newest entry back, twice as many each time, until the oldest missing row is there. Which end of the buffer
     * is the newest is seen from its first and its last entry: what sort method says is not what all meters do. A buffer
     * whose rows turn out to be in no order is read whole.
     */
    private List<ProfileRow> byEntry(ProfilePlan.Missing missing, Shape known)
            throws LineException, MalformedFrameException, RefusedException {
        Fetched used = session.fetch(new CosemAttribute(PROFILE, profile, 7), Optional.empty());
        if (used instanceof Fetched.None none) {
            throw new RefusedException(none.refusal());
        }
        if (!(used instanceof Fetched.Value value) || !(value.data() instanceof Data.Numeric entries)) {
            return List.of();
        }
        long all = entries.value().longValue();
        boolean newestFirst = all > 1 && newestFirst(all, known);
        for (long count = Math.min(all, missing.rows() + 4L); count > 0; count = Math.min(all, count * 2)) {
            long from = newestFirst ? 1 : all - count + 1;
            Optional<List<ProfileRow>> rows = fetch(new Selection.ByEntry(from, from + count - 1), known);
            if (rows.isEmpty()) {
                throw new RefusedException(refusal);
            }
            boolean enough = count == all
                    || inOrder(rows.get(), newestFirst)
                            && rows.get().stream().anyMatch(row -> !row.time().isAfter(missing.from()));
            if (enough) {
                return rows.get();
            }
        }
        return List.of();
    }

    private boolean newestFirst(long all, Shape known) throws LineException, MalformedFrameException, RefusedException {
        Optional<List<ProfileRow>> first = fetch(new Selection.ByEntry(1, 1), known);
        Optional<List<ProfileRow>> last = fetch(new Selection.ByEntry(all, all), known);
        return first.isPresent()
                && last.isPresent()
                && first.get().size() == 1
                && last.get().size() == 1
                && first.get().get(0).time().isAfter(last.get().get(0).time());
    }

    private static boolean inOrder(List<ProfileRow> rows, boolean newestFirst) {
        for (int index = 1; index < rows.size(); index++) {
            int compared = rows.get(index - 1).time().compareTo(rows.get(index).time());
            if (newestFirst ? compared < 0 : compared > 0) {
                return false;
            }
        }
        return true;
    }

    /** @return the rows; empty if the meter does not take this way of asking */
    private Optional<List<ProfileRow>> fetch(Selection selection, Shape known)
            throws LineException, MalformedFrameException, RefusedException {
        Fetched fetched = session.fetch(new CosemAttribute(PROFILE, profile, 2), Optional.of(selection));
        if (fetched instanceof Fetched.None none) {
            refusal = none.refusal();
            if (ANYHOW.contains(refusal.trouble())) {
                throw new RefusedException(refusal);
            }
        }
        return fetched instanceof Fetched.Value value && value.data() instanceof Data.Many buffer
                ? Optional.of(rows(buffer, known, zone))
                : Optional.empty();
    }

    /** A row without a time is one period after the row before it; null-data stands for the value above (6-2, buffer). */
    static List<ProfileRow> rows(Data.Many buffer, Shape known, ZoneId zone) throws MalformedFrameException {
        List<ProfileRow> rows = new ArrayList<>();
        Optional<CosemDateTime> before = Optional.empty();
        Instant time = Instant.EPOCH;
        List<Data> above = List.of();
        for (Data element : buffer.elements()) {
            if (!(element instanceof Data.Many row)
                    || row.elements().size() != known.columns().size()) {
                throw new MalformedFrameException(
                        0, "a row of " + known.columns().size() + " columns", "another");
            }
            Data told = row.elements().get(known.time());
            Optional<CosemDateTime> moment = told instanceof Data.Octets octets && octets.bytes().length == 12
                    ? CosemDateTime.decode(octets.bytes())
                    : Optional.empty();
            if (moment.isPresent()) {
                time = instant(moment.get(), before, time, zone);
                before = moment;
            } else if (told instanceof Data.Nothing
                    && before.isPresent()
                    && !known.period().isZero()) {
                time = time.plus(known.period());
            } else {
                throw new MalformedFrameException(0, "a row with a time", "another");
            }
            List<Data> values = new ArrayList<>();
            for (int index = 0; index < row.elements().size(); index++) {
                boolean same = row.elements().get(index) instanceof Data.Nothing && !above.isEmpty();
                values.add(same ? above.get(index) : row.elements().get(index));
            }
            above = List.copyOf(values);
            values.remove(known.time());
            rows.add(new ProfileRow(time, before.map(CosemDateTime::status).orElse(0xFF), values));
        }
        return rows;
    }

    /**
     * In the hour that the end of daylight saving repeats, a meter that tells neither deviation nor status is in its
     * second pass if the row before it had the same local time or a later one.
     */
    private static Instant instant(
            CosemDateTime moment, Optional<CosemDateTime> before, Instant timeBefore, ZoneId zone) {
        if (moment.deviation().isPresent() || moment.status() != 0xFF && (moment.status() & 0x80) != 0) {
            return moment.instant(zone);
        }
        Instant earlier =
                moment.local().atZone(zone).withEarlierOffsetAtOverlap().toInstant();
        Instant later = moment.local().atZone(zone).withLaterOffsetAtOverlap().toInstant();
        boolean told =
                moment.status() != 0xFF && before.map(CosemDateTime::status).orElse(0) != 0;
        if (earlier.equals(later) || told) {
            return later;
        }
        return before.isPresent() && earlier.isAfter(timeBefore) ? earlier : later;
    }
}
