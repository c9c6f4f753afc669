package org.metergate.transport.ports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.metergate.transport.Claim;
import org.metergate.transport.Conversation;
import org.metergate.transport.Framing;
import org.metergate.transport.LineAddress;
import org.metergate.transport.LineBusyException;
import org.metergate.transport.LineCondition;
import org.metergate.transport.LineException;
import org.metergate.transport.LineOptions;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.LineUse;
import org.metergate.transport.Lines;
import org.metergate.transport.SerialSettings;
import org.metergate.transport.SerialSettings.Parity;
import org.metergate.transport.TraceSlice;

/** What a line tells of its use. No wire, no thread. */
class LineLedgerTest {
    private static final LineAddress BUS = new LineAddress.Serial("bus");
    private static final LineAddress NET = new LineAddress.Tcp("meter", 4059);
    private static final SerialSettings SLOW = new SerialSettings(300, 7, Parity.EVEN, 1); // 10 bits a character
    private static final SerialSettings FAST = new SerialSettings(2400, 8, Parity.EVEN, 1); // 11 bits
    private static final Duration SOON = Duration.ofMillis(10);
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final FakePort port = new FakePort();
    private final PortLines lines = new PortLines(address -> port, Clock.fixed(NOW, ZoneOffset.UTC), Duration.ZERO);

    @AfterEach
    void close() {
        lines.close();
    }

    private static Framing bytes(int count) {
        return (received, length) -> length >= count ? count : Framing.INCOMPLETE;
    }

    private Claim claim(LineAddress address, SerialSettings settings, String holder) {
        return lines.claim(address, settings, LineOptions.USUAL.heldBy(holder));
    }

    private LineUse use(LineAddress address) {
        return lines.use(address).orElseThrow();
    }

    private void asks(Claim claim, int sent, int answered) throws LineException {
        try (Conversation line = claim.converse(SOON)) {
            line.send(new byte[sent]);
            port.comes(new byte[answered]);
            line.receive(bytes(answered), SOON);
        }
    }

    @Nested
    class AConversation {

        @Test
        void needsWhatItsBytesTakeAtTheSpeed() throws LineException {
            asks(claim(BUS, FAST, "M-Bus"), 5, 235);
            LineUse.Turn turn = use(BUS).turns().get(0);
            assertEquals(Duration.ofMillis(1100), turn.wire(), "240 characters of 11 bits at 2400 bit/s");
            assertEquals(5, turn.sent());
            assertEquals(235, turn.received());
            assertEquals(1, turn.exchanges());
            assertEquals("M-Bus", turn.holder());
            assertEquals(NOW, turn.began());
            assertTrue(turn.over());
            assertTrue(turn.quiet().compareTo(turn.took()) <= 0);
        }

        @Test // the sign-on of an optical meter is slow, its readout is not
        void countsEachByteAtTheSpeedItCameWith() throws LineException {
            try (Conversation line = claim(BUS, SLOW, "optical").converse(SOON)) {
                line.send(new byte[6]);
                port.comes(new byte[24]);
                line.receive(bytes(24), SOON);
                line.change(SLOW.at(9600));
                port.comes(new byte[480]).comes(new byte[480]);
                line.receive(bytes(960), SOON);
            }
            assertEquals(Duration.ofSeconds(2), use(BUS).turns().get(0).wire());
        }

        @Test
        void hasNoSpeedOnANetwork() throws LineException {
            asks(claim(NET, FAST, "DLMS"), 30, 120);
            LineUse.Turn turn = use(NET).turns().get(0);
            assertEquals(Duration.ZERO, turn.wire());
            assertEquals(120, turn.received());
        }

        @Test // a receiver listens for as long as the gateway runs
        void isToldWhileItGoesOn() throws LineException {
            try (Conversation line = claim(BUS, FAST, "receiver").converse(SOON)) {
                port.comes(new byte[12]);
                line.receive(bytes(12), SOON);
                LineUse.Turn turn = use(BUS).turns().get(0);
                assertFalse(turn.over());
                assertEquals(12, turn.received());
            }
            assertTrue(use(BUS).turns().get(0).over());
        }

        @Test
        void isNoneIfItIsAGoodbye() throws LineException {
            Claim claim = claim(BUS, FAST, "DLMS");
            asks(claim, 1, 1);
            claim.converseIfOpen().orElseThrow().close();
            assertEquals(1, use(BUS).turns().size());
        }

        @Test
        void isForgottenAfterOthers() throws LineException {
            Claim claim = claim(BUS, FAST, "M-Bus");
            for (int i = 0; i <= LineUse.TURNS; i++) {
                asks(claim, 1 + i, 1);
            }
            List<LineUse.Turn> turns = use(BUS).turns();
            assertEquals(LineUse.TURNS, turns.size());
            assertEquals(2, turns.get(0).sent());
        }
    }

    @Test
    void namesWhoSharesIt() {
        claim(BUS, FAST, "heat");
        Claim water = claim(BUS, SLOW, "water");
        assertEquals(List.of(new LineUse.Share("heat", FAST), new LineUse.Share("water", SLOW)), use(BUS).shares());
        water.close();
        assertEquals(1, use(BUS).shares().size());
        assertEquals(Optional.empty(), lines.use(NET));
    }

    @Test
    void countsWhatFailedByItsCondition() throws LineException {
        Claim claim = claim(BUS, FAST, "heat");
        try (Conversation line = claim.converse(SOON)) {
            for (int i = 0; i < 3; i++) {
                line.send(new byte[5]);
                assertThrows(LineSilentException.class, () -> line.receive(bytes(1), SOON));
            }
            assertThrows(
                    LineBusyException.class, () -> claim(BUS, FAST, "water").converse(Duration.ofMillis(1)));
            port.there = false;
            assertThrows(LineException.class, () -> line.send(new byte[5]));
        }
        assertThrows(LineException.class, () -> claim.converse(SOON));
        assertEquals(
                Map.of(
                        LineCondition.SILENT, 3L,
                        LineCondition.BUSY, 1L,
                        LineCondition.LOST, 1L,
                        LineCondition.UNREACHABLE, 1L),
                use(BUS).failures());
    }

    @Nested
    class ATrace {

        @Test
        void goesOnWhereItWasLeft() throws LineException {
            Claim claim = claim(BUS, FAST, "heat");
            asks(claim, 1, 1); // opened, sent, received
            TraceSlice all = lines.trace(BUS, 0);
            assertEquals(1, all.first());
            assertEquals(3, all.last());
            assertEquals(new TraceSlice(4, List.of()), lines.trace(BUS, all.last()));
            asks(claim, 2, 2);
            TraceSlice more = lines.trace(BUS, all.last());
            assertEquals(4, more.first());
            assertEquals("00 00", more.entries().get(0).text());
            assertEquals(all, new TraceSlice(1, lines.trace(BUS, 999).entries().subList(0, 3)), "of another life");
        }

        @Test
        void showsByItsNumbersWhatItForgot() throws LineException {
            Claim claim = claim(BUS, FAST, "heat");
            for (int i = 0; i < Lines.TRACE_ENTRIES; i++) {
                asks(claim, 1, 1);
            }
            TraceSlice rest = lines.trace(BUS, 3);
            assertEquals(Lines.TRACE_ENTRIES, rest.entries().size());
            assertEquals(1 + 2 * Lines.TRACE_ENTRIES, rest.last());
        }
    }
}
