package org.metergate.dlms;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.metergate.dlms.DlmsSettings.Authentication;
import org.metergate.dlms.DlmsSettings.Transport;
import org.metergate.model.ObisCode;
import org.metergate.testkit.ScriptedLine;
import org.metergate.testkit.ScriptedLines;
import org.metergate.transport.SerialSettings;

/** SET in blocks and with a list, byte by byte, with a meter that takes APDUs of 64 bytes. */
class BlocksTest {
    /** Accepted: GET, SET, lists and blocks; PDU 64. */
    private static final String AARE = "61 29 A1 09 06 07 60857405080101 A2 03 02 01 00 A3 05 A1 03 02 01 00"
            + "BE 10 04 0E 08 00 06 5F1F04 00 001E1D 0040 0007";

    private static final CosemAttribute TEXT = new CosemAttribute(1, ObisCode.parse("0-0:96.1.9*255"), 2);
    private static final String NAME = "0001 0000600109FF 02 00";

    private final ScriptedLine line = new ScriptedLine();
    private final DlmsSession session = new DlmsSession(
            new ScriptedLines(line).claim(line.address(), new SerialSettings(9600, 8, SerialSettings.Parity.NONE, 1)),
            new DlmsSettings(
                    Transport.WRAPPER,
                    16,
                    1,
                    0,
                    0,
                    Authentication.NONE,
                    "",
                    128,
                    Duration.ofSeconds(2),
                    0,
                    Duration.ofSeconds(5)));

    private void exchange(String request, String answer) {
        line.expect(WrapperFrames.framed(true, request)).reply(WrapperFrames.framed(false, answer));
    }

    private void associates() {
        exchange("60 1D A1 09 06 07 60857405080101 BE 10 04 0E 01 00 00 00 06 5F1F04 00 001E5D FFFF", AARE);
    }

    @Test // raw data of 82 bytes (09 50 and eighty 78): 42 in the first block, 40 in the last
    void setsInBlocks() throws Exception {
        associates();
        String x = "78";
        exchange("C1 02 C1" + NAME + "00 00000001 2A 09 50" + x.repeat(40), "C5 02 C1 00000001");
        exchange("C1 03 C1 01 00000002 28" + x.repeat(40), "C5 03 C1 00 00000002");
        byte[] value = new byte[80];
        Arrays.fill(value, (byte) 'x');
        assertEquals(
                List.of(DataAccessResult.SUCCESS),
                session.write(Map.of(TEXT, Data.octets(value))).results());
        line.assertPlayedOut();
    }

    @Test
    void setsWithAListAndNamesEachResult() throws Exception {
        associates();
        CosemAttribute other = new CosemAttribute(1, ObisCode.parse("0-0:96.1.8*255"), 2);
        exchange("C1 04 C1 02" + NAME + "0001 0000600108FF 02 00" + "02 11 05 11 06", "C5 05 C1 02 00 03");
        Map<CosemAttribute, Data> values = new LinkedHashMap<>();
        values.put(TEXT, Data.of(DataType.UNSIGNED, 5));
        values.put(other, Data.of(DataType.UNSIGNED, 6));
        assertEquals(
                List.of(DataAccessResult.SUCCESS, DataAccessResult.READ_WRITE_DENIED),
                session.write(values).results());
        line.assertPlayedOut();
    }
}
