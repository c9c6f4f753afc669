package org.metergate.emulator.meters.dlms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.metergate.emulator.meters.dlms.DlmsMeter.Identity;
import org.metergate.emulator.meters.dlms.DlmsMeter.Transport;
import org.metergate.settings.Properties;

class DlmsMeterComponentTest {

    @Test
    void takesTheUsualAddressesWhenNothingIsSet() {
        Properties properties = new Properties(Map.of());
        assertEquals(
                new Identity(Transport.WRAPPER, 1, 17, 16, "", 1024, "10000001", ZoneId.of("UTC")),
                DlmsMeterSettings.identity(properties));
        assertTrue(properties.problems().isEmpty());
    }

    @Test
    void namesEveryWrongSetting() {
        Properties properties = new Properties(Map.of(
                "transport",
                "SERIAL",
                "server.logical",
                0,
                "client",
                1,
                "max.pdu",
                "big",
                "serial",
                "1".repeat(14),
                "zone",
                "Mars/North"));
        DlmsMeterSettings.identity(properties);
        assertEquals(
                List.of("client", "max.pdu", "serial", "server.logical", "transport", "zone"),
                properties.problems().stream()
                        .map(Properties.Problem::key)
                        .sorted()
                        .toList());
    }
}
