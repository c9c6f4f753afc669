package org.metergate.transport.ports;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.metergate.transport.Claim;
import org.metergate.transport.Conversation;
import org.metergate.transport.Framing;
import org.metergate.transport.LineAddress;
import org.metergate.transport.LineBusyException;
import org.metergate.transport.LineException;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.SerialSettings;

@Timeout(20)
class TcpLineTest {
    private static final SerialSettings ANY = new SerialSettings(2400, 8, SerialSettings.Parity.EVEN, 1);
    private static final Framing TWO = (received, length) -> length < 2 ? Framing.INCOMPLETE : 2;
    private static final Duration SHORT = Duration.ofMillis(30);
    private static final Duration LONG = Duration.ofSeconds(10);

    private final PortLines lines = new PortLines();
    private final BlockingQueue<Socket> accepted = new LinkedBlockingQueue<>();
    private ServerSocket server;
    private LineAddress address;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        address = new LineAddress.Tcp("127.0.0.1", server.getLocalPort());
        Thread acceptor = new Thread(this::accept, "test acceptor");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    @AfterEach
    void stop() throws IOException {
        lines.close();
        server.close();
        for (Socket socket : accepted) {
            socket.close();
        }
    }

    @Test
    void carriesBytesBothWaysAndKeepsWhatIsBehindTheFrame() throws Exception {
        try (Claim claim = lines.claim(address, ANY);
                Conversation line = claim.converse(LONG)) {
            line.send(new byte[] {1, 2});
            Socket meter = meter();
            assertArrayEquals(new byte[] {1, 2}, meter.getInputStream().readNBytes(2));
            meter.getOutputStream().write(new byte[] {3, 4, 5, 6});
            assertArrayEquals(new byte[] {3, 4}, line.receive(TWO, LONG));
            assertArrayEquals(new byte[] {5, 6}, line.receive(TWO, LONG));
        }
    }

    @Test
    void lendsWithoutOpeningOnlyWhatIsOpenAndFree() throws Exception {
        Claim claim = lines.claim(address, ANY);
        Claim other = lines.claim(address, ANY);
        assertTrue(claim.converseIfOpen().isEmpty(), "not open yet");
        Conversation held = claim.converse(LONG);
        assertTrue(other.converseIfOpen().isEmpty(), "others have it");
        held.close();
        Socket meter = meter();
        try (Conversation line = claim.converseIfOpen().orElseThrow()) {
            line.send(new byte[] {1, 2});
            assertArrayEquals(new byte[] {1, 2}, meter.getInputStream().readNBytes(2));
        }
        meter.close();
        assertTrue(claim.converseIfOpen().isEmpty(), "the meter hung up");
        assertTrue(accepted.isEmpty(), "and was not called again");
        claim.converse(LONG).close();
        meter();
        claim.close();
        assertTrue(claim.converseIfOpen().isEmpty(), "given up");
        other.close();
    }

    @Test
    void isSilentAfterTheLimitHoldsThePartAndStaysUsable() throws Exception {
        try (Claim claim = lines.claim(address, ANY);
                Conversation line = claim.converse(LONG)) {
            Socket meter = meter();
            meter.getOutputStream().write(7);
            LineSilentException silent = assertThrows(LineSilentException.class, () -> line.receive(TWO, SHORT));
            assertArrayEquals(new byte[] {7}, silent.received());
            assertTrue(silent.getMessage().contains(address.toString()), silent.getMessage());
            meter.getOutputStream().write(new byte[] {8, 9});
            assertArrayEquals(new byte[] {8, 9}, line.receive(TWO, LONG));
        }
    }

    @Test
    void dropsUnreadBytesBeforeSending() throws Exception {
        try (Claim claim = lines.claim(address, ANY);
                Conversation line = claim.converse(LONG)) {
            Socket meter = meter();
            meter.getOutputStream().write(new byte[] {1, 2, 3});
            assertArrayEquals(new byte[] {1, 2}, line.receive(TWO, LONG));
            line.send(new byte[] {0});
            assertEquals(0, meter.getInputStream().read());
            meter.getOutputStream().write(new byte[] {4, 5});
            assertArrayEquals(new byte[] {4, 5}, line.receive(TWO, LONG));
        }
    }

    @Test
    void failsAConversationThatIsDroppedAndReopensForTheNext() throws Exception {
        try (Claim claim = lines.claim(address, ANY)) {
            long epoch;
            try (Conversation line = claim.converse(LONG)) {
                epoch = line.epoch();
                meter().close();
                LineException broken = assertThrows(LineException.class, () -> line.receive(TWO, LONG));
                assertFalse(broken instanceof LineSilentException);
                assertThrows(LineException.class, () -> line.send(new byte[] {1}));
            }
            try (Conversation line = claim.converse(LONG)) {
                assertNotEquals(epoch, line.epoch());
                meter().getOutputStream().write(new byte[] {1, 2});
                assertArrayEquals(new byte[] {1, 2}, line.receive(TWO, LONG));
            }
        }
    }

