package org.metergate.transport.ports;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.metergate.transport.Claim;
import org.metergate.transport.Conversation;
import org.metergate.transport.Framing;
import org.metergate.transport.LineAddress;
import org.metergate.transport.LineBusyException;
import org.metergate.transport.LineException;
import org.metergate.transport.LineOptions;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.SerialSettings;

@Timeout(30)
class SerialLineTest {
    private static final SerialSettings SLOW = new SerialSettings(300, 7, SerialSettings.Parity.EVEN, 1);
    private static final Framing LINE_END =
            (received, length) -> received[length - 1] == '\n' ? length : Framing.INCOMPLETE;
    private static final Duration LONG = Duration.ofSeconds(10);

    @Test
    void saysThatThereIsNoSuchDevice() {
        try (PortLines lines = new PortLines();
                Claim claim = lines.claim(new LineAddress.Serial("/dev/ttyNOSUCH7"), SLOW)) {
            LineException missing = assertThrows(LineException.class, () -> claim.converse(LONG));
            assertTrue(missing.getMessage().contains("serial:/dev/ttyNOSUCH7"), missing.getMessage());
            assertTrue(missing.getMessage().contains("no such device"), missing.getMessage());
        }
    }

    /** A pair of pseudo-terminals joined by socat. */
    @Nested
    @EnabledIf(value = "org.metergate.transport.ports.Pair#socatIsInstalled", disabledReason = "no socat")
    class OnAPseudoTerminal {
        @TempDir
        Path folder;

        @Test
        void carriesBytesAndChangesTheSpeedBetween() throws Exception {
            try (Pair pair = new Pair(folder);
                    PortLines lines = new PortLines();
                    Claim gateway = lines.claim(pair.left(), SLOW);
                    Claim meter = lines.claim(pair.right(), SLOW);
                    Conversation there = gateway.converse(LONG);
                    Conversation back = meter.converse(LONG)) {
                there.send(ascii("/?!\r\n"));
                assertArrayEquals(ascii("/?!\r\n"), back.receive(LINE_END, LONG));
                back.send(ascii("/MTG5\r\n"));
                assertArrayEquals(ascii("/MTG5\r\n"), there.receive(LINE_END, LONG));
                there.change(SLOW.at(9600));
                back.change(SLOW.at(9600));
                back.send(ascii("1.8.0(1*kWh)\r\n"));
                assertArrayEquals(ascii("1.8.0(1*kWh)\r\n"), there.receive(LINE_END, LONG));
                assertThrows(LineSilentException.class, () -> there.receive(LINE_END, Duration.ofMillis(50)));
            }
        }

        @Test
        void waitsNoTenthOfASecondLessThanItIsTold() throws Exception {
            try (Pair pair = new Pair(folder);
                    PortLines lines = new PortLines();
                    Claim claim = lines.claim(pair.left(), SLOW);
                    Conversation line = claim.converse(LONG)) {
                for (int millis : new int[] {30, 130, 270}) {
                    long start = System.nanoTime();
                    assertThrows(LineSilentException.class, () -> line.receive(LINE_END, Duration.ofMillis(millis)));
                    long waited = (System.nanoTime() - start) / 1_000_000;
                    assertTrue(waited >= millis && waited < millis + 5000, waited + " ms instead of " + millis);
                }
            }
        }

        @Test
        void breaksAConversationOffWhenItsClaimIsClosed() throws Exception {
            try (Pair pair = new Pair(folder);
                    PortLines lines = new PortLines()) {
                Claim claim = lines.claim(pair.left(), SLOW);
                try (Conversation line = claim.converse(LONG)) {
                    CompletableFuture<LineException> broken = CompletableFuture.supplyAsync(() ->
                            assertThrows(LineException.class, () -> line.receive(LINE_END, Duration.ofMinutes(1))));
                    claim.close();
                    assertFalse(broken.get(10, TimeUnit.SECONDS) instanceof LineSilentException);
                }
            }
        }

