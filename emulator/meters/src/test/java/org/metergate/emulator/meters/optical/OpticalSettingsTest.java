package org.metergate.emulator.meters.optical;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.metergate.emulator.meters.PortSettings;
import org.metergate.emulator.meters.Wire.ByteTiming;
import org.metergate.settings.Properties;

class OpticalSettingsTest {
    private static final PortSettings PORT = PortSettings.network(0);

    @Test
    void areTheUsualOnesWhenNothingIsSet() {
        Properties properties = new Properties(Map.of());
        OpticalSettings settings = OpticalSettings.from(properties, PORT);
        assertEquals(OpticalSettings.USUAL.identification(), settings.identification());
        assertEquals(ByteTiming.NETWORK, settings.initial());
        assertEquals(List.of(), properties.problems());
    }

    @Test
    void takeWhatIsSet() {
        Properties properties = new Properties(Map.of(
                "device.address", "4711", "baud.proposed", 4800, "zone", "Europe/Vienna", "manufacturer", "ABc"));
        OpticalSettings settings = OpticalSettings.from(properties, PORT);
        assertEquals("4711", settings.deviceAddress());
        assertEquals('4', settings.speedCharacter());
        assertEquals(ZoneId.of("Europe/Vienna"), settings.zone());
        assertEquals("ABc", settings.manufacturer());
        assertEquals(List.of(), properties.problems());
    }

    @Test
    void sayWhatIsWrong() {
        Properties properties = new Properties(Map.of("zone", "Mars/Phobos", "manufacturer", "M"));
        OpticalSettings.from(properties, PORT);
        assertEquals(
                List.of("zone", "meter"),
                properties.problems().stream().map(Properties.Problem::key).toList());
    }

    @Test
    void slowTheWireDownToTheSpeedThatWasAcknowledged() {
        OpticalSettings slow = OpticalSettings.USUAL;
        assertEquals(9600, slow.agreedBaud('5'));
        assertEquals(300, slow.agreedBaud('0'));
        assertEquals(300, slow.agreedBaud('6'), "more than it offered");
        assertEquals(300, slow.agreedBaud('x'));
    }
}
