package org.metergate.emulator.meters.mbus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.metergate.emulator.meters.AnnouncedMeters;
import org.metergate.emulator.meters.Building;

@Timeout(20)
class MBusComponentRestartTest {
    private static final Building NEVER_READ = time -> {
        throw new AssertionError("nobody reads the meter");
    };

    private final AnnouncedMeters meters = new AnnouncedMeters();

    @Test
    void onlyOtherSettingsStartTheMeterAnew() throws InterruptedException {
        MBusComponent component = new MBusComponent(meters.context(), NEVER_READ, Map.of("port", 0));
        meters.next();
        component.modified(Map.of("port", "0", "zone", "UTC", "heat.address", 1, "kura.service.pid", "any"));
        assertEquals(0, meters.withdrawn());
        component.modified(Map.of("port", 0, "turnaround", 77));
        meters.next();
        assertEquals(1, meters.withdrawn());
        component.stop();
        assertEquals(2, meters.withdrawn());
    }
}
