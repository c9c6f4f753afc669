package org.metergate.emulator.meters;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.metergate.emulator.meters.Wire.ByteTiming;

class TimedWireTest {
    /** One byte takes exactly 10 ms. */
    private static final ByteTiming SLOW = new ByteTiming(1_000, 10);

    private static final long BYTE = 10_000_000;
    private static final Duration WAIT = Duration.ofMillis(500);

    private final PretendedPacer pacer = new PretendedPacer();
    private final long start = pacer.now();
    private final FakeLink link = new FakeLink();

    @Nested
    class Reading {
        @Test
        void handsEveryByteOverAfterItsLastBit() throws IOException {
            link.arrives(1, 2, 3);
            TimedWire wire = wire(SLOW, Duration.ZERO, Fault.NONE);
            for (int expected = 1; expected <= 3; expected++) {
                assertEquals(OptionalInt.of(expected), wire.read(WAIT));
                assertEquals(expected * BYTE, elapsed());
            }
        }

        @Test
        void countsAByteThatCameWhileTheMeterWasBusyAsArrivedOnlyOnce() throws IOException {
            link.arrives(1, 2);
            TimedWire wire = wire(SLOW, Duration.ZERO, Fault.NONE);
            wire.read(WAIT);
            pacer.pass(5 * BYTE); // the second byte ended on the wire meanwhile
            wire.read(WAIT);
            assertEquals(6 * BYTE, elapsed());
        }

        @Test
        void aPauseOfTheGatewayIsNotMadeUp() throws IOException {
            link.arrives(1);
            TimedWire wire = wire(SLOW, Duration.ZERO, Fault.NONE);
            wire.read(WAIT);
            pacer.pass(5 * BYTE);
            link.arrives(2);
            wire.read(WAIT);
            assertEquals(7 * BYTE, elapsed());
        }

        @Test
        void saysNothingCameAfterTheWait() throws IOException {
            assertEquals(
                    OptionalInt.empty(), wire(SLOW, Duration.ZERO, Fault.NONE).read(WAIT));
        }

        @Test
        void changesSpeedBetweenTwoBytes() throws IOException {
            link.arrives(1, 2);
            TimedWire wire = wire(SLOW, Duration.ZERO, Fault.NONE);
            wire.read(WAIT);
            wire.change(new ByteTiming(2_000, 10));
            wire.read(WAIT);
            assertEquals(BYTE + BYTE / 2, elapsed());
        }

        @Test
        void aNetworkHasNoDelay() throws IOException {
            link.arrives(1, 2, 3);
            TimedWire wire = wire(ByteTiming.NETWORK, Duration.ZERO, Fault.NONE);
            wire.read(WAIT);
            wire.read(WAIT);
            wire.write(new byte[500]);
            assertEquals(0, elapsed());
            assertEquals(List.of(0L), link.sentAt);
        }
    }

    @Nested
    class Writing {
        @Test
        void sendsEveryByteAfterItsLastBit() throws IOException {
            wire(SLOW, Duration.ZERO, Fault.NONE).write(new byte[] {7, 8, 9});
            assertArrayEquals(new byte[] {7, 8, 9}, link.sent.toByteArray());
            assertEquals(List.of(BYTE, 2 * BYTE, 3 * BYTE), link.sentAt);
        }

        @Test
        void sendsFastBytesInSlicesOfFiveMilliseconds() throws IOException {
            wire(new ByteTiming(10_000, 10), Duration.ZERO, Fault.NONE).write(new byte[12]);
            assertEquals(List.of(5_000_000L, 10_000_000L, 12_000_000L), link.sentAt);
        }

        @Test
        void waitsTheTurnaroundTimeAfterTheLastByteHeardOnce() throws IOException {
            link.arrives(1);
            TimedWire wire = wire(SLOW, Duration.ofMillis(200), Fault.NONE);
            wire.read(WAIT);
            wire.write(new byte[] {1});
            wire.write(new byte[] {2});
            assertEquals(List.of(22 * BYTE, 23 * BYTE), link.sentAt);
        }

