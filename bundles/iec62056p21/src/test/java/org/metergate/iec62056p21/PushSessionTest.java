package org.metergate.iec62056p21;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.metergate.testkit.Hex;
import org.metergate.testkit.ScriptedLine;
import org.metergate.transport.Framing;
import org.metergate.transport.LineSilentException;
import org.metergate.transport.MalformedFrameException;

class PushSessionTest {
    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final String BODY = "/MTG5\\2ident\r\n\r\n1-3:0.2.8(50)\r\n1-0:1.8.1(000004.426*kWh)\r\n!";

    private final ScriptedLine line = new ScriptedLine();
    private final PushSession session = new PushSession(line);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] telegram() {
        return bytes(BODY + String.format("%04X\r\n", Check.crc16(bytes(BODY), 0, BODY.length())));
    }

    private static byte[] sml() {
        return Hex.frame(SmlFileTest.class, "sml-isk-mt681-published.hex");
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    @Nested
    class Listening {
        @Test
        void findsTelegramsAndFilesOneAfterAnother() throws Exception {
            line.reply(joined(telegram(), telegram(), sml(), bytes("\r\n"), sml(), telegram()));
            for (Class<?> kind :
                    List.of(Push.Text.class, Push.Text.class, Push.Sml.class, Push.Sml.class, Push.Text.class)) {
                assertInstanceOf(kind, session.next(SILENCE));
            }
        }

        @Test
        void beginsInTheMiddleOfOne() throws Exception {
            byte[] rest = Arrays.copyOfRange(telegram(), 30, telegram().length);
            line.reply(joined(rest, telegram()));
            Push.Text text = assertInstanceOf(Push.Text.class, session.next(SILENCE));
            assertEquals(2, text.telegram().dataSets().size());
            line.reply(joined(Arrays.copyOfRange(sml(), 50, sml().length), sml()));
            assertInstanceOf(Push.Sml.class, session.next(SILENCE));
        }

        @Test
        void losesTheDamagedOneOnly() throws Exception {
            byte[] damaged = telegram();
            damaged[50] ^= 1;
            byte[] withoutEnd = bytes(BODY.replace("!", "") + "\r\n");
            byte[] short1 = joined(Arrays.copyOf(sml(), 100), Arrays.copyOfRange(sml(), 101, sml().length));
            byte[] cut = Arrays.copyOf(sml(), 100);
            line.reply(joined(damaged, telegram(), withoutEnd, telegram(), short1, sml(), cut, sml()));
            for (int good = 0; good < 4; good++) {
                assertThrows(MalformedFrameException.class, () -> session.next(SILENCE));
                session.next(SILENCE);
            }
        }

        @Test
        void saysThatNothingLikeATelegramComes() {
            byte[] noise = new byte[5000];
            new Random(1).nextBytes(noise);
            line.reply(noise);
            assertThrows(MalformedFrameException.class, () -> session.next(SILENCE));
        }

        @Test
        void saysThatNothingComes() {
            line.silence();
            assertThrows(LineSilentException.class, () -> session.next(SILENCE));
        }

        @Test
        void takesNoTelegramOfAVersionWithCrcWithoutOne() {
            line.reply(bytes(BODY + "\r\n"));
            assertThrows(MalformedFrameException.class, () -> session.next(SILENCE));
        }

        @Test // DSMR 2.2 on a line that is read with 8 bits
        void leavesParityBitsOut() throws Exception {
            byte[] old = bytes("/MTG5ident\r\n\r\n1-0:1.8.1(000004.426*kWh)\r\n!\r\n");
            for (int i = 0; i < old.length; i++) {
                old[i] |= (byte) (Integer.bitCount(old[i]) % 2 << 7);
            }
            line.reply(old);
            Push.Text text = assertInstanceOf(Push.Text.class, session.next(SILENCE));
            assertEquals("1-0:1.8.1", text.telegram().dataSets().get(0).address());
        }
    }

    @Test // however the bytes come, the same frames are found
    void cutsAStreamInPiecesAsAWhole() {
        byte[] stream = joined(bytes("x/y\n"), telegram(), sml(), new byte[] {27, 27}, sml(), telegram());
        List<Integer> whole = ends(stream, stream.length);
        assertEquals(4, whole.size());
        Random random = new Random(2);
        for (int i = 0; i < 50; i++) {
            assertEquals(whole, ends(stream, 1 + random.nextInt(40)));
        }
    }

    private static List<Integer> ends(byte[] stream, int piece) {
        List<Integer> ends = new ArrayList<>();
        PushFraming framing = new PushFraming();
        byte[] unread = {};
        int taken = 0;
        for (int at = 0; at < stream.length; at += piece) {
            unread = joined(unread, Arrays.copyOfRange(stream, at, Math.min(stream.length, at + piece)));
            for (int end = framing.end(unread, unread.length);
                    end != Framing.INCOMPLETE;
                    end = unread.length == 0 ? Framing.INCOMPLETE : framing.end(unread, unread.length)) {
                taken += end;
                ends.add(taken);
                unread = Arrays.copyOfRange(unread, end, unread.length);
            }
        }
        return ends;
    }
}
