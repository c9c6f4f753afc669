package org.metergate.mbus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.metergate.testkit.Hex;
import org.metergate.transport.Framing;
import org.metergate.transport.MalformedFrameException;

/**
 * The long frame with data is the application reset to all meters (CI 50, sub-code 10), an example of the public M-Bus
 * documentation; the wrong ones were made from it by hand.
 */
class LinkFrameTest {

    @Test
    void readsAndWritesEachKindOfFrame() throws Exception {
        for (String hex :
                new String[] {"E5", "10 40 05 45 16", "68 03 03 68 53 FE BD 0E 16", "68 04 04 68 53 FE 50 10 B1 16"}) {
            assertArrayEquals(Hex.bytes(hex), LinkFrame.decode(Hex.bytes(hex)).encode());
        }
    }

    @Test // EN 13757-3: selection frames carry CI 52 and eight bytes
    void takesALongFrameApart() throws Exception {
        LinkFrame.Long frame =
                assertInstanceOf(LinkFrame.Long.class, LinkFrame.decode(Hex.bytes("68 04 04 68 53 FE 50 10 B1 16")));
        assertEquals(0x53, frame.control());
        assertEquals(0xFE, frame.address());
        assertEquals(0x50, frame.ci());
        assertArrayEquals(new byte[] {0x10}, frame.data());
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource({
        "E4, 0",
        "E5 E5, 1",
        "10 40 05 46 16, 3",
        "10 40 05 45 17, 4",
        "10 40 05 45, 4",
        "68 04 04 68 53 FE, 6",
        "68 04 05 68 53 FE 50 10 B1 16, 2",
        "68 04 04 60 53 FE 50 10 B1 16, 3",
        "68 04 04 68 53 FE 50 10 B0 16, 8",
        "68 04 04 68 53 FE 50 10 B1 17, 9",
        "68 05 05 68 53 FE 50 10 B1 16, 10",
        "68 02 02 68 53 FE 51 16, 8"
    })
    void refusesAndNamesTheFirstWrongByte(String hex, int offset) {
        var refused = assertThrows(MalformedFrameException.class, () -> LinkFrame.decode(Hex.bytes(hex)));
        assertEquals(offset, refused.offset(), refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "E5, 1",
        "10 40 05 45, -1",
        "10 40 05 45 16, 5",
        "68, -1",
        "68 04 04 68 53 FE 50 10 B1, -1",
        "68 04 04 68 53 FE 50 10 B1 16, 10",
        "00, 1"
    })
    void framingFindsTheEnd(String hex, int end) {
        byte[] bytes = Hex.bytes(hex);
        int expected = end < 0 ? Framing.INCOMPLETE : end;
        assertEquals(expected, LinkFrame.FRAMING.end(bytes, bytes.length));
    }
}