        @Test
        void timeThatTheMeterTookItselfCountsAsTurnaround() throws IOException {
            link.arrives(1);
            TimedWire wire = wire(SLOW, Duration.ofMillis(200), Fault.NONE);
            wire.read(WAIT);
            pacer.pass(15 * BYTE);
            wire.write(new byte[] {1});
            assertEquals(List.of(22 * BYTE), link.sentAt);
        }

        @Test
        void leavesNoTimeWithoutSpeedButKeepsTheTurnaround() throws IOException {
            link.arrives(1);
            TimedWire wire = wire(ByteTiming.NETWORK, Duration.ofMillis(200), Fault.NONE);
            wire.read(WAIT);
            wire.write(new byte[] {1});
            assertEquals(List.of(20 * BYTE), link.sentAt);
        }
    }

    @Nested
    class Faults {
        private final byte[] answer = {10, 20, 30, 40};

        @Test
        void silenceLetsNothingThroughAndTakesNoTime() throws IOException {
            wire(SLOW, Duration.ZERO, Fault.silence()).write(answer);
            assertEquals(0, link.sent.size());
            assertEquals(0, elapsed());
        }

        @Test
        void aFlippedBitIsOneBitAndTheMetersBytesStayAsTheyWere() throws IOException {
            wire(SLOW, Duration.ZERO, Fault.flippedBit(new Random(4))).write(answer);
            byte[] sent = link.sent.toByteArray();
            int wrong = 0;
            for (int i = 0; i < answer.length; i++) {
                wrong += Integer.bitCount((sent[i] ^ answer[i]) & 0xFF);
            }
            assertEquals(1, wrong);
            assertArrayEquals(new byte[] {10, 20, 30, 40}, answer);
        }

        @Test
        void noiseComesBeforeTheAnswer() throws IOException {
            wire(SLOW, Duration.ZERO, Fault.noise(new Random(4), 3)).write(answer);
            byte[] sent = link.sent.toByteArray();
            assertArrayEquals(answer, Arrays.copyOfRange(sent, sent.length - 4, sent.length));
            assertEquals(true, sent.length >= 5 && sent.length <= 7, sent.length + " bytes");
        }

        @Test
        void truncationCutsTheEnd() throws IOException {
            wire(SLOW, Duration.ZERO, Fault.truncation(3)).write(answer);
            assertArrayEquals(new byte[] {10, 20, 30}, link.sent.toByteArray());
        }

        @Test
        void anEchoReturnsEveryByteWhenItEnds() throws IOException {
            link.arrives(1, 2);
            TimedWire wire = wire(SLOW, Duration.ZERO, Fault.echo());
            wire.read(WAIT);
            wire.read(WAIT);
            wire.write(new byte[] {9});
            assertArrayEquals(new byte[] {1, 2, 9}, link.sent.toByteArray());
            assertEquals(List.of(BYTE, 2 * BYTE, 3 * BYTE), link.sentAt);
        }

        @Test
        void aDisconnectEndsTheConversation() {
            TimedWire wire = wire(SLOW, Duration.ZERO, Fault.disconnect());
            assertThrows(EOFException.class, () -> wire.write(answer));
        }

        @Test
        void aDisconnectInMidFrameLetsItsBeginningThrough() {
            TimedWire wire = wire(SLOW, Duration.ZERO, Fault.disconnectAfter(3));
            assertThrows(EOFException.class, () -> wire.write(answer));
            assertArrayEquals(new byte[] {10, 20, 30}, link.sent.toByteArray());
            assertEquals(3 * BYTE, elapsed());
        }

        @Test
        void aDisconnectAfterMoreThanTheAnswerDoesNothing() throws IOException {
            wire(SLOW, Duration.ZERO, Fault.disconnectAfter(4)).write(answer);
            assertArrayEquals(answer, link.sent.toByteArray());
        }

        @Test
        void aLateAnswerBeginsAfterTurnaroundAndDelay() throws IOException {
            link.arrives(1);
            TimedWire wire = wire(SLOW, Duration.ofMillis(200), Fault.late(Duration.ofMillis(300)));
            wire.read(WAIT);
            wire.write(new byte[] {9});
            assertEquals(List.of(52 * BYTE), link.sentAt);
        }

