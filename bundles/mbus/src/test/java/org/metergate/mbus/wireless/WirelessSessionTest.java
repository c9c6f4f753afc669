package org.metergate.mbus.wireless;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.metergate.testkit.Hex;
import org.metergate.testkit.MovedClock;
import org.metergate.testkit.ScriptedLine;

class WirelessSessionTest {
    private static final Duration SILENCE = Duration.ofMinutes(10);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ScriptedLine line = new ScriptedLine();
    private final MovedClock clock = MovedClock.at("2026-11-28T01:00:00Z");

    private WirelessSession session(Receiver receiver) {
        return new WirelessSession(line, receiver, LinkMode.C_AND_T, SILENCE, clock);
    }

    private static final String SET_CONFIGURATION = "A5 01 03 06 00 02 0A 30 01 00";
    private static final String CONFIRMED = "A5 01 04 01 00";
    private static final byte[] TELEGRAM = Hex.frame(WirelessSessionTest.class, "receiver-imst.hex");

    @Test
    void setsTheReceiverUpThenHears() throws Exception {
        line.expect(SET_CONFIGURATION).reply(CONFIRMED).reply(TELEGRAM);
        WirelessSession session = session(new ImstReceiver());
        assertFalse(session.listening());
        List<Reception> heard = session.listen(PATIENCE);
        assertTrue(session.listening());
        assertEquals(1, heard.size());
        assertArrayEquals(LinkCrcTest.BARE, heard.get(0).telegram());
        line.assertPlayedOut();
    }

    @Test
    void sendsACommandThreeTimesThenHangsUp() throws Exception {
        WirelessSession session = session(new ImstReceiver());
        for (int i = 0; i < 3; i++) {
            line.expect(SET_CONFIGURATION).silence();
            if (i == 0) {
                line.silence(); // the first wait is not over yet
            }
        }
        session.listen(PATIENCE);
        for (int i = 0; i < 2; i++) {
            clock.move(Duration.ofSeconds(1));
            session.listen(PATIENCE);
        }
        clock.move(Duration.ofSeconds(1));
        ReceiverHungException hung = assertThrows(ReceiverHungException.class, () -> session.listen(PATIENCE));
        assertTrue(hung.getMessage().contains("listen to mode C_AND_T"), hung.getMessage());
        line.assertPlayedOut();
    }

    @Nested
    class TheWatchdog {
        @Test
        void hangsUpAReceiverThatIsSilentForTooLong() throws Exception {
            WirelessSession session = session(new HexTextReceiver());
            line.silence();
            assertEquals(List.of(), session.listen(PATIENCE));
            assertTrue(session.listening());
            clock.move(SILENCE);
            line.silence();
            ReceiverHungException hung = assertThrows(ReceiverHungException.class, () -> session.listen(PATIENCE));
            assertTrue(hung.getMessage().contains("no telegram for 600 s"), hung.getMessage());
            assertEquals(1, line.hangUps());
        }

        @Test
        void isNotMisledByGarbage() throws Exception {
            WirelessSession session = session(new HexTextReceiver());
            line.replyText("x\n").silence();
            session.listen(PATIENCE);
            clock.move(SILENCE);
            line.replyText("y\n").silence();
            assertThrows(ReceiverHungException.class, () -> session.listen(PATIENCE));
        }

        @Test
        void isQuietAsLongAsTelegramsCome() throws Exception {
            WirelessSession session = session(new HexTextReceiver());
            String text = Hex.text(LinkCrcTest.BARE).replace(" ", "") + "\n";
            for (int i = 0; i < 3; i++) {
                clock.move(SILENCE.minusSeconds(1));
                line.replyText(text);
                assertEquals(1, session.listen(PATIENCE).size());
            }
        }

        @Test
        void startsAnewAfterItWasOpenedAnew() throws Exception {
            WirelessSession session = session(new HexTextReceiver());
            line.silence();
            session.listen(PATIENCE);
            clock.move(SILENCE);
            line.silence();
            assertThrows(ReceiverHungException.class, () -> session.listen(PATIENCE));
            line.reopen();
            WirelessSession next = session(new ImstReceiver());
            line.expect(SET_CONFIGURATION).silence();
            next.listen(PATIENCE);
            line.assertPlayedOut();
        }
    }
}
