package org.metergate.iec62056p21;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.metergate.testkit.ScriptedLine;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.MalformedFrameException;

class ProgrammingSessionTest {
    private static final Password PASSWORD = new Password(Command.P1, "00000001");

    private final ScriptedLine line = new ScriptedLine();

    /** Characters and their exclusive or after the first, worked out apart from the code under test. */
    private static String checked(String message) {
        int check = 0;
        for (byte b : message.substring(1).getBytes(StandardCharsets.ISO_8859_1)) {
            check ^= b;
        }
        return message + (char) check;
    }

    private static String command(String code, String data) {
        return checked("\u0001" + code + "\u0002" + data + "\u0003");
    }

    private static String data(String text) {
        return checked("\u0002" + text + "\u0003");
    }

    private static String block(String text) {
        return checked("\u0002" + text + "\u0004");
    }

    private ProgrammingSession programme() throws Exception {
        line.expectText("/?!\r\n")
                .replyText("/MTG5ident\r\n")
                .expectText("\u0006051\r\n")
                .replyText(command("P0", "(12345678)"));
        return new OpticalSession(line, SessionSettings.STANDARD, length -> {}).programme();
    }

    @Nested
    class SigningOn {
        @Test
        void endsInThePasswordRequest() throws Exception {
            ProgrammingSession meter = programme();
            assertEquals("12345678", meter.operand());
            assertEquals("MTG", meter.identification().manufacturer());
            assertEquals(List.of(SessionSettings.SIGN_ON.at(9600)), line.changes());
        }

        @Test // IEC 62056-21, 6.3.6: SOH B 0 ETX q
        void endsWithTheBreakOfTheStandard() throws Exception {
            ProgrammingSession meter = programme();
            line.expectText("\u0001B0\u0003q");
            meter.close();
            meter.close();
            line.assertPlayedOut();
            assertEquals(SessionSettings.SIGN_ON, line.changes().get(1));
        }

        @Test
        void skipsTheEchoOfTheAcknowledgement() throws Exception {
            line.expectText("/?!\r\n")
                    .replyText("/?!\r\n/MTG5ident\r\n")
                    .expectText("\u0006051\r\n")
                    .replyText("\u0006051\r\n" + command("P0", "()"));
            assertEquals(
                    "",
                    new OpticalSession(line, SessionSettings.STANDARD, length -> {})
                            .programme()
                            .operand());
        }

        @Test // IEC 62056-21, 4.2 and 4.3: modes A and B know no option select message
        void goesWithoutAcknowledgementInModesAAndB() throws Exception {
            line.expectText("/?!\r\n").replyText("/MTGEident\r\n");
            ProgrammingSession meter = new OpticalSession(line, SessionSettings.STANDARD, length -> {}).programme();
            assertEquals(List.of(SessionSettings.SIGN_ON.at(9600)), line.changes());
            line.expectText(command("P1", "(00000001)")).replyText("\u0006");
            assertInstanceOf(ProgrammingAnswer.Done.class, meter.logIn(PASSWORD));
            line.assertPlayedOut();
        }

        @Test
        void saysThatAMeterReadsOutOnly() {
            line.expectText("/?!\r\n")
                    .replyText("/MTG0ident\r\n")
                    .expectText("\u0006001\r\n")
                    .replyText(data("1.8.0(1*kWh)\r\n!\r\n"));
            MalformedFrameException other = assertThrows(
                    MalformedFrameException.class,
                    () -> new OpticalSession(line, SessionSettings.STANDARD, length -> {}).programme());
            assertTrue(other.getMessage().contains("no programming mode"), other.getMessage());
        }

        @Test
        void saysThatTheMeterSignedOff() {
            line.expectText("/?!\r\n")
                    .replyText("/MTG0ident\r\n")
                    .expectText("\u0006001\r\n")
                    .replyText("\u0001B0\u0003q");
            RefusedException refused = assertThrows(
                    RefusedException.class,
                    () -> new OpticalSession(line, SessionSettings.STANDARD, length -> {}).programme());
            assertEquals(Refusal.Reason.SIGNED_OFF, refused.refusal().reason());
        }
    }

