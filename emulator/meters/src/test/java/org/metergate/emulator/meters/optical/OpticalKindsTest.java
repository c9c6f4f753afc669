package org.metergate.emulator.meters.optical;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.metergate.emulator.meters.optical.SpokenWire.SILENCE;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.metergate.emulator.meters.Building;
import org.metergate.emulator.meters.building.Site;
import org.metergate.emulator.meters.building.SiteBuilding;

/** In what the emulated optical meters differ. */
class OpticalKindsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T21:00:03.700Z");
    private static final Building BUILDING = new SiteBuilding(Site.DEFAULT);
    private static final String FLAG = "~";
    private static final String READOUT = "/?!\r\n\u0006050\r\n";

    private static OpticalMeter meter(OpticalSettings settings) {
        return new OpticalMeter(settings, BUILDING, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static String answers(Traits traits, String... said) {
        return new SpokenWire(said)
                .heardBy(meter(OpticalSettings.USUAL.with(traits)))
                .answers();
    }

    @Nested
    class Modes {
        @Test
        void aSendsItsDataUnasked() {
            String answers = answers(Traits.USUAL.in(Traits.Mode.A), "/?!\r\n", SILENCE, SILENCE);
            assertTrue(answers.startsWith("/MTGX\\@METERGATE-E1\r\n\u0002F.F(00000000)\r\n"), answers);
        }

        @Test
        void bChangesItsSpeedByItself() {
            SpokenWire wire = new SpokenWire("/?!\r\n", SILENCE, SILENCE)
                    .heardBy(meter(OpticalSettings.USUAL.with(Traits.USUAL.in(Traits.Mode.B))));
            assertTrue(wire.answers().startsWith("/MTGE\\@METERGATE-E1\r\n\u0002"), wire.answers());
            assertEquals(List.of(300, 9600, 300), wire.speeds.subList(0, 3));
        }

        @Test
        void eOffersHdlcAndConfirmsItAtTheNewSpeed() {
            SpokenWire wire = new SpokenWire("/?!\r\n", "\u0006252\r\n", SILENCE)
                    .heardBy(meter(OpticalSettings.USUAL.with(Traits.USUAL.in(Traits.Mode.E))));
            assertEquals("/MTG5\\2\\@METERGATE-E1\r\n\u0006252\r\n", wire.answers());
            assertEquals(9600, wire.spoken.get("\u0006252\r\n"));
        }

        /** SNRM and DISC to client 16, server 1/17, worked out with the check of IEC 62056-46. */
        @Test
        void eSpeaksHdlcUntilTheClientDisconnects() {
            String snrm = frame("A0 0A 00 02 00 23 21 93");
            String disc = frame("A0 0A 00 02 00 23 21 53");
            String answers =
                    answers(Traits.USUAL.in(Traits.Mode.E), "/?!\r\n", "\u0006252\r\n", snrm, disc, "/?!\r\n", SILENCE);
            String hdlc = answers.substring("/MTG5\\2\\@METERGATE-E1\r\n\u0006252\r\n".length());
            assertEquals(FLAG.charAt(0), hdlc.charAt(0), hdlc);
            assertTrue(hdlc.endsWith("/MTG5\\2\\@METERGATE-E1\r\n"), "it can be called again: " + hdlc);
        }

        @Test
        void cKnowsNoHdlc() {
            assertTrue(
                    answers(Traits.USUAL, "/?!\r\n", "\u0006252\r\n", SILENCE).endsWith("\r\n\u0015"));
        }

        private String frame(String body) {
            byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(body);
            int crc = SmlFile.crc(bytes); // the same polynomial
            String text = new String(bytes, StandardCharsets.ISO_8859_1) + (char) (crc & 0xFF) + (char) (crc >> 8);
            return FLAG + text + FLAG;
        }
    }

    @Nested
    class Listening {
        @Test // IEC 62056-21, annex B: 2.1 s of NUL at 300 baud are 63 characters
        void aBatteryMeterSleepsUntilItIsWoken() {
            Traits battery = Traits.USUAL.wokenBy(Duration.ofMillis(2100));
            assertEquals("", answers(battery, "/?!\r\n", SILENCE));
            assertEquals("", answers(battery, "\0".repeat(60), "/?!\r\n", SILENCE));
            assertTrue(answers(battery, "\0".repeat(63), "/?!\r\n", SILENCE).startsWith("/MTG5"));
        }

        @Test
        void aBusyMeterAnswersEveryOptionWithNak() {
            assertTrue(answers(Traits.USUAL.busy(true), READOUT, SILENCE).endsWith("\r\n\u0015"));
        }

        @Test
        void onABusOnlyTheOneThatIsCalledAnswers() {
            OpticalBus bus = new OpticalBus(
                    List.of(meter(OpticalSettings.USUAL), meter(OpticalSettings.USUAL.at("87654321"))), 33);
            String answers = new SpokenWire("/?87654321!\r\n\u0006050\r\n", SILENCE)
                    .heardBy(bus)
                    .answers();
            assertTrue(answers.contains("0.0.0(87654321)"), answers);
            assertFalse(answers.contains("12345678"), answers);
            assertEquals("", new SpokenWire("/?5!\r\n", SILENCE).heardBy(bus).answers());
        }

        @Test
        void twoAtOnceDestroyEachOther() {
            byte[] one = Traits.Characters.F7E1_WITH_PARITY.onTheWire("/MTG5A\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] apart = Collision.heard(one, one, 16 * 100);
            assertArrayEquals(one, Arrays.copyOf(apart, one.length), "not at once: both are heard");
            assertEquals(2 * one.length, apart.length);
            byte[] late = Collision.heard(one, one, 16 * 33);
            assertArrayEquals(Arrays.copyOf(one, 3), Arrays.copyOf(late, 3));
            assertFalse(Arrays.equals(one, Arrays.copyOf(late, one.length)));
        }
    }

    @Nested
    class Speaking {
        @Test
        void withParityEveryCharacterHasAnEvenNumberOfOnes() {
            byte[] sent = Traits.Characters.F7E1_WITH_PARITY.onTheWire("/1".getBytes(StandardCharsets.US_ASCII));
            assertArrayEquals(new byte[] {(byte) 0xAF, (byte) 0xB1}, sent);
        }

        @Test
        void atASpeedThatItCannotDoItIsNotUnderstood() {
            Traits traits = Traits.USUAL.understoodUpTo(2400);
            assertFalse(answers(traits, READOUT, SILENCE).contains("1.8.0("));
            assertTrue(answers(traits, "/?!\r\n\u0006030\r\n", SILENCE).contains("1.8.0("));
        }

        @Test
        void theReadoutHoldsPastMonths() {
            String answers = answers(Traits.USUAL.withHistory(2), READOUT, SILENCE);
            Building.State october = BUILDING.at(Instant.parse("2026-11-01T00:00:00Z"));
            assertTrue(answers.contains("1.8.0*02(" + Registers.counter(october.activeImport()) + "*kWh)"), answers);
            assertTrue(answers.contains("4.8.0*01("), answers);
        }

        @Test
        void theClockMayBeWrong() {
            assertTrue(answers(Traits.USUAL.ahead(Duration.ofHours(-1)), READOUT, SILENCE)
                    .contains("0.9.1(200003)"));
        }

        @Test
        void refusesTraitsThatNoMeterHas() {
            assertThrows(IllegalArgumentException.class, () -> Traits.USUAL.withPasswords("a(b", ""));
            assertThrows(IllegalArgumentException.class, () -> Traits.USUAL.withHistory(100));
        }
    }

    @Nested
    class Pushing {
        @Test // the check values that are published with the two CRCs, for the digits 1 to 9
        void checksAsOthersDo() {
            byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
            assertEquals(0xBB3D, P1Meter.crc(digits));
            assertEquals(0x906E, SmlFile.crc(digits));
        }

        @Test
        void p1TelegramsLookAsTheCompanionStandardShowsThem() {
            String telegram = telegram(P1Settings.Version.V5);
            assertTrue(
                    telegram.startsWith("/MTG5\\2METERGATE-P1\r\n\r\n1-3:0.2.8(50)\r\n0-0:1.0.0(261123220003W)\r\n"),
                    telegram);
            assertTrue(telegram.contains("0-0:96.1.1(4530303132333435363738)\r\n"), telegram);
            assertTrue(
                    telegram.matches("(?s).*\r\n1-0:1\\.8\\.1\\(\\d{6}\\.\\d{3}\\*kWh\\)\r\n.*![0-9A-F]{4}\r\n"),
                    telegram);
            assertTrue(telegram.contains("0-2:24.2.1(261123220000W)("), telegram);
        }

        @Test
        void theOldestHaveNeitherTimeNorCrc() {
            String telegram = telegram(P1Settings.Version.V2);
            assertTrue(telegram.endsWith("!\r\n"), telegram);
            assertFalse(telegram.contains("0-0:1.0.0"), telegram);
        }

        @Test // SML 1.04, 6 and 8: escape, start, message of six elements, its number, opening response
        void smlFilesBeginAndEndAsTheSpecificationSays() {
            SmlMeter meter =
                    new SmlMeter("12345678", Duration.ofSeconds(1), BUILDING, Clock.fixed(NOW, ZoneOffset.UTC));
            String hex = HexFormat.of().withUpperCase().formatHex(meter.file(NOW));
            assertTrue(hex.startsWith("1B1B1B1B01010101" + "7605000000016200620072630101" + "760101030001"), hex);
            assertTrue(hex.contains("77070100010800FF65000001820162" + "1E52FF59"), "energy, Wh, a tenth: " + hex);
            assertTrue(hex.matches(".*1B1B1B1B1A0[0-3][0-9A-F]{4}"), hex);
            assertEquals(0, hex.length() % 8, "a multiple of four bytes");
        }

        private String telegram(P1Settings.Version version) {
            P1Settings usual = P1Settings.USUAL;
            P1Settings settings =
                    new P1Settings(version, usual.identification(), usual.serial(), usual.interval(), usual.zone());
            P1Meter meter = new P1Meter(settings, BUILDING, Clock.fixed(NOW, ZoneOffset.UTC));
            return new String(meter.telegram(Instant.parse("2026-11-23T21:00:03Z")), StandardCharsets.US_ASCII);
        }
    }
}
