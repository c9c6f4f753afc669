package org.metergate.emulator.meters.mbus;

import java.time.Instant;
import java.util.List;
import org.metergate.emulator.meters.Building;

/** Stands still from 21:00:03 on; before that its heat energy was 1 MWh. */
final class FixedBuilding implements Building {
    static final Instant LATCH = Instant.parse("2026-11-23T21:00:03Z");

    @Override
    public State at(Instant time) {
        double energy = time.isBefore(LATCH) ? 1_000_000 : 1_234_567.9;
        return new State(
                time,
                List.of(),
                50,
                0,
                0,
                0,
                0,
                new Heat(energy, 12.3459, 1499.6, 0.1234, 65.128, 40.2),
                new Water(765.4329, 0.0424));
    }
}
