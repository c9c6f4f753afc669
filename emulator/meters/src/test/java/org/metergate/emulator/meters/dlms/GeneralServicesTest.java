package org.metergate.emulator.meters.dlms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.metergate.emulator.meters.dlms.Encoder.concat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.metergate.emulator.meters.Building;
import org.metergate.testkit.Hex;

/** ACCESS, general blocks and general-ciphering, whose requests are worked out by hand from IEC 62056-5-3. */
class GeneralServicesTest {
    private static final byte[] TITLE = "MTG00001".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLIENT = "MGT00001".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] KEY = Hex.bytes("000102030405060708090A0B0C0D0E0F");
    private static final byte[] AUTHENTICATION = Hex.bytes("D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF");
    private static final byte[] MASTER = Hex.bytes("00112233445566778899AABBCCDDEEFF");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T21:00:03Z"), ZoneOffset.UTC);

    private static Cosem cosem(MeterSecurity security, MeterTraits traits, int maxPdu) {
        Building.Phase phase = new Building.Phase(230, 5, -1, 0, List.of());
        Building building = time -> new Building.State(
                time,
                List.of(phase, phase, phase),
                50,
                7,
                0,
                0,
                0,
                new Building.Heat(0, 0, 0, 0, 0, 0),
                new Building.Water(0, 0));
        CosemObjects objects =
                new CosemObjects(building, CLOCK, ZoneId.of("UTC"), "4711", ProfileTraits.USUAL, List.of());
        Access access = new Access(16, Optional.of(security), maxPdu, traits);
        return new Cosem(objects, access, CLOCK, new Counters(Optional.empty()), new Random(1));
    }

    private static byte[] answer(Cosem cosem, int client, byte[] apdu) {
        List<byte[]> answers = cosem.answers(client, apdu);
        assertEquals(1, answers.size());
        return answers.get(0);
    }

    /** A request to associate with the password 12345678, proposing all services there are. */
    private static byte[] aarq() {
        return Hex.bytes(
                "60 36 A1 09 06 07 60857405080101 8A 02 07 80 8B 07 60857405080201 AC 0A 80 08 3132333435363738"
                        + "BE 10 04 0E 01 00 00 00 06 5F 1F 04 00 FFFFFF FFFF");
    }

    private static MeterSecurity low() {
        return MeterSecurity.plain(MeterSecurity.Level.LOW, "12345678", TITLE);
    }

    @Test
    void answersAnAccessOfSeveralKinds() {
        Cosem cosem = cosem(low(), MeterTraits.USUAL, 1024);
        assertEquals(0x61, answer(cosem, 1, aarq())[0]);
        byte[] answer = answer(
                cosem,
                1,
                Hex.bytes("D9 40000001 00 03"
                        + "01 0003 0100010800FF 02 01 0003 0100630800FF 02 03 0046 0000 60030AFF 01"
                        + "03 00 00 0F 00"));
        assertArrayEquals(Hex.bytes("DA 40000001 00 00 03 06 00000007 00 00 03 01 00 01 04 03 00"), answer);
    }

    @Test
    void sendsLongAnswersInGeneralBlocksAndTakesLongRequestsSo() {
        Cosem whole = cosem(low(), MeterTraits.USUAL, 60_000);
        answer(whole, 1, aarq());
        byte[] view = Hex.bytes("C0 01 C1 000F 0000280000FF 02 00");
        byte[] wanted = answer(whole, 1, view);

        Cosem cosem = cosem(low(), MeterTraits.USUAL.withGeneralBlocks(), 200);
        answer(cosem, 1, aarq());
        byte[] confirmed = answer(cosem, 1, concat(Hex.bytes("E0 01 0001 0000 05"), Arrays.copyOf(view, 5)));
        assertArrayEquals(Hex.bytes("E0 04 0001 0001 00"), confirmed);
        byte[] block =
                answer(cosem, 1, concat(Hex.bytes("E0 81 0002 0000 08"), Arrays.copyOfRange(view, 5, view.length)));
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        int number = 1; // the meter has sent one block, the word that the first of the request came
        while (true) {
            ByteBuffer in = ByteBuffer.wrap(block, 1, block.length - 1);
            int control = in.get() & 0xFF;
            assertEquals(++number, in.getShort());
            in.getShort();
            joined.writeBytes(Value.take(in, Value.length(in)));
            if ((control & 0x80) != 0) {
                break;
            }
            block = answer(
                    cosem,
                    1,
                    ByteBuffer.allocate(7)
                            .put(new byte[] {(byte) 0xE0, (byte) 0x81})
                            .putShort((short) number)
                            .putShort((short) number)
                            .put((byte) 0)
                            .array());
        }
        assertArrayEquals(wanted, joined.toByteArray());
    }

    @Test // key-info: a key of its own, wrapped with the master key
    void answersGeneralCipheringWithAWrappedKey() throws Exception {
        MeterSecurity security = new MeterSecurity(
                MeterSecurity.Level.NONE,
                "",
                0,
                MeterSecurity.Policy.AUTHENTICATED_ENCRYPTED,
                TITLE,
                KEY,
                AUTHENTICATION,
                MASTER,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        Cosem cosem = cosem(security, MeterTraits.USUAL, 1024);
        byte[] initiate = Hex.bytes("01 00 00 00 06 5F 1F 04 00 FFFFFF FFFF");
        byte[] sealed = concat(
                Hex.bytes("21 1F 30 00000001"),
                Seal.close(KEY, AUTHENTICATION, CLIENT, 0x30, 1, initiate, new byte[0]));
        byte[] user = concat(Hex.bytes("BE 23 04 21"), sealed);
        byte[] fields = concat(Hex.bytes("A1 09 06 07 60857405080103 A6 0A 04 08"), CLIENT, user);
        byte[] aare = answer(cosem, 1, concat(new byte[] {0x60, (byte) fields.length}, fields));
        assertEquals(0x61, aare[0]);

        byte[] own = Hex.bytes("0F0E0D0C0B0A09080706050403020100");
        Cipher wrap = Cipher.getInstance("AESWrap");
        wrap.init(Cipher.WRAP_MODE, new SecretKeySpec(MASTER, "AES"));
        byte[] wrapped = wrap.wrap(new SecretKeySpec(own, "AES"));
        byte[] header = concat(Hex.bytes("01 07 08"), CLIENT, new byte[] {8}, TITLE, new byte[] {0, 0});
        byte[] request = Hex.bytes("C0 01 C1 0003 0100010800FF 02 00");
        byte[] text = Seal.close(own, AUTHENTICATION, CLIENT, 0x30, 2, request, header);
        byte[] closed = answer(
                cosem,
                1,
                concat(
                        new byte[] {(byte) 0xDD},
                        header,
                        Hex.bytes("01 01 00 18"),
                        wrapped,
                        new byte[] {(byte) (5 + text.length)},
                        Hex.bytes("30 00000002"),
                        text));
        byte[] answerHeader = concat(Hex.bytes("01 07 08"), TITLE, new byte[] {8}, CLIENT, new byte[] {0, 0});
        assertArrayEquals(
                concat(new byte[] {(byte) 0xDD}, answerHeader, Hex.bytes("01 01 00 18"), wrapped),
                Arrays.copyOf(closed, 1 + answerHeader.length + 4 + 24));
        ByteBuffer in =
                ByteBuffer.wrap(closed, 1 + answerHeader.length + 4 + 24, closed.length - 29 - answerHeader.length);
        ByteBuffer inner = ByteBuffer.wrap(Value.take(in, Value.length(in)));
        int control = inner.get();
        long counter = inner.getInt();
        assertArrayEquals(
                Hex.bytes("C4 01 C1 00 06 00000007"),
                Seal.open(
                                own,
                                AUTHENTICATION,
                                TITLE,
                                control,
                                counter,
                                Value.take(inner, inner.remaining()),
                                answerHeader)
                        .orElseThrow());
    }
}
