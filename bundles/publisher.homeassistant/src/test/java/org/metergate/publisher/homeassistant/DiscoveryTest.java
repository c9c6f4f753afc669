package org.metergate.publisher.homeassistant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.metergate.model.Unit;

class DiscoveryTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Topics TOPICS = new Topics("homeassistant", "meters", "gw1");

    private final Home home = home("");

    static Home home(String classes) {
        return new Home(
                TOPICS,
                Classes.of(classes),
                new Home.Limits(BigDecimal.valueOf(1000), BigDecimal.valueOf(100)),
                Optional.empty(),
                "1.2.3",
                List.of());
    }

    static List<String> everyUnit() {
        List<String> units =
                new ArrayList<>(List.of("h", "min", "d", "l", "L", "l/h", "dBm", "dB", "m3", "kVAr", "ft", "pulses"));
        for (Unit unit : Unit.values()) {
            for (String prefix : unit == Unit.ONE ? List.of("") : List.of("", "m", "k", "M", "G", "T")) {
                units.add(prefix + unit.symbol());
            }
        }
        return units;
    }

    static Stream<String> names() {
        return Stream.of("value", "Battery level", "water", "gas", "PF1", "DPF", "cos phi", "Zählerstand/α \"β\"");
    }

    private static Outgoing config(List<Outgoing> out, String device) {
        return out.stream()
                .filter(message -> message.topic().equals("homeassistant/device/" + device + "/config"))
                .reduce((first, last) -> last)
                .orElseThrow(() -> new AssertionError("no discovery of " + device + " in " + out));
    }

    private static Map<String, Object> record(Object... more) {
        Map<String, Object> record = new HashMap<>(Map.of("assetName", "main"));
        for (int i = 0; i < more.length; i += 2) {
            record.put(more[i].toString(), more[i + 1]);
        }
        return record;
    }

    private JsonObject component(String channel, Object value, String unit) {
        Map<String, Object> record = record(channel, value);
        if (!unit.isEmpty()) {
            record.put(channel + "_unit", unit);
        }
        Outgoing config = config(home.accept(MeterRecord.of(record, NOW), NOW), "gw1_main");
        assertEquals(List.of(), DiscoveryRules.violations(config.topic(), config.payload()));
        return JsonParser.parseString(config.payload())
                .getAsJsonObject()
                .getAsJsonObject("components")
                .getAsJsonObject(Id.of(channel));
    }

    @ParameterizedTest(name = "unit ''{0}''")
    @MethodSource("everyUnit")
    void isValidForEveryQuantity(String unit) {
        names().forEach(name -> component(name, 1.5, unit));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "import, kWh, energy, total, kWh",
        "import, Wh, energy, total, Wh",
        "heat, GJ, energy, total, GJ",
        "heat, TJ, energy, total, J",
        "reactive, kvarh, reactive_energy, total, kvarh",
        "reactive, Mvarh, reactive_energy, total, varh",
        "apparent, kVAh, '', total, kVAh",
        "P, W, power, measurement, W",
        "P, MJ/h, power, measurement, W",
        "Q, kvar, reactive_power, measurement, var",
        "S, kVA, apparent_power, measurement, VA",
        "U1, V, voltage, measurement, V",
        "I1, A, current, measurement, A",
        "f, Hz, frequency, measurement, Hz",
        "cold water, m³, water, total, m³",
        "Kaltwasser, m³, water, total, m³",
        "gasVolume, m³, gas, total, m³",
        "volume, m³, volume, total, m³",
        "flow, m³/h, volume_flow_rate, measurement, m³/h",
        "forward, °C, temperature, measurement, °C",
        "spread, K, '', measurement, K",
        "p, mbar, pressure, measurement, mbar",
        "running, s, duration, measurement, s",
        "battery, %, battery, measurement, %",
        "load, %, '', measurement, %",
        "PF, '', power_factor, measurement, ''",
        "rssi, dBm, signal_strength, measurement, dBm"
    })
    void hasClassAndUnitOfTheQuantity(
            String channel, String unit, String deviceClass, String stateClass, String shownUnit) {
        JsonObject sensor = component(channel, 12.5, unit);
        assertEquals(
                deviceClass,
                sensor.has("device_class") ? sensor.get("device_class").getAsString() : "");
        assertEquals(stateClass, sensor.get("state_class").getAsString());
        assertEquals(
                shownUnit,
                sensor.has("unit_of_measurement")
                        ? sensor.get("unit_of_measurement").getAsString()
                        : "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"U1.anomaly", "PF1.anomaly", "power factor.anomaly"})
    void showsAScoreAsAPlainDiagnosticNumber(String channel) {
        JsonObject sensor = component(channel, 0.25, "");
        assertEquals("diagnostic", sensor.get("entity_category").getAsString());
        assertEquals("measurement", sensor.get("state_class").getAsString());
        assertFalse(sensor.has("device_class") || sensor.has("unit_of_measurement"), sensor.toString());
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"import, kWh", "import, Wh", "heat, MJ", "heat, GJ", "heat, TJ", "water, m³", "gas, m³", "water, l"})
    void isTakenByTheEnergyDashboard(String channel, String unit) {
        assertTrue(DiscoveryRules.energyDashboardTakes(component(channel, 12.5, unit)));
    }

    @Test
    void rulesRefuseWhatHomeAssistantRefuses() {
        String good = config(
                        home.accept(MeterRecord.of(record("import", 1.0, "import_unit", "kWh"), NOW), NOW), "gw1_main")
                .payload();
        for (String[] change : new String[][] {
            {"\"kWh\"", "\"kvarh\""},
            {"\"total\"", "\"measurement\""},
            {"\"energy\"", "\"enery\""},
            {"\"identifiers\":[\"gw1_main\"]", "\"identifiers\":[]"},
            {"\"origin\":{\"name\":\"Metergate\"", "\"origin\":{\"nome\":\"Metergate\""},
            {"\"unique_id\":\"gw1_main_import\"", "\"unique\":\"gw1_main_import\""},
            {"\"unique_id\":\"gw1_main_import\"", "\"unique_id\":\"gw1_main_problem\""},
            {"\"platform\":\"sensor\"", "\"platform\":\"meter\""},
            {"\"availability_mode\":\"all\"", "\"availability_mode\":\"both\""}
        }) {
            String bad = good.replace(change[0], change[1]);
            assertFalse(good.equals(bad), change[0] + " is not in " + good);
            assertFalse(
                    DiscoveryRules.violations("homeassistant/device/gw1_main/config", bad)
                            .isEmpty(),
                    change[1] + " passed");
        }
        assertFalse(DiscoveryRules.violations("homeassistant/device/gw 1/config", good)
                .isEmpty());
    }

    @Test
    void announcesTheGatewayAsADeviceOfItsOwn() {
        Outgoing config = config(home.announce(List.of()), "gw1");
        assertEquals(List.of(), DiscoveryRules.violations(config.topic(), config.payload()));
        assertTrue(config.retain());
        assertTrue(config.payload().contains("\"state_topic\":\"meters/gw1/status\""), config.payload());
    }

    @Test
    void tellsWhatTheUserSaidAChannelIs() {
        Home told = home("main/riser* = gas; */net = net");
        Outgoing config = config(
                told.accept(
                        MeterRecord.of(
                                record("riser 1", 3.0, "riser 1_unit", "m³", "net", -5.0, "net_unit", "kWh"), NOW),
                        NOW),
                "gw1_main");
        assertEquals(List.of(), DiscoveryRules.violations(config.topic(), config.payload()));
        JsonObject components =
                JsonParser.parseString(config.payload()).getAsJsonObject().getAsJsonObject("components");
        assertEquals(
                "gas",
                components.getAsJsonObject(Id.of("riser 1")).get("device_class").getAsString());
        JsonObject net = components.getAsJsonObject("net");
        assertEquals("total", net.get("state_class").getAsString());
        assertFalse(net.has("last_reset_value_template"), net.toString());
    }

    @Test
    void keepsIdsWhateverChangesAround() {
        String alone = component("import", 1.0, "kWh").get("unique_id").getAsString();
        home.accept(MeterRecord.of(record("a", 1.0, "import", 5.0, "import_unit", "Wh"), NOW), NOW);
        assertEquals("gw1_main_import", alone);
        assertEquals(alone, component("import", 7.0, "MWh").get("unique_id").getAsString());
        assertEquals("Z_hler_1_" + Id.of("Zähler 1").substring(9), Id.of("Zähler 1"));
        assertFalse(Id.of("Zähler 1").equals(Id.of("Zöhler 1")));
    }

    @Test
    void putsSerialNumberAndMakerIntoTheDevice() {
        Outgoing config = config(
                home.accept(
                        MeterRecord.of(record("serial", "12345678", "manufacturer", "ACME", "import", 1.0), NOW), NOW),
                "gw1_main");
        JsonObject device =
                JsonParser.parseString(config.payload()).getAsJsonObject().getAsJsonObject("device");
        assertEquals("12345678", device.get("serial_number").getAsString());
        assertEquals("ACME", device.get("manufacturer").getAsString());
        assertEquals("gw1", device.get("via_device").getAsString());
    }
}
