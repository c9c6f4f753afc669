package org.metergate.publisher.homeassistant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metergate.analysis.finding.Cause;
import org.metergate.testkit.MovedClock;

class HomeTest {

    private static final String CONFIG = "homeassistant/device/gw1_main/config";
    private static final String STATE = "meters/gw1/meter/main/state";
    private static final String AVAILABILITY = "meters/gw1/meter/main/availability";

    private final MovedClock clock = MovedClock.at("2026-03-01T12:00:00Z");
    private Home home = DiscoveryTest.home("");

    private List<Outgoing> read(Object... more) {
        Map<String, Object> record = new HashMap<>(Map.of("assetName", "main"));
        for (int i = 0; i < more.length; i += 2) {
            record.put(more[i].toString(), more[i + 1]);
        }
        clock.move(Duration.ofMinutes(15));
        return home.accept(MeterRecord.of(record, clock.instant()), clock.instant());
    }

    private static Optional<Outgoing> on(String topic, List<Outgoing> out) {
        return out.stream().filter(message -> message.topic().equals(topic)).reduce((first, last) -> last);
    }

    private static JsonObject json(Optional<Outgoing> message) {
        return JsonParser.parseString(message.orElseThrow().payload()).getAsJsonObject();
    }

    @Test
    void announcesBeforeItTells() {
        List<Outgoing> out = read("import", 1.5, "import_unit", "kWh");
        assertEquals(
                List.of(CONFIG, AVAILABILITY, STATE),
                out.stream().map(Outgoing::topic).toList());
        assertEquals("online", out.get(1).payload());
        assertEquals(
                "{\"import\":1.5,\"import_since\":\"2026-03-01T12:15:00Z\",\"import_register\":1.5,\"problem\":{}}",
                out.get(2).payload());
        assertEquals(
                List.of(STATE),
                read("import", 1.6, "import_unit", "kWh").stream()
                        .map(Outgoing::topic)
                        .toList());
    }

    @Test
    void sendsStatesAtMostOnceSoThatNoneIsRepeatedLate() {
        List<Outgoing> out = read("import", 1.5, "import_unit", "kWh");
        assertEquals(0, on(STATE, out).orElseThrow().qos());
        assertTrue(on(STATE, out).orElseThrow().retain());
        assertEquals(1, on(CONFIG, out).orElseThrow().qos());
        assertTrue(on(CONFIG, out).orElseThrow().retain());
    }

    @Test
    void letsValuesExpireAfterThreeIntervals() {
        read("P", 1.0, "P_unit", "W");
        read("P", 1.0, "P_unit", "W");
        read("P", 1.0, "P_unit", "W");
        JsonObject config = json(on(CONFIG, read("P", 1.0, "P_unit", "W")));
        assertEquals(
                3600,
                config.getAsJsonObject("components")
                        .getAsJsonObject("P")
                        .get("expire_after")
                        .getAsInt());
        assertTrue(on(CONFIG, read("P", 1.0, "P_unit", "W")).isEmpty());
    }

    @Test
    void showsThatAMeterIsGoneAndWhy() {
        read("P", 1.0, "P_unit", "W", "why", "");
        List<Outgoing> out = read("P_error", "no answer for 2000 ms", "why", "check the cable");
        assertEquals("offline", on(AVAILABILITY, out).orElseThrow().payload());
        JsonObject state = json(on(STATE, out));
        assertTrue(state.get("P").isJsonNull());
        assertEquals("check the cable", state.get("why").getAsString());
        assertEquals(
                "no answer for 2000 ms",
                state.getAsJsonObject("problem").get("P").getAsString());
        assertEquals(
                "online",
                on(AVAILABILITY, read("P", 1.0, "P_unit", "W")).orElseThrow().payload());
    }

    @Test
    void keepsACounterThroughOneFailure() {
        read("import", 1.5, "import_unit", "kWh", "P", 3.0, "P_unit", "W");
        JsonObject state = json(on(STATE, read("import_error", "no answer", "P", 3.0, "P_unit", "W")));
        assertEquals(new BigDecimal("1.5"), state.get("import").getAsBigDecimal());
    }

