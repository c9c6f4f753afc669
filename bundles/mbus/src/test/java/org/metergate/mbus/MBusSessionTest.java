package org.metergate.mbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.metergate.testkit.Hex;
import org.metergate.testkit.ScriptedLine;
import org.metergate.transport.LineException;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.MalformedFrameException;

class MBusSessionTest {
    private static final String WATER = Hex.text(Hex.frame(MBusSessionTest.class, "water-meter-worked-by-hand.hex"));
    private static final String MORE = Hex.text(Hex.frame(MBusSessionTest.class, "more-records-follow.hex"));

    private static final String SELECT_ID = "68 0B 0B 68 53 FD 52 78 56 34 12 FF FF FF FF B2 16";

    private final ScriptedLine line = new ScriptedLine();
    private final FrameCounts counts = new FrameCounts();
    private final MBusSession session = new MBusSession(line, new Timing(2400, Duration.ofMillis(100), 2), counts);
    private final MeterAddress five = MeterAddress.parse("5");

    @Test // IEC 60870-5-2: the first request after a reset of the link has frame count bit 1
    void resetsTheLinkAndThenAsks() throws Exception {
        line.expect("10 40 05 45 16").reply("E5").expect("10 7B 05 80 16").reply(WATER);
        Answer.Telegram water = assertInstanceOf(Answer.Telegram.class, session.read(five));
        assertEquals(new BigDecimal("12.345"), water.records().get(0).value().orElseThrow());
        line.assertPlayedOut();
    }

    @Test // 330 bit times and 50 ms, the request's own 55 bit times, and the margin
    void waitsAsLongAsTheStandardAllows() throws Exception {
        line.expect("10 40 05 45 16").reply("E5").expect("10 7B 05 80 16").reply(WATER);
        session.read(five);
        assertEquals(
                Duration.ofNanos(385 * 1_000_000_000L / 2400).plusMillis(150),
                line.waits().get(0));
    }

    @Test
    void togglesTheFrameCountBitFromReadingToReading() throws Exception {
        line.expect("10 40 05 45 16").reply("E5").expect("10 7B 05 80 16").reply(WATER);
        line.expect("10 5B 05 60 16").reply(WATER).expect("10 7B 05 80 16").reply(WATER);
        session.read(five);
        session.read(five);
        session.read(five);
        line.assertPlayedOut();
    }

    @Test // IEC 60870-5-2: an unanswered request is repeated with the same frame count bit
    void repeatsTheSameRequestAfterSilence() throws Exception {
        line.expect("10 40 05 45 16").reply("E5");
        line.expect("10 7B 05 80 16").silence().expect("10 7B 05 80 16").reply(WATER);
        assertInstanceOf(Answer.Telegram.class, session.read(five));
        line.assertPlayedOut();
    }

    @Test
    void repeatsTheSameRequestAfterABrokenChecksum() throws Exception {
        String broken = WATER.substring(0, WATER.length() - 5) + "00 16";
        line.expect("10 40 05 45 16").reply("E5");
        line.expect("10 7B 05 80 16").reply(broken).silence();
        line.expect("10 7B 05 80 16").reply(WATER);
        assertInstanceOf(Answer.Telegram.class, session.read(five));
        line.assertPlayedOut();
    }

    @Test
    void givesUpAfterTheRetriesAndResetsTheLinkNextTime() throws Exception {
        line.expect("10 40 05 45 16").reply("E5");
        line.expect("10 7B 05 80 16").silence();
        line.expect("10 7B 05 80 16").silence();
        line.expect("10 7B 05 80 16").silence();
        assertThrows(LineSilentException.class, () -> session.read(five));
        line.expect("10 40 05 45 16").reply("E5").expect("10 7B 05 80 16").reply(WATER);
        assertInstanceOf(Answer.Telegram.class, session.read(five));
        line.assertPlayedOut();
    }

    @Test
    void refusesTheAnswerOfAnotherMeter() {
        line.expect("10 40 06 46 16").reply("E5");
        line.expect("10 7B 06 81 16").reply(WATER).silence();
        line.expect("10 7B 06 81 16").reply(WATER).silence();
        line.expect("10 7B 06 81 16").reply(WATER).silence();
        var refused = assertThrows(MalformedFrameException.class, () -> session.read(MeterAddress.parse("6")));
        assertTrue(refused.getMessage().contains("address 5"), refused.getMessage());
    }

    private void selectedAnew(String selection) {
        line.expect(selection).reply("E5").expect("10 40 FD 3D 16").reply("E5");
        line.expect(selection).reply("E5");
    }

    @Test // EN 13757-3, 11.3: selection by CI 52, then requests to address 253
    void selectsByIdentificationAndWildcards() throws Exception {
        selectedAnew(SELECT_ID);
        line.expect("10 7B FD 78 16").reply(WATER);
        Answer.Telegram water = assertInstanceOf(Answer.Telegram.class, session.read(MeterAddress.parse("12345678")));
        assertEquals("12345678", water.header().id());
        line.assertPlayedOut();
    }

