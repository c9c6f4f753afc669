package org.metergate.emulator.workbench.analyse;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.metergate.emulator.meters.faults.MeterFault;

/** A few seeds of what {@code workbench analyse faults} does with a hundred. */
class FaultTableTest {
    private final FaultTable table = new FaultTable(1000, Integer.getInteger("faults.seeds", 3), 40);

    @Test
    void namesTheFaultsOfEmulatedMeters() {
        assertEquals(MeterFault.values().length - 1, table.lines().size());
        double sum = 0;
        for (FaultTable.Line line : table.lines().values()) {
            sum += line.score() / table.lines().size();
        }
        double mean = sum;
        assertAll(
                () -> assertTrue(mean >= 0.9, "mean F1 " + mean),
                () -> assertTrue(table.falseOnHealthy() < 1, table.falseOnHealthy() + " a meter and 30 days"));
    }
}
