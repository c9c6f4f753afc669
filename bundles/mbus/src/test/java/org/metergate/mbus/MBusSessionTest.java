package org.metergate.mbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
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

    @BeforeEach
    void theMeterAnsweredBefore() {
        for (String address : List.of("5", "12345678", "1234FFFF-*-*-07")) {
            counts.confirmed(MeterAddress.parse(address), "12345678-PAD-01-07");
        }
    }

    @Test // IEC 60870-5-2: the first request after a reset of the link has frame count bit 1
    void resetsTheLinkAndThenAsks() throws Exception {
        line.expect("10 40 05 45 16").reply("E5").expect("10 7B 05 80 16").reply(WATER);
        Answer.Telegram water = assertInstanceOf(Answer.Telegram.class, session.read(five));
        assertEquals(new BigDecimal("12.345"), water.records().get(0).value().orElseThrow());
        line.assertPlayedOut();
    }

    @Test // 330 bit times and 50 ms, 55 for the request, 11 for the first character of the answer, and the margin
    void waitsAsLongAsTheStandardAllows() throws Exception {
        line.expect("10 40 05 45 16").reply("E5").expect("10 7B 05 80 16").reply(WATER);
        session.read(five);
        assertEquals(
                Duration.ofNanos(396 * 1_000_000_000L / 2400).plusMillis(150),
                line.waits().get(0));
    }

    @Test
    void togglesTheFrameCountBitFromReadingToReading() throws Exception {
        line.expect("10 40 05 45 16").reply("E5").expect("10 7B 05 80 16").reply(WATER);
        line.expect("10 5B 05 60 16")
                .reply(counting(1))
                .expect("10 7B 05 80 16")
                .reply(counting(2));
        session.read(five);
        session.read(five);
        session.read(five);
        line.assertPlayedOut();
    }

    /** The answer of the water meter with another access number. */
    private static String counting(int access) {
        byte[] frame = Hex.bytes(WATER);
        frame[frame.length - 2] += (byte) (access - frame[15]);
        frame[15] = (byte) access;
        return Hex.text(frame);
    }

    @Test // a slave that takes the bit for a repetition, such as one that clears its memory of 253 with every selection
    void asksAgainForAnAnswerOfTheLastReading() throws Exception {
        line.expect("10 40 05 45 16").reply("E5").expect("10 7B 05 80 16").reply(counting(1));
        line.expect("10 5B 05 60 16")
                .reply(counting(1))
                .expect("10 7B 05 80 16")
                .reply(counting(2));
        line.expect("10 5B 05 60 16").reply(counting(3));
        session.read(five);
        Answer.Telegram fresh = assertInstanceOf(Answer.Telegram.class, session.read(five));
        assertEquals(2, fresh.header().access());
        session.read(five);
        line.assertPlayedOut();
    }

    @Test
    void believesAMeterThatCountsNothing() throws Exception {
        line.expect("10 40 05 45 16").reply("E5").expect("10 7B 05 80 16").reply(WATER);
        line.expect("10 5B 05 60 16").reply(WATER).expect("10 7B 05 80 16").reply(WATER);
        line.expect("10 5B 05 60 16").reply(WATER);
        session.read(five);
        session.read(five);
        session.read(five);
        line.assertPlayedOut();
    }

    @Nested
    class AMeterThatIsNewHere {
        private static final String SELECT = "68 0B 0B 68 53 FD 52 78 56 34 12 24 40 01 07 22 16";
        private final MBusSession fresh =
                new MBusSession(line, new Timing(2400, Duration.ofMillis(100), 2), new FrameCounts());

        @Test
        void mustAnswerToItsOwnSecondaryAddress() throws Exception {
            line.expect("10 40 05 45 16").reply("E5").expect("10 7B 05 80 16").reply(WATER);
            line.expect(SELECT).reply("E5");
            line.expect("10 5B 05 60 16").reply(counting(2));
            assertInstanceOf(Answer.Telegram.class, fresh.read(five));
            assertInstanceOf(Answer.Telegram.class, fresh.read(five));
            line.assertPlayedOut();
        }

        @Test
        void orIsReadASecondTime() throws Exception {
            line.expect("10 40 05 45 16").reply("E5").expect("10 7B 05 80 16").reply(counting(1));
            line.expect(SELECT).silence();
            line.expect("10 40 05 45 16").reply("E5").expect("10 7B 05 80 16").reply(counting(2));
            Answer.Telegram second = assertInstanceOf(Answer.Telegram.class, fresh.read(five));
            assertEquals(2, second.header().access());
            line.assertPlayedOut();
        }

        @Test // two answers on top of each other pass the checksum once in 256 times, with an identity of nobody
        void isNobodyIfItsIdentityChanges() {
            byte[] other = Hex.bytes(WATER);
            other[7] ^= 0x01;
            other[other.length - 2] ^= 0x01;
            line.expect("10 40 05 45 16").reply("E5").expect("10 7B 05 80 16").reply(WATER);
            line.expect(SELECT).silence();
            line.expect("10 40 05 45 16").reply("E5").expect("10 7B 05 80 16").reply(other);
            BusFaultException refused = assertThrows(BusFaultException.class, () -> fresh.read(five));
            assertEquals(BusFault.COLLISION, refused.fault());
            line.assertPlayedOut();
        }
    }

    @Test
    void anExchangedMeterIsBelievedTheSecondTime() throws Exception {
        counts.confirmed(five, "87654321-PAD-01-07");
        line.expect("10 40 05 45 16").reply("E5").expect("10 7B 05 80 16").reply(counting(1));
        BusFaultException refused = assertThrows(BusFaultException.class, () -> session.read(five));
        assertEquals(BusFault.FOREIGN, refused.fault());
        line.expect("10 40 05 45 16").reply("E5").expect("10 7B 05 80 16").reply(counting(2));
        line.expect("68 0B 0B 68 53 FD 52 78 56 34 12 24 40 01 07 22 16").reply("E5");
        assertInstanceOf(Answer.Telegram.class, session.read(five));
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
        line.expect(SELECT_ID).reply("E5").expect("10 5B FD 58 16").reply(counting(2));
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
        line.expect("10 7B 05 80 16")
                .reply(MORE)
                .expect("10 5B 05 60 16")
                .reply(MORE)
                .silence();
        line.expect("10 5B 05 60 16").reply(MORE);
        Answer.Telegram all = assertInstanceOf(Answer.Telegram.class, session.read(five));
        assertEquals(1, all.records().size());
        line.assertPlayedOut();
    }

    @Test // a late or doubled answer must not pass for its successor
    void asksAgainForTheNextTelegramWhenTheLastOneComesTwice() throws Exception {
        line.expect("10 40 05 45 16").reply("E5");
        line.expect("10 7B 05 80 16")
                .reply(MORE)
                .expect("10 5B 05 60 16")
                .reply(MORE)
                .silence();
        line.expect("10 5B 05 60 16").reply(WATER);
        Answer.Telegram all = assertInstanceOf(Answer.Telegram.class, session.read(five));
        assertEquals(2, all.records().size());
        line.assertPlayedOut();
    }

    @Test
    void endsWithAMeterThatAnnouncesMoreAndHasNoData() throws Exception {
        line.expect("10 40 05 45 16").reply("E5");
        line.expect("10 7B 05 80 16")
                .reply(MORE)
                .expect("10 5B 05 60 16")
                .reply("E5")
                .silence();
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
        line.expect("10 40 05 45 16")
                .reply("E5")
                .expect("10 7B 05 80 16")
                .reply("E5")
                .silence();
        assertInstanceOf(Answer.NoData.class, session.read(five));
    }

    @Test // a stray single character says nothing about data
    void doesNotTakeAStraySingleCharacterForAnAnswer() throws Exception {
        line.expect("10 40 05 45 16")
                .reply("E5")
                .expect("10 7B 05 80 16")
                .reply("E5 E5 E5")
                .reply(WATER);
        assertInstanceOf(Answer.Telegram.class, session.read(five));
        line.assertPlayedOut();
    }

    @Test
    void asksAgainAfterSingleCharactersAlone() throws Exception {
        line.expect("10 40 05 45 16")
                .reply("E5")
                .expect("10 7B 05 80 16")
                .reply("E5 E5 E5")
                .silence()
                .silence();
        line.expect("10 7B 05 80 16").reply(WATER);
        assertInstanceOf(Answer.Telegram.class, session.read(five));
        line.assertPlayedOut();
    }

    @Test
    void callsAnswersThatAreAlwaysSpoiltACollision() {
        String broken = WATER.substring(0, WATER.length() - 5) + "00 16";
        line.expect("10 40 05 45 16").reply("E5");
        for (int i = 0; i < 3; i++) {
            line.expect("10 7B 05 80 16").reply(broken).silence();
        }
        BusFaultException refused = assertThrows(BusFaultException.class, () -> session.read(five));
        assertEquals(BusFault.COLLISION, refused.fault());
        assertTrue(refused.getMessage().startsWith("several meters answer at once"), refused.getMessage());
    }

    /** Two meters of one identity and the same bit: every answer is a mixture, until one passes the checksum by chance. */
    @Nested
    class AfterACollision {
        private static final String BROKEN = "68 04 04 68 08 05 70 08 00 16";

        @BeforeEach
        void everyAnswerWasSpoilt() {
            line.expect("10 40 05 45 16").reply("E5");
            for (int i = 0; i < 3; i++) {
                line.expect("10 7B 05 80 16").reply(BROKEN).silence();
            }
            assertThrows(BusFaultException.class, () -> session.read(five));
            line.expect("10 40 05 45 16").reply("E5").expect("10 7B 05 80 16").reply(counting(1));
        }

        private void assertCollision() {
            BusFaultException refused = assertThrows(BusFaultException.class, () -> session.read(five));
            assertEquals(BusFault.COLLISION, refused.fault());
            line.assertPlayedOut();
        }

        @Test
        void oneGoodAnswerIsNotBelieved() {
            for (int i = 0; i < 3; i++) {
                line.expect("10 5B 05 60 16").reply(BROKEN).silence();
            }
            assertCollision();
        }

        @Test
        void norAreTwo() {
            line.expect("10 5B 05 60 16").reply(counting(2));
            for (int i = 0; i < 4; i++) {
                line.expect("10 7B 05 80 16").reply(BROKEN).silence();
            }
            assertCollision();
        }

        @Test // the one access number over the other: 07 and 08 are 00, 08 and 09 are 08, 09 and 0A are 08
        void norAreSomeWhoseAccessNumbersJump() {
            line.expect("10 5B 05 60 16").reply(counting(2));
            line.expect("10 7B 05 80 16").reply(counting(16));
            assertCollision();
        }

        @Test
        void fiveInARowAreAndThenOneIsEnoughAgain() throws Exception {
            line.expect("10 5B 05 60 16").reply(counting(2));
            line.expect("10 7B 05 80 16").reply(counting(3));
            line.expect("10 5B 05 60 16").reply(counting(5));
            line.expect("10 7B 05 80 16").reply(counting(6));
            assertEquals(6, session.read(five).sender().access());
            line.expect("10 5B 05 60 16").reply(counting(7));
            assertEquals(7, session.read(five).sender().access());
            line.assertPlayedOut();
        }

        @Test
        void noiseBetweenThemIsBorne() throws Exception {
            line.expect("10 5B 05 60 16").reply(BROKEN).silence();
            line.expect("10 5B 05 60 16").silence();
            line.expect("10 5B 05 60 16").reply(counting(2));
            line.expect("10 7B 05 80 16").reply(BROKEN).silence();
            line.expect("10 7B 05 80 16").reply(counting(3));
            line.expect("10 5B 05 60 16").reply(counting(4));
            line.expect("10 7B 05 80 16").reply(counting(5));
            assertEquals(5, session.read(five).sender().access());
            line.assertPlayedOut();
        }

        @Test // the first request is taken for a repetition
        void aRepetitionIsBorne() throws Exception {
            line.expect("10 5B 05 60 16").reply(counting(1));
            line.expect("10 7B 05 80 16").reply(counting(2));
            line.expect("10 5B 05 60 16").reply(counting(3));
            line.expect("10 7B 05 80 16").reply(counting(4));
            line.expect("10 5B 05 60 16").reply(counting(5));
            assertEquals(5, session.read(five).sender().access());
            line.assertPlayedOut();
        }

        @Test
        void aMeterThatCountsNothingIsBelieved() throws Exception {
            for (String request : List.of("10 5B 05 60 16", "10 7B 05 80 16", "10 5B 05 60 16", "10 7B 05 80 16")) {
                line.expect(request).reply(counting(1));
            }
            assertEquals(1, session.read(five).sender().access());
            line.assertPlayedOut();
        }

        @Test
        void orAfterOneSpoiltAnswerWhereNothingIsRepeated() throws Exception {
            session.read(five(2, 3, 4, 5));
            MBusSession once = new MBusSession(line, new Timing(2400, Duration.ZERO, 0), counts);
            line.expect("10 5B 05 60 16").reply(BROKEN).silence();
            assertThrows(BusFaultException.class, () -> once.read(five));
            line.expect("10 40 05 45 16").reply("E5").expect("10 7B 05 80 16").reply(counting(6));
            assertEquals(10, once.read(five(7, 8, 9, 10)).sender().access());
            line.assertPlayedOut();
        }

        private MeterAddress five(int... access) {
            for (int i = 0; i < access.length; i++) {
                line.expect(i % 2 == 0 ? "10 5B 05 60 16" : "10 7B 05 80 16").reply(counting(access[i]));
            }
            return five;
        }

        @Test // the line itself breaks: nothing is known of the meter
        void aBrokenLineIsTold() {
            line.expect("10 5B 05 60 16").reply(new byte[5000]);
            assertThrows(LineException.class, () -> session.read(five));
        }
    }

    @Test // EN 13757-2: user data class 1; E5 where there is none
    void asksForAlarmData() throws Exception {
        line.expect("10 40 05 45 16")
                .reply("E5")
                .expect("10 7A 05 7F 16")
                .reply("E5")
                .silence();
        assertInstanceOf(Answer.NoData.class, session.alarm(five));
        line.assertPlayedOut();
    }

    @Test
    void resetsEveryLinkWithoutWaitingForAnAnswer() throws Exception {
        line.expect("10 40 FF 3F 16").silence();
        session.resetAll();
        line.assertPlayedOut();
    }

    @Test // EN 13757-3, 11.5: the fabrication number goes behind the secondary address
    void selectsByFabricationNumber() throws Exception {
        MeterAddress meter = MeterAddress.parse("12345678-PAD-01-07-00654321");
        String selection = "68 11 11 68 53 FD 52 78 56 34 12 24 40 01 07 0C 78 21 43 65 00 6F 16";
        selectedAnew(selection);
        line.expect("10 7B FD 78 16").reply(WATER);
        line.expect("68 0B 0B 68 53 FD 52 78 56 34 12 24 40 01 07 22 16").reply("E5");
        assertInstanceOf(Answer.Telegram.class, session.read(meter));
        line.assertPlayedOut();
    }
}
