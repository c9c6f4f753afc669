package org.metergate.analysis.voltage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class VoltageTest {
    @Test
    void levelsHaveTheirBorders() {
        assertEquals(VoltageLevel.INTERRUPTION, VoltageLevel.of(11.4, 230));
        assertEquals(VoltageLevel.DIP, VoltageLevel.of(11.5, 230));
        assertEquals(VoltageLevel.DIP, VoltageLevel.of(195.4, 230));
        assertEquals(VoltageLevel.LOW, VoltageLevel.of(195.5, 230));
        assertEquals(VoltageLevel.NORMAL, VoltageLevel.of(207, 230));
        assertEquals(VoltageLevel.NORMAL, VoltageLevel.of(253, 230));
        assertEquals(VoltageLevel.HIGH, VoltageLevel.of(253.1, 230));
        assertEquals(VoltageLevel.SWELL, VoltageLevel.of(276.1, 230));
        assertThrows(IllegalArgumentException.class, () -> VoltageLevel.of(Double.NaN, 230));
        assertThrows(IllegalArgumentException.class, () -> VoltageLevel.of(230, 0));
    }

    @Test // of 100 values of 10 minutes 5 may be lower than 10 % below
    void fiveInAHundredMayBeLow() {
        Compliance compliance = new Compliance(Requirement.VOLTAGE);
        assertTrue(compliance.isMet());
        assertEquals(OptionalDouble.empty(), compliance.part());
        for (int i = 0; i < 100; i++) {
            compliance.add(i < 5 ? -12 : 1);
        }
        assertTrue(compliance.isMet());
        compliance.add(-12);
        assertFalse(compliance.isMet());
        assertEquals(-12, compliance.least().getAsDouble());
        assertEquals(1, compliance.most().getAsDouble());
        assertEquals(101, compliance.count());
        assertThrows(IllegalArgumentException.class, () -> compliance.add(Double.NaN));
    }

    @Test
    void harmonicsHaveTheirLimits() {
        assertEquals(6, Requirement.harmonic(5));
        assertEquals(0.5, Requirement.harmonic(24));
        assertEquals(1.5, Requirement.harmonic(25));
        assertThrows(IllegalArgumentException.class, () -> Requirement.harmonic(1));
        assertThrows(IllegalArgumentException.class, () -> Requirement.harmonic(27));
        assertThrows(IllegalArgumentException.class, () -> Requirement.harmonic(26));
    }
}
