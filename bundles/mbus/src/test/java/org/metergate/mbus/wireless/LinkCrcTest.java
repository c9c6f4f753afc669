package org.metergate.mbus.wireless;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.metergate.testkit.Hex;
import org.metergate.transport.MalformedFrameException;

class LinkCrcTest {
    static final byte[] BARE = Hex.bytes("14 44 24 40 78 56 34 12 01 07 7A 2A 00 00 00 0C 13 45 23 01 00");

    @ParameterizedTest
    @ValueSource(strings = {"link-format-a.hex", "link-format-b.hex"})
    void takesOffWhatHolds(String file) throws Exception {
        assertArrayEquals(BARE, LinkCrc.strip(Hex.frame(LinkCrcTest.class, file)));
    }

    @Test
    void leavesATelegramWithoutThemAlone() throws Exception {
        assertArrayEquals(BARE, LinkCrc.strip(BARE));
    }

    @Test // block 2 of format B ends at byte 127, and what follows has a CRC of its own
    void takesOffBothOfALongFormatB() throws Exception {
        String hex =
                "85 44 24 40 78 56 34 12 01 07 78 0D 7F 6E" + counting(0x00, 0x6D) + "0C 13 0D 67 45 23 01 00 5D 39";
        byte[] bare = LinkCrc.strip(Hex.bytes(hex));
        byte[] expected =
                Hex.bytes("81 44 24 40 78 56 34 12 01 07 78 0D 7F 6E" + counting(0x00, 0x6D) + "0C 13 45 23 01 00");
        assertArrayEquals(expected, bare);
    }

    private static String counting(int from, int to) {
        StringBuilder hex = new StringBuilder(" ");
        for (int i = from; i <= to; i++) {
            hex.append(String.format("%02X ", i));
        }
        return hex.toString();
    }

    @Test
    void refusesEveryFlippedBitOfFormatA() {
        byte[] good = Hex.frame(LinkCrcTest.class, "link-format-a.hex");
        for (int bit = 0; bit < 8 * good.length; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            assertThrows(MalformedFrameException.class, () -> LinkCrc.strip(bad), "bit " + bit);
        }
    }

    @Test
    void refusesOtherLengths() {
        byte[] good = Hex.frame(LinkCrcTest.class, "link-format-a.hex");
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            if (length != 1 + good[0]) {
                assertThrows(MalformedFrameException.class, () -> LinkCrc.strip(cut), "length " + length);
            }
        }
    }
}
