package org.metergate.dlms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.metergate.testkit.Hex;
import org.metergate.transport.MalformedFrameException;

/** Frames worked out by hand; real ones are in {@link FramesCorpusTest}. */
class FramesTest {
    private static final HdlcAddress SERVER = new HdlcAddress(1, 17, 2);
    private static final HdlcAddress CLIENT = HdlcAddress.client(16);
    /** Data notification without time: a structure of a logical name and a double-long-unsigned. */
    private static final String NOTIFICATION = "0F 00000001 00 02 02 09 06 0100010700FF 06 000001F4";

    private static final Map<String, Object> TREE = Map.of("octets", "0100010700FF");

    private final Exchange frames = new Exchange("hdlc-exchange-worked-by-hand.txt");

    private static Map<String, Object> decode(byte[] bytes) throws MalformedFrameException {
        return Frames.decode(bytes, Optional.empty());
    }

    private static byte[] ui(String information, boolean segmented) {
        return new HdlcFrame(CLIENT, SERVER, HdlcFrame.UI, segmented, Hex.bytes(information)).encode();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static Object body(Map<String, Object> decoded) {
        return ((Map<?, ?>) decoded.get("structure")).get("body");
    }

    @Test
    void readsANotificationOverHdlc() throws Exception {
        Map<String, Object> decoded = decode(ui("E6 E7 00" + NOTIFICATION, false));
        assertEquals("hdlc", decoded.get("framing"));
        assertEquals("UI", decoded.get("frame"));
        assertEquals(1, decoded.get("server_logical"));
        assertEquals(17, decoded.get("server_physical"));
        assertEquals(16, decoded.get("client"));
        assertEquals(false, decoded.get("encrypted"));
        assertEquals(List.of(TREE, new BigDecimal(500)), body(decoded));
    }

    @Test
    void joinsSegmentsThatShareAFlag() throws Exception {
        byte[] first = ui("E6 E7 00" + NOTIFICATION.substring(0, 31), true);
        byte[] second = ui(NOTIFICATION.substring(31), false);
        byte[] shared = joined(first, Arrays.copyOfRange(second, 1, second.length));
        for (byte[] both : List.of(joined(first, second), shared)) {
            assertEquals(List.of(TREE, new BigDecimal(500)), body(decode(both)));
        }
        assertNull(decode(first).get("structure"));
    }

    @Test // block control 00 and 80 (last), numbers 1 and 2, nothing acknowledged
    void joinsGeneralBlocks() throws Exception {
        byte[] notification = Hex.bytes(NOTIFICATION);
        String head = Hex.text(Arrays.copyOf(notification, 10));
        String tail = Hex.text(Arrays.copyOfRange(notification, 10, notification.length));
        byte[] first = ui("E6 E7 00 E0 00 0001 0000 0A" + head, false);
        byte[] last = ui("E0 80 0002 0000 0B" + tail, false);
        assertEquals(List.of(TREE, new BigDecimal(500)), body(decode(joined(first, last))));
        assertEquals("general-block-transfer", ((Map<?, ?>) decode(last).get("structure")).get("apdu"));
        byte[] third = ui("E0 80 0003 0000 0B" + tail, false);
        assertThrows(MalformedFrameException.class, () -> decode(joined(first, third)));
    }

    @Test // EN 13757-2 long frames, CI 00 then 11: segment 0, segment 1 and last
    void joinsSegmentsOnMbus() throws Exception {
        byte[] both = joined(mbus("00", NOTIFICATION.substring(0, 31)), mbus("11", NOTIFICATION.substring(31)));
        Map<String, Object> decoded = decode(both);
        assertEquals("mbus", decoded.get("framing"));
        assertEquals(List.of(TREE, new BigDecimal(500)), body(decoded));
        both[both.length - 2]++;
        assertThrows(MalformedFrameException.class, () -> decode(both));
    }

    private static byte[] mbus(String information, String data) {
        byte[] body = Hex.bytes("53 FF " + information + "01 67" + data);
        int sum = 0;
        for (byte octet : body) {
            sum += octet;
        }
        String length = Bytes.hex(body.length);
        return Hex.bytes("68" + length + length + "68" + Hex.text(body) + Bytes.hex(sum & 0xFF) + "16");
    }

    @Test
    void countsWhatFollowsTheLastFrame() throws Exception {
        byte[] noise = joined(ui("E6 E7 00" + NOTIFICATION, false), Hex.bytes("29 12 13"));
        assertEquals(3, decode(noise).get("ignored_bytes"));
    }

    @Test
    void tellsWhoAnswersWhom() throws Exception {
        Map<String, Object> aare = decode(frames.frame("aare"));
        Map<?, ?> tree = (Map<?, ?>) aare.get("structure");
        assertEquals("accepted", tree.get("result"));
        assertEquals("001210", tree.get("conformance"));
        assertEquals(1024, tree.get("max_pdu"));
        Map<?, ?> list = (Map<?, ?>) decode(frames.frame("list")).get("structure");
        assertEquals("get-response-with-list", list.get("apdu"));
        assertEquals(Map.of("data", new BigDecimal(12_345_678)), ((List<?>) list.get("results")).get(0));
    }

    @Test
    void neverFailsOtherwiseThanByTheFrame() {
        Random random = new Random(20261123);
        byte[][] seeds = {
            ui("E6 E7 00" + NOTIFICATION, false), frames.frame("aare"), frames.frame("list"),
            frames.frame("get-list"), Hex.bytes(NOTIFICATION), Hex.bytes("DB 00 05 30 00000001"),
            new WrapperFrame(1, 16, Hex.bytes(NOTIFICATION)).encode(), mbus("10", NOTIFICATION)
        };
        Keys keys = new Keys(new byte[16], Optional.of(new byte[16]));
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = seeds[round % seeds.length].clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            bytes = Arrays.copyOf(bytes, random.nextInt(8) == 0 ? random.nextInt(bytes.length + 1) : bytes.length);
            try {
                Frames.decode(bytes, round % 2 == 0 ? Optional.empty() : Optional.of(keys));
            } catch (MalformedFrameException e) {
                refused++;
            }
        }
        assertTrue(refused > 10_000, () -> "too few refused");
    }
}
