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
import org.metergate.transport.SerialSettings;

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

    @Nested
    class FallingBack {
        private final SpeedMemory memory = new SpeedMemory();

        private OpticalSession session() {
            return new OpticalSession(line, SessionSettings.STANDARD, length -> {}, memory);
        }

        private void proposed(char speed) {
            line.expectText("/?!\r\n").replyText("/MTG5ident\r\n").expectText("\u00060" + speed + "0\r\n");
        }

        @Test
        void triesTheNextLowerSpeedAndRemembersIt() throws Exception {
            proposed('5');
            line.silence();
            proposed('4');
            line.replyText(DATA);
            session().readOut();
            assertEquals(4800, memory.highest());
            proposed('4');
            line.replyText(DATA);
            session().readOut();
            line.assertPlayedOut();
        }

        @Test
        void takesGarbageForAWrongSpeed() throws Exception {
            proposed('5');
            line.replyText("~\u007F~")
                    .silence()
                    .expectText("\u0015")
                    .replyText("~~")
                    .silence();
            proposed('4');
            line.replyText(DATA);
            session().readOut();
            line.assertPlayedOut();
        }

        @Test
        void keepsASpeedThatHasWorkedUntilItFailsTwice() throws Exception {
            proposed('5');
            line.replyText(DATA);
            session().readOut();
            proposed('5');
            line.silence();
            proposed('5');
            line.replyText(DATA);
            session().readOut();
            assertEquals(Integer.MAX_VALUE, memory.highest());
            proposed('5');
            line.silence();
            proposed('5');
            line.silence();
            assertThrows(LineSilentException.class, () -> session().readOut());
            proposed('4');
            line.replyText(DATA);
            session().readOut();
            line.assertPlayedOut();
        }

        @Test
        void doesNotTakeARefusalForAWrongSpeed() {
            proposed('5');
            line.replyText("\u0015").silence();
            RefusedException refused =
                    assertThrows(RefusedException.class, () -> session().readOut());
            assertEquals(Refusal.Reason.NOT_UNDERSTOOD, refused.refusal().reason());
            assertEquals(Integer.MAX_VALUE, memory.highest());
            proposed('5');
            line.replyText("\u0001B0\u0003q");
            assertThrows(RefusedException.class, () -> session().readOut());
        }
    }

    @Nested
    class OtherWays {
        @Test // IEC 62056-21, annex B: NUL characters for 2.2 s, 66 at 300 baud, then the request
        void wakesABatteryMeterFirst() throws Exception {
            List<Duration> rests = new ArrayList<>();
            line.expect("00 ".repeat(66)).expectText("/?!\r\n").replyText("/MTG5ident\r\n");
            Pause pause = new Pause() {
                @Override
                public void rest(Duration length) {
                    rests.add(length);
                }

                @Override
                public long nanos() {
                    return 0;
                }
            };
            new OpticalSession(line, standard().waking(WakeUp.STANDARD), pause).identify();
            assertEquals(List.of(Duration.ofMillis(2200), Duration.ofMillis(1600)), rests);
        }

        @Test
        void skipsTheEchoOfTheWakeUp() throws Exception {
            line.expect("00 ".repeat(66)).expectText("/?!\r\n").replyText("\u0000\u0000/?!\r\n/MTG5ident\r\n");
            session(standard().waking(WakeUp.STANDARD)).identify();
        }

        @Test
        void staysAtAFixedSpeed() throws Exception {
            SessionSettings fixed = standard().at(SessionSettings.SIGN_ON.at(9600), SessionSettings.FIXED);
            line.expectText("/?!\r\n")
                    .replyText("/MTG6ident\r\n")
                    .expectText("\u0006050\r\n")
                    .replyText(DATA);
            session(fixed).readOut();
            assertEquals(List.of(), line.changes());
        }

        @Test
        void startsAtAnotherSpeed() throws Exception {
            line.expectText("/?!\r\n")
                    .replyText("/MTG5ident\r\n")
                    .expectText("\u0006050\r\n")
                    .expectChange(SessionSettings.SIGN_ON.at(9600))
                    .replyText(DATA)
                    .expectChange(SessionSettings.SIGN_ON.at(2400));
            session(standard().at(SessionSettings.SIGN_ON.at(2400), 9600)).readOut();
            line.assertPlayedOut();
        }

        @Test
        void selectsWhatAMakerWants() throws Exception {
            line.expectText("/?!\r\n")
                    .replyText("/MTG5ident\r\n")
                    .expectText("\u0006256\r\n")
                    .replyText(DATA);
            session(standard().selecting(new OptionSelect('2', '6'))).readOut();
            line.assertPlayedOut();
        }

        @Test // lower-case third letter: 20 ms
        void hurriesWithAQuickMeter() throws Exception {
            List<Duration> rests = new ArrayList<>();
            line.expectText("/?!\r\n")
                    .replyText("/MTg0ident\r\n")
                    .expectText("\u0006000\r\n")
                    .replyText(DATA);
            new OpticalSession(line, standard(), rests::add).readOut();
            assertEquals(Duration.ofMillis(20), rests.get(0));
        }

        @Test
        void listensInModeD() throws Exception {
            line.replyText("noise\r\n/MTG3ident\r\n\r\n1.8.0(1*kWh)\r\n!\r\n");
            Readout readout = session(standard().in(ModeChoice.D)).readOut();
            assertEquals("1.8.0", readout.dataSets().get(0).address());
        }

        @Test // IEC 62056-21, 4.4: nobody knows when a transmission begins
        void inModeDWaitsForTheTransmissionAfterTheOneItHeardTheEndOf() throws Exception {
            String whole = "/MTG3ident\r\n\r\n1.8.0(12*kWh)\r\n!\r\n";
            line.replyText("8.0(11*kWh)\r\n2.8.0(7*kWh)\r\n!\r\n").replyText(whole);
            Readout readout = session(standard().in(ModeChoice.D)).readOut();
            assertEquals(1, readout.dataSets().size());
            assertEquals("12", readout.dataSets().get(0).values().get(0).text());
            line.assertPlayedOut();
        }

        @Test
        void takesABlockWithoutBlockCheck() throws Exception {
            line.expectText("/?!\r\n").replyText("/MTGZident\r\n1.8.0(1*kWh)\r\n!\r\n");
            Readout readout = session(standard()).readOut();
            assertEquals("1.8.0", readout.dataSets().get(0).address());
            assertTrue(readout.check().isEmpty());
        }

        @Test // heat meters: the end mark follows the last data set
        void findsTheEndMarkBehindAParenthesis() throws Exception {
            String block = "6.8(0029.055*MWh)9.1(0&1!)\r\n0.0(00010213)!\r\n";
            line.expectText("/?!\r\n").replyText("/MTGZident\r\n" + block);
            assertEquals(3, session(standard()).readOut().dataSets().size());
            line.replyText("/MTG3ident\r\n\r\n" + block);
            assertEquals(
                    3, session(standard().in(ModeChoice.D)).readOut().dataSets().size());
            line.replyText("/MTG3ident\r\n\r\n" + block);
            Push push = new PushSession(line).next(Duration.ofSeconds(1));
            assertEquals(3, ((Push.Text) push).telegram().dataSets().size());
        }

        @Test // IEC 62056-21, annex E: the line goes on at the speed agreed on, 8 bits, no parity
        void handsTheLineOverInModeE() throws Exception {
            SerialSettings hdlc = new SerialSettings(9600, 8, SerialSettings.Parity.NONE, 1);
            line.expectText("/?!\r\n")
                    .replyText("/MTG5\\2ident\r\n")
                    .expectText("\u0006252\r\n")
                    .expectChange(SessionSettings.SIGN_ON.at(9600))
                    .replyText("\u0006252\r\n")
                    .expectChange(hdlc);
            OpticalSession session = session(standard());
            HandOver handOver = session.handOver();
            assertEquals(hdlc, handOver.settings());
            assertEquals("ident", handOver.identification().name());
            line.expectChange(SessionSettings.SIGN_ON);
            session.signOff();
            line.assertPlayedOut();
        }

        @Test
        void handsNoLineOverToAMeterWithoutHdlc() {
            line.expectText("/?!\r\n").replyText("/MTG5ident\r\n");
            assertThrows(RefusedException.class, () -> session(standard()).handOver());
        }
    }
}
