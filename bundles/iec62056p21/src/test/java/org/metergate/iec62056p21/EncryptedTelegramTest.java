package org.metergate.iec62056p21;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.metergate.testkit.Hex;
import org.metergate.transport.Framing;
import org.metergate.transport.MalformedFrameException;

/** The frames are written here from their description, with the cipher of the Java platform. */
class EncryptedTelegramTest {
    private static final byte[] KEY = Hex.bytes("00112233445566778899AABBCCDDEEFF");
    private static final byte[] AUTHENTICATION = Hex.bytes("D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF");
    private static final String BODY = "/MTG5\\253\r\n\r\n1-3:0.2.8(50)\r\n1-0:1.8.0(000004.426*kWh)\r\n!";

    private byte[] frame;

    @BeforeEach
    void write() throws Exception {
        byte[] body = BODY.getBytes(StandardCharsets.US_ASCII);
        String telegram = BODY + String.format("%04X\r\n", Check.crc16(body, 0, body.length));
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(KEY, "AES"),
                new GCMParameterSpec(96, Hex.bytes("53414731 23456789 00000102")));
        cipher.updateAAD(Hex.bytes("30"));
        cipher.updateAAD(AUTHENTICATION);
        byte[] sealed = cipher.doFinal(telegram.getBytes(StandardCharsets.US_ASCII));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(Hex.bytes("DB 08 53414731 23456789 82"));
        out.write(sealed.length + 5 >> 8);
        out.write(sealed.length + 5);
        out.writeBytes(Hex.bytes("30 00000102"));
        out.writeBytes(sealed);
        frame = out.toByteArray();
    }

    @Test
    void isReadWithBothKeys() throws Exception {
        EncryptedTelegram telegram = EncryptedTelegram.decode(frame, KEY, Optional.of(AUTHENTICATION));
        assertEquals(0x102, telegram.frameCounter());
        assertEquals("5341473123456789", Hex.text(telegram.systemTitle()).replace(" ", ""));
        assertEquals(2, telegram.telegram().dataSets().size());
    }

    @Test
    void isReadWithoutTheAuthenticationKeyBecauseOfItsCrc() throws Exception {
        assertEquals(
                2,
                EncryptedTelegram.decode(frame, KEY, Optional.empty())
                        .telegram()
                        .dataSets()
                        .size());
    }

    @Test
    void givesNoValueIfAnyByteChanged() {
        for (int i = 0; i < frame.length; i++) {
            byte[] damaged = frame.clone();
            damaged[i] ^= 1;
            assertThrows(
                    MalformedFrameException.class,
                    () -> EncryptedTelegram.decode(damaged, KEY, Optional.of(AUTHENTICATION)),
                    "byte " + i);
        }
    }

    @Test
    void givesNoValueWithAWrongKeyAndNamesNone() {
        byte[] wrong = KEY.clone();
        wrong[0] ^= 1;
        for (Optional<byte[]> authentication :
                java.util.List.of(Optional.of(AUTHENTICATION), Optional.<byte[]>empty())) {
            MalformedFrameException refused = assertThrows(
                    MalformedFrameException.class, () -> EncryptedTelegram.decode(frame, wrong, authentication));
            assertFalse(refused.getMessage().toUpperCase().contains("1122"), refused.getMessage());
        }
        assertThrows(
                IllegalArgumentException.class, () -> EncryptedTelegram.decode(frame, new byte[15], Optional.empty()));
    }

    @Test
    void endsWhereItsLengthSays() {
        byte[] noisy = new byte[frame.length + 7];
        noisy[1] = (byte) 0xDB;
        System.arraycopy(frame, 0, noisy, 3, frame.length);
        for (int length = 1; length < frame.length + 3; length++) {
            assertEquals(Framing.INCOMPLETE, EncryptedTelegram.FRAMING.end(noisy, length), length + " bytes");
        }
        assertEquals(frame.length + 3, EncryptedTelegram.FRAMING.end(noisy, noisy.length));
        assertThrows(
                MalformedFrameException.class,
                () -> EncryptedTelegram.decode(Arrays.copyOf(frame, 40), KEY, Optional.empty()));
    }
}
