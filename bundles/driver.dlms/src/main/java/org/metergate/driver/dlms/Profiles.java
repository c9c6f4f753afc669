package org.metergate.driver.dlms;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.metergate.dlms.Answer;
import org.metergate.dlms.CosemAttribute;
import org.metergate.dlms.Data;
import org.metergate.dlms.DlmsReading;
import org.metergate.dlms.ProfilePlan;
import org.metergate.dlms.ProfileReader;
import org.metergate.dlms.ProfileReader.Column;
import org.metergate.dlms.ProfileReader.RefusedException;
import org.metergate.dlms.ProfileReader.Shape;
import org.metergate.dlms.ProfileRow;
import org.metergate.model.ObisCode;
import org.metergate.transport.LineException;
import org.metergate.transport.MalformedFrameException;

/** The load profiles and logs of one meter. Any thread may call; one at a time is served. */
final class Profiles {
    /** A log has no capture period; its rows are looked for this far back if somebody asks for the last one. */
    private static final Duration LAST_EVENT = Duration.ofDays(1);

    private static final int PERIODS = 3;

    private final PolledMeter meter;
    private final DlmsDriverSettings settings;
    private final Map<ObisCode, ProfileReader> readers = new HashMap<>();

    /**
     * @param meter that has them
     * @param settings of the meter
     */
    Profiles(PolledMeter meter, DlmsDriverSettings settings) {
        this.meter = meter;
        this.settings = settings;
    }

    private ProfileReader reader(ObisCode profile) {
        return readers.computeIfAbsent(
                profile,
                one -> new ProfileReader(meter.session(), one, settings.clock().zone()));
    }

    /** @return columns and period; empty if the meter does not tell them */
    synchronized Optional<Shape> shape(ObisCode profile)
            throws LineException, MalformedFrameException, RefusedException {
        return reader(profile).shape();
    }

    /** @return the rows of a range, oldest first; perhaps some beyond it */
    synchronized List<ProfileRow> rows(ObisCode profile, ProfilePlan.Missing missing, OptionalInt deviation)
            throws LineException, MalformedFrameException, RefusedException {
        return reader(profile).rows(missing, deviation).stream()
                .sorted(Comparator.comparing(ProfileRow::time))
                .toList();
    }

    /** @return the last row of late; empty if there is none */
    synchronized Optional<ProfileRow> last(ObisCode profile, Shape shape, Instant now, OptionalInt deviation)
            throws LineException, MalformedFrameException, RefusedException {
        boolean log = shape.period().isZero();
        Duration back = log ? LAST_EVENT : shape.period().multipliedBy(PERIODS);
        ProfilePlan.Missing range = log
                ? new ProfilePlan.Missing(now.minus(back), now, 1)
                : new ProfilePlan(shape.period(), Optional.empty(), back)
                        .missing(now)
                        .orElseThrow();
        List<ProfileRow> rows = rows(profile, range, deviation).stream()
                .filter(row -> !row.time().isAfter(now))
                .toList();
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(rows.size() - 1));
    }

    /** @return the place of the column that a channel wants; empty if the profile has none */
    static Optional<Integer> column(Shape shape, DlmsChannel channel) {
        CosemAttribute wanted = channel.attribute().orElseThrow();
        int near = -1;
        for (int index = 0; index < shape.columns().size(); index++) {
            CosemAttribute held = shape.columns().get(index).attribute();
            if (held.equals(wanted)) {
                return Optional.of(index);
            }
            if (near < 0
                    && held.object().equals(wanted.object())
                    && held.attribute() == wanted.attribute()) { // a channel need not know the class
                near = index;
            }
        }
        return near < 0 ? Optional.empty() : Optional.of(near);
    }

    /** @return what a row holds in that column */
    Answer value(Shape shape, ProfileRow row, int column, DlmsChannel channel)
            throws LineException, MalformedFrameException, RefusedException {
        Column held = shape.columns().get(column);
        int time = time(shape);
        if (column == time) {
            return new Answer.Unfit("the time of a row is the time of its other columns");
        }
        Data data = row.values().get(column > time ? column - 1 : column);
        if (!channel.index().isEmpty()) {
            return DlmsReading.element(held.attribute(), data, channel.index());
        }
        return meter.session().meaning(held.attribute(), data);
    }

    /** Rows come without the column of their time. */
    private static int time(Shape shape) {
        for (int index = 0; index < shape.columns().size(); index++) {
            CosemAttribute attribute = shape.columns().get(index).attribute();
            if (attribute.classId() == CosemAttribute.CLOCK.classId() && attribute.attribute() == 2) {
                return index;
            }
        }
        return shape.columns().size();
    }
}
