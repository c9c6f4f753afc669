package org.metergate.mbus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.metergate.testkit.Hex;
import org.metergate.transport.MalformedFrameException;

/**
 * Encrypted and authenticated telegrams: those of profiles A and B as the OMS group published them in its Specification,
 * volume 2, annex N; the rest put together by hand from EN 13757-7.
 */
class SecurityTest {
    private static final byte[] KEY = Hex.bytes("00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F");
    private static final byte[] KEY_OF_PROFILE_A = Hex.bytes("01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F 11");

    private static Answer read(byte[] telegram, byte[] key) throws MalformedFrameException {
        return Telegrams.decodeWireless(telegram, Optional.of(key));
    }

    private static byte[] example(String profile) {
        return Hex.frame(SecurityTest.class, "oms-annex-n-profile-" + profile + ".hex");
    }

    private static void assertGasMeter(Answer answer) {
        Answer.Telegram telegram = assertInstanceOf(Answer.Telegram.class, answer);
        assertEquals("ELS", telegram.header().manufacturer());
        assertEquals("12345678", telegram.header().id());
        assertEquals(3, telegram.records().size());
        assertEquals(
                new BigDecimal("28504.27"), telegram.records().get(0).value().orElseThrow());
        assertEquals("2008-05-31T23:50:00", telegram.records().get(1).valueText());
        assertEquals("Error flags", telegram.records().get(2).quantity());
    }

    @Test // RFC 4493, 4: examples 1 to 4
    void computesTheCmac() {
        byte[] key = Hex.bytes("2b7e151628aed2a6abf7158809cf4f3c");
        String message = "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
                + "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710";
        assertArrayEquals(Hex.bytes("bb1d6929e95937287fa37d129b756746"), Cmac.of(key, new byte[0]));
        assertArrayEquals(
                Hex.bytes("070a16b46b4d4144f79bdd9dd04a287c"), Cmac.of(key, Hex.bytes(message.substring(0, 32))));
        assertArrayEquals(
                Hex.bytes("dfa66747de9ae63030ca32611497c827"), Cmac.of(key, Hex.bytes(message.substring(0, 80))));
        assertArrayEquals(Hex.bytes("51f0bebf7e3b9d92fc49741779363cfe"), Cmac.of(key, Hex.bytes(message)));
    }

    @Nested
    class ProfileA {
        @Test
        void opensWithItsKey() throws Exception {
            assertGasMeter(read(example("a"), KEY_OF_PROFILE_A));
        }

        @Test
        void tellsAWrongKey() {
            WrongKeyException wrong = assertThrows(WrongKeyException.class, () -> read(example("a"), KEY));
            assertTrue(wrong.getMessage().contains("the key is wrong"), wrong.getMessage());
        }

        @Test
        void asksForAKey() throws Exception {
            Answer.Encrypted encrypted = assertInstanceOf(
                    Answer.Encrypted.class, Telegrams.decodeWireless(example("a"), Keys.NONE, new Formats()));
            assertEquals(5, encrypted.mode());
            assertEquals("AES-128-CBC", encrypted.modeText());
            assertTrue(encrypted.opensWithAKey());
        }
    }

    @Nested
    class ProfileB {
        @Test
        void derivesItsKeysAndChecksTheMac() throws Exception {
            assertGasMeter(read(example("b"), KEY));
        }

        @ParameterizedTest // counter, MAC, access number, configuration, data: all are under the MAC
        @ValueSource(ints = {18, 20, 22, 29, 31, 40, 67})
        void refusesWhateverWasChangedOnTheWay(int at) {
            byte[] changed = example("b");
            changed[at] ^= 1;
            assertThrows(WrongKeyException.class, () -> read(changed, KEY));
        }

        @Test
        void tellsAWrongKey() {
            assertThrows(WrongKeyException.class, () -> read(example("b"), KEY_OF_PROFILE_A));
        }

        @Test
        void asksForAKey() throws Exception {
            Answer.Encrypted encrypted = assertInstanceOf(
                    Answer.Encrypted.class, Telegrams.decodeWireless(example("b"), Keys.NONE, new Formats()));
            assertEquals(7, encrypted.mode());
        }

