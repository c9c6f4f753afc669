package org.metergate.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.metergate.transport.Claim;
import org.metergate.transport.Conversation;
import org.metergate.transport.Echo;
import org.metergate.transport.Framing;
import org.metergate.transport.LineBusyException;
import org.metergate.transport.LineCondition;
import org.metergate.transport.LineException;
import org.metergate.transport.LineOptions;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.Priority;
import org.metergate.transport.Secret;
import org.metergate.transport.SerialSettings;

class ScriptedLineTest {
    private static final Framing TWO_BYTES = (received, length) -> length < 2 ? Framing.INCOMPLETE : 2;
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final SerialSettings SLOW = new SerialSettings(300, 7, SerialSettings.Parity.EVEN, 1);

    private final ScriptedLine line = new ScriptedLine();

    @Test
    void splitsAReplyAsTheFramingSays() throws Exception {
        line.expect("01").reply("0A 0B 0C").reply("0D");
        line.send(Hex.bytes("01"));
        assertArrayEquals(Hex.bytes("0A0B"), line.receive(TWO_BYTES, SHORT));
        assertArrayEquals(Hex.bytes("0C0D"), line.receive(TWO_BYTES, SHORT));
        line.assertPlayedOut();
    }

    @Test
    void endsAnUnfinishedFrameInSilenceWithItsBytes() throws Exception {
        line.expect("01").reply("0A").expect("01").silence();
        line.send(Hex.bytes("01"));
        LineSilentException silent = assertThrows(LineSilentException.class, () -> line.receive(TWO_BYTES, SHORT));
        assertArrayEquals(Hex.bytes("0A"), silent.received());
        line.send(Hex.bytes("01"));
        assertEquals(
                0,
                assertThrows(LineSilentException.class, () -> line.receive(TWO_BYTES, SHORT))
                        .received()
                        .length);
        line.assertPlayedOut();
    }

    @Test
    void dropsUnreadBytesBeforeSending() throws Exception {
        line.expectText("a").reply("01 02 03").expectText("b").reply("04 05");
        line.send(new byte[] {'a'});
        line.receive(TWO_BYTES, SHORT);
        line.send(new byte[] {'b'});
        assertArrayEquals(Hex.bytes("0405"), line.receive(TWO_BYTES, SHORT));
    }

    @Test
    void failsTheTestWhenSomethingElseIsSent() {
        line.expect("01");
        assertThrows(AssertionError.class, () -> line.send(Hex.bytes("02")));
        assertThrows(AssertionError.class, () -> line.send(Hex.bytes("01")));
    }

    @Test
    void failsTheTestWhenAFramingDependsOnHowTheBytesCome() throws Exception {
        line.reply("01 02 03");
        assertThrows(AssertionError.class, () -> line.receive((received, length) -> length, SHORT));
    }

    @Test
    void failsTheTestWhenTheScriptIsNotPlayedOut() {
        line.expect("01");
        assertThrows(AssertionError.class, line::assertPlayedOut);
    }

    @Test
    void recordsChangesAndChecksThoseOfTheScript() throws Exception {
        line.expectChange(SLOW).expect("01");
        line.change(SLOW);
        line.send(Hex.bytes("01"));
        line.change(SLOW.at(9600));
        assertEquals(List.of(SLOW, SLOW.at(9600)), line.changes());
    }

    @Test
    void staysBrokenUntilTheNextConversationOpensIt() throws Exception {
        ScriptedLines lines = new ScriptedLines(line);
        line.expect("01").breaks().expect("02");
        try (Claim claim = lines.claim(line.address(), SLOW)) {
            long epoch;
            try (Conversation conversation = claim.converse(SHORT)) {
                epoch = conversation.epoch();
                conversation.send(Hex.bytes("01"));
                assertThrows(LineException.class, () -> conversation.receive(TWO_BYTES, SHORT));
                assertThrows(LineException.class, () -> conversation.send(Hex.bytes("02")));
            }
            try (Conversation conversation = claim.converse(SHORT)) {
                assertNotEquals(epoch, conversation.epoch());
                conversation.send(Hex.bytes("02"));
            }
            lines.busy();
            assertThrows(LineBusyException.class, () -> claim.converse(SHORT));
            assertEquals(1, lines.openClaims());
        }
        assertEquals(0, lines.openClaims());
        line.assertPlayedOut();
    }

    @Test
    void movesAllViewsOfAClockTogether() {
        MovedClock clock = MovedClock.at("2026-11-23T21:00:03Z");
        var elsewhere = clock.withZone(java.time.ZoneId.of("Europe/Vienna"));
        clock.move(Duration.ofSeconds(2));
        assertEquals("2026-11-23T21:00:05Z", elsewhere.instant().toString());
    }

    @Test
    void remembersSecretsPrioritiesAndWhatTheBytesLookLike() throws Exception {
        ScriptedLine line = new ScriptedLine();
        ScriptedLines lines = new ScriptedLines(line);
        line.expect("01 02 03").reply("01 02 03");
        SerialSettings settings = new SerialSettings(9600, 8, SerialSettings.Parity.NONE, 1);
        LineOptions options = LineOptions.USUAL.heldBy("meter").with(Echo.REMOVE);
        try (Claim claim = lines.claim(line.address(), settings, options);
                Conversation conversation = claim.converse(Duration.ZERO, Priority.URGENT)) {
            conversation.send(new byte[] {1, 2, 3}, new Secret(1, 2));
            conversation.receive((received, length) -> length < 3 ? Framing.INCOMPLETE : 3, Duration.ofSeconds(1));
            assertEquals(LineCondition.ECHO, conversation.symptom());
        }
        assertEquals(List.of(new Secret(1, 2)), line.secrets());
        assertEquals(List.of(Priority.URGENT), lines.priorities());
        assertEquals(List.of(options), lines.options());
    }
}
