package org.metergate.emulator.gateway.configuration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.kura.configuration.Password;
import org.eclipse.kura.core.configuration.metatype.Tad;
import org.eclipse.kura.core.configuration.metatype.Tocd;
import org.eclipse.kura.core.configuration.metatype.Tscalar;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.metergate.emulator.gateway.metatype.InstanceConfiguration;

class ConfigurationPiecesTest {
    @Nested
    class SelfConfigurationOf {
        @Test
        void isSoundIfAllValuesHaveTheirTypes() {
            assertTrue(SelfConfiguration.isSound(asset("m#count", 1, Tscalar.INTEGER), "asset"));
            assertTrue(SelfConfiguration.isSound(asset("m#counts", new Integer[] {1}, Tscalar.INTEGER), "asset"));
            assertTrue(SelfConfiguration.isSound(asset("m#count", null, Tscalar.INTEGER), "asset"));
        }

        @Test
        void makesTheComponentInvisibleIfOneValueHasNot() {
            assertFalse(SelfConfiguration.isSound(asset("m#count", "1", Tscalar.INTEGER), "asset"));
            assertFalse(SelfConfiguration.isSound(asset("m#+scale", "1", Tscalar.DOUBLE), "asset"));
        }

        @Test
        void makesTheComponentInvisibleUnderAnotherPid() {
            assertFalse(SelfConfiguration.isSound(asset("m#count", 1, Tscalar.INTEGER), "other"));
        }

        private static InstanceConfiguration asset(String key, Object value, Tscalar type) {
            Map<String, Object> values = new HashMap<>();
            values.put(key, value);
            return new InstanceConfiguration("asset", form(key, type), values);
        }
    }

    @Nested
    class WireAssetUpgradeOf {
        @Test
        void namesTheChannelsOfAnOldEntry() {
            Map<String, Object> values = upgraded(Map.of("i#register", "1", "driver.pid", "d"));

            assertEquals("i", values.get("i#+name"));
            assertEquals(false, values.get("emit.all.channels"));
            assertFalse(values.containsKey("driver.pid#+name"));
        }

        @Test
        void leavesANewEntryAlone() {
            assertFalse(upgraded(Map.of("i#register", "1", "emit.all.channels", true))
                    .containsKey("i#+name"));
        }

        private static Map<String, Object> upgraded(Map<String, Object> given) {
            Map<String, Object> values = new HashMap<>(given);
            values.put("service.factoryPid", "org.eclipse.kura.wire.WireAsset");
            WireAssetUpgrade.apply(new InstanceConfiguration("asset", null, values));
            return values;
        }
    }

    @Nested
    class DictionariesHold {
        @Test
        void passwordsAsStringsAndNoNulls() {
            Map<String, Object> values = new HashMap<>();
            values.put("secret", new Password("a"));
            values.put("secrets", new Password[] {new Password("b")});
            values.put("nothing", null);

            Dictionary<String, Object> dictionary = Dictionaries.dictionary(values);

            assertEquals("a", dictionary.get("secret"));
            assertArrayEquals(new String[] {"b"}, (String[]) dictionary.get("secrets"));
            assertEquals(2, Collections.list(dictionary.keys()).size());
        }

        @Test
        void passwordsThatAreMadeAgainByTheForm() {
            Map<String, Object> values = Dictionaries.map(
                    Dictionaries.dictionary(Map.of("secret", new Password("a"), "open", "b")),
                    form("secret", Tscalar.PASSWORD));

            assertEquals("a", values.get("secret").toString());
            assertTrue(values.get("secret") instanceof Password);
            assertEquals("b", values.get("open"));
        }
    }

    private static Tocd form(String id, Tscalar type) {
        Tad field = new Tad();
        field.setId(id);
        field.setType(type);
        Tocd form = new Tocd();
        form.addAD(field);
        return form;
    }
}
