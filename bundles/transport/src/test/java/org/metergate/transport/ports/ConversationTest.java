package org.metergate.transport.ports;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.metergate.transport.Claim;
import org.metergate.transport.Conversation;
import org.metergate.transport.Echo;
import org.metergate.transport.Framing;
import org.metergate.transport.LineAddress;
import org.metergate.transport.LineCondition;
import org.metergate.transport.LineException;
import org.metergate.transport.LineOptions;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.LineStatus;
import org.metergate.transport.Lines;
import org.metergate.transport.Secret;
import org.metergate.transport.SerialSettings;
import org.metergate.transport.SerialSettings.Parity;
import org.metergate.transport.TraceEntry;
import org.metergate.transport.TraceEntry.Kind;

/** What a conversation makes of the bytes, and what the line tells about it. No wire, no thread, no time. */
class ConversationTest {
    private static final LineAddress HEAD = new LineAddress.Serial("head");
    private static final SerialSettings TEXT = new SerialSettings(300, 7, Parity.EVEN, 1);
    private static final SerialSettings BINARY = new SerialSettings(2400, 8, Parity.EVEN, 1);
    private static final Duration SOON = Duration.ofMillis(10);
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final FakePort port = new FakePort();
    private final PortLines lines = new PortLines(address -> port, Clock.fixed(NOW, ZoneOffset.UTC), Duration.ZERO);

    private Conversation line(SerialSettings settings, LineOptions options) throws LineException {
        return lines.claim(HEAD, settings, options).converse(SOON);
    }

    @Nested
    class AnEcho {
        @Test
        void isHandedOverUnlessItIsToGo() throws LineException {
            Conversation line = line(TEXT, LineOptions.USUAL);
            line.send(ascii("/?!\r\n"));
            port.comes("/?!\r\n").comes("/MTG5X\r\n");
            assertEquals("/?!\r\n", text(line.receive(lineEnd(), SOON)));
            assertEquals("/MTG5X\r\n", text(line.receive(lineEnd(), SOON)));
        }

        @Test
        void isRemovedInWhateverPiecesItComes() throws LineException {
            Conversation line = line(TEXT, LineOptions.USUAL.with(Echo.REMOVE));
            line.send(ascii("/?!\r\n"));
            port.comes("/?").comes("!\r\n/M").comes("TG5X\r\n");
            assertEquals("/MTG5X\r\n", text(line.receive(lineEnd(), SOON)));
        }

        @Test // a collision changes the echo, and it stays one
        void isRemovedByItsLength() throws LineException {
            Conversation line = line(TEXT, LineOptions.USUAL.with(Echo.REMOVE));
            line.send(ascii("/?!\r\n"));
            port.comes("/#!\r\n/MTG5X\r\n");
            assertEquals("/MTG5X\r\n", text(line.receive(lineEnd(), SOON)));
        }

        @Test
        void isDetectedAndOnlyDroppedIfItIsOne() throws LineException {
            Conversation line = line(TEXT, LineOptions.USUAL.with(Echo.DETECT));
            line.send(ascii("/?!\r\n"));
            port.comes("/?!\r").comes("\n/MTG5X\r\n");
            assertEquals("/MTG5X\r\n", text(line.receive(lineEnd(), SOON)));
            line.send(ascii("/?!\r\n"));
            port.comes("/").comes("MTG5X\r\n");
            assertEquals("/MTG5X\r\n", text(line.receive(lineEnd(), SOON)), "the first byte was held back and given");
        }

        @Test
        void isNotTakenForAnAnswerThatStopped() throws LineException {
            Conversation line = line(TEXT, LineOptions.USUAL.with(Echo.DETECT));
            line.send(ascii("/?!\r\n"));
            port.comes("/?!");
            LineSilentException silent = assertThrows(LineSilentException.class, () -> line.receive(lineEnd(), SOON));
            assertEquals(LineCondition.ECHO, silent.condition());
            assertEquals("/?!", text(silent.received()));
        }

        @Test
        void isWaitedForBeforeTheSpeedChanges() throws LineException {
            Conversation line = line(TEXT, LineOptions.USUAL.with(Echo.REMOVE));
            line.send(ascii("\u0006050\r\n"));
            port.comes("\u000605").comes("0\r\n");
            line.change(TEXT.at(9600));
            assertTrue(port.incoming.isEmpty());
            port.comes("\u0002data\u0003X");
            assertEquals("\u0002data", text(line.receive(bytes(5), SOON)));
        }

        @Test
        void isNamed() throws LineException {
            Conversation line = line(TEXT, LineOptions.USUAL);
            line.send(ascii("/?!\r\n"));
            port.comes("/?!\r\n");
            line.receive(lineEnd(), SOON);
            assertEquals(LineCondition.ECHO, line.symptom());
        }
    }

