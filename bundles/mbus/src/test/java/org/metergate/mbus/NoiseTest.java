package org.metergate.mbus;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.metergate.transport.MalformedFrameException;

/** Frames whose checks hold and whose data are noise: refused or read, nothing else. */
class NoiseTest {

    private final Random random = new Random(20261123);

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    @Test
    void wiredNoiseNeverBreaksTheDecoder() {
        int read = 0;
        int[] cis = {0x72, 0x72, 0x72, 0x76, 0x73, 0x78, 0x7A, 0x70, 0xA1};
        for (int i = 0; i < 30_000; i++) {
            byte[] frame = new LinkFrame.Long(0x08, 5, cis[i % cis.length], noise(random.nextInt(120))).encode();
            try {
                Telegrams.decode(frame);
                read++;
            } catch (MalformedFrameException refused) {
                assertTrue(refused.offset() <= frame.length, refused.getMessage());
            }
        }
        assertTrue(read > 0, "nothing was read at all");
    }

    @Test
    void wirelessNoiseNeverBreaksTheDecoder() {
        int read = 0;
        int[] cis = {0x72, 0x7A, 0x8C, 0x8D, 0x8E, 0x90, 0x78, 0x79, 0xA1};
        for (int i = 0; i < 30_000; i++) {
            byte[] telegram = noise(1 + random.nextInt(120));
            telegram[0] = (byte) (telegram.length - 1);
            if (telegram.length > 10) {
                telegram[10] = (byte) cis[i % cis.length];
            }
            try {
                Telegrams.decodeWireless(telegram, i % 2 == 0 ? Optional.empty() : Optional.of(noise(16)));
                read++;
            } catch (MalformedFrameException refused) {
                assertTrue(refused.offset() <= telegram.length, refused.getMessage());
            }
        }
        assertTrue(read > 0, "nothing was read at all");
    }

    @Test
    void anyBytesAtAllNeverBreakTheDecoder() {
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = noise(random.nextInt(300));
            try {
                assertTrue(Telegrams.decode(bytes) instanceof Answer.NoData);
            } catch (MalformedFrameException refused) {
                assertTrue(refused.offset() <= bytes.length, refused.getMessage());
            }
        }
    }
}
