package org.metergate.dlms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.metergate.dlms.DlmsSettings.Authentication;
import org.metergate.dlms.DlmsSettings.Transport;
import org.metergate.model.ObisCode;
import org.metergate.model.Quantity;
import org.metergate.model.Unit;
import org.metergate.testkit.ScriptedLine;
import org.metergate.testkit.ScriptedLines;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.MalformedFrameException;
import org.metergate.transport.SerialSettings;

class DlmsSessionTest {
    private static final CosemAttribute IMPORT = new CosemAttribute(3, ObisCode.parse("1-0:1.8.0*255"), 2);
    private static final Quantity ENERGY = new Quantity(new BigDecimal("12345678"), Unit.WATT_HOUR);

    private final Exchange frames = new Exchange("hdlc-exchange-worked-by-hand.txt");
    private final ScriptedLine line = new ScriptedLine();
    private final ScriptedLines lines = new ScriptedLines(line);
    private final DlmsSession session = new DlmsSession(
            lines.claim(line.address(), new SerialSettings(9600, 8, SerialSettings.Parity.NONE, 1)),
            settings(Transport.HDLC));

    private static DlmsSettings settings(Transport transport) {
        return new DlmsSettings(
                transport, 16, 1, 0, 0, Authentication.NONE, "", 128, Duration.ofSeconds(2), 1, Duration.ofSeconds(5));
    }

    private ScriptedLine ask(String request, String... answers) {
        line.expect(frames.frame(request));
        for (String answer : answers) {
            line.reply(frames.frame(answer));
        }
        return line;
    }

    private void connect() {
        ask("snrm", "ua");
        ask("aarq", "aare");
    }

    private void connectAndFetchScaler() {
        connect();
        ask("get-scaler", "scaler");
    }

    private void readsTheEnergy() throws Exception {
        DlmsReading reading = session.read(List.of(IMPORT)).get(0);
        assertEquals(new Answer.Measured(ENERGY), reading.answer());
        assertEquals(
                Instant.parse("2026-11-23T21:00:03Z"),
                reading.time().orElseThrow().instant(ZoneOffset.UTC));
        line.assertPlayedOut();
    }

    @Nested
    class OverHdlc {

        @Test
        void asksForValueAndClockTogether() throws Exception {
            connectAndFetchScaler();
            ask("get-list", "list");
            readsTheEnergy();
        }

        @Test // IEC 62056-46, 6.4.4.4: what is not acknowledged is sent again under the same number
        void repeatsTheSameFrameAfterSilence() throws Exception {
            connectAndFetchScaler();
            ask("get-list").silence();
            ask("get-list", "list");
            readsTheEnergy();
        }

        @Test
        void repeatsTheSameFrameAfterADamagedAnswer() throws Exception {
            connectAndFetchScaler();
            ask("get-list", "list-damaged");
            ask("get-list", "list");
            readsTheEnergy();
        }

        @Test
        void givesNoValueWhenEveryAnswerIsDamaged() {
            connectAndFetchScaler();
            ask("get-list", "list-damaged");
            ask("get-list", "list-damaged");
            assertThrows(DamagedFrameException.class, () -> session.read(List.of(IMPORT)));
            line.assertPlayedOut();
        }

        @Test
        void asksForTheSegmentsThatFollow() throws Exception {
            connectAndFetchScaler();
            ask("get-list", "list-first");
            ask("ready-3").silence();
            ask("ready-3", "list-second");
            readsTheEnergy();
        }

        @Test
        void passesOverLateAnswersAndThoseOfOthers() throws Exception {
            connectAndFetchScaler();
            ask("get-list", "scaler", "list-to-32", "get-list", "list");
            readsTheEnergy();
        }

        @Test
        void passesOverNoiseBeforeTheAnswer() throws Exception {
            connectAndFetchScaler();
            ask("get-list").reply("00 FF 13").reply(frames.frame("list"));
            readsTheEnergy();
        }

        @Test
        void keepsTheAssociationForTheNextReading() throws Exception {
            connectAndFetchScaler();
            ask("get-list", "list");
            readsTheEnergy();
            ask("get-list-next").silence();
            line.expect(frames.frame("get-list-next")).silence();
            connectAndFetchScaler(); // it is gone: once more from the start
            ask("get-list", "list");
            readsTheEnergy();
        }

