package org.metergate.dlms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.metergate.testkit.Hex;
import org.metergate.transport.MalformedFrameException;

/** Values worked out by hand from IEC 62056-5-3 and IEC 61334-6. */
class AxdrTest {

    private static Object plain(String hex) throws MalformedFrameException {
        Bytes in = new Bytes(Hex.bytes(hex));
        Data data = Axdr.read(in);
        in.nothingMore("the value");
        return ApduTree.plain(data);
    }

    @ParameterizedTest
    @CsvSource({
        "05 FFFFFFFF, -1",
        "06 FFFFFFFF, 4294967295",
        "0F 80, -128",
        "10 FF38, -200",
        "11 FF, 255",
        "12 FFFF, 65535",
        "14 8000000000000000, -9223372036854775808",
        "15 FFFFFFFFFFFFFFFF, 18446744073709551615",
        "17 41480000, 12.5",
        "18 3FB999999999999A, 0.1"
    })
    void readsNumbersExactly(String hex, BigDecimal expected) throws Exception {
        assertEquals(0, expected.compareTo((BigDecimal) plain(hex)));
    }

    @Test
    void readsTheOtherTypes() throws Exception {
        assertEquals(null, plain("00"));
        assertEquals(true, plain("03 01"));
        assertEquals(30, plain("16 1E"));
        assertEquals(Map.of("octets", "A8"), plain("04 05 A8"));
        assertEquals(Map.of("octets", "0100010800FF"), plain("09 06 0100010800FF"));
        assertEquals("kWh", plain("0A 03 6B5768"));
        assertEquals("m³", plain("0C 03 6DC2B3"));
    }

    @Test
    void readsStructuresInArrays() throws Exception {
        assertEquals(
                List.of(List.of(new BigDecimal(1), "a"), List.of(new BigDecimal(2), "b")),
                plain("01 02 02 02 11 01 0A 01 61 02 02 11 02 0A 01 62"));
    }

    @Test // type once: structure of long-unsigned and unsigned; contents of 6 bytes
    void unpacksACompactArray() throws Exception {
        assertEquals(
                List.of(List.of(new BigDecimal(1), new BigDecimal(2)), List.of(new BigDecimal(3), new BigDecimal(4))),
                plain("13 02 02 12 11 06 0001 02 0003 04"));
    }

    @Test
    void readsLongLengths() throws Exception {
        String bytes = "41".repeat(200);
        assertEquals("A".repeat(200), plain("0A 81 C8" + bytes));
        assertEquals("A".repeat(200), plain("0A 82 00C8" + bytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "07",
                "06 000000",
                "09 05 01020304",
                "09 84 7FFFFFFF",
                "09 84 FFFFFFFF",
                "09 80",
                "02 03 00 00",
                "01 84 7FFFFFFF",
                "17 7FC00000",
                "17 7F800000",
                "0C 01 FF",
                "13 00 01 00",
                "13 02 00 01 00",
                "13 01 0000 11 00",
                "13 13",
                "13 12 03 000102",
                "FF"
            })
    void refusesWhatIsNoValue(String hex) {
        assertThrows(MalformedFrameException.class, () -> plain(hex));
    }

    @Test
    void refusesEndlessNesting() {
        byte[] nested = new byte[100_000];
        Arrays.fill(nested, (byte) 1);
        assertThrows(MalformedFrameException.class, () -> Axdr.read(new Bytes(nested)));
    }
}
