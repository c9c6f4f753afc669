package org.metergate.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DataFolderTest {

    @Test
    void liesInTheGatewaysDataFolder() {
        assertEquals(
                Optional.of(Path.of("/var/kura/metergate/outbox")),
                DataFolder.named(Map.of("kura.data", "/var/kura", "kura.home", "/opt/kura")::get, "outbox"));
    }

    @Test // the start script of a gateway tells its home only
    void whichIsBelowItsHomeUnlessToldOtherwise() {
        assertEquals(
                Optional.of(Path.of("/opt/kura/data/metergate/outbox")),
                DataFolder.named(Map.of("kura.data", " ", "kura.home", "/opt/kura")::get, "outbox"));
    }

    @Test
    void isNowhereWithoutEither() {
        assertEquals(Optional.empty(), DataFolder.named(name -> null, "outbox"));
    }
}
