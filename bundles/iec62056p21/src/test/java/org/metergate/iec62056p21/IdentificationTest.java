package org.metergate.iec62056p21;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.metergate.iec62056p21.Identification.Mode;
import org.metergate.transport.MalformedFrameException;

class IdentificationTest {

    @Test
    void readsItsParts() throws Exception {
        assertEquals(new Identification("ELS", '5', "\\@V9.30 "), Identification.parse("/ELS5\\@V9.30 \r\n"));
        assertEquals(new Identification("LUG", 'C', "UH50"), Identification.parse("/LUGCUH50"));
    }

    @ParameterizedTest // IEC 62056-21, 6.3.14, the characters for the speeds
    @CsvSource({
        "0,C,300",
        "1,C,600",
        "2,C,1200",
        "3,C,2400",
        "4,C,4800",
        "5,C,9600",
        "6,C,19200",
        "A,B,600",
        "B,B,1200",
        "C,B,2400",
        "D,B,4800",
        "E,B,9600",
        "F,B,19200"
    })
    void knowsModeAndSpeedOfTheBaudCharacter(char character, Mode mode, int baud) {
        Identification meter = new Identification("MTG", character, "");
        assertEquals(mode, meter.mode());
        assertEquals(OptionalInt.of(baud), meter.baud());
    }

    @Test
    void takesEveryOtherCharacterForAFixedSpeed() {
        assertEquals(Mode.A, new Identification("MTG", 'Z', "").mode());
        assertEquals(OptionalInt.empty(), new Identification("MTG", '9', "").baud());
    }

    @ParameterizedTest
    @CsvSource({"5,19200,5", "5,9600,5", "5,9599,4", "5,300,0", "0,19200,0", "6,19200,6"})
    void agreesOnTheHighestSpeedThatBothCanDo(char offered, int highest, char agreed) {
        assertEquals(agreed, new Identification("MTG", offered, "").acknowledged(highest));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/MT5", "/12A5ident", "MTG5ident", "/MTG", "/?!"})
    void refusesWhatIsNone(String line) {
        assertThrows(MalformedFrameException.class, () -> Identification.parse(line));
    }
}
