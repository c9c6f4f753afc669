package org.metergate.dlms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.metergate.testkit.Hex;
import org.metergate.transport.MalformedFrameException;

/** Faults of an association under protection, each named for what it is. */
class ProtectionTest {
    private static final byte[] METER = Hex.bytes("4D4D4D0000BC614E");
    private static final byte[] ANSWER = Hex.bytes("C4 01 C1 00 06 000001F4");
    private static final Keys KEYS = new Keys(
            Hex.bytes("000102030405060708090A0B0C0D0E0F"), Optional.of(Hex.bytes("D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF")));
    private static final Security SECURITY = new Security(
            0,
            Security.Policy.AUTHENTICATED_ENCRYPTED,
            Hex.bytes("4D47543030303031"),
            Optional.of(KEYS),
            false,
            false,
            Optional.empty(),
            Optional.of(METER),
            Security.USUAL_COUNTER);

    private final Protection protection =
            new Protection(SECURITY, InvocationCounter.ofNothing(7), new byte[0], Optional.empty());

    @BeforeEach
    void meets() throws Exception {
        protection.meets(METER);
    }

    private static byte[] sealed(Keys keys, int tag, int control, long counter, byte[] title) {
        return new CipheredApdu(
                        tag,
                        Optional.of(title),
                        new byte[0],
                        Optional.empty(),
                        control,
                        counter,
                        Ciphering.seal(keys, title, control, counter, ANSWER, new byte[0]))
                .encode();
    }

    private static String reason(MalformedFrameException refusal) {
        return refusal.getMessage();
    }

    @Test
    void closesEveryRequestWithACounterOfItsOwn() throws Exception {
        byte[] request = Hex.bytes("C0 01 C1 0008 0000010000FF 02 00");
        CipheredApdu first = CipheredApdu.decode(protection.close(request));
        CipheredApdu second = CipheredApdu.decode(protection.close(request));
        assertEquals("glo-get-request", first.name());
        assertEquals(7, first.counter());
        assertEquals(8, second.counter());
        assertArrayEquals(request, first.open(KEYS, SECURITY.clientTitle()));
    }

    @Test
    void opensAnAnswerOnceAndNamesItsReplay() throws Exception {
        byte[] answer = sealed(KEYS, 0xCC, 0x30, 5, METER);
        assertArrayEquals(ANSWER, protection.open(answer));
        String replay = reason(assertThrows(MalformedFrameException.class, () -> protection.open(answer)));
        assertTrue(replay.contains("replayed"), replay);
        assertArrayEquals(ANSWER, protection.open(sealed(KEYS, 0xCC, 0x30, 5_000_000, METER)));
    }

    @Test
    void refusesAnotherMeter() {
        byte[] other = Hex.bytes("4D4D4D0000BC6150");
        String title = reason(
                assertThrows(MalformedFrameException.class, () -> protection.open(sealed(KEYS, 0xDB, 0x30, 5, other))));
        assertTrue(title.contains("another meter"), title);
        assertThrows(MalformedFrameException.class, () -> protection.meets(other));
    }

    @Test
    void refusesLessProtectionThanAgreed() {
        for (int control : new int[] {0x00, 0x10, 0x20}) {
            String less = reason(assertThrows(
                    MalformedFrameException.class, () -> protection.open(sealed(KEYS, 0xCC, control, 5, METER))));
            assertTrue(less.contains("less than was agreed"), less);
        }
    }

    @Test
    void namesTheKeyThatDoesNotFit() {
        Keys other = new Keys(new byte[16], KEYS.authentication());
        Keys untagged = new Keys(KEYS.encryption(), Optional.of(new byte[16]));
        assertEquals(
                WrongKeyException.Which.ENCRYPTION,
                assertThrows(WrongKeyException.class, () -> protection.open(sealed(other, 0xCC, 0x30, 5, METER)))
                        .which());
        assertEquals(
                WrongKeyException.Which.AUTHENTICATION,
                assertThrows(WrongKeyException.class, () -> protection.open(sealed(untagged, 0xCC, 0x30, 5, METER)))
                        .which());
    }

    @Test
    void saysNothingOfItsKeys() {
        String text = SECURITY + " " + KEYS;
        assertFalse(text.contains("0001") || text.contains("[B"), text);
    }
}
