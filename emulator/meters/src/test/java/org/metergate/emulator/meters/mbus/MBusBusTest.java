package org.metergate.emulator.meters.mbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.metergate.emulator.meters.Wire;
import org.metergate.testkit.Hex;
import org.metergate.testkit.MovedClock;

class MBusBusTest {
    private static final String HEAT = Hex.text(Hex.frame(MBusBusTest.class, "mbus-heat-worked-by-hand.hex"));
    private static final String WATER = Hex.text(Hex.frame(MBusBusTest.class, "mbus-water-worked-by-hand.hex"));
    private static final String E5 = "E5";

    private final MovedClock clock = MovedClock.at("2026-11-23T21:00:03.700Z");
    private final MBusBus bus = new MBusBus()
            .with(1, new HeatMeter(new FixedBuilding(), clock, ZoneOffset.UTC, 10_000_001))
            .with(2, new WaterMeter(new FixedBuilding(), clock, ZoneOffset.UTC, 10_000_002));

    /** Sends requests one after the other and collects what is heard after each. */
    private List<String> heard(String... requests) throws IOException {
        List<String> heard = new ArrayList<>();
        for (String request : requests) {
            byte[] bytes = Hex.bytes(request);
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            Wire wire = new Wire() {
                private int next;

                @Override
                public OptionalInt read(Duration within) throws IOException {
                    if (next == bytes.length) {
                        throw new EOFException();
                    }
                    return OptionalInt.of(bytes[next++] & 0xFF);
                }

                @Override
                public void write(byte[] sent) {
                    answer.writeBytes(sent);
                }

                @Override
                public void change(ByteTiming timing) {
                    throw new AssertionError("the speed of a bus does not change");
                }
            };
            try {
                bus.serve(wire);
            } catch (EOFException gone) {
                heard.add(Hex.text(answer.toByteArray()));
            }
        }
        return heard;
    }

    @Nested
    class ByPrimaryAddress {
        @Test
        void answersWithTheRegistersLatchedAtTheWholeSecond() throws Exception {
            assertEquals(List.of(E5, HEAT), heard("10 40 01 41 16", "10 7B 01 7C 16"));
            assertEquals(List.of(E5, WATER), heard("10 40 02 42 16", "10 7B 02 7D 16"));
        }

        @Test // IEC 60870-5-2: the same frame count bit asks for the same answer
        void repeatsTheAnswerWhileTheFrameCountBitStays() throws Exception {
            List<String> first = heard("10 7B 01 7C 16");
            clock.move(Duration.ofSeconds(5));
            assertEquals(first, heard("10 7B 01 7C 16"));
            assertNotEquals(first, heard("10 5B 01 5C 16"));
        }

        @Test
        void keepsSilentForOthersAndForBrokenFrames() throws Exception {
            assertEquals(List.of("", "", ""), heard("10 7B 03 7E 16", "10 7B 01 7D 16", "10 7B 01 7C 17"));
        }

        @Test
        void obeysABroadcastWithoutAnAnswer() throws Exception {
            assertEquals(List.of(""), heard("10 40 FF 3F 16"));
        }

        @Test // a 0 is sent by drawing current: bits lie on top of each other
        void severalAnswersAtOnceAreNoFrame() throws Exception {
            String both = heard("10 7B FE 79 16").get(0);
            assertNotEquals(HEAT, both);
            assertNotEquals(WATER, both);
        }
    }

    @Nested
    class BySecondaryAddress {
        @Test
        void answersTo253OnceSelected() throws Exception {
            assertEquals(
                    List.of("", E5, WATER),
                    heard("10 7B FD 78 16", "68 0B 0B 68 53 FD 52 02 00 00 10 FF FF FF FF B0 16", "10 7B FD 78 16"));
        }

        @Test
        void fitsWildcardsForDigitsManufacturerAndVersion() throws Exception {
            // 1000000F, any manufacturer, any version, medium 4
            assertEquals(
                    List.of(E5, HEAT), heard("68 0B 0B 68 53 FD 52 0F 00 00 10 FF FF FF 04 C2 16", "10 7B FD 78 16"));
        }

        @Test
        void isDeselectedByTheSelectionOfAnother() throws Exception {
            heard("68 0B 0B 68 53 FD 52 02 00 00 10 FF FF FF FF B0 16");
            assertEquals(
                    List.of("", ""), heard("68 0B 0B 68 53 FD 52 99 00 00 10 FF FF FF FF 47 16", "10 7B FD 78 16"));
        }

        @Test
        void isDeselectedByAResetOf253() throws Exception {
            assertEquals(
                    List.of(E5, E5, ""),
                    heard("68 0B 0B 68 53 FD 52 02 00 00 10 FF FF FF FF B0 16", "10 40 FD 3D 16", "10 7B FD 78 16"));
        }
    }
}
