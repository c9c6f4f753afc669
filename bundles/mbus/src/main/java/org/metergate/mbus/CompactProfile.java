package org.metergate.mbus;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Compact profiles (VIFE 13, 1E and 1F; EN 13757-3:2018, annex F): a series of values in one record. Beside that record,
 * which keeps its bytes, every value becomes a record of its own, with the storage numbers that follow the one of the
 * base value and, where the telegram tells the time of the base value, with the time of each.
 *
 * <p>The first byte tells the size of an element (low nibble, as in a DIF), the unit of the spacing (bits 4 and 5) and
 * whether the elements are values, increments, decrements or signed differences (bits 6 and 7); the second the spacing.
 */
final class CompactProfile {

    private static final String INVERSE = "inverse compact profile";
    private static final String WITH_REGISTERS = "compact profile with register numbers";
    private static final String FORWARD = "compact profile";
    private static final List<String> KINDS = List.of(INVERSE, WITH_REGISTERS, FORWARD);
    /** Qualifier of a record that stands for one element. */
    private static final String VALUE = "profile";
    /** Qualifier of a record that holds what changed from one element to the next. */
    private static final String CHANGE = "profile increment";

    private static final int HEADER = 2;
    private static final int ABSOLUTE = 0;
    private static final int DECREMENTS = 2;
    private static final int SIGNED_DIFFERENCES = 3;
    private static final int HALF_MONTH = 253;
    private static final int MONTHS = 254;
    private static final int LONGEST_SPACING = 250;

    private final DataRecord profile;
    private final byte[] data;
    private final String kind;
    private final int size;
    private final int mode;
    private final Step step;

    private CompactProfile(DataRecord profile, byte[] data, String kind, Step step) {
        this.profile = profile;
        this.data = data;
        this.kind = kind;
        this.size = data[0] & 0x0F;
        this.mode = data[0] >> 6 & 0x03;
        this.step = step;
    }

    /** @return whether the record's data are a profile */
    static boolean is(Meaning meaning) {
        return !meaning.qualifiers().isEmpty() && meaning.qualifiers().stream().anyMatch(KINDS::contains);
    }

    /** @return the records, and after them one for every value of their profiles */
    static List<DataRecord> expanded(List<DataRecord> records) {
        boolean any = false;
        for (DataRecord record : records) {
            any |= is(record.meaning());
        }
        if (!any) {
            return records;
        }
        List<DataRecord> all = new ArrayList<>(records);
        for (DataRecord record : records) {
            of(record).ifPresent(profile -> profile.addTo(all, records));
        }
        return Collections.unmodifiableList(all);
    }

    /** @return the profile in a record; empty if the record has none, or its first bytes are reserved codes */
    private static Optional<CompactProfile> of(DataRecord record) {
        if (!is(record.meaning()) || !(record.content() instanceof Content.Raw raw) || raw.bytes().length < HEADER) {
            return Optional.empty();
        }
        byte[] data = raw.bytes();
        String kind = record.meaning().qualifiers().stream()
                .filter(KINDS::contains)
                .findFirst()
                .orElseThrow();
        int code = data[0] & 0x0F;
        int length = code <= 14 ? DataField.lengthOf(code) : 0;
        boolean whole = length > 0 && code != 5 && (data.length - HEADER) % length == 0;
        return whole
                ? Step.of(data[0] >> 4 & 0x03, data[1] & 0xFF).map(step -> new CompactProfile(record, data, kind, step))
                : Optional.empty();
    }

    private void addTo(List<DataRecord> all, List<DataRecord> records) {
        Meaning meaning = profile.meaning().without(kind);
        Optional<BigDecimal> running = base(records, meaning);
        Optional<DataRecord> clock = clock(records);
        LocalDateTime time = clock.map(CompactProfile::timeOf).orElse(LocalDateTime.MIN);
        long storage = profile.storage();
        boolean inverse = kind.equals(INVERSE);
        for (byte[] element : elements()) {
            Content content = DataField.read(
                    size,
                    0,
                    element,
                    0,
                    element.length,
                    mode == ABSOLUTE || mode == SIGNED_DIFFERENCES ? Meaning.Kind.NUMBER : Meaning.Kind.UNSIGNED);
            boolean none = !(content instanceof Content.Number) || isNone(element);
            if (none && mode != ABSOLUTE) {
                return; // what comes after it cannot be summed any more
            }
            storage++;
            if (clock.isPresent()) {
                time = step.from(time, inverse ? -1 : 1);
            }
            if (none) {
                continue;
            }
            if (clock.isPresent() && step.inTime()) {
                all.add(time(all.size(), storage, clock.get(), time));
            }
            BigDecimal number = ((Content.Number) content).register();
            if (mode == ABSOLUTE) {
                all.add(value(all.size(), storage, meaning.qualified(VALUE), number, element));
                continue;
            }
            boolean down = (mode == DECREMENTS) != inverse;
            running = running.map(sum -> down ? sum.subtract(number) : sum.add(number));
            if (running.isPresent()) {
                all.add(value(all.size(), storage, meaning.qualified(VALUE), running.get(), element));
            }
            all.add(value(all.size(), storage, meaning.qualified(CHANGE), number, element));
        }
    }

