package org.metergate.iec62056p21;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.metergate.testkit.Hex;
import org.metergate.transport.MalformedFrameException;

/**
 * A million damaged inputs for each decoder, the same in every run: nothing but the declared exceptions, no more data sets
 * than characters, and no value whose check, worked out here once more in another way, does not hold.
 */
class FuzzTest {
    private static final int INPUTS = 1_000_000;
    private static final int MINUTES_TO_HANG = 5;
    private static final byte[] SML_START = Hex.bytes("1B1B1B1B 01010101");
    private static final byte[] READOUT =
            bytes(framed(2, "F.F(0)\r\n1.8.0(12.5*kWh)\r\n1.6.0(2*kW)(1703100930)\r\n!\r\n", 3));
    private static final byte[] TELEGRAM = withCrc("/MTG5\\2i\r\n\r\n1-3:0.2.8(50)\r\n1-0:1.8.1(4.426*kWh)\r\n!");
    private static final byte[] OLD_TELEGRAM = bytes("/MTG5i\r\n\r\n1-0:1.8.1(4.426*kWh)\r\n(2)\r\n!\r\n");
    private static final byte[] PROFILE =
            bytes(framed(2, "P.01(0170318001500)(00)(15)(2)(1.5)(kW)(2.5)(kW)\r\n(0.1)(0.2)\r\n(0.3)(0.4)\r\n", 3));
    private static final byte[] PASSWORD_REQUEST = bytes(framed(1, "P0\u0002(12345678)", 3));

    /** Decodes one input and looks at what comes out. */
    @FunctionalInterface
    private interface Trial {
        void of(byte[] input) throws MalformedFrameException;
    }

    @Test
    void readouts() throws Exception {
        fuzz(1, DataMessageTrial::of, READOUT);
    }

    @Test
    void capturedReadouts() throws Exception {
        byte[] whole = bytes("/?!\r\n/MTG5x\r\n\u0006050\r\n" + new String(READOUT, StandardCharsets.ISO_8859_1));
        fuzz(2, FuzzTest::capture, whole, READOUT);
    }

    @Test
    void telegrams() throws Exception {
        fuzz(3, FuzzTest::telegram, TELEGRAM, OLD_TELEGRAM);
    }

    @Test
    void smlFiles() throws Exception {
        byte[] isk = Hex.frame(FuzzTest.class, "sml-isk-mt681-published.hex");
        fuzz(4, FuzzTest::sml, isk, SmlFileTest.transported(Hex.bytes("76 05 1B 1B 1B 1B 62 00 1B 1B 1B 1B 1B 00")));
    }

    @Test
    void programmingAnswers() throws Exception {
        fuzz(5, FuzzTest::programming, PROFILE, READOUT, PASSWORD_REQUEST, new byte[] {6});
    }

    /** In a thread of its own: it can be seen to hang, and its exceptions have short stacks. */
    private static void fuzz(long seed, Trial trial, byte[]... bases) throws Exception {
        FutureTask<int[]> run = new FutureTask<>(() -> tried(seed, trial, bases));
        Thread thread = new Thread(run, "fuzz " + seed);
        thread.setDaemon(true);
        thread.start();
        try {
            int[] counts = run.get(MINUTES_TO_HANG, TimeUnit.MINUTES);
            assertEquals(INPUTS, counts[0] + counts[1]);
            assertTrue(counts[0] > 0 && counts[1] > 0, counts[0] + " decoded, " + counts[1] + " refused");
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause().toString(), e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("still decoding: " + Arrays.toString(thread.getStackTrace()));
        }
    }

