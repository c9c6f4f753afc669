package org.metergate.features.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SettingsTest {

    private final Properties properties = new Properties();

    SettingsTest() {
        properties.setProperty("kura.url", "https://192.0.2.10");
        properties.setProperty("kura.user", "admin");
    }

    @Test // what Maven hands on is there but empty
    void hasADefaultForWhatIsEmpty() throws Exception {
        for (String key : List.of("packages", "fingerprint", "timeout", "watch", "previous")) {
            properties.setProperty("kura." + key, "");
        }
        Settings settings = Settings.from(properties);
        assertEquals(URI.create("https://192.0.2.10/services"), settings.gateway());
        assertEquals(List.of(), settings.packages());
        assertEquals(Duration.ofSeconds(120), settings.patience());
        assertEquals(Duration.ofSeconds(10), settings.watch());
        assertEquals(Path.of("metergate-data/deployed/192.0.2.10"), settings.kept());
    }

    @Test
    void takesTheAddressInEachForm() throws Exception {
        for (String url : List.of("https://gw:4443", "https://gw:4443/", "https://gw:4443/services/")) {
            properties.setProperty("kura.url", url);
            assertEquals(
                    URI.create("https://gw:4443/services"),
                    Settings.from(properties).gateway());
        }
    }

    @Test
    void namesThePropertyThatIsWrong() {
        refuses("kura.url", "", "kura.url is missing: -Dkura.url=https://");
        refuses("kura.url", "192.0.2.10", "kura.url is no address of a gateway");
        refuses("kura.url", "ftp://192.0.2.10", "expected is https://host or https://host:port");
        refuses("kura.user", " ", "kura.user is missing");
        refuses("kura.timeout", "0", "kura.timeout is '0': whole seconds from 1 to 3600");
        refuses("kura.watch", "ten", "kura.watch is 'ten'");
    }

    @Test
    void doesNotRepeatAPasswordInTheAddress() {
        String said = refuses("kura.url", "https://admin:secret@192.0.2.10", "kura.url is no address of a gateway");
        assertFalse(said.contains("secret"), said);
    }

    private String refuses(String key, String value, String words) {
        Properties changed = new Properties();
        changed.putAll(properties);
        changed.setProperty(key, value);
        String said = assertThrows(GatewayException.class, () -> Settings.from(changed))
                .getMessage();
        assertTrue(said.contains(words), said);
        return said;
    }
}
