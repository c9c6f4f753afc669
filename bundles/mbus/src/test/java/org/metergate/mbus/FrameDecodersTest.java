package org.metergate.mbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.metergate.testkit.DecodedFrames.field;

import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.metergate.model.Quality;
import org.metergate.model.frames.DecodedFrame;
import org.metergate.model.frames.Fault;
import org.metergate.model.frames.FrameValue;
import org.metergate.model.frames.Layer;
import org.metergate.testkit.Hex;

/** What a person is told of a frame; what it means is the matter of the codecs' tests. */
class FrameDecodersTest {

    private static DecodedFrame wired(String frame) {
        return new WiredFrameDecoder().decode(Hex.bytes(frame), Optional.empty());
    }

    private static DecodedFrame wireless(String name, String key) {
        return new WirelessFrameDecoder()
                .decode(
                        Hex.frame(FrameDecodersTest.class, name),
                        key.isEmpty() ? Optional.empty() : Optional.of(Hex.bytes(key)));
    }

    @Nested
    class AWiredFrame {
        private final byte[] water = Hex.frame(FrameDecodersTest.class, "water-meter-worked-by-hand.hex");

        @Test
        void isTakenApart() {
            DecodedFrame frame = new WiredFrameDecoder().decode(water, Optional.empty());
            assertEquals(Optional.empty(), frame.fault());
            assertEquals(
                    "08, RSP-UD, data of the meter", field(frame, "C field").value());
            assertEquals("5", field(frame, "A field").value());
            assertEquals(Layer.held("checksum", "DC"), field(frame, "checksum"));
            assertEquals("12345678", field(frame, "identification").value());
            assertEquals("PAD", field(frame, "manufacturer").value());
            FrameValue volume = frame.values().get(0);
            assertEquals("Volume", volume.name());
            assertEquals(Optional.of(new BigDecimal("12.345")), volume.number());
            assertEquals("m^3", volume.unit());
            assertEquals(Quality.GOOD, volume.quality());
            assertEquals(1, frame.checksHeld());
        }

        @Test
        void tellsWhereItIsDamaged() {
            water[21] ^= 0x01;
            DecodedFrame frame = new WiredFrameDecoder().decode(water, Optional.empty());
            Fault fault = frame.fault().orElseThrow();
            assertEquals(Fault.Kind.MALFORMED, fault.kind());
            assertEquals(25, fault.offset());
            assertEquals("checksum DB", fault.expected());
            assertEquals("DC", fault.found());
            assertTrue(fault.advice().startsWith("A byte was damaged"), fault.advice());
            assertTrue(frame.values().isEmpty());
        }

        @Test
        void tellsThatItIsCut() {
            Fault fault = wired("68 15 15 68 08 05 72 78 56 34").fault().orElseThrow();
            assertEquals(10, fault.offset());
            assertTrue(fault.advice().startsWith("The frame is cut"), fault.advice());
        }

        @Test // what a person finds in the trace of a line
        void mayBeARequest() {
            DecodedFrame frame = wired("10 7B 05 80 16");
            assertEquals("7B, REQ-UD2, request of data", field(frame, "C field").value());
            assertEquals(Layer.Check.HOLDS, field(frame, "checksum").check());
            DecodedFrame selection = wired("68 0B 0B 68 53 FD 52 78 56 34 12 FF FF FF FF B2 16");
            assertEquals("52", field(selection, "CI field").value());
            assertEquals("78 56 34 12 FF FF FF FF", field(selection, "data").value());
            assertEquals(
                    "E5, acknowledged", field(wired("E5"), "single character").value());
        }

        @Test
        void isToldByItsStart() {
            WiredFrameDecoder decoder = new WiredFrameDecoder();
            assertTrue(decoder.beginsLike(water));
            assertFalse(decoder.beginsLike(Hex.bytes("7E A0 07")));
            assertFalse(new WirelessFrameDecoder().beginsLike(water));
        }
    }

    @Nested
    class AWirelessTelegram {
        private static final String KEY = "01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F 11";

        @Test
        void losesItsLinkCrcs() {
            DecodedFrame frame = wireless("link-format-a.hex", "");
            assertEquals(Optional.empty(), frame.fault());
            assertEquals(Layer.held("CRCs of the blocks", 2), field(frame, "CRCs of the blocks"));
            assertEquals("12.345", frame.values().get(0).text());
        }

        @Test
        void isOpenedWithItsKey() {
            DecodedFrame frame = wireless("oms-annex-n-profile-a.hex", KEY);
            assertEquals(Optional.empty(), frame.fault());
            assertEquals("ELS", field(frame, "manufacturer").value());
            assertEquals("28504.27", frame.values().get(0).text());
        }

        @Test
        void asksForItsKey() {
            DecodedFrame frame = wireless("oms-annex-n-profile-a.hex", "");
            Fault fault = frame.fault().orElseThrow();
            assertEquals(Fault.Kind.ENCRYPTED, fault.kind());
            assertEquals("Give the meter's key.", fault.advice());
            assertEquals("12345678", field(frame, "identification").value());
        }

        @Test
        void saysThatAKeyIsWrongAndNotWhich() {
            String other = "A1 A2 A3 A4 A5 A6 A7 A8 A9 AA AB AC AD AE AF B0";
            DecodedFrame frame = wireless("oms-annex-n-profile-a.hex", other);
            assertEquals(Fault.Kind.WRONG_KEY, frame.fault().orElseThrow().kind());
            assertFalse(frame.toString().replace(" ", "").contains("A1A2A3"), frame::toString);
            assertEquals(
                    Fault.Kind.WRONG_KEY,
                    wireless("oms-annex-n-profile-a.hex", "01 02")
                            .fault()
                            .orElseThrow()
                            .kind());
        }
    }
}