    @Nested
    class Silence {
        @Test
        void isNamedByWhatCame() throws LineException {
            Conversation line = line(BINARY, LineOptions.USUAL);
            line.send(new byte[] {0x10, 0x5B, 0x01, 0x5C, 0x16});
            assertEquals(LineCondition.SILENT, silence(line).condition());
            port.comes(new byte[] {0x68, 0x1F, 0x1F, 0x68, 0x08, 0x02, 0x72, 0, 0, 0, 0, 0, 0, 0, 0, 0});
            LineSilentException stopped = silence(line);
            assertEquals(LineCondition.INCOMPLETE, stopped.condition());
            assertTrue(stopped.getMessage().contains("16 bytes"), stopped.getMessage());
        }

        @Test
        void afterAFrameIsSilenceAgain() throws LineException {
            Conversation line = line(BINARY, LineOptions.USUAL);
            line.send(new byte[] {0x10, 0x40, 0x01, 0x41, 0x16});
            port.comes(new byte[] {(byte) 0xE5});
            line.receive(bytes(1), SOON);
            assertEquals(LineCondition.SILENT, silence(line).condition());
        }

        @Test
        void afterAnEchoIsNamedUnlessTheEchoWasDropped() throws LineException {
            Conversation keeps = line(TEXT, LineOptions.USUAL);
            keeps.send(ascii("/?!\r\n"));
            port.comes("/?!\r\n");
            keeps.receive(lineEnd(), SOON);
            assertEquals(LineCondition.ECHO, silence(keeps).condition());
            keeps.close();
            Conversation drops = line(TEXT, LineOptions.USUAL.with(Echo.DETECT));
            drops.send(ascii("/?!\r\n"));
            port.comes("/?!\r\n");
            assertEquals(LineCondition.SILENT, silence(drops).condition());
        }

        @Test
        void tellsTheErrorsThatThePortSaw() throws LineException {
            Conversation line = line(TEXT, LineOptions.USUAL);
            line.send(ascii("/?!\r\n"));
            port.errors = new Port.Errors(true, true);
            assertEquals(LineCondition.WRONG_BAUD, silence(line).condition());
            port.errors = new Port.Errors(true, false);
            assertEquals(LineCondition.WRONG_PARITY, silence(line).condition());
        }

        @Test
        void hangsUpOnANetworkAfterSeveralConversations() throws LineException {
            port.remote = true;
            Claim claim = lines.claim(HEAD, TEXT, LineOptions.USUAL);
            for (int conversation = 1; conversation <= 3; conversation++) {
                assertTrue(port.opened <= 1, "still the same connection");
                try (Conversation line = claim.converse(SOON)) {
                    line.send(ascii("?"));
                    silence(line);
                }
                assertEquals(conversation < 3, port.open);
            }
            claim.converse(SOON).close();
            assertEquals(2, port.opened);
        }

        @Test
        void thatOneByteInterruptsIsNoReasonToHangUp() throws LineException {
            port.remote = true;
            Claim claim = lines.claim(HEAD, TEXT, LineOptions.USUAL);
            for (int conversation = 0; conversation < 9; conversation++) {
                try (Conversation line = claim.converse(SOON)) {
                    line.send(ascii("?"));
                    if (conversation % 3 == 2) {
                        port.comes("x");
                    }
                    silence(line);
                }
            }
            assertTrue(port.open);
            assertEquals(1, port.opened);
        }
    }

    @Nested
    class ParityThatThePortLeavesToUs {
        @Test // by hand: '1' is 31 hex with three ones, '3' is 33 hex with four
        void isMadeAndTakenOff() throws LineException {
            port.rawParity = true;
            Conversation line = line(TEXT, LineOptions.USUAL);
            line.send(ascii("13"));
            assertArrayEquals(new byte[] {(byte) 0xB1, 0x33}, port.written.toByteArray());
            port.comes(new byte[] {(byte) 0xB1, 0x33});
            assertEquals("13", text(line.receive(bytes(2), SOON)));
        }

        @Test
        void thatIsWrongLeavesNoDigit() throws LineException {
            port.rawParity = true;
            Conversation line = line(TEXT, LineOptions.USUAL);
            port.comes(new byte[] {0x31, 0x33});
            assertArrayEquals(new byte[] {0, 0x33}, line.receive(bytes(2), SOON));
        }

        @Test
        void isNoPartOfAConversationWithEightBits() throws LineException {
            port.rawParity = true;
            Conversation line = line(TEXT, LineOptions.USUAL);
            line.change(new SerialSettings(9600, 8, Parity.NONE, 1));
            port.comes(new byte[] {0x31, (byte) 0xB3});
            assertArrayEquals(new byte[] {0x31, (byte) 0xB3}, line.receive(bytes(2), SOON));
        }

        @Test
        void tellsAMeterOfEightBitsByItsName() throws LineException {
            port.rawParity = true;
            Conversation line = line(TEXT, LineOptions.USUAL);
            line.send(ascii("/?!\r\n"));
            port.comes("/MTG5METERGATE\r\n");
            assertEquals(LineCondition.WRONG_PARITY, silence(line).condition());
        }
    }

