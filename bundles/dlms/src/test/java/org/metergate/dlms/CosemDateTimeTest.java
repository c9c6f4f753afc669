package org.metergate.dlms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.metergate.testkit.Hex;
import org.metergate.transport.MalformedFrameException;

/** Worked out by hand from IEC 62056-6-2, 4.1.6.1. */
class CosemDateTimeTest {
    private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");

    private static CosemDateTime time(String hex) throws MalformedFrameException {
        return CosemDateTime.decode(Hex.bytes(hex)).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "07EA0B17 01 15000300 0000 00, 2026-11-23T21:00:03Z",
        "07EA0B17 01 16000300 FFC4 00, 2026-11-23T21:00:03Z", // one hour ahead
        "07EA0717 04 17000332 FF88 80, 2026-07-23T21:00:03.500Z", // two hours ahead, half a second
        "07EA0B17 FF 160003FF 8000 FF, 2026-11-23T21:00:03Z", // deviation not specified: winter in Vienna
        "07EA0717 FF 170003FF 8000 80, 2026-07-23T21:00:03Z" // the same in summer
    })
    void isPlacedOnTheTimeLine(String hex, Instant expected) throws Exception {
        assertEquals(expected, time(hex).instant(VIENNA));
    }

    @Test // on 2026-10-25 the hour from 2 to 3 comes twice in Vienna
    void believesTheStatusInTheHourThatComesTwice() throws Exception {
        assertEquals(
                Instant.parse("2026-10-25T00:30:00Z"),
                time("07EA0A19 07 021E0000 8000 80").instant(VIENNA));
        assertEquals(
                Instant.parse("2026-10-25T01:30:00Z"),
                time("07EA0A19 07 021E0000 8000 00").instant(VIENNA));
    }

    @Test
    void tellsThatTheMeterDoubtsItself() throws Exception {
        assertTrue(time("07EA0B17 01 15000300 0000 01").invalid());
        assertTrue(time("07EA0B17 01 15000300 0000 08").invalid());
        assertTrue(!time("07EA0B17 01 15000300 0000 FF").invalid());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FFFF0B17 01 15000300 0000 00",
                "07EAFF17 01 15000300 0000 00",
                "07EA0BFE 01 15000300 0000 00",
                "07EA0B17 01 FF000300 0000 00"
            })
    void isNoneWithWildcards(String hex) throws Exception {
        assertEquals(Optional.empty(), CosemDateTime.decode(Hex.bytes(hex)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "07EA0D17 01 15000300 0000 00",
                "07EA021E 01 15000300 0000 00",
                "07EA0B17 01 18000300 0000 00",
                "07EA0B17 01 153C0300 0000 00",
                "07EA0B17 09 15000300 0000 00",
                "07EA0B17 01 15000300 0800 00",
                "07EA0B17 01 15000364 0000 00",
                "07EA0B17 01 15000300 0000",
                "07EA0B17 01 15000300 0000 00 00"
            })
    void refusesWhatIsNoDateTime(String hex) {
        assertThrows(MalformedFrameException.class, () -> CosemDateTime.decode(Hex.bytes(hex)));
    }
}
