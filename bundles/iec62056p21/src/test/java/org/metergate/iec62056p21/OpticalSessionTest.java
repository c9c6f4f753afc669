package org.metergate.iec62056p21;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.metergate.iec62056p21.SessionSettings.ModeChoice;
import org.metergate.testkit.ScriptedLine;
import org.metergate.transport.LineException;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.MalformedFrameException;

class OpticalSessionTest {
    // block check worked out by hand: exclusive or of "A(1)" CR LF "!" CR LF ETX, see DataMessageTest
    private static final String DATA = "\u0002A(1)\r\n!\r\n\u0003S";
    private static final String DAMAGED = "\u0002A(2)\r\n!\r\n\u0003S";

    private final ScriptedLine line = new ScriptedLine();

    private OpticalSession session(SessionSettings settings) {
        return new OpticalSession(line, settings, length -> {});
    }

    private static SessionSettings settings(String address, int highestBaud, ModeChoice mode, int attempts) {
        SessionSettings standard = SessionSettings.STANDARD;
        return new SessionSettings(
                address, standard.initial(), highestBaud, mode, attempts, standard.reaction(), standard.turnaround());
    }

    private static SessionSettings standard() {
        return settings("", 19200, ModeChoice.AUTO, 1);
    }

    @Nested
    class SigningOn {
        @Test // IEC 62056-21, 6.3.1: the address stands between ? and !
        void asksTheMeterWithTheAddress() throws Exception {
            line.expectText("/?12345678!\r\n").replyText("/MTG5ident\r\n");
            Identification meter =
                    session(settings("12345678", 9600, ModeChoice.AUTO, 1)).signOn();
            assertEquals(new Identification("MTG", '5', "ident"), meter);
            line.assertPlayedOut();
        }

        @Test
        void takesItsOwnEchoForNoAnswer() throws Exception {
            line.expectText("/?!\r\n").replyText("/?!\r\n/MTG5\\2ident\r\n");
            assertEquals("\\2ident", session(standard()).signOn().ident());
        }

        @Test
        void skipsNoiseBeforeTheIdentification() throws Exception {
            line.expectText("/?!\r\n").replyText("~~\r\n}/MTG5ident\r\n");
            assertEquals("MTG", session(standard()).signOn().manufacturer());
        }

        @Test
        void leavesParityBitsOut() throws Exception {
            line.expectText("/?!\r\n").reply("AF 4D D4 47 35 8D 0A");
            assertEquals(new Identification("MTG", '5', ""), session(standard()).signOn());
        }

        @Test
        void triesAgainAfterSilence() throws Exception {
            line.expectText("/?!\r\n").silence().expectText("/?!\r\n").replyText("/MTG5\r\n");
            assertEquals("MTG", session(SessionSettings.STANDARD).signOn().manufacturer());
            line.assertPlayedOut();
        }

        @Test
        void givesUpAfterTheLastAttempt() {
            line.expectText("/?!\r\n").silence().expectText("/?!\r\n").silence();
            assertThrows(LineSilentException.class, () -> session(SessionSettings.STANDARD)
                    .readOut());
            line.assertPlayedOut();
        }

        @Test
        void waitsForItsOwnBytesToLeaveAFarPort() throws Exception {
            line.expectText("/?!\r\n").replyText("/MTG5\r\n");
            session(standard()).signOn();
            // 5 characters of 10 bits at 300 baud, after the 1500 ms of the standard
            assertEquals(1666, line.waits().get(0).toMillis());
        }
    }

    @Nested
    class AgreeingOnASpeed {
        @Test // IEC 62056-21, 6.3.3
        void acknowledgesTheProposedSpeedInModeC() throws Exception {
            line.expectText("/?!\r\n")
                    .replyText("/MTG5ident\r\n")
                    .expectText("\u0006050\r\n")
                    .expectChange(SessionSettings.SIGN_ON.at(9600))
                    .replyText(DATA)
                    .expectChange(SessionSettings.SIGN_ON);
            session(standard()).readOut();
            line.assertPlayedOut();
        }

