package org.metergate.dlms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.metergate.testkit.DecodedFrames.field;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.metergate.model.frames.DecodedFrame;
import org.metergate.model.frames.Fault;
import org.metergate.model.frames.Layer;
import org.metergate.testkit.Hex;

/** What a person is told of a frame; what it means is the matter of the codecs' tests. Frames worked out by hand elsewhere. */
class DlmsFrameDecoderTest {
    private static final String SCALER = "7E A0 16 21 03 52 90 AF E6 E7 00 C4 01 C1 00 02 02 0F 00 16 1E 61 D4 7E";
    private static final String SEALED =
            "DB 08 4D4D4D0000BC614E 1E 30 01234567" + "411312FF935A47566827C467BC 7D825C3BE4A77C3FCC056B6B";
    private static final String KEY = "000102030405060708090A0B0C0D0E0F";

    private static DecodedFrame decoded(String frame, String key) {
        return new DlmsFrameDecoder()
                .decode(Hex.bytes(frame), key.isEmpty() ? Optional.empty() : Optional.of(Hex.bytes(key)));
    }

    @Test
    void anHdlcFrameIsTakenApart() {
        DecodedFrame frame = decoded(SCALER, "");
        assertEquals(Optional.empty(), frame.fault());
        assertEquals(3, frame.checksHeld());
        assertEquals("get-response-normal", field(frame, "apdu").value());
        assertTrue(new DlmsFrameDecoder().beginsLike(Hex.bytes(SCALER)));
    }

    @Test
    void aDamagedOneTellsWhichCheckFailed() {
        DecodedFrame frame = decoded(SCALER.replace("16 1E", "16 1F"), "");
        Fault fault = frame.fault().orElseThrow();
        assertEquals(Fault.Kind.MALFORMED, fault.kind());
        assertTrue(fault.advice().startsWith("A byte was damaged"), fault.advice());
        assertEquals(Layer.Check.HOLDS, field(frame, "header check sequence").check());
        assertEquals(Layer.Check.FAILS, field(frame, "frame check sequence").check());
    }

    @Test
    void aSealedOneAsksForItsKey() {
        DecodedFrame frame = decoded(SEALED, "");
        assertEquals(Fault.Kind.ENCRYPTED, frame.fault().orElseThrow().kind());
        assertEquals("4D4D4D0000BC614E", field(frame, "system title").value());
    }

    @Test // the key of the standard's example; its authentication key is another, which nobody gave
    void aSealedOneIsOpenedAndTellsThatItsTagIsUntested() {
        DecodedFrame frame = decoded(SEALED, KEY);
        assertEquals(Optional.empty(), frame.fault());
        assertEquals("C0010000080000010000FF0200", field(frame, "plain apdu").value());
        assertEquals(Layer.Check.UNTESTED, field(frame, "tag").check());
        assertFalse(frame.toString().contains(KEY), frame::toString);
    }

    @Test
    void aWrongKeyIsToldAsOne() {
        assertEquals(
                Fault.Kind.WRONG_KEY,
                decoded(SEALED, "FF" + KEY.substring(2)).fault().orElseThrow().kind());
        assertEquals(
                Fault.Kind.WRONG_KEY,
                decoded(SEALED, "00").fault().orElseThrow().kind());
    }
}
