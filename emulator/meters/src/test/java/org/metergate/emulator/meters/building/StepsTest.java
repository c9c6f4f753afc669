package org.metergate.emulator.meters.building;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class StepsTest {

    @Test
    void isConstantBetweenSwitchingTimes() {
        Steps steps = new Steps();
        steps.during(10, 20, 5);
        assertEquals(0, steps.at(9.999));
        assertEquals(5, steps.at(10));
        assertEquals(5, steps.at(19.999));
        assertEquals(0, steps.at(20));
        assertEquals(0, steps.at(Steps.DAY));
    }

    @Test
    void addsUpAtEverySwitchingTime() {
        Steps one = new Steps();
        one.during(10, 30, 1);
        Steps two = new Steps();
        two.during(20, 40, 10);
        Steps sum = Steps.sum(List.of(one, two), new double[] {2, 1});
        assertEquals(2, sum.at(15));
        assertEquals(12, sum.at(25));
        assertEquals(10, sum.at(35));
        assertEquals(0, sum.at(40));
        assertEquals(5, sum.count());
    }

    @Test
    void integratesPartsAboveAndBelowZeroApart() {
        Steps steps = new Steps();
        steps.from(3_600, 100);
        steps.from(7_200, -40);
        Integral integral = new Integral(steps);
        assertEquals(0, integral.positiveUntil(3_600));
        assertEquals(50, integral.positiveUntil(5_400));
        assertEquals(100, integral.positiveUntil(Steps.DAY));
        assertEquals(0, integral.negativeUntil(7_200));
        assertEquals(40 * 22, integral.negativeUntil(Steps.DAY), 1e-9);
    }

    @Test
    void goesForwardOnly() {
        Steps steps = new Steps();
        steps.from(100, 1);
        assertThrows(IllegalArgumentException.class, () -> steps.from(99, 2));
    }
}
