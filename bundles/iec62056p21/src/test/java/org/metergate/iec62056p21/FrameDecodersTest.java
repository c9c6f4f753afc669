package org.metergate.iec62056p21;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.metergate.testkit.DecodedFrames.field;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.metergate.model.frames.DecodedFrame;
import org.metergate.model.frames.Fault;
import org.metergate.model.frames.FrameDecoder;
import org.metergate.model.frames.Layer;
import org.metergate.testkit.Hex;

/** What a person is told of a readout, a telegram or a file; what it means is the matter of the codecs' tests. */
class FrameDecodersTest {
    private static final String TELEGRAM =
            "/MTG5ident\r\n\r\n0-0:1.0.0(170102192002W)\r\n1-0:1.8.1(000004.426*kWh)\r\n!";

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static DecodedFrame decoded(FrameDecoder decoder, byte[] bytes) {
        return decoder.decode(bytes, Optional.empty());
    }

    @Test
    void aReadoutIsTakenApart() {
        byte[] frame = Hex.frame(FrameDecodersTest.class, "data-message-worked-by-hand.hex");
        DecodedFrame readout = decoded(new ReadoutFrameDecoder(), frame);
        assertEquals(Optional.empty(), readout.fault());
        assertEquals(Layer.held("block check", "7C"), field(readout, "block check"));
        assertEquals("1.8.0", readout.values().get(0).address());
        assertEquals(
                Optional.of(new BigDecimal("12.5")), readout.values().get(0).number());
        assertEquals("kWh", readout.values().get(0).unit());
        frame[8] ^= 0x01;
        Fault fault = decoded(new ReadoutFrameDecoder(), frame).fault().orElseThrow();
        assertEquals(frame.length - 1, fault.offset());
        assertTrue(fault.advice().startsWith("A byte was damaged"), fault.advice());
    }

    @Test // what a person finds in the trace of a line
    void messagesOfAConversationAreTold() {
        ReadoutFrameDecoder decoder = new ReadoutFrameDecoder();
        assertEquals(
                "12345678",
                field(decoded(decoder, ascii("/?12345678!\r\n")), "device address")
                        .value());
        assertEquals(
                "MTG",
                field(decoded(decoder, ascii("/MTG5ident\r\n")), "manufacturer").value());
        assertEquals(
                "B0",
                field(decoded(decoder, ascii("\u0001B0\u0003q")), "command").value());
        assertTrue(decoder.beginsLike(ascii("\u0006050\r\n")));
        assertEquals(
                "option select",
                decoded(decoder, ascii("\u0006050\r\n"))
                        .layers()
                        .get(0)
                        .fields()
                        .get(0)
                        .name());
    }

    @Test
    void aTelegramIsTakenApart() {
        String crc = String.format("%04X", Check.crc16(ascii(TELEGRAM), 0, TELEGRAM.length()));
        DecodedFrame telegram = decoded(new TelegramFrameDecoder(), ascii(TELEGRAM + crc + "\r\n"));
        assertEquals(Optional.empty(), telegram.fault());
        assertEquals(Layer.held("CRC", crc), field(telegram, "CRC"));
        assertEquals("000004.426", telegram.values().get(1).text());
        Fault fault = decoded(new TelegramFrameDecoder(), ascii(TELEGRAM + "0000\r\n"))
                .fault()
                .orElseThrow();
        assertEquals(Fault.Kind.MALFORMED, fault.kind());
        assertTrue(fault.found().contains("0000"), fault.found());
    }

    @Test
    void aSealedTelegramAsksForItsKey() {
        byte[] sealed = Hex.bytes("DB 08 4D4D4D0000BC614E 82 0020 30 01234567"
                + "411312FF935A47566827C467BC411312FF935A 7D825C3BE4A77C3FCC056B6B");
        DecodedFrame frame = decoded(new TelegramFrameDecoder(), sealed);
        assertEquals(Fault.Kind.ENCRYPTED, frame.fault().orElseThrow().kind());
        assertEquals("4D4D4D0000BC614E", field(frame, "system title").value());
        DecodedFrame wrong = new TelegramFrameDecoder().decode(sealed, Optional.of(new byte[3]));
        assertEquals(Fault.Kind.WRONG_KEY, wrong.fault().orElseThrow().kind());
    }

    @Test
    void anSmlFileIsTakenApart() {
        byte[] file = Hex.frame(FrameDecodersTest.class, "sml-emh-published.hex");
        DecodedFrame frame = decoded(new SmlFrameDecoder(), file);
        assertEquals(Optional.empty(), frame.fault());
        assertTrue(frame.checksHeld() > 0);
        assertTrue(frame.values().stream()
                .anyMatch(one -> one.address().contains("1.8.0") && one.number().isPresent()));
        assertTrue(new SmlFrameDecoder().beginsLike(file));
        assertFalse(new ReadoutFrameDecoder().beginsLike(file));
    }
}