    @Nested
    class LoggingIn {
        @Test
        void sendsThePasswordWithItsBlockCheck() throws Exception {
            ProgrammingSession meter = programme();
            line.expectText(command("P1", "(00000001)")).replyText("\u0006");
            assertInstanceOf(ProgrammingAnswer.Done.class, meter.logIn(PASSWORD));
        }

        @Test
        void tellsTheWaysAMeterRefuses() throws Exception {
            ProgrammingSession meter = programme();
            line.expectText(command("P1", "(00000001)")).replyText(data("(ERROR)"));
            assertEquals(new Refusal(Refusal.Reason.ERROR, "ERROR"), refusal(meter.logIn(PASSWORD)));
            line.expectText(command("P1", "(00000001)"))
                    .replyText("\u0015")
                    .expectText(command("P1", "(00000001)"))
                    .replyText("\u0015");
            assertEquals(new Refusal(Refusal.Reason.NOT_UNDERSTOOD, ""), refusal(meter.logIn(PASSWORD)));
            line.expectText(command("P1", "(00000001)")).replyText("\u0001B0\u0003q");
            assertEquals(new Refusal(Refusal.Reason.SIGNED_OFF, ""), refusal(meter.logIn(PASSWORD)));
            meter.close(); // the meter is gone: no break
            line.assertPlayedOut();
        }

        @Test
        void showsThePasswordNowhere() throws Exception {
            assertFalse(PASSWORD.toString().contains("0000"));
            ProgrammingSession meter = programme();
            line.expectText(command("P1", "(00000001)")).silence();
            Exception silent = assertThrows(LineSilentException.class, () -> meter.logIn(PASSWORD));
            assertFalse(silent.toString().contains("00000001"), silent.toString());
            line.expectText(command("P1", "(00000001)"))
                    .replyText("\u0002(00000001\u0003x")
                    .expectText("\u0015")
                    .replyText("\u0002(00000001\u0003x");
            Exception damaged = assertThrows(MalformedFrameException.class, () -> meter.logIn(PASSWORD));
            assertFalse(damaged.toString().contains("00000001"), damaged.toString());
            Exception invalid =
                    assertThrows(IllegalArgumentException.class, () -> new Password(Command.P1, "secret(1)"));
            assertFalse(invalid.toString().contains("secret"), invalid.toString());
        }
    }

    @Nested
    class Reading {
        @Test // the worked example of many meters: SOH R 1 STX 1.8.0() ETX BCC, block check 5A by hand
        void asksForARegister() throws Exception {
            ProgrammingSession meter = programme();
            line.expect("01 52 31 02 31 2E 38 2E 30 28 29 03 5A").replyText(data("1.8.0(12.5*kWh)"));
            assertEquals(
                    List.of(new DataSet("1.8.0", List.of(new DataSet.Value("12.5*kWh")))),
                    sets(meter.read(Command.R1, "1.8.0", "")));
        }

        @Test
        void takesAValueWithoutItsAddress() throws Exception {
            ProgrammingSession meter = programme();
            line.expectText(command("R5", "0.9.1()")).replyText(data("(201455)"));
            assertEquals(
                    "201455",
                    sets(meter.read(Command.R5, "0.9.1", "")).get(0).main().text());
        }

        @Test
        void skipsItsOwnEcho() throws Exception {
            ProgrammingSession meter = programme();
            String request = command("R5", "0.9.1()");
            line.expectText(request).replyText(request + data("(201455)"));
            assertEquals(
                    "201455",
                    sets(meter.read(Command.R5, "0.9.1", "")).get(0).main().text());
        }

        @Test // IEC 62056-21, 6.3.8: a partial block ends in EOT and goes on after ACK
        void putsPartialBlocksTogether() throws Exception {
            ProgrammingSession meter = programme();
            line.expectText(command("R6", "P.01(01703180000;01703180100)"))
                    .replyText(block("P.01(0170318001500)(00)(15)(1)(1.5)(kW)\r\n(0.1)\r\n(0."))
                    .expectText("\u0006")
                    .replyText(block("2)\r\n").replace('2', '7'))
                    .expectText("\u0015")
                    .replyText(block("2)\r\n"))
                    .expectText("\u0006")
                    .replyText(data("(0.3)\r\n"));
            List<DataSet> sets = sets(meter.read(Command.R6, "P.01", "01703180000;01703180100"));
            assertEquals(1, sets.size());
            assertEquals(9, sets.get(0).values().size());
            assertEquals("0.2", sets.get(0).values().get(7).raw());
            line.assertPlayedOut();
        }