        @Test
        void associatesAnewWhenTheMeterHasForgotten() throws Exception {
            connectAndFetchScaler();
            ask("get-list", "list");
            readsTheEnergy();
            ask("get-list-next", "dm");
            connectAndFetchScaler();
            ask("get-list", "list");
            readsTheEnergy();
        }

        @Test
        void associatesAnewWhenOthersHadTheLine() throws Exception {
            connectAndFetchScaler();
            ask("get-list", "list");
            readsTheEnergy();
            line.lentToOthers();
            connectAndFetchScaler();
            ask("get-list", "list");
            readsTheEnergy();
        }

        @Test
        void asksOneByOneWhenTheMeterTakesNoLists() throws Exception {
            ask("snrm", "ua");
            ask("aarq", "aare-single");
            ask("get-scaler", "scaler");
            ask("get-single", "single");
            ask("get-clock", "clock");
            readsTheEnergy();
        }

        @Test
        void tellsWhyTheMeterLetsNobodyIn() throws Exception {
            ask("snrm", "ua");
            ask("aarq", "aare-refused");
            Answer.Refused refused = assertInstanceOf(
                    Answer.Refused.class, session.read(List.of(IMPORT)).get(0).answer());
            assertEquals(
                    "no association: rejected-permanent, authentication-failure;"
                            + " check client address, server address and authentication",
                    refused.reason());
        }

        @Test
        void failsWhenTheMeterIsSilent() {
            ask("snrm").silence();
            line.expect(frames.frame("snrm")).silence();
            assertThrows(LineSilentException.class, () -> session.read(List.of(IMPORT)));
            line.assertPlayedOut();
        }

        @Test
        void releasesAndDisconnects() throws Exception {
            connectAndFetchScaler();
            ask("get-list", "list");
            readsTheEnergy();
            ask("rlrq", "rlre");
            ask("disc", "disc-ua");
            session.close();
            line.assertPlayedOut();
        }

        @Test
        void opensNoLineForAGoodbye() throws Exception {
            connectAndFetchScaler();
            ask("get-list", "list");
            readsTheEnergy();
            line.hangUp();
            session.close();
            assertEquals(1, lines.conversations());
            line.assertPlayedOut();
        }
    }

    @Nested
    class OverTheWrapper {
        private final DlmsSession wrapped = new DlmsSession(
                new ScriptedLines(line)
                        .claim(line.address(), new SerialSettings(9600, 8, SerialSettings.Parity.NONE, 1)),
                settings(Transport.WRAPPER));

        private byte[] inWrapper(String name) {
            HdlcFrame frame = decoded(frames.frame(name));
            byte[] apdu = Arrays.copyOfRange(frame.information(), 3, frame.information().length);
            boolean fromClient = frame.information()[1] == (byte) 0xE6;
            return new WrapperFrame(fromClient ? 16 : 1, fromClient ? 1 : 16, apdu).encode();
        }

        private HdlcFrame decoded(byte[] bytes) {
            try {
                return HdlcFrame.decode(bytes);
            } catch (MalformedFrameException e) {
                throw new AssertionError(e);
            }
        }

        @Test
        void passesOverALateAnswerByItsInvokeId() throws Exception {
            line.expect(inWrapper("aarq")).reply(inWrapper("aare"));
            line.expect(inWrapper("get-scaler")).reply(inWrapper("scaler"));
            line.expect(inWrapper("get-list")).reply(inWrapper("scaler")).reply(inWrapper("list"));
            assertEquals(
                    new Answer.Measured(ENERGY),
                    wrapped.read(List.of(IMPORT)).get(0).answer());
            line.assertPlayedOut();
        }

        @Test
        void hangsUpAfterSilenceSoThatNoLateAnswerIsTakenForAnother() {
            line.expect(inWrapper("aarq")).reply(inWrapper("aare"));
            line.expect(inWrapper("get-scaler")).silence();
            assertThrows(LineSilentException.class, () -> wrapped.read(List.of(IMPORT)));
            assertEquals(1, line.hangUps());
        }
    }
}