    @Test
    void convertsWhatHomeAssistantDoesNotTake() {
        JsonObject state = json(on(STATE, read("Q", 1.25, "Q_unit", "kvar", "heat", 7.2, "heat_unit", "MJ/h")));
        assertEquals(new BigDecimal("1250"), state.get("Q").getAsBigDecimal());
        assertEquals(new BigDecimal("2000"), state.get("heat").getAsBigDecimal());
    }

    @Test
    void tellsFindingsAsEventsOnce() {
        List<Outgoing> out = read("finding", "phase loss: L2 is at 3 V");
        JsonObject event = json(on("meters/gw1/meter/main/finding", out));
        assertEquals("phase_loss", event.get("event_type").getAsString());
        assertEquals("phase loss: L2 is at 3 V", event.get("text").getAsString());
        assertTrue(on("meters/gw1/meter/main/finding", read("finding", "phase loss: L2 is at 3 V"))
                .isEmpty());
        assertEquals(
                "night_leak",
                json(on("meters/gw1/meter/main/finding", read("x.finding", "{\"cause\":\"night-leak\",\"l\":3}")))
                        .get("event_type")
                        .getAsString());
        assertEquals(
                "other",
                json(on("meters/gw1/meter/main/finding", read("finding", "something new")))
                        .get("event_type")
                        .getAsString());
    }

    @Nested
    class FindingsOfTheAnalysis {

        private static final String FINDING = "meters/gw1/meter/main/finding";
        private static final long START = 1_768_348_800_000L;

        private final Object[] phaseLoss = {
            "U2",
            3.0,
            "U2_unit",
            "V",
            "finding.cause",
            "PHASE_LOSS",
            "finding.cause_timestamp",
            START + 60_000,
            "finding.channel",
            "U2",
            "finding.severity",
            0.99,
            "finding.severity_timestamp",
            START + 60_000,
            "finding.start",
            START,
            "finding.start_timestamp",
            START + 60_000,
            "finding.end",
            START + 60_000,
            "finding.check",
            "Check the fuse.",
            "finding.rows",
            "2026-01-14T00:00:00Z=2.0"
        };

        private static List<String> events(List<Outgoing> out) {
            return out.stream()
                    .filter(message -> message.topic().equals(FINDING))
                    .map(Outgoing::payload)
                    .toList();
        }

        @Test
        void areEventsWithEverythingThatIsKnown() {
            assertEquals(
                    List.of("{\"event_type\":\"phase_loss\",\"text\":\"phase loss, U2: Check the fuse.\","
                            + "\"time\":\"2026-01-14T00:01:00Z\",\"channel\":\"U2\",\"severity\":0.99,"
                            + "\"start\":\"2026-01-14T00:00:00Z\",\"end\":\"2026-01-14T00:01:00Z\","
                            + "\"check\":\"Check the fuse.\",\"rows\":\"2026-01-14T00:00:00Z=2.0\"}"),
                    events(read(phaseLoss)));
        }

        @Test
        void areNoEntities() {
            List<Outgoing> out = read(phaseLoss);
            assertEquals(
                    Set.of("U2", "problem", "finding"),
                    json(on(CONFIG, out)).getAsJsonObject("components").keySet());
            assertEquals(Set.of("U2", "problem"), json(on(STATE, out)).keySet());
        }

        @Test
        void areToldOnceUntilAnotherBegins() {
            read(phaseLoss);
            assertEquals(List.of(), events(read(phaseLoss)));
            phaseLoss[List.of(phaseLoss).indexOf("finding.start") + 1] = START + 86_400_000;
            assertEquals(1, events(read(phaseLoss)).size());
        }

        @Test
        void needNoMoreThanTheirCause() {
            assertEquals(
                    List.of("{\"event_type\":\"gap\",\"text\":\"gap\",\"time\":\"2026-03-01T12:15:00Z\"}"),
                    events(read("finding.cause", "GAP", "finding.channel", "")));
            assertEquals(1, events(read("finding.cause", "GAP")).size());
            assertEquals(List.of(), events(read("finding.channel", "U2", "finding.start", START)));
        }

