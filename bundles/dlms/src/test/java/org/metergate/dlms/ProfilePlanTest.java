package org.metergate.dlms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.metergate.model.ObisCode;

class ProfilePlanTest {
    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
    private static final ProfileReader.Shape SHAPE = new ProfileReader.Shape(
            List.of(
                    new ProfileReader.Column(CosemAttribute.CLOCK, 0),
                    new ProfileReader.Column(new CosemAttribute(3, ObisCode.parse("1-0:1.8.0*255"), 2), 0)),
            QUARTER);

    private static ProfilePlan plan(String last) {
        return new ProfilePlan(QUARTER, Optional.of(Instant.parse(last)), Duration.ofDays(30));
    }

    private static ProfileRow row(Instant time) {
        return new ProfileRow(time, 0, List.of(Data.of(DataType.DOUBLE_LONG_UNSIGNED, time.getEpochSecond())));
    }

    @Test
    void asksForNothingBeforeTheNextRowIsThere() {
        assertTrue(plan("2026-03-01T12:00:00Z")
                .missing(Instant.parse("2026-03-01T12:14:59Z"))
                .isEmpty());
        assertEquals(
                new ProfilePlan.Missing(
                        Instant.parse("2026-03-01T12:15:00Z"), Instant.parse("2026-03-01T12:15:00Z"), 1),
                plan("2026-03-01T12:00:00Z")
                        .missing(Instant.parse("2026-03-01T12:15:00Z"))
                        .orElseThrow());
    }

    @Test
    void startsAsFarBackAsToldAndNoFarther() {
        ProfilePlan fresh = new ProfilePlan(QUARTER, Optional.empty(), Duration.ofHours(1));
        assertEquals(
                4,
                fresh.missing(Instant.parse("2026-03-01T12:07:00Z"))
                        .orElseThrow()
                        .rows());
        ProfilePlan old =
                new ProfilePlan(QUARTER, Optional.of(Instant.parse("2020-01-01T00:00:00Z")), Duration.ofHours(1));
        assertEquals(
                4,
                old.missing(Instant.parse("2026-03-01T12:07:00Z")).orElseThrow().rows());
    }

    @Test
    void splitsInOrderWithoutGapOrOverlap() {
        ProfilePlan plan = plan("2026-03-01T12:00:00Z");
        ProfilePlan.Missing missing =
                plan.missing(Instant.parse("2026-03-03T12:00:00Z")).orElseThrow();
        List<ProfilePlan.Missing> parts = plan.parts(missing, 50);
        assertEquals(192, parts.stream().mapToInt(ProfilePlan.Missing::rows).sum());
        for (int index = 1; index < parts.size(); index++) {
            assertEquals(
                    parts.get(index - 1).to().plus(QUARTER), parts.get(index).from());
        }
    }

    /** What a meter in Paris holds: local time, with or without deviation and status. */
    private static Data.Many buffer(Instant from, Instant to, boolean told, ZoneId zone) {
        List<Data> rows = new ArrayList<>();
        for (Instant time = from; !time.isAfter(to); time = time.plus(QUARTER)) {
            LocalDateTime local = LocalDateTime.ofInstant(time, zone);
            int offset = zone.getRules().getOffset(time).getTotalSeconds() / 60;
            byte[] bytes = Selection.ByRange.time(time, told ? OptionalInt.of(-offset) : OptionalInt.empty());
            if (!told) {
                byte[] written = Selection.ByRange.time(local.toInstant(java.time.ZoneOffset.UTC), OptionalInt.empty());
                bytes = written;
            }
            rows.add(Data.structure(Data.octets(bytes), Data.of(DataType.DOUBLE_LONG_UNSIGNED, time.getEpochSecond())));
        }
        return new Data.Many(DataType.ARRAY, rows);
    }

    @Test // 48 hours of outage with either change of daylight saving inside, told or not told by the meter
    void deliversEveryQuarterOfFortyEightHoursOnce() throws Exception {
        Random random = new Random(5);
        for (String start : List.of("2026-10-24T12:00:00Z", "2026-03-28T12:00:00Z", "2026-06-01T12:00:00Z")) {
            for (boolean told : new boolean[] {true, false}) {
                Instant last = Instant.parse(start);
                Instant end = last.plus(Duration.ofHours(48));
                ProfilePlan plan = plan(start);
                List<ProfileRow> delivered = new ArrayList<>();
                ProfilePlan.Missing missing = plan.missing(end.plusSeconds(7)).orElseThrow();
                assertEquals(192, missing.rows());
                for (ProfilePlan.Missing part : plan.parts(missing, 50)) {
                    // the meter gives more than was asked, in another order, some rows twice
                    Data.Many buffer = buffer(part.from().minus(Duration.ofHours(3)), part.to(), told, PARIS);
                    List<ProfileRow> came = new ArrayList<>(ProfileReader.rows(buffer, SHAPE, PARIS));
                    came.addAll(came.subList(0, came.size() / 2));
                    Collections.shuffle(came, random);
                    List<ProfileRow> rows = plan.take(part, came);
                    delivered.addAll(rows);
                    plan = plan.after(rows);
                }
                assertEquals(192, delivered.size(), start + " told " + told);
                for (int index = 0; index < 192; index++) {
                    Instant time = last.plus(QUARTER.multipliedBy(index + 1L));
                    assertEquals(
                            row(time),
                            new ProfileRow(
                                    delivered.get(index).time(),
                                    0,
                                    delivered.get(index).values()));
                }
                assertTrue(plan.missing(end.plusSeconds(8)).isEmpty());
            }
        }
    }

    @Test
    void fillsTimesThatTheMeterLeavesOut() throws Exception {
        Instant first = Instant.parse("2026-03-01T12:00:00Z");
        Data value = Data.of(DataType.DOUBLE_LONG_UNSIGNED, 5);
        Data.Many buffer = new Data.Many(
                DataType.ARRAY,
                List.of(
                        Data.structure(Data.octets(Selection.ByRange.time(first, OptionalInt.of(0))), value),
                        Data.structure(new Data.Nothing(), new Data.Nothing())));
        List<ProfileRow> rows = ProfileReader.rows(buffer, SHAPE, PARIS);
        assertEquals(first.plus(QUARTER), rows.get(1).time());
        assertEquals(List.of(value), rows.get(1).values());
    }

    @Test
    void keepsARowThatIsNoWholePeriod() {
        ProfilePlan plan = plan("2026-03-01T12:00:00Z");
        ProfilePlan.Missing missing =
                plan.missing(Instant.parse("2026-03-01T13:00:00Z")).orElseThrow();
        List<ProfileRow> rows = plan.take(
                missing,
                List.of(row(Instant.parse("2026-03-01T12:07:03Z")), row(Instant.parse("2026-03-01T12:15:00Z"))));
        assertEquals(2, rows.size());
    }
}