    @Test
    void aDatagramEndsWhatTheOneBeforeBegan() throws LineException {
        port.datagrams = true;
        Conversation line = line(BINARY, LineOptions.USUAL);
        port.comes(new byte[] {1, 2, 3}).comes(new byte[] {4, 5, 6, 7, 8});
        assertArrayEquals(new byte[] {4, 5, 6, 7}, line.receive(bytes(4), SOON));
        assertThrows(LineSilentException.class, () -> line.receive(bytes(4), SOON));
    }

    @Nested
    class TheTrace {
        @Test
        void tellsFramesWithTimeAndDirectionAndHidesSecrets() throws LineException {
            Conversation line = line(TEXT, LineOptions.USUAL);
            line.send(ascii("P1(geheim)"), new Secret(3, 9));
            port.comes("(geheim)\r\n");
            line.receive(lineEnd(), SOON);
            line.change(TEXT.at(9600));
            line.hangUp();
            assertEquals(
                    List.of(
                            new TraceEntry(NOW, Kind.OPENED, 0, "300 7E1"),
                            new TraceEntry(NOW, Kind.SENT, 10, "50 31 28 ** ** ** ** ** ** 29"),
                            new TraceEntry(NOW, Kind.RECEIVED, 10, "28 ** ** ** ** ** ** 29 0D 0A"),
                            new TraceEntry(NOW, Kind.CHANGED, 0, "9600 7E1"),
                            new TraceEntry(NOW, Kind.CLOSED, 0, "hung up")),
                    lines.trace(HEAD));
        }

        @Test
        void isBounded() throws LineException {
            Conversation line = line(TEXT, LineOptions.USUAL);
            for (int i = 0; i < 1000; i++) {
                line.send(new byte[2000]);
            }
            List<TraceEntry> trace = lines.trace(HEAD);
            assertEquals(Lines.TRACE_ENTRIES, trace.size());
            TraceEntry last = trace.get(trace.size() - 1);
            assertEquals(2000, last.bytes());
            assertTrue(last.text().endsWith("00 00 +1488 bytes"), last.text());
            assertEquals(
                    3 * Lines.TRACE_BYTES - 1 + " +1488 bytes".length(),
                    last.text().length());
        }

        @Test
        void holdsWhatNoFrameWasMadeOfAndEndsWithTheClaim() throws LineException {
            Claim claim = lines.claim(HEAD, TEXT);
            try (Conversation line = claim.converse(SOON)) {
                port.comes("half");
                silence(line);
            }
            assertEquals(Kind.UNFINISHED, lines.trace(HEAD).get(1).kind());
            claim.close();
            assertEquals(List.of(), lines.trace(HEAD));
        }
    }

    @Test
    void tellsHowTheLineIs() throws LineException {
        Claim claim = lines.claim(HEAD, TEXT, LineOptions.USUAL.heldBy("meter 7"));
        assertFalse(status().open());
        Conversation line = claim.converse(SOON);
        assertTrue(status().open());
        assertEquals("meter 7", status().holder().orElseThrow());
        port.there = false;
        LineException lost = assertThrows(LineException.class, () -> line.send(ascii("?")));
        assertEquals(LineCondition.LOST, lost.condition());
        line.close();
        assertEquals(LineCondition.LOST, status().failure().orElseThrow().condition());
        assertEquals(
                LineCondition.UNREACHABLE,
                assertThrows(LineException.class, () -> claim.converse(SOON)).condition());
        assertEquals(LineCondition.UNREACHABLE, status().failure().orElseThrow().condition());
        port.there = true;
        claim.converse(SOON).close();
        assertTrue(status().failure().isEmpty());
        assertTrue(status().holder().isEmpty());
    }

    @Test
    void saysThatItIsOverAndNotThatItBroke() throws LineException {
        Claim claim = lines.claim(HEAD, TEXT);
        Conversation line = claim.converse(SOON);
        claim.close();
        assertEquals(
                LineCondition.ENDED,
                assertThrows(LineException.class, () -> line.send(ascii("?"))).condition());
        Conversation hungUp = line(TEXT, LineOptions.USUAL);
        hungUp.hangUp();
        assertEquals(
                LineCondition.ENDED,
                assertThrows(LineException.class, () -> hungUp.send(ascii("?"))).condition());
        assertTrue(status().failure().isEmpty());
    }

    private LineStatus status() {
        return lines.status().get(0);
    }

    private LineSilentException silence(Conversation line) {
        return assertThrows(LineSilentException.class, () -> line.receive(bytes(9999), SOON));
    }

    private static Framing lineEnd() {
        return (received, length) -> {
            for (int i = 0; i < length; i++) {
                if (received[i] == '\n') {
                    return i + 1;
                }
            }
            return Framing.INCOMPLETE;
        };
    }

    private static Framing bytes(int count) {
        return (received, length) -> length < count ? Framing.INCOMPLETE : count;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