        @Test
        void leaveOutWhatIsNoTimeOrNoNumber() {
            JsonObject event = JsonParser.parseString(
                            events(read("finding.cause", "DIP", "finding.start", 1e300, "finding.severity", "high"))
                                    .get(0))
                    .getAsJsonObject();
            assertEquals(Set.of("event_type", "text", "time"), event.keySet());
        }

        @Test
        void areAllToldOfOneRecord() {
            List<String> events = events(
                    read("finding.cause", "THD_RISE", "finding.2.cause", "REVERSED_CT", "finding.2.channel", "P1"));
            assertEquals(2, events.size());
            assertEquals(
                    Set.of("thd_rise", "reversed_ct"),
                    Set.copyOf(events.stream()
                            .map(event -> JsonParser.parseString(event)
                                    .getAsJsonObject()
                                    .get("event_type")
                                    .getAsString())
                            .toList()));
        }

        @Test
        void doNotMakeASilentMeterPresent() {
            read("P", 1.0, "P_unit", "W");
            List<Outgoing> out = read("P_error", "no answer", "finding.cause", "GAP");
            assertEquals("offline", on(AVAILABILITY, out).orElseThrow().payload());
            assertEquals(1, events(out).size());
        }

        @Test
        void haveATypeForEveryCause() {
            for (Cause cause : Cause.values()) {
                assertEquals(cause.name(), FindingType.of(cause.name()).name());
            }
        }
    }

    @Test
    void makesAProblemOfACriticalClass() {
        List<Outgoing> out = read("PF1.class", "CRITICAL");
        String id = Id.of("PF1.class") + "_problem";
        assertTrue(json(on(CONFIG, out)).getAsJsonObject("components").has(id));
        assertEquals("ON", json(on(STATE, out)).get(id).getAsString());
        assertEquals("OFF", json(on(STATE, read("PF1.class", "IDEAL"))).get(id).getAsString());
    }

    @Test
    void tellsAnExchangeAsAnEvent() {
        read("import", 12345.5, "import_unit", "kWh");
        read("import", 0.5, "import_unit", "kWh");
        read("import", 0.6, "import_unit", "kWh");
        List<Outgoing> out = read("import", 0.7, "import_unit", "kWh");
        assertEquals(
                "meter_exchange",
                json(on("meters/gw1/meter/main/finding", out)).get("event_type").getAsString());
        assertEquals(
                clock.instant().toString(),
                json(on(STATE, out)).get("import_since").getAsString());
    }

    @Test
    void tellsEverythingAnewWhenHomeAssistantIsBorn() {
        read("P", 1.0, "P_unit", "W");
        List<Outgoing> out = home.announce(List.of("set lwt.topic"));
        assertEquals(
                List.of(
                        "homeassistant/device/gw1/config",
                        "meters/gw1/status",
                        "meters/gw1/notices",
                        CONFIG,
                        AVAILABILITY,
                        STATE),
                out.stream().map(Outgoing::topic).toList());
        assertEquals("{\"notices\":[\"set lwt.topic\"]}", out.get(2).payload());
    }

    @Nested
    class Removal {

        private final Set<String> components = new java.util.HashSet<>(Set.of("main"));
        private final Set<String> channels = new java.util.HashSet<>(Set.of("P", "U1"));

        private List<Outgoing> check() {
            return home.check(
                    new Home.Installed() {
                        @Override
                        public Set<String> components() {
                            return components;
                        }

                        @Override
                        public Optional<Set<String>> channels(String asset) {
                            return Optional.of(channels);
                        }
                    },
                    clock.instant());
        }

        @Test
        void emptiesTheTopicsOfAMeterThatIsGoneForTenMinutes() {
            read("P", 1.0, "P_unit", "W");
            assertEquals(List.of(), check());
            components.clear();
            assertEquals(List.of(), check());
            clock.move(Duration.ofMinutes(9));
            assertEquals(List.of(), check());
            clock.move(Duration.ofMinutes(1));
            List<Outgoing> out = check();
            assertEquals(
                    List.of(CONFIG, AVAILABILITY, STATE),
                    out.stream().map(Outgoing::topic).toList());
            assertTrue(out.stream().allMatch(message -> message.payload().isEmpty() && message.retain()));
            assertTrue(home.meters().isEmpty());
        }