        @Test
        void asksForALowerSpeedThanProposed() throws Exception {
            line.expectText("/?!\r\n")
                    .replyText("/MTG5ident\r\n")
                    .expectText("\u0006040\r\n")
                    .expectChange(SessionSettings.SIGN_ON.at(4800))
                    .replyText(DATA);
            session(settings("", 5000, ModeChoice.AUTO, 1)).readOut();
        }

        @Test
        void changesWithoutAcknowledgementInModeB() throws Exception {
            line.expectText("/?!\r\n")
                    .replyText("/MTGEident\r\n")
                    .expectChange(SessionSettings.SIGN_ON.at(9600))
                    .replyText(DATA);
            session(standard()).readOut();
        }

        @Test
        void staysInModeA() throws Exception {
            line.expectText("/?!\r\n").replyText("/MTGZident\r\n" + DATA);
            Readout readout = session(standard()).readOut();
            assertEquals("A", readout.dataSets().get(0).address());
            assertEquals(List.of(), line.changes());
        }

        @Test
        void obeysAFixedMode() throws Exception {
            line.expectText("/?!\r\n").replyText("/MTG5ident\r\n" + DATA);
            session(settings("", 9600, ModeChoice.A, 1)).readOut();
            assertEquals(List.of(), line.changes());
        }
    }

    @Nested
    class ReadingOut {
        private void signOn() {
            line.expectText("/?!\r\n").replyText("/MTG0ident\r\n").expectText("\u0006000\r\n");
        }

        @Test // IEC 62056-21, 6.3.7: a damaged message is asked for again with NAK
        void asksOnceForADamagedMessage() throws Exception {
            signOn();
            line.replyText(DAMAGED).expectText("\u0015").replyText(DATA);
            Readout readout = session(standard()).readOut();
            assertEquals("1", readout.dataSets().get(0).main().text());
            line.assertPlayedOut();
        }

        @Test
        void asksOnceForAMessageThatStopped() throws Exception {
            signOn();
            line.replyText("\u0002A(").silence().expectText("\u0015").replyText(DATA);
            session(standard()).readOut();
            line.assertPlayedOut();
        }

        @Test
        void givesNoValueOfAMessageDamagedTwice() {
            signOn();
            line.replyText(DAMAGED).expectText("\u0015").replyText(DAMAGED);
            MalformedFrameException damaged = assertThrows(
                    MalformedFrameException.class, () -> session(standard()).readOut());
            assertTrue(damaged.getMessage().contains("block check"), damaged.getMessage());
            line.assertPlayedOut();
        }

        @Test
        void goesBackToTheInitialSpeedAfterAFailure() {
            line.expectText("/?!\r\n")
                    .replyText("/MTG5ident\r\n")
                    .expectText("\u0006050\r\n")
                    .silence();
            assertThrows(LineSilentException.class, () -> session(standard()).readOut());
            assertEquals(List.of(SessionSettings.SIGN_ON.at(9600), SessionSettings.SIGN_ON), line.changes());
        }

        @Test
        void keepsTheFirstErrorWhenTheLineBreaks() {
            line.expectText("/?!\r\n")
                    .replyText("/MTG5ident\r\n")
                    .expectText("\u0006050\r\n")
                    .breaks();
            LineException broken =
                    assertThrows(LineException.class, () -> session(standard()).readOut());
            assertTrue(broken.getMessage().contains("connection reset"), broken.getMessage());
        }

        @Test
        void restsBeforeItSpeaksAgainAndBeforeItChangesSpeed() throws Exception {
            List<Duration> rests = new ArrayList<>();
            line.expectText("/?!\r\n")
                    .replyText("/MTG5ident\r\n")
                    .expectText("\u0006050\r\n")
                    .replyText(DATA);
            Pause still = new Pause() {
                @Override
                public void rest(Duration length) {
                    rests.add(length);
                }

                @Override
                public long nanos() {
                    return 0;
                }
            };
            new OpticalSession(line, standard(), still).readOut();
            assertEquals(List.of(Duration.ofMillis(200), Duration.ofMillis(200)), rests);
        }
    }
}