    @Test // a slave may keep the frame count bit of an earlier conversation, and would repeat its answer of then
    void resetsTheLinkOfASelectedMeterThatIsNewHere() throws Exception {
        line.expect(SELECT_ID).reply("E5").expect("10 40 FD 3D 16").silence();
        line.expect(SELECT_ID).reply("E5").expect("10 7B FD 78 16").reply(WATER);
        assertInstanceOf(Answer.Telegram.class, session.read(MeterAddress.parse("12345678")));
        line.assertPlayedOut();
    }

    @Test
    void countsFramesForEverySecondaryAddressOnItsOwn() throws Exception {
        MeterAddress any = MeterAddress.parse("1234FFFF-*-*-07");
        selectedAnew(SELECT_ID);
        line.expect("10 7B FD 78 16").reply(WATER);
        selectedAnew("68 0B 0B 68 53 FD 52 FF FF 34 12 FF FF FF 07 EA 16");
        line.expect("10 7B FD 78 16").reply(WATER);
        line.expect(SELECT_ID).reply("E5").expect("10 5B FD 58 16").reply(WATER);
        session.read(MeterAddress.parse("12345678"));
        session.read(any);
        session.read(MeterAddress.parse("12345678"));
        line.assertPlayedOut();
    }

    @Test
    void refusesAnAnswerThatDoesNotFitTheSelection() {
        MBusSession once = new MBusSession(line, new Timing(2400, Duration.ZERO, 0), counts);
        selectedAnew("68 0B 0B 68 53 FD 52 79 56 34 12 FF FF FF FF B3 16");
        line.expect("10 7B FD 78 16").reply(WATER).silence();
        assertThrows(MalformedFrameException.class, () -> once.read(MeterAddress.parse("12345679")));
    }

    @Test // DIF 1F: the next request, with the other frame count bit, gets the next telegram
    void readsOnWhileMoreRecordsFollow() throws Exception {
        line.expect("10 40 05 45 16").reply("E5");
        line.expect("10 7B 05 80 16").reply(MORE).expect("10 5B 05 60 16").reply(WATER);
        Answer.Telegram all = assertInstanceOf(Answer.Telegram.class, session.read(five));
        assertEquals(2, all.records().size());
        assertEquals(1, all.records().get(1).index());
        assertEquals(new BigDecimal("12.345"), all.records().get(1).value().orElseThrow());
        line.assertPlayedOut();
    }

    @Test
    void endsWithAMeterThatAnnouncesMoreAndSaysTheSameAgain() throws Exception {
        line.expect("10 40 05 45 16").reply("E5");
        line.expect("10 7B 05 80 16").reply(MORE).expect("10 5B 05 60 16").reply(MORE);
        Answer.Telegram all = assertInstanceOf(Answer.Telegram.class, session.read(five));
        assertEquals(1, all.records().size());
        line.assertPlayedOut();
    }

    @Test
    void endsWithAMeterThatAnnouncesMoreAndHasNoData() throws Exception {
        line.expect("10 40 05 45 16").reply("E5");
        line.expect("10 7B 05 80 16").reply(MORE).expect("10 5B 05 60 16").reply("E5");
        Answer.Telegram all = assertInstanceOf(Answer.Telegram.class, session.read(five));
        assertEquals(1, all.records().size());
        line.assertPlayedOut();
    }

    @Test
    void passesOverTheEchoOfALevelConverter() throws Exception {
        line.expect("10 40 05 45 16").reply("10 40 05 45 16 E5");
        line.expect("10 7B 05 80 16").reply("10 7B 05 80 16").reply(WATER);
        assertInstanceOf(Answer.Telegram.class, session.read(five));
        line.assertPlayedOut();
    }

    @Test
    void passesOverAFewBytesOfNoise() throws Exception {
        line.expect("10 40 05 45 16").reply("FF 00 E5");
        line.expect("10 7B 05 80 16").reply("00").reply(WATER);
        assertInstanceOf(Answer.Telegram.class, session.read(five));
        line.assertPlayedOut();
    }

    @Test
    void givesUpOnNoiseThatDoesNotEnd() {
        line.expect("10 40 05 45 16").reply(new byte[5000]);
        assertThrows(LineException.class, () -> session.read(five));
    }

    @Test
    void tellsAnErrorThatTheMeterReports() throws Exception {
        line.expect("10 40 05 45 16").reply("E5").expect("10 7B 05 80 16").reply("68 04 04 68 08 05 70 08 85 16");
        Answer.ApplicationError error = assertInstanceOf(Answer.ApplicationError.class, session.read(five));
        assertEquals(8, error.code());
    }

    @Test
    void tellsWhenTheMeterHasNoData() throws Exception {
        line.expect("10 40 05 45 16").reply("E5").expect("10 7B 05 80 16").reply("E5");
        assertInstanceOf(Answer.NoData.class, session.read(five));
    }
}
