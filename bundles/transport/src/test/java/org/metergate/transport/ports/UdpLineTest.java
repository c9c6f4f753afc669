package org.metergate.transport.ports;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.metergate.transport.Claim;
import org.metergate.transport.Conversation;
import org.metergate.transport.Framing;
import org.metergate.transport.LineAddress;
import org.metergate.transport.LineCondition;
import org.metergate.transport.LineException;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.SerialSettings;

@Timeout(20)
class UdpLineTest {
    private static final SerialSettings ANY = new SerialSettings(2400, 8, SerialSettings.Parity.EVEN, 1);
    private static final Framing FOUR = (received, length) -> length < 4 ? Framing.INCOMPLETE : 4;
    private static final Duration LONG = Duration.ofSeconds(10);

    private final PortLines lines = new PortLines();
    private DatagramSocket meter;
    private Claim claim;

    @BeforeEach
    void bind() throws IOException {
        meter = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        meter.setSoTimeout(10_000);
        claim = lines.claim(new LineAddress.Udp("127.0.0.1", meter.getLocalPort()), ANY);
    }

    @AfterEach
    void close() {
        meter.close();
        lines.close();
    }

    @Test
    void sendsAFrameAsOneDatagramAndTakesLongOnesWhole() throws Exception {
        byte[] request = new byte[2000];
        Arrays.fill(request, (byte) 7);
        byte[] answer = new byte[30_000];
        Arrays.fill(answer, (byte) 9);
        try (Conversation line = claim.converse(LONG)) {
            line.send(request);
            DatagramPacket asked = received();
            assertEquals(2000, asked.getLength());
            answer(asked, answer);
            assertArrayEquals(
                    answer, line.receive((bytes, length) -> length < 30_000 ? Framing.INCOMPLETE : 30_000, LONG));
        }
    }

    @Test
    void joinsNoTwoDatagramsToOneFrame() throws Exception {
        try (Conversation line = claim.converse(LONG)) {
            line.send(new byte[] {1});
            DatagramPacket asked = received();
            answer(asked, new byte[] {1, 2, 3});
            answer(asked, new byte[] {4, 5, 6, 7, 8, 9, 10, 11});
            assertArrayEquals(new byte[] {4, 5, 6, 7}, line.receive(FOUR, LONG));
            assertArrayEquals(new byte[] {8, 9, 10, 11}, line.receive(FOUR, LONG), "of the same datagram");
        }
    }

    @Test
    void hearsNobodyElse() throws Exception {
        try (Conversation line = claim.converse(LONG);
                DatagramSocket stranger = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            line.send(new byte[] {1});
            DatagramPacket asked = received();
            stranger.send(new DatagramPacket(new byte[] {6, 6, 6, 6}, 4, asked.getSocketAddress()));
            answer(asked, new byte[] {1, 2, 3, 4});
            assertArrayEquals(new byte[] {1, 2, 3, 4}, line.receive(FOUR, LONG));
            assertThrows(LineSilentException.class, () -> line.receive(FOUR, Duration.ofMillis(20)));
        }
    }

    @Test
    void saysThatNobodyListens() throws Exception {
        meter.close();
        try (Conversation line = claim.converse(LONG)) {
            line.send(new byte[] {1});
            LineException refused = assertThrows(LineException.class, () -> line.receive(FOUR, LONG));
            assertEquals(LineCondition.LOST, refused.condition());
        }
    }

    private DatagramPacket received() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        meter.receive(packet);
        return packet;
    }

    private void answer(DatagramPacket asked, byte[] bytes) throws IOException {
        meter.send(new DatagramPacket(bytes, bytes.length, asked.getSocketAddress()));
    }
}