        @Test
        void saysThatAnotherProgramHoldsThePort() throws Exception {
            try (Pair pair = new Pair(folder);
                    PortLines lines = new PortLines();
                    PortLines others = new PortLines();
                    Claim claim = lines.claim(pair.left(), SLOW);
                    Claim other = others.claim(pair.left(), SLOW);
                    Conversation held = other.converse(LONG)) {
                LineException busy = assertThrows(LineException.class, () -> claim.converse(LONG));
                assertTrue(busy.getMessage().contains("another program may hold it"), busy.getMessage());
                held.hangUp();
                claim.converse(LONG).close();
            }
        }

        @Test // a terminal takes the bytes at once, as the buffer of a USB converter does
        void changesTheSpeedNoEarlierThanTheLastByteCanHaveLeft() throws Exception {
            try (Pair pair = new Pair(folder);
                    PortLines lines = new PortLines();
                    Claim claim = lines.claim(pair.left(), SLOW.at(9600));
                    Conversation line = claim.converse(LONG)) {
                long begun = System.nanoTime();
                line.send(new byte[96]); // 960 bits
                line.change(SLOW.at(19_200));
                assertTrue(System.nanoTime() - begun >= 100_000_000, "100 ms");
            }
        }

        @Test
        void isSharedUnderTwoNames() throws Exception {
            Path alias = folder.resolve("by-id");
            try (Pair pair = new Pair(folder);
                    PortLines lines = new PortLines();
                    Claim meter = lines.claim(pair.right(), SLOW);
                    Claim one = lines.claim(pair.left(), SLOW, LineOptions.USUAL.heldBy("meter one"));
                    Claim two = lines.claim(
                            new LineAddress.Serial(Files.createSymbolicLink(alias, folder.resolve("left"))
                                    .toString()),
                            SLOW)) {
                for (Claim claim : List.of(one, two, one, two)) {
                    try (Conversation there = claim.converse(LONG);
                            Conversation back = meter.converse(LONG)) {
                        there.send(ascii("?\n"));
                        assertArrayEquals(ascii("?\n"), back.receive(LINE_END, LONG));
                    }
                }
                try (Conversation held = one.converse(LONG)) {
                    LineBusyException busy =
                            assertThrows(LineBusyException.class, () -> two.converse(Duration.ofMillis(30)));
                    assertTrue(
                            busy.getMessage().contains("is the same device, and meter one holds it"),
                            busy.getMessage());
                    held.send(ascii("still here\n"));
                }
                CompletableFuture<Conversation> waiting = CompletableFuture.supplyAsync(() -> {
                    try {
                        return two.converse(LONG);
                    } catch (LineException e) {
                        throw new IllegalStateException(e);
                    }
                });
                try (Conversation next = waiting.get(10, TimeUnit.SECONDS)) {
                    next.send(ascii("mine now\n"));
                }
            }
        }

        @Test
        void opensAnewWhatWasUnpluggedAndPluggedInAgain() throws Exception {
            try (PortLines lines = new PortLines()) {
                Pair first = new Pair(folder);
                Claim claim = lines.claim(first.left(), SLOW);
                try (Conversation line = claim.converse(LONG)) {
                    first.close();
                    assertThrows(LineException.class, () -> {
                        while (true) { // silent until the system has noticed
                            try {
                                line.receive(LINE_END, Duration.ofMillis(50));
                            } catch (LineSilentException stillThere) {
                                line.send(ascii("?"));
                            }
                        }
                    });
                }
                try (Pair second = new Pair(folder);
                        Claim meter = lines.claim(second.right(), SLOW);
                        Conversation back = meter.converse(LONG);
                        Conversation line = claim.converse(LONG)) {
                    line.send(ascii("again\n"));
                    assertArrayEquals(ascii("again\n"), back.receive(LINE_END, LONG));
                }
            }
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
