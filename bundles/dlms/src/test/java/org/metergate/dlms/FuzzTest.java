package org.metergate.dlms;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.metergate.testkit.Hex;
import org.metergate.transport.MalformedFrameException;

/**
 * Mutated inputs for every decoder, from a fixed seed: each is read or refused, and nothing else happens. The build does
 * a part of it; {@code -Dmetergate.fuzz.inputs=1000000} does the million.
 */
@Timeout(600)
class FuzzTest {
    private static final int INPUTS = Integer.getInteger("metergate.fuzz.inputs", 20_000);
    private static final byte[] NOTIFICATION = Hex.bytes("0F 00000001 0C 07E60A1F010B1B00FF800000"
            + "02 04 0906 0100010700FF 06 000001F4 0202 0F00 161B 0906 0100010800FF");

    /** Reads bytes, or refuses them. */
    @FunctionalInterface
    private interface Reader {
        void read(byte[] bytes) throws MalformedFrameException;
    }

    /** Each decoder with inputs that it takes. */
    enum Decoder {
        HDLC(
                HdlcFrame::decode,
                new HdlcFrame(HdlcAddress.client(16), new HdlcAddress(1, 17, 4), 0x13, false, NOTIFICATION).encode(),
                new HdlcFrame(new HdlcAddress(1, 17, 2), HdlcAddress.client(1), 0x93, false, new byte[0]).encode()),
        HDLC_PARAMETERS(HdlcParameters::decode, HdlcParameters.of(1024).encode()),
        WRAPPER(WrapperFrame::decode, new WrapperFrame(1, 16, NOTIFICATION).encode()),
        MBUS(
                MbusTransport::decode,
                Hex.bytes("68 0A 0A 68 53 FF 10 01 67 0F 00 00 00 01 DA 16"),
                Hex.bytes("68 05 05 68 53 FF 00 01 67 BA 16")),
        APDU(
                bytes -> new ApduTree(Optional.empty()).read(bytes),
                NOTIFICATION,
                Hex.bytes("C4 03 C1 02 00 06 00000001 01 04"),
                Hex.bytes("C4 02 C1 01 00000001 00 03 060000"),
                Hex.bytes("C0 03 C1 02 0003 0100010800FF 02 00 0003 0100020800FF 02 00"),
                Hex.bytes("C1 01 C1 0001 0000600109FF 02 00 09 02 3132"),
                Hex.bytes("C7 01 C1 00 01 00 09 03 010203"),
                Hex.bytes("61 29 A1 09 06 07 60857405080101 A2 03 02 01 00 A3 05 A1 03 02 01 00"
                        + "BE 10 04 0E 08 00 06 5F1F04 00001210 0400 0007"),
                Hex.bytes("60 1D A1 09 06 07 60857405080101 BE 10 04 0E 01 00 00 00 06 5F1F04 00 001E1D FFFF"),
                Hex.bytes("0C 02 00 06 00000001 01 04"),
                Hex.bytes("DA 00000001 00 00 01 06 00000001 01 01 00"),
                Hex.bytes("C2 00 0003 0100010700FF 02 06 000001F4"),
                Hex.bytes("E0 80 0001 0000 03 0F0000"),
                Hex.bytes("DF 01 07 08 4D4D4D0000BC614E 00 00 00 0B 0F 00000001 00 06 00000001 04 01020304"),
                Hex.bytes("05 01 06 01 0002 03 AABBCC"),
                Hex.bytes("18 00 01 02 0110 01 12 0005"),
                Hex.bytes("0E 05 05 02")),
        PUSH_LIST(
                bytes -> PushList.of(Notification.decode(bytes), Optional.empty()),
                NOTIFICATION,
                Hex.bytes("0F 40000000 00 02 03 01 03 0204 120028 0906 0008190900FF 0F02 120000"
                        + "0204 120001 0906 0000600100FF 0F02 120000 0204 120003 0906 0100010700FF 0F02 120000"
                        + "09 02 3132 06 0000014B")),
        DATE_TIME(CosemDateTime::decode, Hex.bytes("07E60A1F010B1B00FF800000")),
        FRAMES(
                bytes -> Frames.decode(bytes, Optional.empty()),
                new HdlcFrame(HdlcAddress.client(16), new HdlcAddress(1, 17, 2), 0x13, true, NOTIFICATION).encode(),
                Hex.bytes("E6 E7 00 0F 00000001 00 06 00000001"),
                Hex.bytes("01 02 06 00000001 06 00000002")),
        CIPHERED(
                bytes -> CipheredApdu.decode(bytes),
                Hex.bytes("DB 08 4D4D4D0000BC614E 06 30 00000001 00"),
                Hex.bytes("DD 01 01 08 4D4D4D0000BC614E 00 00 00 01 00 00 06 30 00000001 00"),
                Hex.bytes("CC 06 30 00000001 00"));

        private final Reader reader;
        private final byte[][] seeds;

        Decoder(Reader reader, byte[]... seeds) {
            this.reader = reader;
            this.seeds = seeds;
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsOrRefuses(Decoder decoder) {
        Random random = new Random(20261128);
        int refused = 0;
        for (int round = 0; round < INPUTS; round++) {
            byte[] bytes = decoder.seeds[round % decoder.seeds.length].clone();
            int dice = random.nextInt();
            for (int change = dice & 3; change >= 0; change--) {
                bytes[(dice >>> 8 & 0xFFFF) % bytes.length] = (byte) random.nextInt();
                dice = random.nextInt();
            }
            if ((dice & 7) == 0) {
                bytes = Arrays.copyOf(bytes, (dice >>> 8 & 0xFFFF) % (bytes.length + 4));
            }
            try {
                decoder.reader.read(bytes);
            } catch (MalformedFrameException e) {
                refused++;
            }
        }
        assertTrue(refused > INPUTS / 20, "too few refused");
    }

    @ParameterizedTest
    @EnumSource
    void givesNoValueOfADamagedStream(PushStream.Carrier carrier) {
        Random random = new Random(7);
        byte[] frame =
                new HdlcFrame(HdlcAddress.client(16), new HdlcAddress(1, 17, 2), 0x13, false, NOTIFICATION).encode();
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes = frame.clone();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            PushStream stream = new PushStream(carrier, title -> Optional.empty());
            assertTrue(
                    stream.feed(bytes).stream().noneMatch(PushEvent.Received.class::isInstance)
                            && stream.pause().stream().noneMatch(PushEvent.Received.class::isInstance),
                    "a value of a damaged frame");
        }
    }
}