        @Test
        void leavesAMeterThatIsBackInTime() {
            read("P", 1.0, "P_unit", "W");
            check();
            components.clear();
            check();
            clock.move(Duration.ofMinutes(9));
            components.add("main");
            check();
            components.clear();
            clock.move(Duration.ofMinutes(9));
            assertEquals(List.of(), check());
        }

        @Test
        void leavesWhatNeverWasAnAsset() {
            read("P", 1.0, "P_unit", "W");
            components.clear();
            check();
            clock.move(Duration.ofHours(1));
            assertEquals(List.of(), check());
        }

        @Test
        void takesOutAChannelThatTheAssetHasNoMore() {
            read("P", 1.0, "P_unit", "W", "U1", 230.0, "U1_unit", "V", "S", 2.0, "S_unit", "VA");
            check();
            channels.remove("U1");
            check();
            clock.move(Home.GONE);
            List<Outgoing> out = check();
            assertEquals(2, out.size());
            assertEquals(
                    List.of(),
                    DiscoveryRules.violations(out.get(0).topic(), out.get(0).payload()));
            assertTrue(
                    out.get(0).payload().contains("\"U1\":{\"platform\":\"sensor\"}"),
                    out.get(0).payload());
            assertFalse(out.get(1).payload().contains("U1"), out.get(1).payload());
            assertTrue(out.get(1).payload().contains("\"S\":{"), out.get(1).payload());
        }
    }

    @Nested
    class Restart {

        @TempDir
        private Path folder;

        private Ledger ledger() {
            return new Ledger(folder.resolve("sub").resolve("meters"));
        }

        private void restart() throws Exception {
            ledger().write(home.meters().values());
            home = new Home(
                    new Topics("homeassistant", "meters", "gw1"),
                    Classes.of(""),
                    new Home.Limits(BigDecimal.valueOf(1000), BigDecimal.valueOf(100)),
                    Optional.empty(),
                    "1.2.3",
                    ledger().read());
        }

        @Test
        void keepsWhatWasAnnouncedAndWhereCountersStand() throws Exception {
            read("import", 12345.5, "import_unit", "kWh", "serial", "7 =%", "U 1/ä", 230.0, "U 1/ä_unit", "V");
            read("import", 0.5, "import_unit", "kWh");
            home.meters().get("main").foundAsAsset();
            restart();
            List<Outgoing> announced = home.announce(List.of());
            String config = on(CONFIG, announced).orElseThrow().payload();
            assertTrue(config.contains(Id.of("U 1/ä")) && config.contains("\"7 =%\""), config);
            assertTrue(on(STATE, announced).isEmpty(), "the broker still has the last state");
            assertTrue(home.meters().get("main").isAsset());
            assertTrue(json(on(STATE, read("import", 0.6, "import_unit", "kWh")))
                    .get("import")
                    .isJsonNull());
            restart();
            JsonObject state = json(on(STATE, read("import", 0.7, "import_unit", "kWh")));
            assertEquals(new BigDecimal("0.7"), state.get("import").getAsBigDecimal());
            assertEquals(clock.instant().toString(), state.get("import_since").getAsString());
        }

        @Test
        void saysWhichLineIsNoneOfOurs() throws Exception {
            Path file = folder.resolve("meters");
            Files.writeString(file, "=meter =main =true -\n=entity =main =P =NUMBR =W\n");
            var refused = org.junit.jupiter.api.Assertions.assertThrows(
                    java.io.IOException.class, () -> new Ledger(file).read());
            assertTrue(refused.getMessage().contains("line 2"), refused.getMessage());
        }

        @Test
        void leavesTheOldFileWholeWhenTheNewOneCannotBeWritten() throws Exception {
            read("P", 1.0, "P_unit", "W");
            Path file = folder.resolve("meters");
            new Ledger(file).write(home.meters().values());
            byte[] before = Files.readAllBytes(file);
            Files.createDirectory(folder.resolve("meters.new"));
            org.junit.jupiter.api.Assertions.assertThrows(java.io.IOException.class, () -> new Ledger(file)
                    .write(home.meters().values()));
            org.junit.jupiter.api.Assertions.assertArrayEquals(before, Files.readAllBytes(file));
        }
    }
}
