package org.metergate.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class QuadrantTest {

    @Test // IEC 62053-23, annex C: counted against the clock from active and reactive power both taken
    void goesRoundAgainstTheClock() {
        assertEquals(Quadrant.I, Quadrant.of(1, 1));
        assertEquals(Quadrant.II, Quadrant.of(-1, 1));
        assertEquals(Quadrant.III, Quadrant.of(-1, -1));
        assertEquals(Quadrant.IV, Quadrant.of(1, -1));
    }

    @Test
    void zeroCountsAsTaken() {
        assertEquals(Quadrant.I, Quadrant.of(0, 0));
        assertEquals(Quadrant.IV, Quadrant.of(0, -1));
        assertEquals(Quadrant.II, Quadrant.of(-1, 0));
    }
}
