package org.metergate.emulator.meters;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EmulatedCableTest {
    private final EmulatedTime time = new EmulatedTime();

    /** Answers every byte with three. */
    private static void triple(Wire wire) throws IOException {
        while (true) {
            int heard = wire.read(Duration.ofMinutes(1)).orElse(-1);
            if (heard >= 0) {
                wire.write(new byte[] {(byte) heard, (byte) heard, (byte) heard});
            }
        }
    }

    private EmulatedCable cable(Station station) {
        return EmulatedCable.plug(time, station, EmulatedCable.wire(300, 10, Duration.ofMillis(200)), Fault.NONE);
    }

    @Test // 10 bits at 300 baud are 33.333 ms
    void takesAsLongAsTheWireWould() throws IOException {
        try (EmulatedCable cable = cable(EmulatedCableTest::triple)) {
            cable.send(new byte[] {7});
            byte[] into = new byte[10];
            int count = cable.read(into, Duration.ofSeconds(1));
            while (count < 3) {
                byte[] more = new byte[3];
                int came = cable.read(more, Duration.ofSeconds(1));
                System.arraycopy(more, 0, into, count, came);
                count += came;
            }
            assertArrayEquals(new byte[] {7, 7, 7}, Arrays.copyOf(into, 3));
            assertEquals(200 + 4 * 33, time.elapsed().toMillis(), 1);
        }
    }

    @Test
    void anHourOfSilenceIsOneWait() throws IOException {
        try (EmulatedCable cable = cable(EmulatedCableTest::triple)) {
            assertEquals(0, cable.read(new byte[1], Duration.ofHours(1)));
            assertEquals(Duration.ofHours(1), time.elapsed());
        }
    }

    @Test
    void tellsThatTheStationBroke() {
        try (EmulatedCable cable = cable(wire -> {
            throw new EOFException("gone");
        })) {
            assertThrows(EOFException.class, () -> cable.read(new byte[1], Duration.ofSeconds(1)));
        }
    }
}
