package org.metergate.iec62056p21;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.metergate.transport.MalformedFrameException;

/**
 * Rows with times of their own, out of data sets.
 *
 * <p>Three forms are known. Load profile P.01 and log P.98 (VDEW specification of load profile meters, 2.1.2; DSMR 2.2
 * and 3 use it for 24.3.0): {@code P.01(time)(status)(minutes)(z)} and z pairs of {@code (channel)(unit)}, then z values
 * for each period, the first of which ended at the time given. Buffers of P1 telegrams: {@code (n)(channel)...} and n
 * times a time for each channel but the last, then the value (98.1.0), or one time and the value (99.97.0).
 */
public final class Profile {
    private static final int HEADER = 4;
    private static final int MOST_CHANNELS = 64;
    private static final Pattern STATUS = Pattern.compile("[0-9A-Fa-f]{0,16}");
    private static final Pattern MINUTES = Pattern.compile("\\d{0,4}");
    private static final Pattern COUNT = Pattern.compile("\\d{1,3}");
    private static final Pattern CODE = Pattern.compile("\\d{1,3}-\\d{1,3}:[0-9.]+(\\*\\d+)?");
    private static final DateTimeFormatter REQUESTED = DateTimeFormatter.ofPattern("yyMMddHHmm");

    private Profile() {}

    /**
     * Writes the selection of a time range.
     *
     * @param from the first row wanted
     * @param to the last one
     * @param zone of the meter's clock; the season digit tells summer time
     * @return what stands in the parentheses of {@code R5 P.01(...)}
     */
    public static String range(Instant from, Instant to, ZoneId zone) {
        return requested(from, zone) + ";" + requested(to, zone);
    }

    /**
     * Reads the rows of every data set with a header; the others are left out.
     *
     * @param sets the answer of a meter
     * @param zone of the meter's clock
     * @return the rows, in the order of the meter
     * @throws MalformedFrameException if a header is no header or a row is cut
     */
    public static List<ProfileRow> rows(List<DataSet> sets, ZoneId zone) throws MalformedFrameException {
        List<ProfileRow> rows = new ArrayList<>();
        for (DataSet set : sets) {
            rows.addAll(rows(set, zone));
        }
        return rows;
    }

    /**
     * Reads the rows of one data set.
     *
     * @param set such as P.01, P.98, 24.3.0, 98.1.0 or 99.97.0
     * @param zone of the meter's clock
     * @return its rows; none if the set has no header, or says that it is empty
     * @throws MalformedFrameException if the header is no header or a row is cut
     */
    public static List<ProfileRow> rows(DataSet set, ZoneId zone) throws MalformedFrameException {
        List<DataSet.Value> values = set.values();
        if (values.size() < 2) {
            return List.of();
        }
        if (values.size() >= HEADER
                && isCount(values.get(3))
                && STATUS.matcher(values.get(1).raw().strip()).matches()
                && MINUTES.matcher(values.get(2).raw().strip()).matches()) {
            return periods(set, zone);
        }
        return isCount(values.get(0)) && isCode(values.get(1)) ? buffer(set, zone) : List.of();
    }

    private static List<ProfileRow> periods(DataSet set, ZoneId zone) throws MalformedFrameException {
        List<DataSet.Value> values = set.values();
        Instant start = time(set, 0, zone);
        Optional<Duration> period = period(set);
        int channels = count(set, 3);
        int first = HEADER + 2 * channels;
        int rest = values.size() - first;
        if (rest < 0 || channels > 0 && rest % channels != 0 || channels == 0 && rest > 0) {
            throw cut(set, channels + " values in every row", rest + " values after the header");
        }
        String status = values.get(1).raw();
        if (channels == 0 || rest == 0) { // an event; of a load profile no more than a remark on what follows
            return period.isPresent() ? List.of() : List.of(new ProfileRow(start, status, List.of()));
        }
        List<ProfileRow> rows = new ArrayList<>();
        for (int row = 0; row < rest / channels; row++) {
            List<DataSet> cells = new ArrayList<>();
            for (int channel = 0; channel < channels; channel++) {
                String code = values.get(HEADER + 2 * channel).raw();
                String unit = values.get(HEADER + 2 * channel + 1).raw();
                String raw = values.get(first + row * channels + channel).raw();
                cells.add(cell(code, raw, unit));
            }
            rows.add(new ProfileRow(start.plus(period.orElse(Duration.ZERO).multipliedBy(row)), status, cells));
        }
        return rows;
    }

    private static List<ProfileRow> buffer(DataSet set, ZoneId zone) throws MalformedFrameException {
        List<DataSet.Value> values = set.values();
        int count = count(set, 0);
        int first = 1;
        while (first < values.size() && isCode(values.get(first))) {
            first++;
        }
        int rest = values.size() - first;
        if (count == 0) {
            return List.of();
        }
        int width = rest / count;
        if (rest % count != 0 || width < 2) {
            throw cut(set, count + " rows", rest + " values after the header");
        }
        List<ProfileRow> rows = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            int at = first + row * width;
            Optional<Instant> time = MeterTime.moment(values.get(at).raw(), zone);
            List<DataSet> cells = new ArrayList<>();
            for (int column = 1; column < width; column++) {
                String code = values.get(Math.min(column, first - 1)).raw();
                cells.add(new DataSet(code, List.of(values.get(at + column))));
            }
            if (time.isPresent()) { // a meter fills rows that never were with 632525252525W
                rows.add(new ProfileRow(time.get(), "", cells));
            }
        }
        return rows;
    }

    private static DataSet cell(String code, String raw, String unit) {
        String withUnit = raw.contains("*") || unit.isEmpty() ? raw : raw + "*" + unit;
        return new DataSet(code, List.of(new DataSet.Value(withUnit)));
    }

    private static Instant time(DataSet set, int index, ZoneId zone) throws MalformedFrameException {
        String text = set.values().get(index).raw();
        return MeterTime.moment(text, zone)
                .orElseThrow(() -> cut(set, "a time such as 0170318001500", Characters.readable(text)));
    }

    private static Optional<Duration> period(DataSet set) throws MalformedFrameException {
        String text = set.values().get(2).raw().strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        int minutes = Integer.parseInt(text);
        if (minutes == 0) {
            throw cut(set, "minutes of a period", "0");
        }
        return Optional.of(Duration.ofMinutes(minutes));
    }

    private static int count(DataSet set, int index) throws MalformedFrameException {
        int count = Integer.parseInt(set.values().get(index).raw().strip());
        if (index > 0 && count > MOST_CHANNELS) {
            throw cut(set, "up to " + MOST_CHANNELS + " channels", String.valueOf(count));
        }
        return count;
    }

    private static boolean isCount(DataSet.Value value) {
        return COUNT.matcher(value.raw().strip()).matches();
    }

    private static boolean isCode(DataSet.Value value) {
        return CODE.matcher(value.raw().strip()).matches();
    }

    private static String requested(Instant instant, ZoneId zone) {
        boolean summer = zone.getRules().isDaylightSavings(instant);
        return (summer ? "1" : "0") + REQUESTED.format(LocalDateTime.ofInstant(instant, zone));
    }

    private static MalformedFrameException cut(DataSet set, String expected, String found) {
        return new MalformedFrameException(0, expected + " in the profile " + set.address(), found);
    }
}