        @Test
        void neverPutsTheKeyInAMessage() {
            String digits = Hex.text(KEY_OF_PROFILE_A).replace(" ", "").toLowerCase(Locale.ROOT);
            WrongKeyException wrong = assertThrows(WrongKeyException.class, () -> read(example("b"), KEY_OF_PROFILE_A));
            assertFalse(wrong.toString().toLowerCase(Locale.ROOT).contains(digits.substring(0, 8)));
        }
    }

    @Nested
    class OtherModes {
        private static final String DATA = " 2F 2F 0C 13 45 23 01 00 2F 2F 2F 2F 2F 2F 2F 2F";

        private Answer withConfiguration(String configuration) throws MalformedFrameException {
            byte[] telegram = Hex.bytes("00 44 24 40 78 56 34 12 01 07 7A 2A 00 " + configuration + DATA);
            telegram[0] = (byte) (telegram.length - 1);
            return read(telegram, KEY);
        }

        @ParameterizedTest
        @CsvSource({
            "10 01, manufacturer's own encryption",
            "10 03, DES-CBC",
            "10 08 00, AES-128-CTR with CMAC",
            "10 09 00, AES-128-GCM",
            "10 0A 00, AES-128-CCM",
            "10 0D 00, TLS 1.2 or newer"
        })
        void areNamedAndGiveNoValue(String configuration, String name) throws Exception {
            Answer.Encrypted encrypted = assertInstanceOf(Answer.Encrypted.class, withConfiguration(configuration));
            assertEquals(name, encrypted.modeText());
            assertFalse(encrypted.opensWithAKey());
        }

        @Test // mode 7 without the layer that tells the message counter
        void withDerivedKeysNeedTheirCounter() throws Exception {
            Answer.Encrypted encrypted = assertInstanceOf(Answer.Encrypted.class, withConfiguration("10 07 10"));
            assertEquals(7, encrypted.mode());
        }

        @Test // EN 13757-7, table 19: 11, 12 and 14 to 31
        void thatAreReservedAreTakenForClearOnlyIfEveryRecordIs() throws Exception {
            assertInstanceOf(Answer.Telegram.class, withConfiguration("10 18"));
            byte[] noise = Hex.bytes("14 44 24 40 78 56 34 12 01 07 7A 2A 00 10 18 22 35 85 4D EE EA");
            Answer.Encrypted encrypted = assertInstanceOf(Answer.Encrypted.class, read(noise, KEY));
            assertEquals("reserved security mode 24", encrypted.modeText());
        }

        @Test
        void onTheWireOldMetersPutOtherThingsIntoTheField() throws Exception {
            byte[] data = Hex.bytes("78 56 34 12 24 40 01 07 55 00 12 0D 0C 13 45 23 01 00");
            byte[] frame = new LinkFrame.Long(0x08, 5, 0x72, data).encode();
            Answer.Telegram telegram = assertInstanceOf(Answer.Telegram.class, Telegrams.decode(frame));
            assertEquals(
                    new BigDecimal("12.345"), telegram.records().get(0).value().orElseThrow());
        }

        @Test
        void aKeyOfAnotherLengthOpensNothing() throws Exception {
            assertInstanceOf(Answer.Encrypted.class, read(example("a"), new byte[8]));
            assertInstanceOf(Answer.Encrypted.class, read(example("b"), new byte[32]));
        }
    }

    @Test
    void theKeyIsAskedForByTheMetersOwnAddress() throws Exception {
        // a radio adapter RAD 00000001 sends for the meter of the long header
        byte[] telegram = Hex.bytes("26 44 24 48 01 00 00 00 01 37 72 78 56 34 12 93 15 33 03 2A 00 10 05"
                + " 00 11 22 33 44 55 66 77 88 99 AA BB CC DD EE FF");
        StringBuilder asked = new StringBuilder();
        Keys keys = meter -> {
            asked.append(meter.manufacturer()).append(meter.id());
            return Optional.empty();
        };
        assertInstanceOf(Answer.Encrypted.class, Telegrams.decodeWireless(telegram, keys, new Formats()));
        assertEquals("ELS12345678", asked.toString());
    }
}
