package org.metergate.emulator.bench.kills;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.metergate.emulator.meters.building.Site;
import org.metergate.emulator.meters.building.SiteBuilding;

class KillRunTest {
    /** The long form: {@code -Dmetergate.kills=1000}. */
    private static final int KILLS = Integer.getInteger("metergate.kills", 6);

    @Test
    @Timeout(3600)
    void noCounterIsUsedTwiceAndNobodyIsLockedOut(@TempDir Path folder) throws Exception {
        KillRun run = new KillRun(folder, KILLS, new SiteBuilding(Site.DEFAULT), 20261128);
        KillRun.Result result = run.result(Optional.empty());
        assertTrue(result.isGood(), result.toString());
        assertEquals(KILLS, result.kills());
    }
}