        @Test
        void handsBlocksOnOneByOne() throws Exception {
            ProgrammingSession meter = programme();
            List<String> blocks = new ArrayList<>();
            line.expectText(command("R6", "P.98()"))
                    .replyText(block("P.98(1)\r\n"))
                    .expectText("\u0006")
                    .replyText(data("P.98(2)\r\n"));
            assertEquals(Optional.empty(), meter.read(Command.R6, "P.98", "", blocks::add));
            assertEquals(List.of("P.98(1)\r\n", "P.98(2)\r\n"), blocks);
        }

        @Test
        void asksOnceForADamagedAnswer() throws Exception {
            ProgrammingSession meter = programme();
            line.expectText(command("R1", "1.8.0()"))
                    .replyText(data("(12.5*kWh)").replace('5', '6'))
                    .expectText("\u0015")
                    .replyText(data("(12.5*kWh)"));
            assertEquals(
                    "12.5",
                    sets(meter.read(Command.R1, "1.8.0", "")).get(0).main().text());
            line.expectText(command("R1", "1.8.0()"))
                    .replyText(data("(12.5*kWh)").replace('5', '6'))
                    .expectText("\u0015")
                    .replyText(data("(12.5*kWh)").replace('5', '6'));
            assertThrows(BlockCheckException.class, () -> meter.read(Command.R1, "1.8.0", ""));
        }

        @Test
        void asksAgainAfterSilence() throws Exception {
            ProgrammingSession meter = programme();
            line.expectText(command("R1", "1.8.0()"))
                    .silence()
                    .expectText(command("R1", "1.8.0()"))
                    .replyText(data("(1)"));
            assertEquals(
                    "1", sets(meter.read(Command.R1, "1.8.0", "")).get(0).main().text());
        }

        @Test
        void givesAnErrorMessageAsRefusal() throws Exception {
            ProgrammingSession meter = programme();
            line.expectText(command("R5", "P.01(;)")).replyText(data("P.01(ERROR)"));
            assertEquals(new Refusal(Refusal.Reason.ERROR, "ERROR"), refusal(meter.read(Command.R5, "P.01", ";")));
            line.expectText(command("R1", "9.9()")).replyText(data("(ER09)"));
            assertEquals(new Refusal(Refusal.Reason.ERROR, "ER09"), refusal(meter.read(Command.R1, "9.9", "")));
        }
    }

    @Nested
    class Changing {
        @Test
        void writesAndExecutes() throws Exception {
            ProgrammingSession meter = programme();
            line.expectText(command("W5", "0.9.1(120000)")).replyText("\u0006");
            assertInstanceOf(ProgrammingAnswer.Done.class, meter.write(Command.W5, "0.9.1", "120000"));
            line.expectText(command("E2", "0001(05)")).replyText("\u0006");
            assertInstanceOf(ProgrammingAnswer.Done.class, meter.execute(Command.E2, "0001", "05"));
            line.assertPlayedOut();
        }

        @Test
        void isNeverRepeatedAfterSilence() throws Exception {
            ProgrammingSession meter = programme();
            line.expectText(command("W1", "1.1(1)")).silence();
            assertThrows(LineSilentException.class, () -> meter.write(Command.W1, "1.1", "1"));
            line.assertPlayedOut();
        }

        @Test
        void refusesWhatNoDataSetCanHold() throws Exception {
            ProgrammingSession meter = programme();
            assertThrows(IllegalArgumentException.class, () -> meter.write(Command.W1, "1.1(", "1"));
            assertThrows(IllegalArgumentException.class, () -> meter.write(Command.W1, "1.1", "1\u0003"));
            assertThrows(IllegalArgumentException.class, () -> meter.write(Command.R1, "1.1", "1"));
            assertThrows(IllegalArgumentException.class, () -> meter.read(Command.W1, "1.1", "1"));
        }
    }

    private static List<DataSet> sets(ProgrammingAnswer answer) {
        return assertInstanceOf(ProgrammingAnswer.Data.class, answer).dataSets();
    }

    private static Refusal refusal(ProgrammingAnswer answer) {
        return assertInstanceOf(ProgrammingAnswer.Refused.class, answer).refusal();
    }
}
