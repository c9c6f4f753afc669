package org.metergate.publisher.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainNumberTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "230, 230",
        "1234.567, 1234.567",
        "-0.001, -0.001",
        "1e-7, 0.0000001",
        "123456789012, 123456789012",
        "1e22, 10000000000000000000000",
        "0.30000000000000004, 0.30000000000000004",
        "2.0e-3, 0.002",
        "2.2737367544323206e-13, 0.00000000000022737367544323206"
    })
    void printsDoublesPlainlyAndShort(double number, String text) {
        assertEquals(text, PlainNumber.text(number));
    }

    @Test // JDK-4511638: older JDKs print 2.0E-3 as that but 2.2E-322 or 2^-44 with a digit too many
    void printsNoMoreDigitsThanNeeded() {
        assertEquals("20000000000000000000000", PlainNumber.text(2e22));
        assertEquals("200000000000000000000000", PlainNumber.text(2e23));
        assertEquals("0.1", PlainNumber.text(0.1f));
        assertEquals("16777216", PlainNumber.text(16777216f));
    }

    @Test
    void printsWhatReadsBackAsTheSameNumber() {
        Random random = new Random(4711);
        for (int i = 0; i < 20_000; i++) {
            double number = random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
            String text = PlainNumber.text(number);
            assertEquals(number, Double.parseDouble(text));
            assertTrue(text.matches("-?[0-9]+(\\.[0-9]*[1-9])?"), text);
        }
    }
}