    @Test
    void noticesAtTheNextConversationThatTheOtherSideWentInBetween() throws Exception {
        try (Claim claim = lines.claim(address, ANY)) {
            claim.converse(LONG).close();
            Socket first = meter();
            first.close();
            try (Conversation line = claim.converse(LONG)) {
                meter().getOutputStream().write(new byte[] {1, 2});
                assertArrayEquals(new byte[] {1, 2}, line.receive(TWO, LONG));
            }
        }
    }

    @Test
    void reopensAHundredTimesWithoutLeavingASocket() throws Exception {
        try (Claim claim = lines.claim(address, ANY)) {
            for (int i = 0; i < 100; i++) {
                try (Conversation line = claim.converse(LONG);
                        Socket meter = meter()) {
                    line.send(new byte[] {(byte) i});
                    assertEquals(i, meter.getInputStream().read());
                    line.hangUp();
                    assertEquals(-1, meter.getInputStream().read(), "hung up");
                }
            }
        }
    }

    @Test
    void keepsTheEpochWhileOneClaimUsesTheOpenLineAlone() throws Exception {
        try (Claim first = lines.claim(address, ANY);
                Claim second = lines.claim(address, ANY)) {
            long epoch = epochOf(first);
            assertEquals(epoch, epochOf(first));
            assertNotEquals(epoch, epochOf(second));
            assertNotEquals(epoch, epochOf(first));
        }
    }

    @Test
    void closesTheConnectionWithTheLastClaim() throws Exception {
        Claim first = lines.claim(address, ANY);
        Claim second = lines.claim(address, ANY);
        first.converse(LONG).close();
        Socket meter = meter();
        first.close();
        meter.getOutputStream().write(new byte[] {1, 2});
        try (Conversation line = second.converse(LONG)) {
            assertArrayEquals(new byte[] {1, 2}, line.receive(TWO, LONG), "still the same connection");
        }
        second.close();
        second.close();
        assertEquals(-1, meter.getInputStream().read());
        assertThrows(LineException.class, () -> second.converse(LONG));
    }

    @Test
    void breaksAConversationOffWhenItsClaimIsClosed() throws Exception {
        Claim claim = lines.claim(address, ANY);
        try (Conversation line = claim.converse(LONG)) {
            Socket meter = meter();
            CompletableFuture<LineException> broken = CompletableFuture.supplyAsync(
                    () -> assertThrows(LineException.class, () -> line.receive(TWO, Duration.ofMinutes(1))));
            claim.close();
            assertFalse(broken.get(10, TimeUnit.SECONDS) instanceof LineSilentException);
            assertEquals(-1, meter.getInputStream().read());
        }
    }

    @Test
    void tellsWhoHoldsTheLineForHowLong() throws Exception {
        try (Claim first = lines.claim(address, ANY);
                Claim second = lines.claim(address, ANY)) {
            Conversation held = first.converse(LONG);
            LineBusyException busy = assertThrows(LineBusyException.class, () -> second.converse(SHORT));
            assertTrue(busy.getMessage().contains(Thread.currentThread().getName()), busy.getMessage());
            assertTrue(busy.getMessage().contains("30 ms"), busy.getMessage());
            held.close();
            second.converse(LONG).close();
        }
    }

    @Test
    void saysWhatToDoWhenNobodyListens() throws Exception {
        server.close();
        try (Claim claim = lines.claim(address, ANY)) {
            LineException refused = assertThrows(LineException.class, () -> claim.converse(LONG));
            assertTrue(refused.getMessage().contains("check that the device is on"), refused.getMessage());
            assertThrows(LineException.class, () -> claim.converse(LONG), "and not busy");
        }
    }

    @Test
    void closesEverythingWhenTheServiceStops() throws Exception {
        Claim claim = lines.claim(address, ANY);
        try (Conversation line = claim.converse(LONG)) {
            Socket meter = meter();
            lines.close();
            assertEquals(-1, meter.getInputStream().read());
            assertThrows(LineException.class, () -> line.send(new byte[] {1}));
        }
        assertThrows(LineException.class, () -> claim.converse(LONG));
        assertThrows(LineException.class, () -> lines.claim(address, ANY).converse(LONG));
    }

    private static long epochOf(Claim claim) throws LineException {
        try (Conversation line = claim.converse(LONG)) {
            return line.epoch();
        }
    }

    private Socket meter() throws InterruptedException {
        return accepted.poll(10, TimeUnit.SECONDS);
    }

    private void accept() {
        try {
            while (true) {
                accepted.add(server.accept());
            }
        } catch (IOException e) {
            // the test is over
        }
    }
}
