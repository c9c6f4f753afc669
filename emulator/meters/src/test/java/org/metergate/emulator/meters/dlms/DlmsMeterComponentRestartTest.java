package org.metergate.emulator.meters.dlms;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.metergate.emulator.meters.AnnouncedMeters;
import org.metergate.emulator.meters.Building;

@Timeout(20)
class DlmsMeterComponentRestartTest {
    private static final Building NEVER_READ = time -> {
        throw new AssertionError("nobody reads the meter");
    };

    private final AnnouncedMeters meters = new AnnouncedMeters();

    @Test
    void onlyOtherSettingsStartTheMeterAnew() throws InterruptedException {
        DlmsMeterComponent component = new DlmsMeterComponent(meters.context(), NEVER_READ, Map.of("port", 0));
        meters.next();
        component.modified(Map.of("port", "0", "meter.name", "main", "max.pdu", 1024, "kura.service.pid", "any"));
        assertEquals(0, meters.withdrawn());
        component.modified(Map.of("port", 0, "turnaround", 77));
        meters.next();
        assertEquals(1, meters.withdrawn());
        component.stop();
        assertEquals(2, meters.withdrawn());
    }
}
