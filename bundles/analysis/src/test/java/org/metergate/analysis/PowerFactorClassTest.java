package org.metergate.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.metergate.analysis.PowerFactorClass.ACCEPTABLE;
import static org.metergate.analysis.PowerFactorClass.CRITICAL;
import static org.metergate.analysis.PowerFactorClass.DEGRADED;
import static org.metergate.analysis.PowerFactorClass.IDEAL;

import org.junit.jupiter.api.Test;

class PowerFactorClassTest {

    @Test
    void bordersBelongWhereTheGlossaryPutsThem() {
        assertEquals(IDEAL, PowerFactorClass.of(1));
        assertEquals(IDEAL, PowerFactorClass.of(0.995));
        assertEquals(ACCEPTABLE, PowerFactorClass.of(Math.nextDown(0.995)));
        assertEquals(ACCEPTABLE, PowerFactorClass.of(Math.nextUp(0.9)));
        assertEquals(DEGRADED, PowerFactorClass.of(0.9));
        assertEquals(DEGRADED, PowerFactorClass.of(0.8));
        assertEquals(CRITICAL, PowerFactorClass.of(Math.nextDown(0.8)));
        assertEquals(CRITICAL, PowerFactorClass.of(0));
    }

    @Test
    void quotientsThatAreTheBorderAreTheBorder() {
        assertEquals(DEGRADED, PowerFactorClass.of(720.0 / 800));
        assertEquals(DEGRADED, PowerFactorClass.of(640.0 / 800));
    }

    @Test
    void directionDoesNotMatter() {
        assertEquals(IDEAL, PowerFactorClass.of(-1));
        assertEquals(DEGRADED, PowerFactorClass.of(-0.8));
    }

    @Test
    void refusesWhatIsNoFactor() {
        assertThrows(IllegalArgumentException.class, () -> PowerFactorClass.of(1.01));
        assertThrows(IllegalArgumentException.class, () -> PowerFactorClass.of(Double.NaN));
    }
}
