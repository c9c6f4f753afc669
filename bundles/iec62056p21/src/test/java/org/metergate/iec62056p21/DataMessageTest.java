package org.metergate.iec62056p21;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.metergate.testkit.Hex;
import org.metergate.transport.Framing;
import org.metergate.transport.MalformedFrameException;

class DataMessageTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The block check worked out apart from the code under test. */
    private static byte[] framed(String block) {
        int check = 0;
        for (byte b : bytes(block + "\u0003")) {
            check ^= b;
        }
        return bytes("\u0002" + block + "\u0003" + (char) check);
    }

    @Test
    void readsTheMessageWorkedOutByHand() throws Exception {
        byte[] frame = Hex.frame(DataMessageTest.class, "data-message-worked-by-hand.hex");
        assertEquals(frame.length, DataMessage.FRAMING.end(frame, frame.length));
        List<DataSet> sets = DataMessage.decode(frame).dataSets();
        assertEquals(List.of(new DataSet("1.8.0", List.of(new DataSet.Value("12.5*kWh")))), sets);
    }

    @Test
    void readsTheSmallestMessage() throws Exception {
        assertEquals("", DataMessage.decode(framed("()")).dataSets().get(0).address());
    }

    @Test
    void readsSeveralSetsOfALineAndSeveralValuesOfASet() throws Exception {
        List<DataSet> sets = DataMessage.decode(
                        framed("6.8(0328.871*GJ)9.21(66)\r\n1.6.0(02.468*kW)(1703100930)\r\n!\r\n"))
                .dataSets();
        assertEquals(
                List.of("6.8", "9.21", "1.6.0"),
                sets.stream().map(DataSet::address).toList());
        assertEquals(2, sets.get(2).values().size());
        assertEquals("kW", sets.get(2).main().unit().orElseThrow());
    }

    @Test
    void refusesEveryDigitThatWasChanged() {
        byte[] good = framed("1.8.0(12.5*kWh)\r\n!\r\n");
        for (int i = 1; i < good.length; i++) {
            byte[] damaged = good.clone();
            damaged[i] ^= 1;
            assertThrows(MalformedFrameException.class, () -> DataMessage.decode(damaged), "byte " + i);
        }
    }

    @Test
    void saysWhereTheBlockCheckIsWrong() {
        byte[] damaged = framed("1.8.0(12.5*kWh)\r\n!\r\n");
        damaged[damaged.length - 1] ^= 1;
        MalformedFrameException wrong = assertThrows(MalformedFrameException.class, () -> DataMessage.decode(damaged));
        assertEquals(damaged.length - 1, wrong.offset());
        assertTrue(wrong.getMessage().contains("block check"), wrong.getMessage());
    }

    @Test
    void refusesAMessageThatIsCut() {
        byte[] whole = framed("1.8.0(12.5*kWh)\r\n!\r\n");
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(MalformedFrameException.class, () -> DataMessage.decode(cut), length + " bytes");
            if (length > 0) {
                assertEquals(Framing.INCOMPLETE, DataMessage.FRAMING.end(whole, length));
            }
        }
    }

    @Test
    void refusesAMessageWithoutAnySet() {
        assertThrows(MalformedFrameException.class, () -> DataMessage.decode(framed("!\r\n")));
    }
}
