package org.metergate.mbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.metergate.mbus.wireless.AmberReceiver;
import org.metergate.mbus.wireless.HexTextReceiver;
import org.metergate.mbus.wireless.ImstReceiver;
import org.metergate.mbus.wireless.Receiver;
import org.metergate.testkit.Hex;
import org.metergate.transport.MalformedFrameException;

/**
 * A million changed inputs to the decoder of the wired bus (half of them spoilt frames, half spoilt data behind good checks),
 * a million to that of wireless telegrams, a third of a million to the codec of each receiver; or as many to each as the
 * system property {@code metergate.fuzz.inputs} says. From a fixed seed. Only the declared exception, never a value from a
 * frame whose check does not hold, no more records than bytes.
 */
class MutationTest {
    private static final String PROPERTY = "metergate.fuzz.inputs";
    private static final int INPUTS = Integer.getInteger(PROPERTY, 1_000_000);
    private static final int STREAM_INPUTS = Integer.getInteger(PROPERTY, 333_333);
    private static final long SEED = 20261128;
    private static final byte[] KEY = Hex.bytes("00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F");

    private static final byte[] LONG_HEADER = Hex.bytes("78 56 34 12 24 40 01 07 55 00 00 00");
    private static final byte[] SHORT_HEADER = Hex.bytes("55 00 00 00");

    /** Put together by hand: records of all kinds of data fields, VIFs, VIFEs and LVARs; a profile; manufacturer's data. */
    private static final List<byte[]> DATA = List.of(
            Hex.bytes("0C 06 45 23 01 00 0C 14 27 04 85 02 0B 3B 13 01 00 0A 5A 24 07 04 6D 3A 0D E6 02 42 6C FF 0C"),
            Hex.bytes("02 FD 48 FC 08 82 40 FD 48 FA 08 02 FB 2E F4 01 05 2B 00 00 C0 41 02 FB 97 72 01 00"),
            Hex.bytes("84 10 03 39 20 00 00 0D FD 11 03 43 42 41 0D 13 C2 34 12 02 FC 03 48 52 25 74 15 22"),
            Hex.bytes("82 02 6C 21 39 8B 02 14 00 00 01 8D 02 94 13 08 3B FE 70 98 00 20 91 00 0F 01 02 03"),
            Hex.bytes("14 AB 6F 3A 0D E6 02 01 93 18 05 02 BB 56 00 00 06 6D 03 00 15 57 3B 00 2F 2F"));

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final byte[] scratch = new byte[512];

    /** On a thread of its own: a shallow stack makes exceptions cheap. */
    private static <T> T apart(Callable<T> task) throws Exception {
        FutureTask<T> future = new FutureTask<>(task);
        Thread thread = new Thread(future, "mutations");
        thread.start();
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }

