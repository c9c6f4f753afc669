package org.metergate.emulator.meters.dlms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.metergate.settings.Properties;

class DlmsMeterSettingsTest {
    private static final String KEY = "00112233445566778899AABBCCDDEEFF";

    private static Map<String, Object> secured() {
        Map<String, Object> values = new HashMap<>();
        values.put("authentication", "HIGH_GMAC");
        values.put("policy", "AUTHENTICATED_ENCRYPTED");
        values.put("encryption.key", KEY);
        values.put("authentication.key", KEY);
        values.put("security.fault", "REPLAYED");
        return values;
    }

    @Test
    void isThePublicMeterOfOldWhenNothingIsSet() {
        Properties properties = new Properties(Map.of());
        DlmsMeterSettings settings = DlmsMeterSettings.from(properties);
        assertTrue(settings.traits().security().isEmpty());
        assertTrue(properties.problems().isEmpty());
    }

    @Test
    void equalKeysAreEqualSettingsAndStayOutOfTheText() {
        DlmsMeterSettings one = DlmsMeterSettings.from(new Properties(secured()));
        assertEquals(one, DlmsMeterSettings.from(new Properties(secured())));
        assertEquals(
                "HIGH_GMAC suite 0 AUTHENTICATED_ENCRYPTED",
                one.traits().security().orElseThrow().toString());
        assertFalse(one.toString().contains(KEY.substring(0, 8)));
        Map<String, Object> others = secured();
        others.put("encryption.key", KEY.replace('0', '1'));
        assertFalse(one.equals(DlmsMeterSettings.from(new Properties(others))));
    }

    @Test
    void namesWhatIsMissingForALevel() {
        Properties properties = new Properties(Map.of("authentication", "HIGH_ECDSA", "suite", 1));
        DlmsMeterSettings.from(properties);
        assertEquals("authentication", properties.problems().get(0).key());
        Properties wrong = new Properties(Map.of("encryption.key", "no digits", "udp", true, "transport", "HDLC"));
        DlmsMeterSettings.from(wrong);
        assertEquals(
                java.util.List.of("encryption.key", "udp"),
                wrong.problems().stream().map(Properties.Problem::key).sorted().toList());
    }
}