    private static int[] tried(long seed, Trial trial, byte[]... bases) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] counts = new int[2];
        for (int i = 0; i < INPUTS; i++) {
            byte[] input = damaged(bases[random.nextInt(bases.length)], bases, random);
            try {
                trial.of(input);
                counts[0]++;
            } catch (MalformedFrameException refused) {
                counts[1]++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("input " + i + ": " + Hex.text(input), e);
            }
        }
        return counts;
    }

    /** None to four changes: a bit, a byte, some bytes gone, doubled or put in, cut, or joined with another. */
    private static byte[] damaged(byte[] base, byte[][] bases, SplittableRandom random) {
        byte[] input = base.clone();
        for (int change = random.nextInt(5); change > 0 && input.length > 0; change--) {
            int at = random.nextInt(input.length);
            int length = Math.min(1 + random.nextInt(8), input.length - at);
            switch (random.nextInt(8)) {
                case 0, 1 -> input[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> input[at] = (byte) random.nextInt(256);
                case 3 -> input[at] = (byte) "()!/\r\n\1\2\3\4*.0".charAt(random.nextInt(13));
                case 4 -> input =
                        joined(Arrays.copyOf(input, at), Arrays.copyOfRange(input, at + length, input.length));
                case 5 -> input =
                        joined(Arrays.copyOf(input, at + length), Arrays.copyOfRange(input, at, input.length));
                case 6 -> input = Arrays.copyOf(input, at);
                default -> {
                    byte[] other = bases[random.nextInt(bases.length)];
                    input = joined(Arrays.copyOf(input, at), other);
                }
            }
        }
        return input;
    }

    /** Looks at a data message. */
    private static final class DataMessageTrial {
        static void of(byte[] input) throws MalformedFrameException {
            DataMessage message = DataMessage.decode(input);
            assertBlockCheckHolds(input, message.dataSets());
        }
    }

    private static void assertBlockCheckHolds(byte[] input, List<DataSet> sets) {
        int at = 0;
        while ((input[at] & 0x7F) != 2) {
            at++;
        }
        int check = 0;
        do {
            at++;
            check ^= input[at] & 0x7F;
        } while ((input[at] & 0x7F) != 3);
        check(check == (input[at + 1] & 0x7F), "block check");
        check(!sets.isEmpty() && sets.size() <= input.length, "data sets");
    }

    private static void capture(byte[] input) throws MalformedFrameException {
        Readout readout = Readout.decode(input);
        check(readout.check().isEmpty() || readout.check().get().holds(), "block check");
        if (readout.check().isEmpty()) {
            checkNumbers(readout.dataSets());
        }
        check(!readout.dataSets().isEmpty() && readout.dataSets().size() <= input.length, "data sets");
    }

    private static void telegram(byte[] input) throws MalformedFrameException {
        Telegram telegram = Telegram.decode(input);
        if (telegram.crc().isEmpty()) {
            checkNumbers(telegram.dataSets());
            check(
                    telegram.dataSets().stream()
                            .noneMatch(set -> set.address().equals("1-3:0.2.8")
                                    && set.values().get(0).raw().equals("50")),
                    "a version with CRC and none there");
            return;
        }
        String text = new String(input, StandardCharsets.ISO_8859_1);
        int sent = telegram.crc().get().value();
        boolean held = false;
        for (int start = text.indexOf('/'); start >= 0 && !held; start = text.indexOf('/', start + 1)) {
            for (int mark = text.indexOf('!', start); mark >= 0 && !held; mark = text.indexOf('!', mark + 1)) {
                held = sent == arc(input, start, mark + 1);
            }
        }
        check(held, "CRC");
    }

    private static void sml(byte[] input) throws MalformedFrameException {
        SmlFile file = SmlFile.decode(input);
        int start = 0;
        while (!Arrays.equals(input, start, start + 8, SML_START, 0, 8)) {
            start++;
        }
        byte[] frame = Arrays.copyOfRange(input, start, input.length);
        int crc = SmlFileTest.x25(frame, frame.length - 2);
        boolean x25 = (frame[frame.length - 2] & 0xFF) == (crc & 0xFF) && (frame[frame.length - 1] & 0xFF) == crc >> 8;
        check(x25, "CRC"); // none of these inputs comes from the maker with the other one
        check(file.lists().get(0).entries().size() <= input.length, "entries");
    }

    private static void programming(byte[] input) throws MalformedFrameException {
        ProgrammingMessage message = ProgrammingMessage.decode(input);
        if (message.kind() == ProgrammingMessage.Kind.DATA) {
            byte[] data = bytes(message.data());
            List<DataSet> sets = DataLines.of(data, 0, data.length).sets();
            for (ProfileRow row : Profile.rows(sets, ZoneOffset.UTC)) {
                check(row.values().size() <= data.length, "cells");
            }
        }
    }

    /** What no check protects must at least look like a number wherever a number is given. */
    private static void checkNumbers(List<DataSet> sets) {
        for (DataSet set : sets) {
            for (DataSet.Value value : set.values()) {
                if (value.number().isPresent()) {
                    for (char character : value.text().toCharArray()) {
                        check(" +-.,0123456789".indexOf(character) >= 0, value.raw());
                    }
                }
            }
        }
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what + " does not hold");
        }
    }

    /** CRC-16/ARC bit by bit. */
    private static int arc(byte[] bytes, int from, int to) {
        int crc = 0;
        for (int i = from; i < to; i++) {
            crc ^= bytes[i] & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >> 1 : crc >> 1 ^ 0xA001;
            }
        }
        return crc;
    }

    private static byte[] withCrc(String body) {
        return bytes(body + String.format("%04X\r\n", arc(bytes(body), 0, body.length())));
    }

    private static String framed(int start, String content, int end) {
        int check = 0;
        for (byte b : bytes(content + (char) end)) {
            check ^= b;
        }
        return "" + (char) start + content + (char) end + (char) check;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
