package org.metergate.emulator.meters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.metergate.transport.LineCondition;
import org.metergate.transport.LineDiagnosis;
import org.metergate.transport.SerialSettings;
import org.metergate.transport.SerialSettings.Parity;

/** What a UART makes of text at other settings, named by the line of the gateway. */
class LineDiagnosisTest {
    private static final int[] SPEEDS = {300, 600, 1200, 2400, 4800, 9600, 19_200};
    private static final byte[] REQUEST = ascii("/?!\r\n");
    private static final byte[] NONE = {};

    private final Random random = new Random(62056);

    @Test
    void nothingIsSilenceAndWhatWasSentIsAnEcho() {
        SerialSettings text = settings(300, CharacterFormat.F7E1);
        assertEquals(LineCondition.SILENT, LineDiagnosis.of(REQUEST, NONE, text));
        assertEquals(LineCondition.ECHO, LineDiagnosis.of(REQUEST, REQUEST, text));
        assertEquals(LineCondition.ECHO, LineDiagnosis.of(REQUEST, ascii("/?!"), text));
        assertEquals(LineCondition.ECHO, LineDiagnosis.of(REQUEST, ascii("/?!\r\n/?!\r\n"), text));
        assertEquals(LineCondition.NOISE, LineDiagnosis.of(REQUEST, ascii("/"), text), "a single byte proves nothing");
        assertEquals(LineCondition.NOISE, LineDiagnosis.of(NONE, REQUEST, text), "nothing was sent");
    }

    @Test
    void textIsJustNotTheProtocol() {
        for (int round = 0; round < 500; round++) {
            byte[] text = readout();
            assertEquals(LineCondition.NOISE, LineDiagnosis.of(REQUEST, text, settings(300, CharacterFormat.F7E1)));
            assertEquals(LineCondition.NOISE, LineDiagnosis.of(REQUEST, text, settings(300, CharacterFormat.F8N1)));
        }
    }

    @Test
    void framesOfBinaryProtocolsAreNotTakenForAWrongSetting() {
        for (int round = 0; round < 500; round++) {
            byte[] frame = new byte[10 + random.nextInt(100)];
            random.nextBytes(frame);
            frame[0] = 0x68;
            frame[3] = 0x68;
            byte[] request = {0x10, 0x5B, 0x01, 0x5C, 0x16};
            assertEquals(LineCondition.NOISE, LineDiagnosis.of(request, frame, settings(2400, CharacterFormat.F8E1)));
            assertEquals(LineCondition.NOISE, LineDiagnosis.of(request, frame, settings(9600, CharacterFormat.F8N1)));
        }
    }

    @Test
    void anotherParityIsNamed() {
        CharacterFormat odd = new CharacterFormat(7, CharacterFormat.Parity.O, 1);
        for (int speed : SPEEDS) {
            all(speed, CharacterFormat.F7E1, speed, CharacterFormat.F8N1, LineCondition.WRONG_PARITY);
            all(speed, odd, speed, CharacterFormat.F8N1, LineCondition.WRONG_PARITY);
            all(speed, CharacterFormat.F8N1, speed, CharacterFormat.F7E1, LineCondition.WRONG_PARITY);
            raw(speed, CharacterFormat.F8N1, speed, LineCondition.WRONG_PARITY);
            raw(speed, odd, speed, LineCondition.WRONG_PARITY);
        }
    }

    @Test
    void theRightParityIsNotNamed() {
        for (int speed : SPEEDS) {
            raw(speed, CharacterFormat.F7E1, speed, LineCondition.NOISE);
        }
    }

    @Test // where parity and stop bit let nothing through there is nothing to look at
    void anotherSpeedIsNamed() {
        for (int meter : SPEEDS) {
            for (int port : SPEEDS) {
                if (meter != port) {
                    all(meter, CharacterFormat.F8N1, port, CharacterFormat.F8N1, LineCondition.WRONG_BAUD);
                    all(meter, CharacterFormat.F7E1, port, CharacterFormat.F8N1, LineCondition.WRONG_BAUD);
                    raw(meter, CharacterFormat.F7E1, port, LineCondition.WRONG_BAUD);
                    raw(meter, CharacterFormat.F8N1, port, LineCondition.WRONG_BAUD);
                }
            }
        }
    }

    /** Looks at many readouts; a few short ones may look like something else. */
    private void all(int meter, CharacterFormat sends, int port, CharacterFormat listens, LineCondition expected) {
        all(meter, sends, port, listens, expected, (heard, settings) -> LineDiagnosis.of(REQUEST, heard, settings));
    }

    /** The port is set to 8N1 in place of 7E1, and hands the parity bit over. */
    private void raw(int meter, CharacterFormat sends, int port, LineCondition expected) {
        SerialSettings wanted = settings(port, CharacterFormat.F7E1);
        all(
                meter,
                sends,
                port,
                CharacterFormat.F8N1,
                expected,
                (heard, settings) -> LineDiagnosis.ofRaw(REQUEST, heard, wanted));
    }

    private void all(
            int meter,
            CharacterFormat sends,
            int port,
            CharacterFormat listens,
            LineCondition expected,
            BiFunction<byte[], SerialSettings, LineCondition> diagnosis) {
        List<LineCondition> wrong = new ArrayList<>();
        int looked = 0;
        for (int round = 0; round < 50; round++) {
            byte[] heard = Uart.heard(readout(), new Uart.Settings(meter, sends), new Uart.Settings(port, listens));
            if (heard.length >= 8) {
                looked++;
                LineCondition looks = diagnosis.apply(heard, settings(port, listens));
                if (looks != expected) {
                    wrong.add(looks);
                }
            }
        }
        String what = meter + " " + sends + " heard at " + port + " " + listens;
        assertTrue(looked >= 25 || port * 8 <= meter, what + ": only " + looked + " were long enough");
        assertTrue(wrong.size() * 20 <= looked, what + ": " + wrong.size() + " of " + looked + " look like " + wrong);
    }

    private byte[] readout() {
        StringBuilder text =
                new StringBuilder("/MTG5METER").append(random.nextInt(1000)).append("\r\n\u0002");
        int rows = 2 + random.nextInt(8);
        for (int i = 0; i < rows; i++) {
            text.append(random.nextInt(2) + 1)
                    .append('.')
                    .append(random.nextInt(9))
                    .append(".0(")
                    .append(String.format("%010.3f", random.nextDouble() * 100_000))
                    .append("*kWh)\r\n");
        }
        return ascii(text.append("!\r\n\u0003").toString());
    }

    private static SerialSettings settings(int baud, CharacterFormat format) {
        Parity parity =
                switch (format.parity()) {
                    case N -> Parity.NONE;
                    case E -> Parity.EVEN;
                    case O -> Parity.ODD;
                };
        return new SerialSettings(baud, format.dataBits(), parity, format.stopBits());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
