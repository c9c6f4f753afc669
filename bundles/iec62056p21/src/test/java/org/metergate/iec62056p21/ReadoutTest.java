package org.metergate.iec62056p21;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.metergate.transport.MalformedFrameException;

class ReadoutTest {
    private static final String BLOCK = "0.0.0(4711)\r\n1.8.0(12.5*kWh)\r\n!\r\n";

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String framed(String block) {
        return "\u0002" + block + "\u0003" + (char) Check.blockCheck(bytes(block + "\u0003"), 0, block.length() + 1);
    }

    private static Readout decode(String capture) throws MalformedFrameException {
        return Readout.decode(bytes(capture));
    }

    @Test
    void readsAWholeConversation() throws Exception {
        Readout readout = decode("/?!\r\n/MTG5\\@ident \r\n\u0006050\r\n" + framed(BLOCK));
        assertEquals(Optional.of(new Identification("MTG", '5', "\\@ident ")), readout.identification());
        assertTrue(readout.check().orElseThrow().holds());
        assertTrue(readout.complete());
        assertEquals(2, readout.dataSets().size());
    }

    @Test
    void readsTheTextAlone() throws Exception {
        Readout readout = decode("1.8.0(12.5*kWh)\n!\n");
        assertEquals(Optional.empty(), readout.identification());
        assertEquals(Optional.empty(), readout.check());
        assertTrue(readout.complete());
    }

    @Test // its end mark is not that of the data
    void readsACaptureThatBeginsWithTheRequest() throws Exception {
        Readout readout = decode("/?12345678!\r\n1.8.0(12.5*kWh)2.8.0(1*kWh)\r\n1.6.0(1*kW)!\r\n");
        assertEquals(Optional.empty(), readout.identification());
        assertEquals(3, readout.dataSets().size());
        assertTrue(decode("/?!\r\n" + framed(BLOCK)).check().orElseThrow().holds());
    }

    @Test
    void restoresLineEndsBeforeItChecks() throws Exception {
        assertTrue(decode(framed(BLOCK).replace("\r\n", "\n"))
                .check()
                .orElseThrow()
                .holds());
    }

    @Test
    void takesParityBitsAway() throws Exception {
        byte[] characters = bytes("/MTG5x\r\n" + framed(BLOCK));
        for (int i = 0; i < characters.length; i++) {
            characters[i] |= (byte) (Integer.bitCount(characters[i]) % 2 << 7);
        }
        assertEquals(
                "MTG", Readout.decode(characters).identification().orElseThrow().manufacturer());
    }

    @Test
    void refusesAWrongBlockCheckUnlessAPersonBlottedOutAPart() throws Exception {
        String wrong = framed(BLOCK).replace("12.5", "12.6");
        assertThrows(MalformedFrameException.class, () -> decode(wrong));
        Readout blotted = decode(framed(BLOCK).replace("4711", "XXXX"));
        assertFalse(blotted.check().orElseThrow().holds());
    }

    @Test
    void saysThatACaptureCutBetweenLinesIsNotComplete() throws Exception {
        assertFalse(decode("0.0.0(4711)\r\n1.8.0(12.5*kWh)\r\n").complete());
    }

    @Test
    void refusesACaptureCutInsideALine() {
        assertThrows(MalformedFrameException.class, () -> decode("0.0.0(4711)\r\n1.8.0(12"));
        assertThrows(MalformedFrameException.class, () -> decode("0.0.0(4711)\r\n1.8.0(12.5*kWh)"));
        assertThrows(MalformedFrameException.class, () -> decode("0.0.0(4711)\r\n1.8"));
    }

    @Test
    void refusesANumberWithLettersThatNoCheckProtects() {
        assertThrows(MalformedFrameException.class, () -> decode("6.8(032A.062*MWh)\r\n!\r\n"));
    }

    @Test
    void listsPartsAndLeftOvers() throws Exception {
        Readout readout = decode("1.6.0(02.468*kW)(1703100930)\r\nnonsense\r\n9.4(1.5*C&2.5*C)\r\n!\r\n");
        assertEquals(
                List.of(
                        new Readout.Part(Optional.of("1.6.0"), "02.468", Optional.of("kW")),
                        new Readout.Part(Optional.empty(), "1703100930", Optional.empty()),
                        new Readout.Part(Optional.of("9.4"), "1.5*C&2.5", Optional.of("C"))),
                readout.parts());
        assertEquals(List.of("nonsense"), readout.unparsedLines());
    }

    @Test // bits turn, bytes come and go: a value that gets out has passed its check
    void givesNoValueOfADamagedReadout() throws Exception {
        byte[] good = bytes("/MTG5x\r\n" + framed(BLOCK));
        List<DataSet> expected = Readout.decode(good).dataSets();
        Random random = new Random(5);
        int refused = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] damaged = good.clone();
            int at = 8 + random.nextInt(good.length - 8);
            damaged[at] ^= (byte) (1 << random.nextInt(7));
            try {
                Readout readout = Readout.decode(damaged);
                boolean checked = readout.check().isPresent();
                assertTrue(!checked || readout.dataSets().equals(expected), () -> "flipped byte " + at);
            } catch (MalformedFrameException e) {
                refused++;
            }
        }
        assertTrue(refused > 3_500, refused + " refused");
    }

    @Test
    void throwsNothingButWhatItDeclares() {
        Random random = new Random(6);
        byte[] seed = bytes("/?!\r\n/MTG5x\r\n\u0006050\r\n" + framed(BLOCK) + "\r\n!1A2B\r\n");
        int decoded = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] noise = seed.clone();
            for (int changes = random.nextInt(12); changes >= 0; changes--) {
                noise[random.nextInt(noise.length)] = (byte) random.nextInt(256);
            }
            byte[] cut = Arrays.copyOf(noise, random.nextInt(noise.length + 1));
            try {
                decoded += Readout.decode(cut).dataSets().size();
            } catch (MalformedFrameException refused) {
                decoded += 0;
            }
            try {
                decoded += Telegram.ofCapture(cut).dataSets().size();
            } catch (MalformedFrameException refused) {
                decoded += 0;
            }
        }
        assertTrue(decoded > 0);
    }
}