        @Test
        void aLostByteIsOneAndADoubledOneComesTwice() throws IOException {
            for (int seed = 0; seed < 50; seed++) {
                byte[] lost = Fault.lostByte(new Random(seed)).sent(answer);
                byte[] doubled = Fault.doubledByte(new Random(seed)).sent(answer);
                int at = 0;
                while (at < lost.length && lost[at] == answer[at]) {
                    at++;
                }
                assertArrayEquals(Arrays.copyOfRange(answer, at + 1, 4), Arrays.copyOfRange(lost, at, lost.length));
                int twice = 0;
                while (doubled[twice] != doubled[twice + 1]) {
                    twice++;
                }
                byte[] single = new byte[4];
                System.arraycopy(doubled, 0, single, 0, twice);
                System.arraycopy(doubled, twice + 1, single, twice, 4 - twice);
                assertArrayEquals(answer, single);
            }
        }

        @Test // '1' is 31 hex with three ones
        void parityPutsABitOnTop() throws IOException {
            assertArrayEquals(new byte[] {(byte) 0xB1, 0x33}, Fault.parity().sent(new byte[] {0x31, 0x33}));
        }

        @Test // 8N1 of 00 at half the speed: 18 low bits, of which the first frame takes 10 and has no stop bit
        void anotherSpeedIsMisheard() throws IOException {
            Uart.Settings slow = new Uart.Settings(1200, CharacterFormat.F8N1);
            Uart.Settings fast = new Uart.Settings(2400, CharacterFormat.F8N1);
            assertArrayEquals(new byte[] {0}, Fault.misheard(slow, fast).sent(new byte[] {0}));
            // F0: start and four low bits are ten low ones, then ten high ones: a frame without stop bit
            assertArrayEquals(new byte[] {0}, Fault.misheard(slow, fast).sent(new byte[] {(byte) 0xF0}));
            // FF: two low bits, then high ones: FE
            assertArrayEquals(
                    new byte[] {(byte) 0xFE}, Fault.misheard(slow, fast).sent(new byte[] {(byte) 0xFF}));
            assertArrayEquals(answer, Fault.misheard(fast, fast).sent(answer));
        }

        @Test
        void inACollisionTheZerosWin() throws IOException {
            assertArrayEquals(
                    new byte[] {10 & 12, 20 & 40, 30, 40},
                    Fault.collision(new byte[] {12, 40}).sent(answer));
        }

        @Test
        void strikesOnlyWhenTold() throws IOException {
            boolean[] strike = {false};
            TimedWire wire = wire(SLOW, Duration.ZERO, Fault.silence().when(() -> strike[0]));
            wire.write(new byte[] {1});
            strike[0] = true;
            wire.write(new byte[] {2});
            strike[0] = false;
            wire.write(new byte[] {3});
            assertArrayEquals(new byte[] {1, 3}, link.sent.toByteArray());
        }
    }

    private TimedWire wire(ByteTiming timing, Duration turnaround, Fault fault) {
        return new TimedWire(link, timing, turnaround, fault, pacer);
    }

    private long elapsed() {
        return pacer.now() - start;
    }

    private final class FakeLink implements Link {
        final Queue<byte[]> arrivals = new ArrayDeque<>();
        final ByteArrayOutputStream sent = new ByteArrayOutputStream();
        final List<Long> sentAt = new ArrayList<>();

        void arrives(int... bytes) {
            byte[] chunk = new byte[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                chunk[i] = (byte) bytes[i];
            }
            arrivals.add(chunk);
        }

        @Override
        public int read(byte[] into, Duration within) {
            if (arrivals.isEmpty()) {
                return 0;
            }
            byte[] chunk = arrivals.remove();
            System.arraycopy(chunk, 0, into, 0, chunk.length);
            return chunk.length;
        }

        @Override
        public void write(byte[] bytes, int from, int count) {
            sent.write(bytes, from, count);
            sentAt.add(elapsed());
        }
    }
}
