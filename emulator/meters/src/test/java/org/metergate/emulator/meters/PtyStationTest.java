package org.metergate.emulator.meters;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
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

@EnabledOnOs(OS.LINUX)
@Timeout(30)
class PtyStationTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final SerialSettings SLOW = new SerialSettings(1200, 7, Parity.EVEN, 1);
    private static final Framing LINE_END = (received, length) -> {
        for (int i = 0; i < length; i++) {
            if (received[i] == '\n') {
                return i + 1;
            }
        }
        return Framing.INCOMPLETE;
    };

    @TempDir
    Path folder;

    private final PortLines lines = new PortLines();

    @AfterEach
    void close() {
        lines.close();
    }

    /** Answers each line with itself, at the other speed after a line that asks for it. */
    private static void converse(Wire wire) throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            OptionalInt heard = wire.read(LONG);
            if (heard.isEmpty()) {
                continue;
            }
            line.append((char) heard.getAsInt());
            if (heard.getAsInt() == '\n') {
                if (line.indexOf("fast") >= 0) {
                    wire.change(new ByteTiming(9600, 10));
                } else if (line.indexOf("slow") >= 0) {
                    wire.change(new ByteTiming(1200, 10));
                }
                wire.write(ascii("meter says " + line));
                line.setLength(0);
            }
        }
    }

    private PtyStation meter(Fault fault) throws IOException {
        return PtyStation.open(
                "pty",
                folder.resolve("meter"),
                new PortSettings("127.0.0.1", 0, new ByteTiming(1200, 10), Duration.ofMillis(25)),
                PtyStationTest::converse,
                fault,
                Pacer.REAL,
                LONG);
    }

    @Test
    void changesTheSpeedInMidConversation() throws Exception {
        try (PtyStation meter = meter(Fault.NONE);
                Claim claim = lines.claim(LineAddress.parse(meter.address()), SLOW);
                Conversation line = claim.converse(LONG)) {
            for (int round = 0; round < 3; round++) {
                line.send(ascii("fast\n"));
                line.change(SLOW.at(9600));
                assertArrayEquals(ascii("meter says fast\n"), line.receive(LINE_END, LONG));
                line.send(ascii("slow\n"));
                line.change(SLOW);
                assertArrayEquals(ascii("meter says slow\n"), line.receive(LINE_END, LONG));
            }
        }
    }

    @Test
    void isMisunderstoodAtTheWrongSpeed() throws Exception {
        Station talks = wire -> {
            wire.change(new ByteTiming(1200, 10));
            while (true) {
                wire.write(ascii("1.8.0(000123.456*kWh)\r\n"));
                wire.read(Duration.ofMillis(50));
            }
        };
        try (PtyStation meter = PtyStation.open(
                        "talks",
                        folder.resolve("talks"),
                        PortSettings.network(0),
                        talks,
                        Fault.NONE,
                        Pacer.REAL,
                        Duration.ZERO);
                Claim claim = lines.claim(LineAddress.parse(meter.address()), SLOW.at(4800));
                Conversation line = claim.converse(LONG)) {
            line.receive((received, length) -> length >= 40 ? 40 : Framing.INCOMPLETE, LONG);
            assertEquals(LineCondition.WRONG_BAUD, line.symptom());
        }
    }

    @Test
    void isPulledOutAndPluggedInAgain() throws Exception {
        try (PtyStation meter = meter(Fault.NONE);
                Claim claim = lines.claim(LineAddress.parse(meter.address()), SLOW)) {
            assertArrayEquals(ascii("meter says one\n"), exchange(claim, "one\n"));
            meter.unplug();
            assertThrows(LineException.class, () -> exchange(claim, "gone\n"));
            meter.plug();
            assertArrayEquals(ascii("meter says two\n"), exchange(claim, "two\n"));
        }
    }

    @Test
    void comesBackAfterAFaultThatCutsTheWire() throws Exception {
        boolean[] strike = {true};
        try (PtyStation meter = meter(Fault.disconnectAfter(4).when(() -> strike[0]));
                Claim claim = lines.claim(LineAddress.parse(meter.address()), SLOW)) {
            LineException cut = assertThrows(LineException.class, () -> exchange(claim, "one\n"));
            assertEquals(
                    cut instanceof LineSilentException ? LineCondition.INCOMPLETE : LineCondition.LOST,
                    cut.condition());
            strike[0] = false;
            assertArrayEquals(ascii("meter says two\n"), exchangeWhenItIsBack(claim, "two\n"));
        }
    }

    private static byte[] exchangeWhenItIsBack(Claim claim, String text) throws LineException {
        long end = System.nanoTime() + LONG.toNanos();
        while (true) {
            try {
                return exchange(claim, text);
            } catch (LineException e) {
                if (System.nanoTime() - end > 0) {
                    throw e;
                }
            }
        }
    }

    private static byte[] exchange(Claim claim, String text) throws LineException {
        try (Conversation line = claim.converse(LONG)) {
            line.send(ascii(text));
            return line.receive(LINE_END, Duration.ofSeconds(2));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
