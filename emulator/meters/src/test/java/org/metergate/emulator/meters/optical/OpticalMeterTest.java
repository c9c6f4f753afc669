package org.metergate.emulator.meters.optical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.metergate.emulator.meters.Building;

class OpticalMeterTest {
    private static final Instant NOW = Instant.parse("2026-11-23T21:00:03.700Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final String SILENCE = SpokenWire.SILENCE;

    private static SpokenWire spoken(String... said) {
        SpokenWire wire = new SpokenWire(said);
        OpticalMeter meter = new OpticalMeter(OpticalSettings.USUAL, OpticalMeterTest::at, CLOCK);
        assertThrows(EOFException.class, () -> meter.serve(wire));
        return wire;
    }

    private static Building.State at(Instant time) {
        Building.Phase phase = new Building.Phase(230.14, 1.2346, -283.4, 40.05, Collections.nCopies(39, 0.0));
        return new Building.State(time, Collections.nCopies(3, phase), 50.017, 1_234_567.9, 12.5, 3.999, 0, null, null);
    }

    @Test
    void identifiesItselfWithAndWithoutAddress() {
        assertEquals("/MTG5\\@METERGATE-E1\r\n", spoken("/?!\r\n", SILENCE).answers());
        assertEquals(
                "/MTG5\\@METERGATE-E1\r\n", spoken("/?12345678!\r\n", SILENCE).answers());
        assertEquals(
                "/MTG5\\@METERGATE-E1\r\n", spoken("/?0012345678!\r\n", SILENCE).answers());
    }

    @Test
    void leavesTheRequestsForOthersToThem() {
        assertEquals("", spoken("/?87654321!\r\n", "hello\r\n", "/!\r\n").answers());
    }

    @Test
    void wakesUpFromZerosAndHearsParityBitsAway() {
        assertTrue(spoken("\0\0\0\u00AF?!\r\n", SILENCE).answers().startsWith("/MTG5"));
    }

    @Test
    void readsOutAtTheSpeedThatWasChosen() {
        SpokenWire wire = spoken("/?!\r\n", "\u0006050\r\n", SILENCE);
        assertEquals(List.of(300, 9600, 300), wire.speeds.subList(0, 3));
        String message = wire.answers().substring(wire.answers().indexOf(2));
        assertEquals(
                """
                \u0002F.F(00000000)
                0.0.0(12345678)
                0.9.1(210003)
                0.9.2(261123)
                1.8.0(001234.567*kWh)
                2.8.0(000000.012*kWh)
                3.8.0(000000.003*kvarh)
                4.8.0(000000.000*kvarh)
                1.7.0(00.000*kW)
                2.7.0(00.850*kW)
                16.7.0(-00.850*kW)
                131.7.0(00.120*kvar)
                32.7.0(230.1*V)
                31.7.0(001.235*A)
                36.7.0(-00.283*kW)
                151.7.0(00.040*kvar)
                52.7.0(230.1*V)
                51.7.0(001.235*A)
                56.7.0(-00.283*kW)
                171.7.0(00.040*kvar)
                72.7.0(230.1*V)
                71.7.0(001.235*A)
                76.7.0(-00.283*kW)
                191.7.0(00.040*kvar)
                14.7.0(50.02*Hz)
                !
                """
                        .replace("\n", "\r\n"),
                message.substring(0, message.length() - 2));
        int check = 0;
        for (int i = 1; i < message.length(); i++) {
            check ^= message.charAt(i);
        }
        assertEquals(0, check, "all characters after STX, ETX and block check cancel out");
    }

    @Test
    void staysAtTheInitialSpeedWhenAskedForMoreThanItOffered() {
        assertEquals(
                List.of(300, 300, 300),
                spoken("/?!\r\n", "\u0006060\r\n", SILENCE).speeds.subList(0, 3));
    }

    @Test
    void repeatsTheMessageOnNak() {
        String once = spoken("/?!\r\n", "\u0006050\r\n", SILENCE).answers();
        String twice = spoken("/?!\r\n", "\u0006050\r\n", "\u0015", SILENCE).answers();
        assertEquals(once + once.substring(once.indexOf(2)), twice);
    }

    @Test
    void answersTheNextSignOnThatFollowsAtOnce() {
        String answers = spoken("/?!\r\n", "\u0006050\r\n", "/?!\r\n", SILENCE).answers();
        assertTrue(answers.endsWith("/MTG5\\@METERGATE-E1\r\n"), answers);
        assertEquals(2, answers.split("/MTG5").length - 1);
    }

    @Test
    void answersASignOnInPlaceOfAnAcknowledgement() {
        String answers = spoken("/?!\r\n", "/?!\r\n", "\u0006050\r\n", SILENCE).answers();
        assertTrue(answers.contains("1.8.0(001234.567*kWh)"), answers);
    }

    @Test
    void refusesSettingsItCouldNotSay() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new OpticalSettings("MT", "x", "1", OpticalSettings.USUAL.initial(), 9600, ZoneOffset.UTC));
        assertThrows(
                IllegalArgumentException.class,
                () -> new OpticalSettings("MTG", "x", "1", OpticalSettings.USUAL.initial(), 9601, ZoneOffset.UTC));
    }
}
