package org.metergate.emulator.meters;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.metergate.emulator.meters.Wire.ByteTiming;
import org.metergate.transport.Claim;
import org.metergate.transport.Conversation;
import org.metergate.transport.Framing;
import org.metergate.transport.LineAddress;
import org.metergate.transport.LineCondition;
import org.metergate.transport.LineException;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.SerialSettings;
import org.metergate.transport.SerialSettings.Parity;
import org.metergate.transport.ports.PortLines;

/** The line of the gateway over RFC 2217, against a server that shares none of its code. */
@Timeout(30)
class Rfc2217StationTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final SerialSettings BINARY = new SerialSettings(115_200, 8, Parity.NONE, 1);
    private static final SerialSettings TEXT = new SerialSettings(9600, 7, Parity.EVEN, 1);
    private static final byte[] REQUEST = "/?!\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ANSWER = "/MTG5METERGATE 1.8.0(000123.456*kWh)\r\n".getBytes(StandardCharsets.US_ASCII);

    private final PortLines lines = new PortLines();

    @AfterEach
    void close() {
        lines.close();
    }

    @Test
    void carriesEveryByteBothWays() throws Exception {
        byte[] all = new byte[4096];
        new Random(1).nextBytes(all);
        for (int i = 0; i < 256; i++) {
            all[i] = (byte) i;
        }
        System.arraycopy(new byte[] {13, 0, 13, 10, 13, 13, -1, -1, -1, 0, 13}, 0, all, 300, 11);
        try (TcpStation server = Rfc2217Station.open(
                        "echo", PortSettings.network(0), CharacterFormat.F8N1, Rfc2217StationTest::returnEverything);
                Claim claim = lines.claim(LineAddress.parse(server.address()), BINARY);
                Conversation line = claim.converse(LONG)) {
            line.send(all);
            assertArrayEquals(all, line.receive(bytes(all.length), LONG));
        }
    }

    @Test
    void changesTheSpeedWithoutLosingOrInventingAByte() throws Exception {
        byte[] table = "1.8.0(000123.456*kWh)\r\n".repeat(20).getBytes(StandardCharsets.US_ASCII);
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        Station meter = wire -> {
            for (int round = 0; round < 3; round++) {
                wire.change(new ByteTiming(1200, 10));
                heard.add(text(wire, 6));
                wire.change(new ByteTiming(19_200, 10));
                wire.write(table);
                heard.add(text(wire, 4));
            }
            wire.read(LONG);
        };
        PortSettings slow = new PortSettings("127.0.0.1", 0, new ByteTiming(1200, 10), Duration.ofMillis(30));
        try (TcpStation server = Rfc2217Station.open(
                        "optical", slow, CharacterFormat.F7E1, meter, Fault.NONE, Pacer.REAL, LONG);
                Claim claim = lines.claim(LineAddress.parse(server.address()), TEXT.at(1200));
                Conversation line = claim.converse(LONG)) {
            for (int round = 0; round < 3; round++) {
                line.send("\u0006050\r\n".getBytes(StandardCharsets.US_ASCII));
                line.change(TEXT.at(19_200));
                assertArrayEquals(table, line.receive(bytes(table.length), LONG));
                line.send("BYE\n".getBytes(StandardCharsets.US_ASCII));
                line.change(TEXT.at(1200));
                assertEquals("\u0006050\r\n", heard.poll(10, TimeUnit.SECONDS));
                assertEquals("BYE\n", heard.poll(10, TimeUnit.SECONDS));
            }
        }
    }

    @Test
    void aBusyMeterHearsWhatCameBeforeItChangedItsSpeed() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        CountDownLatch said = new CountDownLatch(1);
        Station meter = wire -> {
            text(wire, 6);
            wire.write(new byte[] {6});
            await(said);
            wire.change(new ByteTiming(19_200, 10));
            heard.add(text(wire, 4));
        };
        PortSettings slow = new PortSettings("127.0.0.1", 0, new ByteTiming(1200, 10), Duration.ZERO);
        try (TcpStation server =
                        Rfc2217Station.open("busy", slow, CharacterFormat.F7E1, meter, Fault.NONE, Pacer.REAL, LONG);
                Claim claim = lines.claim(LineAddress.parse(server.address()), TEXT.at(1200));
                Conversation line = claim.converse(LONG)) {
            line.send("\u0006252\r\n".getBytes(StandardCharsets.US_ASCII));
            line.receive(bytes(1), LONG);
            line.change(TEXT.at(19_200));
            line.send("HDLC".getBytes(StandardCharsets.US_ASCII));
            line.change(TEXT.at(9600)); // answered when all before it has come
            said.countDown();
            assertEquals("HDLC", heard.poll(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void changesTheSpeedNoEarlierThanTheLastByteCanHaveLeft() throws Exception {
        try (TcpStation server = Rfc2217Station.open(
                        "patient", PortSettings.network(0), CharacterFormat.F8N1, wire -> text(wire, 1000));
                Claim claim = lines.claim(LineAddress.parse(server.address()), BINARY.at(9600));
                Conversation line = claim.converse(LONG)) {
            long begun = System.nanoTime();
            line.send(new byte[96]); // 960 bits
            line.change(BINARY.at(19_200));
            assertTrue(System.nanoTime() - begun >= 100_000_000, "100 ms");
        }
    }

    @Test // what the line takes care not to do
    void aClientThatChangesTheSpeedTooEarlySpoilsItsLastBytes() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        PortSettings slow = new PortSettings("127.0.0.1", 0, new ByteTiming(300, 10), Duration.ZERO);
        Station meter = wire -> heard.add(text(wire, 6));
        try (TcpStation server = Rfc2217Station.open("hasty", slow, CharacterFormat.F8N1, meter);
                Socket client = new Socket("127.0.0.1", server.port())) {
            int[] commands = {
                255, 250, 44, 1, 0, 0, 1, 44, 255, 240, 'H', 'A', 'S', 'T', 'Y', '!', 255, 250, 44, 1, 0, 0, 37, 128,
                255, 240
            };
            byte[] bytes = new byte[commands.length];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) commands[i];
            }
            client.getOutputStream().write(bytes);
            assertTrue(!"HASTY!".equals(heard.poll(10, TimeUnit.SECONDS)));
        }
    }

    @Test
    void namesAWrongParity() throws Exception {
        assertEquals(
                LineCondition.WRONG_PARITY,
                symptom(CharacterFormat.F7E1, 9600, new SerialSettings(9600, 8, Parity.NONE, 1)));
        assertEquals(LineCondition.WRONG_PARITY, symptom(CharacterFormat.F8N1, 9600, TEXT));
    }

    @Test
    void namesAWrongSpeed() throws Exception {
        assertEquals(LineCondition.WRONG_BAUD, symptom(CharacterFormat.F7E1, 2400, TEXT));
        assertEquals(LineCondition.WRONG_BAUD, symptom(CharacterFormat.F7E1, 9600, TEXT.at(2400)));
        assertEquals(LineCondition.WRONG_BAUD, symptom(CharacterFormat.F8N1, 4800, BINARY.at(9600)));
    }

    @Test
    void namesAnEcho() throws Exception {
        Fault echoOnly = new Fault() {
            @Override
            public byte[] sent(byte[] answer) {
                return new byte[0];
            }

            @Override
            public byte[] echo(int heard) {
                return new byte[] {(byte) heard};
            }
        };
        Station mute = wire -> text(wire, 1000);
        try (TcpStation server = Rfc2217Station.open(
                        "mirror",
                        PortSettings.network(0),
                        CharacterFormat.F7E1,
                        mute,
                        echoOnly,
                        Pacer.REAL,
                        Duration.ZERO);
                Claim claim = lines.claim(LineAddress.parse(server.address()), TEXT);
                Conversation line = claim.converse(LONG)) {
            line.send(REQUEST);
            LineSilentException silent = assertThrows(LineSilentException.class, () -> line.receive(bytes(99), SHORT));
            assertEquals(LineCondition.ECHO, silent.condition());
            assertArrayEquals(REQUEST, silent.received());
        }
    }

    @Test
    void saysThatAServerDoesNotSpeakIt() throws Exception {
        try (TcpStation raw = TcpStation.open("raw", PortSettings.network(0), wire -> text(wire, 1000));
                Claim claim = lines.claim(new LineAddress.Rfc2217("127.0.0.1", raw.port()), TEXT)) {
            LineException refused = assertThrows(LineException.class, () -> claim.converse(LONG));
            assertEquals(LineCondition.UNREACHABLE, refused.condition());
            assertTrue(refused.getMessage().contains("use tcp://"), refused.getMessage());
        }
    }

    /** What the gateway calls an answer that a meter with that speed and format gives. */
    private LineCondition symptom(CharacterFormat format, int baud, SerialSettings gateway) throws Exception {
        PortSettings port = new PortSettings("127.0.0.1", 0, new ByteTiming(baud, format.bits()), Duration.ZERO);
        Station meter = wire -> {
            wire.read(Duration.ofMillis(50)); // whatever reaches it
            for (int i = 0; i < 5; i++) {
                wire.write(ANSWER);
            }
            text(wire, 1000);
        };
        try (TcpStation server = Rfc2217Station.open("other", port, format, meter);
                Claim claim = lines.claim(LineAddress.parse(server.address()), gateway);
                Conversation line = claim.converse(LONG)) {
            line.send(REQUEST);
            assertThrows(LineSilentException.class, () -> line.receive(bytes(10_000), Duration.ofMillis(500)));
            return line.symptom();
        }
    }

    private static void returnEverything(Wire wire) throws IOException {
        for (OptionalInt heard = wire.read(LONG); heard.isPresent(); heard = wire.read(LONG)) {
            wire.write(new byte[] {(byte) heard.getAsInt()});
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted while busy");
        }
    }

    private static String text(Wire wire, int length) throws IOException {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            OptionalInt heard = wire.read(LONG);
            if (heard.isEmpty()) {
                return new String(Arrays.copyOf(bytes, i), StandardCharsets.ISO_8859_1);
            }
            bytes[i] = (byte) heard.getAsInt();
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static Framing bytes(int count) {
        return (received, length) -> length < count ? Framing.INCOMPLETE : count;
    }
}
