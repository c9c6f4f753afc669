package org.metergate.analysis.voltage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SupplyWeekTest {
    private static final Instant MONDAY = Instant.parse("2026-01-05T00:00:00Z");

    private SupplyWeek week = new SupplyWeek();

    private boolean add(int minute, double percent) {
        return week.add("U1", Requirement.VOLTAGE, MONDAY.plus(Duration.ofMinutes(minute)), percent, false);
    }

    @Test // 9 % and 13 % make 11 %, which is beyond 10 %
    void theMeanOfTenMinutesCounts() {
        assertFalse(add(0, 9));
        assertFalse(add(9, 13));
        assertEquals(List.of(), week.current(), "the interval has not ended");
        assertTrue(add(10, 5));
        assertTrue(add(20, 5));
        assertEquals(List.of(new SupplyWeek.Line("U1", MONDAY, Requirement.VOLTAGE, 2, 0.5, false)), week.current());
    }

    @Test // 1008 intervals of a week: 50 beyond are less than 5 %, 51 are more
    void fivePercentOfTheWeekMayBeBeyond() {
        for (int i = 0; i <= 1008; i++) {
            add(10 * i, i < 50 ? 12 : 1);
        }
        assertEquals(1008, week.last().get(0).means());
        assertTrue(week.last().get(0).met());
        assertEquals(List.of(), week.current(), "a new week");
        for (int i = 1009; i <= 2016; i++) {
            add(10 * i, i < 1060 ? 12 : 1);
        }
        assertEquals(1008, week.last().get(0).means());
        assertFalse(week.last().get(0).met());
    }

    @Test // EN 50160: under normal operating conditions, without interruptions
    void anIntervalWithAnInterruptionDoesNotCount() {
        add(0, 0);
        week.add("U1", Requirement.VOLTAGE, MONDAY.plusSeconds(60), -100, true);
        add(10, 0);
        add(20, 0);
        assertEquals(1, week.current().get(0).means());
    }

    @Test
    void whatComesLateChangesNothing() {
        add(10, 0);
        assertFalse(add(0, 50));
        assertFalse(week.add("U1", Requirement.VOLTAGE, MONDAY.minusSeconds(1), 50, false));
        add(20, 0);
        assertEquals(1.0, week.current().get(0).part());
    }

    @Test
    void goesOnFromWhatItSaved() {
        for (int i = 0; i <= 1500; i++) {
            add(10 * i, i % 30 == 0 ? 12 : 1);
        }
        SupplyWeek other = new SupplyWeek();
        week.save().forEach(other::restore);
        assertEquals(week.current(), other.current());
        assertEquals(week.last(), other.last());
        assertEquals(week.save(), other.save());
        assertThrows(IllegalArgumentException.class, () -> other.restore("this\tweek"));
    }
}
