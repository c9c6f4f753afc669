package org.metergate.iec62056p21;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
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

    @Test // IEC 62056-21, 6.3.2: \\W, a sequence delimiter and a character, as often as the maker wants
    void tellsEnhancedModesFromTheName() throws Exception {
        Identification hdlc = Identification.parse("/LGZ5\\2ZMD4104407.B31\r\n");
        assertTrue(hdlc.offersHdlc());
        assertEquals(Optional.of('2'), hdlc.enhanced());
        assertEquals("ZMD4104407.B31", hdlc.name());
        Identification own = Identification.parse("/ACE0\\3\\2k260");
        assertTrue(own.offersHdlc());
        assertEquals("k260", own.name());
        Identification none = Identification.parse("/ABC5x\\2y");
        assertFalse(none.offersHdlc());
        assertEquals(Optional.empty(), none.enhanced());
        assertEquals("x\\2y", none.name());
    }

    @Test // 6.3.2: a lower-case third letter means a reaction time of 20 ms
    void tellsHowQuickTheMeterIs() throws Exception {
        assertEquals(20, Identification.parse("/ISk5x").reactionTime().toMillis());
        assertEquals(200, Identification.parse("/ISK5x").reactionTime().toMillis());
    }
}