    /** One to three changes: a bit, a byte, a byte lost, a byte doubled, the end cut off. */
    private byte[] mutated(byte[] good) {
        System.arraycopy(good, 0, scratch, 0, good.length);
        int length = good.length;
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes && length > 1; i++) {
            int at = random.nextInt(length);
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> scratch[at] ^= (byte) (1 << random.nextInt(8));
                case 3, 4 -> scratch[at] = (byte) random.nextInt(256);
                case 5 -> System.arraycopy(scratch, at + 1, scratch, at, --length - at);
                case 6 -> System.arraycopy(scratch, at, scratch, at + 1, length++ - at);
                default -> length = at;
            }
        }
        return Arrays.copyOf(scratch, length);
    }

    private byte[] data() {
        return DATA.get(random.nextInt(DATA.size()));
    }

    private static void assertBounded(Answer answer, int length) {
        if (answer instanceof Answer.Telegram telegram) {
            assertTrue(
                    telegram.records().size() <= 3 * length,
                    () -> telegram.records().size() + " records");
        }
    }

    @Test
    void wiredFramesWithAnErrorGiveNothing() throws Exception {
        List<byte[]> frames = new ArrayList<>();
        for (byte[] data : DATA) {
            frames.add(frame(0x72, data));
        }
        int passed = apart(() -> {
            int values = 0;
            for (int i = 0; i < INPUTS / 2; i++) {
                byte[] good = frames.get(i % frames.size());
                byte[] bad = mutated(good);
                try {
                    Answer answer = Telegrams.decode(bad);
                    // three changes may leave the sum of 8 bits as it was, which no receiver could tell
                    values += Arrays.equals(bad, good) || holds(bad) || answer instanceof Answer.NoData ? 0 : 1;
                } catch (MalformedFrameException refused) {
                    assertTrue(refused.offset() <= Math.max(bad.length, good.length), refused.getMessage());
                }
            }
            return values;
        });
        assertEquals(0, passed);
    }

    /** The check, done in another way than the decoder does it. */
    private static boolean holds(byte[] frame) {
        int sum = 0;
        for (int i = 4; i < frame.length - 2; i++) {
            sum += frame[i];
        }
        return frame.length > 8
                && frame[0] == 0x68
                && frame[3] == 0x68
                && frame[1] == frame[2]
                && (frame[1] & 0xFF) == frame.length - 6
                && (byte) sum == frame[frame.length - 2]
                && frame[frame.length - 1] == 0x16;
    }

    @Test
    void wiredDataWithAnErrorBehindGoodChecksNeverBreakTheDecoder() throws Exception {
        int[] cis = {0x72, 0x72, 0x72, 0x76, 0x78, 0x7A, 0x73, 0x79, 0x69, 0x70, 0x71, 0x7C};
        int read = apart(() -> {
            Formats formats = new Formats();
            int telegrams = 0;
            for (int i = 0; i < INPUTS / 2; i++) {
                byte[] frame = frame(cis[i % cis.length], mutated(data()));
                try {
                    Answer answer = Telegrams.decode(frame, Keys.always(KEY), formats);
                    assertBounded(answer, frame.length);
                    telegrams++;
                } catch (MalformedFrameException refused) {
                    assertTrue(refused.offset() <= frame.length, refused.getMessage());
                }
            }
            return telegrams;
        });
        assertTrue(read > INPUTS / 20, "only " + read + " were read at all");
    }

    private static byte[] frame(int ci, byte[] data) {
        byte[] header = ci == 0x72 || ci == 0x76 || ci == 0x73 || ci == 0x7C
                ? LONG_HEADER
                : ci == 0x7A ? SHORT_HEADER : new byte[0];
        byte[] all = Arrays.copyOf(header, header.length + data.length);
        System.arraycopy(data, 0, all, header.length, data.length);
        return new LinkFrame.Long(0x08, 5, ci, all).encode();
    }

    @Test
    void wirelessTelegramsNeverBreakTheDecoder() throws Exception {
        List<byte[]> good = new ArrayList<>();
        for (byte[] data : DATA) {
            good.add(Hex.bytes("00 44 24 40 78 56 34 12 01 07 7A 2A 00 00 00" + Hex.text(data)));
            good.add(Hex.bytes("00 44 24 40 78 56 34 12 01 07 8C 20 2A 78" + Hex.text(data)));
            good.add(Hex.bytes(
                    "00 44 24 40 78 56 34 12 01 07 90 0F 00 2C 25 0E 1D 00 00 F0 E1 D2 C3 B4 A5 96 87 7A 55 00 20 07 10"
                            + Hex.text(data)));
        }
        for (String file : List.of("wireless-mode-5", "wireless-extended-link-aes-ctr", "oms-annex-n-profile-b")) {
            good.add(Hex.frame(MutationTest.class, file + ".hex"));
        }
        int read = apart(() -> {
            Formats formats = Formats.wellKnown();
            int answers = 0;
            for (int i = 0; i < INPUTS; i++) {
                byte[] telegram = mutated(good.get(i % good.size()));
                if (i % 16 != 0 && telegram.length > 0) {
                    telegram[0] = (byte) (telegram.length - 1);
                }
                try {
                    // ciphers are slow: one in 32 has a key
                    assertBounded(
                            Telegrams.decodeWireless(telegram, i % 32 == 0 ? Keys.always(KEY) : Keys.NONE, formats),
                            telegram.length);
                    answers++;
                } catch (MalformedFrameException refused) {
                    assertTrue(refused.offset() <= telegram.length + 12, refused.getMessage());
                }
            }
            return answers;
        });
        assertTrue(read > INPUTS / 10, "only " + read + " were read at all");
    }

    @Test // sealed telegrams: what comes out is what was put in, or nothing
    void changedSealedTelegramsGiveNoOtherValue() throws Exception {
        byte[] good = Hex.frame(MutationTest.class, "oms-annex-n-profile-b.hex");
        apart(() -> {
            for (int i = 0; i < 20_000; i++) {
                byte[] bad = mutated(good);
                if (bad.length > 0) {
                    bad[0] = (byte) (bad.length - 1);
                }
                try {
                    Answer answer = Telegrams.decodeWireless(bad, Keys.always(KEY), new Formats());
                    if (answer instanceof Answer.Telegram telegram
                            && telegram.header().manufacturer().equals("ELS")
                            && telegram.structure() == Answer.Structure.VARIABLE) {
                        assertEquals(
                                "28504.27",
                                telegram.records().get(0).valueText(),
                                HexFormat.of().formatHex(bad));
                    }
                } catch (MalformedFrameException refused) {
                    assertTrue(refused.getMessage().startsWith("byte "));
                }
            }
            return 0;
        });
    }

    @Test
    void streamsOfImstReceiversNeverBreakTheCodec() throws Exception {
        assertStream(new ImstReceiver(), Hex.frame(MutationTest.class, "receiver-imst.hex"));
    }

    @Test
    void streamsOfAmberReceiversNeverBreakTheCodec() throws Exception {
        assertStream(new AmberReceiver(), Hex.frame(MutationTest.class, "receiver-amber.hex"));
    }

    @Test
    void linesOfHexadecimalDigitsNeverBreakTheCodec() throws Exception {
        String text = "T1;1;1;2026-11-28 01:02:03.000;-71;148;12345678;0x144424407856341201077A2A0000000C1345230100\n"
                + "144424407856341201076CAC7A2A0000000C1345230100BD06\n";
        assertStream(new HexTextReceiver(), text.getBytes(StandardCharsets.US_ASCII));
    }

    private void assertStream(Receiver receiver, byte[] good) throws Exception {
        int[] heard = apart(() -> {
            int telegrams = 0;
            int wrong = 0;
            for (int i = 0; i < STREAM_INPUTS; i++) {
                for (Receiver.Message message : receiver.take(i % 4 == 0 ? good : mutated(good))) {
                    if (message instanceof Receiver.Message.Heard telegram) {
                        telegrams++;
                        byte[] bytes = telegram.reception().telegram();
                        wrong += (bytes[0] & 0xFF) == bytes.length - 1 ? 0 : 1;
                    }
                }
            }
            return new int[] {telegrams, wrong};
        });
        assertEquals(0, heard[1], "telegrams of another length than they say");
        assertTrue(heard[0] > STREAM_INPUTS / 10, () -> receiver.getClass().getSimpleName() + " heard " + heard[0]);
    }
}
