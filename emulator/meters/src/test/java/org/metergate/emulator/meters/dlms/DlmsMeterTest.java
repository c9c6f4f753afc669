package org.metergate.emulator.meters.dlms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.metergate.emulator.meters.Building;
import org.metergate.emulator.meters.Wire;
import org.metergate.emulator.meters.dlms.DlmsMeter.Identity;
import org.metergate.emulator.meters.dlms.DlmsMeter.Transport;
import org.metergate.testkit.Hex;

class DlmsMeterTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T21:00:03.700Z"), ZoneOffset.UTC);
    private static final int SILENCE = -1;

    /** Says what it is given, then the other side has gone; keeps the answers. */
    private static final class PlayedWire implements Wire {
        final Queue<Integer> toMeter = new ArrayDeque<>();
        final List<String> fromMeter = new ArrayList<>();

        void say(byte[] bytes) {
            for (byte octet : bytes) {
                toMeter.add(octet & 0xFF);
            }
        }

        @Override
        public OptionalInt read(Duration within) throws EOFException {
            Integer next = toMeter.poll();
            if (next == null) {
                throw new EOFException("played out");
            }
            return next == SILENCE ? OptionalInt.empty() : OptionalInt.of(next);
        }

        @Override
        public void write(byte[] bytes) {
            fromMeter.add(Hex.text(bytes));
        }

        @Override
        public void change(ByteTiming timing) {
            throw new AssertionError("DLMS does not change speed");
        }
    }

    private final PlayedWire wire = new PlayedWire();
    private String frames;

    @BeforeEach
    void readFrames() throws IOException {
        try (InputStream file = getClass().getResourceAsStream("/frames/dlms-hdlc-worked-by-hand.txt")) {
            frames = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Building building() {
        Building.Phase phase = new Building.Phase(230.04, 5, -1, 0, List.of());
        return time -> new Building.State(
                time,
                List.of(phase, phase, phase),
                50,
                12_345_678.99
                        + time.getEpochSecond()
                        - Instant.parse("2026-11-23T21:00:03Z").getEpochSecond(),
                0,
                0,
                0,
                new Building.Heat(0, 0, 0, 0, 0, 0),
                new Building.Water(0, 0));
    }

    private byte[] frame(String name) {
        return frames.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> Hex.bytes(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no frame " + name));
    }

    private void play(Transport transport, String password, String zone) {
        Identity identity = new Identity(transport, 1, 17, 16, password, 1024, "4711", ZoneId.of(zone));
        DlmsMeter meter = new DlmsMeter(building(), CLOCK, identity);
        assertThrows(EOFException.class, () -> meter.serve(wire));
    }

    @Nested
    class OverHdlc {
        private final List<String> expected = new ArrayList<>();

        private void exchange(String request, String answer) {
            wire.say(frame(request));
            expected.add(Hex.text(frame(answer)));
        }

        private void connect() {
            exchange("snrm", "ua");
            exchange("aarq", "aare");
        }

        private void answersAsExpected() {
            play(Transport.HDLC, "12345678", "UTC");
            assertEquals(expected, wire.fromMeter);
        }

        @Test
        void answersTheWorkedExampleFromSnrmToDisc() {
            connect();
            exchange("get", "value");
            exchange("rlrq", "rlre");
            exchange("disc", "disc-ua");
            exchange("get", "dm");
            answersAsExpected();
        }

        @Test
        void answersAListFromOneLatch() {
            connect();
            exchange("get-list", "list");
            answersAsExpected();
        }

        @Test
        void saysThatAnObjectIsUndefined() {
            connect();
            exchange("get-unknown", "unknown");
            answersAsExpected();
        }

        @Test
        void repeatsTheAnswerToARepeatedFrame() {
            connect();
            exchange("get", "value");
            exchange("get", "value");
            answersAsExpected();
        }

        @Test
        void ignoresADamagedFrame() {
            connect();
            wire.say(frame("damaged"));
            exchange("get", "value");
            answersAsExpected();
        }

        @Test
        void ignoresAFrameThatStopsInTheMiddle() {
            connect();
            wire.say(Arrays.copyOf(frame("get"), 12));
            wire.toMeter.add(SILENCE);
            exchange("get", "value");
            answersAsExpected();
        }

        @Test
        void isDisconnectedBeforeSnrmAndAfterLongSilence() {
            exchange("get", "dm");
            connect();
            wire.toMeter.add(SILENCE);
            exchange("get", "dm");
            answersAsExpected();
        }

        @Test
        void asksClientOneForItsPassword() {
            exchange("snrm-1", "ua-1");
            exchange("aarq-low", "aare-1");
            answersAsExpected();
        }

        @Test
        void refusesAWrongPassword() {
            exchange("snrm-1", "ua-1");
            exchange("aarq-low", "aare-1-refused");
            play(Transport.HDLC, "87654321", "UTC");
            assertEquals(expected, wire.fromMeter);
        }
    }

    @Nested
    class OverTheWrapper {
        private static final String AARQ = "00 01 00 10 00 01 00 1F"
                + "60 1D A1 09 06 07 60 85 74 05 08 01 01 BE 10 04 0E 01 00 00 00 06 5F 1F 04 00 00 7E 1F 04 B0";

        @Test
        void answersWithSwappedPorts() {
            wire.say(Hex.bytes(AARQ));
            wire.say(Hex.bytes("00 01 00 10 00 01 00 0D C0 01 C1 00 03 01 00 20 07 00 FF 02 00")); // U1
            play(Transport.WRAPPER, "", "UTC");
            // long-unsigned 2300 of scaler -1
            assertEquals("00 01 00 01 00 10 00 07 C4 01 C1 00 12 08 FC", wire.fromMeter.get(1));
        }

        @Test
        void tellsItsClockWithDeviationAndDaylightSaving() {
            wire.say(Hex.bytes(AARQ));
            wire.say(Hex.bytes("00 01 00 10 00 01 00 0D C0 01 C1 00 08 00 00 01 00 00 FF 02 00"));
            play(Transport.WRAPPER, "", "Europe/Vienna");
            // 22:00:03 in winter, one hour ahead of UTC: deviation -60 (FFC4), status 0
            assertEquals(
                    "00 01 00 01 00 10 00 12 C4 01 C1 00 09 0C 07 EA 0B 17 01 16 00 03 00 FF C4 00",
                    wire.fromMeter.get(1));
        }

        @Test
        void refusesToReadWithoutAssociation() {
            wire.say(Hex.bytes("00 01 00 10 00 01 00 0D C0 01 C1 00 03 01 00 20 07 00 FF 02 00"));
            play(Transport.WRAPPER, "", "UTC");
            assertEquals(List.of("00 01 00 01 00 10 00 03 D8 01 01"), wire.fromMeter);
        }

        @Test
        void saysThatItDoesNotUnderstand() {
            wire.say(Hex.bytes(AARQ));
            wire.say(Hex.bytes("00 01 00 10 00 01 00 06 C0 01 C1 00 03 01"));
            wire.say(Hex.bytes("00 01 00 10 00 01 00 01 C1"));
            play(Transport.WRAPPER, "", "UTC");
            assertEquals("00 01 00 01 00 10 00 03 D8 01 03", wire.fromMeter.get(1));
            assertEquals("00 01 00 01 00 10 00 03 D8 02 02", wire.fromMeter.get(2));
        }
    }
}
