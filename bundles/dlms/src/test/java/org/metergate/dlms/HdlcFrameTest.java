package org.metergate.dlms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.metergate.testkit.Hex;
import org.metergate.transport.Framing;
import org.metergate.transport.MalformedFrameException;

class HdlcFrameTest {
    private final Exchange frames = new Exchange("hdlc-exchange-worked-by-hand.txt");

    @Test // the check value of CRC-16/X-25 over the digits 1 to 9
    void sumsAsTheStandardSays() {
        byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
        assertEquals(0x906E, HdlcFrame.checkSequence(digits, 0, digits.length));
    }

    @Test
    void decodesTheSmallestFrame() throws Exception {
        HdlcFrame snrm = HdlcFrame.decode(frames.frame("snrm"));
        assertTrue(snrm.is(HdlcFrame.SNRM));
        assertEquals(new HdlcAddress(1, 0, 1), snrm.destination());
        assertEquals(HdlcAddress.client(16), snrm.source());
        assertEquals(0, snrm.information().length);
        assertArrayEquals(frames.frame("snrm"), snrm.encode());
    }

    @Test
    void decodesNumbersAndSegmentation() throws Exception {
        HdlcFrame first = HdlcFrame.decode(frames.frame("list-first"));
        assertTrue(first.isInformation() && first.segmented() && first.isFinal());
        assertEquals(2, first.sendSequence());
        assertEquals(3, first.receiveSequence());
        assertArrayEquals(frames.frame("list-first"), first.encode());
    }

    @Test
    void refusesEveryTurnedBit() {
        byte[] good = frames.frame("list");
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            assertThrows(MalformedFrameException.class, () -> HdlcFrame.decode(bad), "bit " + bit);
        }
    }

    @Test
    void refusesEveryCutFrame() {
        byte[] good = frames.frame("list");
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThrows(MalformedFrameException.class, () -> HdlcFrame.decode(cut), "length " + length);
        }
    }

    @Test
    void tellsWhichCheckDoesNotHold() {
        DamagedFrameException damage =
                assertThrows(DamagedFrameException.class, () -> HdlcFrame.decode(frames.frame("list-damaged")));
        assertTrue(damage.lengthHolds() && damage.headerCheckHolds());
        assertFalse(damage.frameCheckHolds());
    }

    @Test // IEC 62056-46, 6.4.2.2: 22 and 23 encode upper 17, lower 18 in two bytes
    void readsAddressesOfEveryLength() throws Exception {
        assertEquals(new HdlcAddress(17, 18, 2), HdlcAddress.read(new Bytes(Hex.bytes("22 25"))));
        assertEquals(new HdlcAddress(0x0123, 0x3FFF, 4), HdlcAddress.read(new Bytes(Hex.bytes("04 46 FE FF"))));
        assertArrayEquals(Hex.bytes("04 46 FE FF"), new HdlcAddress(0x0123, 0x3FFF, 4).encode());
        assertThrows(MalformedFrameException.class, () -> HdlcAddress.read(new Bytes(Hex.bytes("02 02 03"))));
        assertThrows(IllegalArgumentException.class, () -> new HdlcAddress(128, 0, 1));
    }

    @Test
    void findsTheEndByTheLengthAndNotByAFlagInTheData() throws Exception {
        byte[] frame = HdlcFrame.information(
                        new HdlcAddress(1, 0, 1), HdlcAddress.client(16), 0, 0, false, Hex.bytes("E6 E6 00 7E 7E 01"))
                .encode();
        for (int length = 1; length < frame.length; length++) {
            assertEquals(Framing.INCOMPLETE, HdlcFrame.FRAMING.end(frame, length));
        }
        assertEquals(frame.length, HdlcFrame.FRAMING.end(frame, frame.length));
        assertArrayEquals(
                Hex.bytes("E6 E6 00 7E 7E 01"), HdlcFrame.decode(frame).information());
    }

    @Test
    void cutsNoiseAndFillingFlagsOff() {
        assertEquals(2, HdlcFrame.FRAMING.end(Hex.bytes("00 FF 7E A0"), 4));
        assertEquals(2, HdlcFrame.FRAMING.end(Hex.bytes("7E 7E 7E A0"), 4));
    }
}