    /** The elements from the base value on: a profile in the direction of time has its last one beside the base. */
    private List<byte[]> elements() {
        int length = DataField.lengthOf(size);
        List<byte[]> elements = new ArrayList<>();
        for (int at = HEADER; at < data.length; at += length) {
            elements.add(Arrays.copyOfRange(data, at, at + length));
        }
        if (kind.equals(FORWARD)) {
            Collections.reverse(elements);
        }
        return elements;
    }

    /** All bits set: not used yet. */
    private static boolean isNone(byte[] element) {
        for (byte b : element) {
            if (b != (byte) 0xFF) {
                return false;
            }
        }
        return true;
    }

    private DataRecord value(int index, long storage, Meaning meaning, BigDecimal register, byte[] element) {
        return record(index, storage, meaning, new Content.Number(register), element);
    }

    private DataRecord time(int index, long storage, DataRecord clock, LocalDateTime time) {
        Content content = clock.content() instanceof Content.Moment moment
                ? new Content.Moment(time, moment.toTheSecond(), moment.summerTime())
                : new Content.Day(time.toLocalDate());
        return record(index, storage, clock.meaning().qualified(VALUE), content, new byte[0]);
    }

    private DataRecord record(int index, long storage, Meaning meaning, Content content, byte[] bytes) {
        return new DataRecord(
                index,
                profile.function(),
                storage,
                profile.tariff(),
                profile.subunit() + step.column(),
                profile.extended(),
                meaning,
                content,
                bytes);
    }

    private Optional<BigDecimal> base(List<DataRecord> records, Meaning meaning) {
        return records.stream()
                .filter(record -> sameOrigin(record) && record.meaning().equals(meaning))
                .flatMap(record -> record.content() instanceof Content.Number number
                        ? java.util.stream.Stream.of(number.register())
                        : java.util.stream.Stream.empty())
                .findFirst();
    }

    private Optional<DataRecord> clock(List<DataRecord> records) {
        return records.stream()
                .filter(record -> sameOrigin(record) && record.quantity().startsWith("Time point"))
                .filter(record -> record.content() instanceof Content.Day || record.content() instanceof Content.Moment)
                .findFirst();
    }

    private boolean sameOrigin(DataRecord record) {
        return record.storage() == profile.storage()
                && record.tariff() == profile.tariff()
                && record.subunit() == profile.subunit()
                && record.function() == profile.function();
    }

    private static LocalDateTime timeOf(DataRecord clock) {
        return clock.content() instanceof Content.Day day
                ? day.date().atStartOfDay()
                : ((Content.Moment) clock.content()).time();
    }

    /**
     * From one element to the next (table F.8).
     *
     * @param unit 0 seconds, 1 minutes, 2 hours, 3 days and months
     * @param spacing 1 to 250 of these, 253 half a month, 254 months; 0 for columns of an array
     */
    private record Step(int unit, int spacing) {

        static Optional<Step> of(int unit, int spacing) {
            boolean known =
                    spacing <= LONGEST_SPACING || spacing == HALF_MONTH && unit == 3 || spacing == MONTHS && unit > 0;
            return known ? Optional.of(new Step(unit, spacing)) : Optional.empty();
        }

        boolean inTime() {
            return spacing > 0;
        }

        int column() {
            return inTime() ? 0 : unit;
        }

        LocalDateTime from(LocalDateTime time, int direction) {
            if (spacing == MONTHS) {
                int months = new int[] {0, 6, 3, 1}[unit];
                boolean lastOfMonth = time.getDayOfMonth() == time.toLocalDate().lengthOfMonth();
                LocalDateTime moved = time.plusMonths((long) direction * months);
                return lastOfMonth ? moved.withDayOfMonth(moved.toLocalDate().lengthOfMonth()) : moved;
            }
            if (spacing == HALF_MONTH) {
                boolean second = time.getDayOfMonth() > 15;
                LocalDateTime month = direction < 0 == second ? time : time.plusMonths(direction);
                return month.withDayOfMonth(second ? 1 : 16);
            }
            long count = (long) direction * spacing;
            return switch (unit) {
                case 0 -> time.plusSeconds(count);
                case 1 -> time.plusMinutes(count);
                case 2 -> time.plusHours(count);
                default -> time.plusDays(count);
            };
        }
    }
}
