package org.metergate.emulator.meters.optical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.metergate.emulator.meters.optical.SpokenWire.SILENCE;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.metergate.emulator.meters.Building;

/** What the meter answers in programming mode; block checks worked out by hand or published. */
class ProgrammingModeTest {
    private static final Instant NOW = Instant.parse("2026-11-23T21:00:03.700Z");
    private static final String BREAK = "\u0001B0\u0003q"; // 42 ^ 30 ^ 03 = 71
    private static final String SIGN_ON = "/?!\r\n\u0006051\r\n";
    private static final String PASSWORD = command("P1", "(00000000)");

    /** A building that takes 1000 W day and night. */
    private static Building.State at(Instant time) {
        double wattHours = Duration.between(OpticalSettings.INSTALLED, time).toSeconds() / 3.6;
        Building.Phase phase = new Building.Phase(230, 1, 333, 0, Collections.nCopies(39, 0.0));
        return new Building.State(time, Collections.nCopies(3, phase), 50, wattHours, 0, 0, 0, null, null);
    }

    private static String command(String name, String data) {
        return new String(Frames.command(name, data), StandardCharsets.ISO_8859_1);
    }

    private static String answers(String... said) {
        OpticalMeter meter =
                new OpticalMeter(OpticalSettings.USUAL, ProgrammingModeTest::at, Clock.fixed(NOW, ZoneOffset.UTC));
        String all =
                new SpokenWire(SIGN_ON, String.join("", said)).heardBy(meter).answers();
        String greeting = "/MTG5\\@METERGATE-E1\r\n\u0001P0\u0002(12345678)\u0003";
        assertTrue(all.startsWith(greeting), all);
        return all.substring(greeting.length() + 1);
    }

    @Test // IEC 62056-21, 6.3.6: the break that is printed in many manuals
    void checksAsTheStandardDoes() {
        assertEquals(BREAK, command("B0", ""));
        assertEquals("\u0001P1\u0002(00000000)\u0003a", PASSWORD); // 50 ^ 31 ^ 02 ^ 28 ^ 29 ^ 03 = 61
    }

    @Test
    void takesTheRightPassword() {
        assertEquals("\u0006", answers(PASSWORD, SILENCE));
    }

    @Test
    void signsOffAfterAWrongOne() {
        assertEquals(BREAK, answers(command("P1", "(12345678)"), SILENCE));
    }

    @Test
    void readsNothingBefore() {
        assertTrue(answers(command("R1", "1.8.0()"), SILENCE).contains("(ER02)"));
    }

    @Test // the check by hand: 30 of 0.0.0, 01 of the parentheses, 08 of the digits, 03 of ETX make 3A
    void readsOneRegister() {
        assertEquals("\u0006\u00020.0.0(12345678)\u0003:", answers(PASSWORD, command("R1", "0.0.0()"), SILENCE));
    }

    @Test
    void asksForACommandWithAWrongBlockCheckAgain() {
        String command = command("R1", "0.0.0()");
        String wrong = command.substring(0, command.length() - 1) + "!";
        assertEquals("\u0006\u0015\u00020.0.0(12345678)\u0003:", answers(PASSWORD, wrong, command, SILENCE));
    }

    @Test
    void repeatsOnNak() {
        String answer = "\u00020.0.0(12345678)\u0003:";
        assertEquals("\u0006" + answer + answer, answers(PASSWORD, command("R1", "0.0.0()"), "\u0015", SILENCE));
    }

    @Test
    void givesTheLoadProfileOfATime() {
        String rows = answers(PASSWORD, command("R5", "P.01(02611231900;02611231930)"), SILENCE);
        assertEquals(
                "\u0002P.01(0261123190000)(00)(15)(2)(1.5)(kW)(2.5)(kW)\r\n"
                        + "(01.0000)(00.0000)\r\n(01.0000)(00.0000)\r\n(01.0000)(00.0000)\r\n\u0003",
                rows.substring(1, rows.length() - 1));
    }

    @Test
    void givesTheLogBook() {
        String rows = answers(PASSWORD, command("R5", "P.98(0261122000000;)"), SILENCE);
        assertEquals(
                "\u0002P.98(0261122000000)(2000)()(2)(0.9.1)()(0.9.2)()(000000)(261122)\r\n"
                        + "P.98(0261123000000)(2000)()(2)(0.9.1)()(0.9.2)()(000000)(261123)\r\n\u0003",
                rows.substring(1, rows.length() - 1));
    }

    @Test
    void saysThatATimeHasNoRows() {
        assertTrue(answers(PASSWORD, command("R5", "P.01(02711231900;02711232000)"), SILENCE)
                .contains("P.01(ERROR)"));
    }

    @Test // IEC 62056-21, 6.3.13: EOT while more follows; ACK asks for it, NAK for the same again
    void givesPartialBlocks() {
        String blocks =
                answers(PASSWORD, command("R6", "P.01(02611231900;02611231930)(3)"), "\u0015", "\u0006", SILENCE);
        String first = "\u0002P.01(0261123190000)(00)(15)(2)(1.5)(kW)(2.5)(kW)\r\n"
                + "(01.0000)(00.0000)\r\n(01.0000)(00.0000)\r\n\u0004";
        assertEquals(first, blocks.substring(1, first.length() + 1));
        assertEquals(first, blocks.substring(first.length() + 2, 2 * first.length() + 2));
        assertEquals(
                "\u0002(01.0000)(00.0000)\r\n\u0003", blocks.substring(2 * first.length() + 3, blocks.length() - 1));
    }

    @Test
    void writesWithTheRightPasswordOnly() {
        String second = command("P2", "(11111111)");
        assertTrue(answers(PASSWORD, command("W1", "0.0.1(NEW)"), SILENCE).contains("(ER02)"));
        assertTrue(answers(second, command("W1", "0.0.1(NEW)"), command("R1", "0.0.1()"), SILENCE)
                .startsWith("\u0006\u0006\u00020.0.1(NEW)\u0003"));
    }

    @Test
    void setsItsClock() {
        String answers = answers(PASSWORD, command("W1", "0.9.1(120000)"), command("R1", "0.9.1()"), SILENCE);
        assertTrue(answers.startsWith("\u0006\u0006\u00020.9.1(120000)\u0003"), answers);
        assertTrue(answers(PASSWORD, command("W1", "0.9.1(250000)"), SILENCE).contains("(ER05)"));
    }

    @Test
    void isOverAfterTheBreak() {
        assertEquals("\u0006/MTG5\\@METERGATE-E1\r\n", answers(PASSWORD, BREAK, "/?!\r\n", SILENCE));
    }
}
