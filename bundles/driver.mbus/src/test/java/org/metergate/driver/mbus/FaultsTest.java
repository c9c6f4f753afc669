package org.metergate.driver.mbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.type.DataType;
import org.junit.jupiter.api.Test;
import org.metergate.driver.mbus.EmulatedBus.Spoiler;
import org.metergate.emulator.meters.mbus.Heard;
import org.metergate.emulator.meters.mbus.ThirtyTwoMeters.Fitted;
import org.metergate.testkit.EmulatedLine.Answer;

/**
 * What a bad wire does to good bytes: no wrong value leaves the driver, whatever fails is named, and the next poll of a
 * good wire reads everything.
 */
class FaultsTest {
    private static final String HEAT = "1";
    private static final String GAS = "7A0B00C1-ELS-03-03";
    private static final String PROFILE = "12";
    private static final int DATA = 20;

    private final EmulatedBus bus = new EmulatedBus();
    private final MBusDriver driver = bus.driver(Map.of());
    private List<String> polled = List.of(HEAT, GAS, PROFILE);
    private int failures;
    private int polls;

    /** Polls three meters; every value that comes out is the meter's at the time it carries. */
    private List<ChannelRecord> poll() {
        bus.clock.move(Duration.ofMinutes(1));
        polls++;
        List<ChannelRecord> all = new ArrayList<>();
        for (String address : polled) {
            Fitted meter = bus.meter(address);
            List<ChannelRecord> records = bus.channels(meter);
            ChannelRecord diagnosis = EmulatedBus.channel(address, "DIAGNOSIS", "#0", DataType.STRING);
            List<ChannelRecord> asked = new ArrayList<>(records);
            asked.add(diagnosis);
            driver.read(asked);
            boolean failed = false;
            for (ChannelRecord record : records) {
                if (EmulatedBus.isGood(record)) {
                    int index = Integer.parseInt(
                            record.getChannelConfig().get("record").toString().substring(1));
                    double expected = meter.values()
                            .apply(Instant.ofEpochMilli(record.getTimestamp()))
                            .get(index)
                            .doubleValue();
                    assertEquals(expected, record.getValue().getValue(), address + " #" + index);
                } else {
                    failed = true;
                    assertTrue(EmulatedBus.failure(record).contains("meter"), EmulatedBus.failure(record));
                }
            }
            assertTrue(EmulatedBus.isGood(diagnosis));
            String told = diagnosis.getValue().getValue().toString();
            failures += failed ? 1 : 0;
            lastDiagnosis = failed || told.contains("faults on the bus") ? told : lastDiagnosis;
            all.addAll(records);
        }
        return all;
    }

    private String lastDiagnosis = "";

    /** A bad wire for one poll, then a good one. */
    private void spoilt(Spoiler fault) {
        bus.wire = fault;
        poll();
        bus.wire = EmulatedBus.GOOD_WIRE;
        for (ChannelRecord record : poll()) {
            assertTrue(EmulatedBus.isGood(record), "not recovered: " + EmulatedBus.failure(record));
        }
    }

    /** One bad answer, which the repetition within the same poll mends; nothing else is polled. */
    private void mended(Change change) {
        polled = List.of(HEAT);
        bus.wire = once(change);
        for (ChannelRecord record : poll()) {
            assertTrue(EmulatedBus.isGood(record), "not mended: " + EmulatedBus.failure(record));
        }
    }

    private void assertNamed(String words) {
        assertTrue(lastDiagnosis.contains(words), "diagnosis: " + lastDiagnosis);
    }

    private static Answer with(Answer good, byte[] bytes) {
        return new Answer(bytes, good.after());
    }

    /** Changes the first data frame of each meter's readout, on the first try only. */
    private interface Change {
        byte[] of(byte[] frame);
    }

    private static Spoiler once(Change change) {
        boolean[] done = {false};
        return (request, good) -> {
            if (done[0] || good.bytes().length < DATA) {
                return good;
            }
            done[0] = true;
            return with(good, change.of(good.bytes()));
        };
    }

    private static Spoiler always(Change change) {
        return (request, good) -> good.bytes().length < DATA ? good : with(good, change.of(good.bytes()));
    }

    private int heatFrame() {
        return bus.meter(HEAT).meter().telegrams(0).get(0).length + 6;
    }

    @Test
    void aBitFlipsAtEveryPosition() {
        for (int at = 0; at < heatFrame(); at++) {
            for (int bit = 0; bit < 8; bit++) {
                int place = at;
                int mask = 1 << bit;
                mended(frame -> {
                    frame[place] ^= (byte) mask;
                    return frame;
                });
            }
        }
        assertEquals(0, failures); // one repetition mends each
        assertNamed("a check of the answer failed");
    }

    @Test
    void aByteIsLostAtEveryPosition() {
        for (int at = 0; at < heatFrame(); at++) {
            int place = at;
            spoilt(once(
                    frame -> joined(Arrays.copyOf(frame, place), Arrays.copyOfRange(frame, place + 1, frame.length))));
        }
        assertNamed("faults on the bus");
    }

    @Test
    void aByteIsDoubledAtEveryPosition() {
        for (int at = 0; at < heatFrame(); at++) {
            int place = at;
            spoilt(once(
                    frame -> joined(Arrays.copyOf(frame, place + 1), Arrays.copyOfRange(frame, place, frame.length))));
        }
        assertNamed("faults on the bus");
    }

    @Test
    void theAnswerStopsAtEveryPosition() {
        for (int at = 1; at < heatFrame(); at++) {
            int place = at;
            mended(frame -> Arrays.copyOf(frame, place));
        }
        assertNamed("stopped before its end");
    }

    @Test
    void everyAnswerStopsInTheMiddle() {
        spoilt(always(frame -> Arrays.copyOf(frame, frame.length / 2)));
        assertEquals(3, failures);
        assertNamed("several meters answer at once, or speed, parity or wiring are wrong");
    }

    @Test
    void everyChecksumIsWrong() {
        spoilt(always(frame -> {
            frame[frame.length - 2]++;
            return frame;
        }));
        assertEquals(3, failures);
        assertNamed("checksum");
    }

    @Test
    void everyStopByteIsWrong() {
        spoilt(always(frame -> {
            frame[frame.length - 1] = 0x17;
            return frame;
        }));
        assertEquals(3, failures);
        assertNamed("stop byte");
    }

    @Test
    void theLengthBytesContradictEachOther() {
        spoilt(always(frame -> {
            frame[2]++;
            return frame;
        }));
        assertEquals(3, failures);
        assertNamed("the length");
    }

    @Test
    void nobodyAnswers() {
        spoilt((request, good) -> Answer.NONE);
        assertEquals(3, failures);
        assertNamed("no answer");
    }

    @Test
    void acknowledgementsAreBroken() {
        spoilt((request, good) -> good.bytes().length == 1 ? with(good, new byte[] {(byte) 0xE4}) : good);
        assertEquals(3, failures);
        assertNamed("stray bytes");
    }

    @Test
    void everyAnswerComesTooLate() {
        poll();
        for (long millis : new long[] {200, 350, 500, 700, 1100, 2300}) {
            spoilt((request, good) -> new Answer(good.bytes(), good.after().plusMillis(millis)));
        }
        assertTrue(failures > 0);
    }

    @Test
    void anotherMeterAnswers() {
        poll();
        byte[] other = frameOf("2");
        spoilt((request, good) -> good.bytes().length < DATA ? good : with(good, other));
        assertEquals(3, failures);
        assertNamed("another meter answered");
    }

    @Test // a good frame with the right primary address, from a meter that is not the one of before
    void anotherMeterAnswersWithTheSameAddress() {
        poll();
        byte[] other = frameOf("2");
        spoilt((request, good) -> {
            if (good.bytes().length < DATA) {
                return good;
            }
            byte[] disguised = other.clone();
            disguised[disguised.length - 2] += (byte) (good.bytes()[5] - disguised[5]);
            disguised[5] = good.bytes()[5];
            return request.length == 5 && request[2] == 1 ? good : with(good, disguised);
        });
        assertTrue(failures >= 1);
    }

    private byte[] frameOf(String address) {
        bus.bus.hear(new byte[] {0x10, 0x40, 2, 0x42, 0x16}, 0);
        Heard heard = bus.bus.hear(new byte[] {0x10, 0x7B, 2, 0x7D, 0x16}, 0);
        assertTrue(heard.bytes().length > DATA, address);
        return heard.bytes();
    }

    @Test
    void singleCharactersInsteadOfData() {
        spoilt((request, good) -> {
            byte[] storm = new byte[40];
            Arrays.fill(storm, (byte) 0xE5);
            return with(good, good.bytes().length < DATA ? good.bytes() : storm);
        });
        assertEquals(3, failures);
    }

    @Test
    void singleCharactersBeforeEverything() {
        spoilt((request, good) -> with(good, joined(new byte[] {(byte) 0xE5, (byte) 0xE5, (byte) 0xE5}, good.bytes())));
        assertEquals(0, failures);
    }

    @Test
    void singleCharactersWithoutEnd() {
        spoilt((request, good) -> {
            byte[] storm = new byte[6000];
            Arrays.fill(storm, (byte) 0xE5);
            return with(good, storm);
        });
        assertTrue(failures > 0);
    }

    @Test
    void anEchoOfEveryRequest() {
        spoilt((request, good) -> new Answer(joined(request, good.bytes()), Duration.ZERO));
        assertEquals(0, failures);
        assertNamed("the converter hears itself");
    }

    @Test
    void nothingButTheEcho() {
        spoilt((request, good) -> new Answer(request, Duration.ZERO));
        assertEquals(3, failures);
    }

    @Test
    void noiseBeforeEveryAnswer() {
        Random random = new Random(7);
        for (int i = 0; i < 50; i++) {
            byte[] noise = new byte[1 + random.nextInt(12)];
            random.nextBytes(noise);
            spoilt((request, good) -> with(good, joined(noise, good.bytes())));
        }
        assertNamed("bytes without meaning before the answer");
    }

    @Test
    void noiseAfterEveryAnswer() {
        Random random = new Random(8);
        for (int i = 0; i < 50; i++) {
            byte[] noise = new byte[1 + random.nextInt(40)];
            random.nextBytes(noise);
            spoilt((request, good) -> good.bytes().length == 0 ? good : with(good, joined(good.bytes(), noise)));
        }
    }

    @Test
    void noiseInsteadOfEveryAnswer() {
        Random random = new Random(9);
        for (int i = 0; i < 50; i++) {
            spoilt((request, good) -> {
                byte[] noise = new byte[1 + random.nextInt(250)];
                random.nextBytes(noise);
                return with(good, noise);
            });
        }
        assertTrue(failures >= 140, "only " + failures + " failures");
    }

    @Test
    void everyAnswerComesTwice() {
        spoilt((request, good) -> with(good, joined(good.bytes(), good.bytes())));
        assertEquals(0, failures);
    }

    @Test // as of a slave that takes every request for a repetition
    void theAnswerOfTheLastPollComesAgain() {
        List<byte[]> before = new ArrayList<>();
        bus.wire = (request, good) -> {
            if (good.bytes().length > DATA) {
                before.add(good.bytes());
            }
            return good;
        };
        poll();
        int[] next = {0};
        spoilt((request, good) ->
                good.bytes().length < DATA || next[0] >= 1 ? good : with(good, before.get(next[0]++)));
        assertEquals(0, failures);
        assertNamed("an answer of an earlier reading came again");
    }

    @Test // a late copy of the second telegram where the third should come
    void aTelegramOfALongReadoutComesTwice() {
        poll();
        byte[][] last = {new byte[0]};
        int[] seen = {0};
        spoilt((request, good) -> {
            if (good.bytes().length < DATA || good.bytes()[5] != 12) {
                return good;
            }
            boolean doubled = ++seen[0] == 3;
            Answer answer = doubled ? with(good, last[0]) : good;
            last[0] = good.bytes();
            return answer;
        });
        assertEquals(0, failures);
    }

    @Test
    void aSecondMeterGetsTheSamePrimaryAddress() {
        poll();
        bus.bus.with(1, bus.meter("2").meter());
        for (int i = 0; i < 200; i++) {
            poll();
        }
        assertNamed("several meters answer at once");
        assertTrue(failures >= 200);
    }

    @Test // the bits of both lie exactly on top of each other, which the checksum misses once in 256 times
    void twoMetersBeginAtTheSameBit() {
        polled = List.of(HEAT);
        byte[] other = frameOf("2");
        Random random = new Random(10);
        for (int i = 0; i < 300; i++) {
            byte access = (byte) random.nextInt();
            spoilt((request, good) -> {
                boolean asked = good.bytes().length > DATA && request.length == 5 && request[2] == 1;
                if (!asked) {
                    return good;
                }
                byte[] mixed = good.bytes().clone();
                byte[] second = Arrays.copyOf(other, mixed.length);
                second[15] = access;
                for (int at = 4; at < mixed.length; at++) {
                    mixed[at] &= second[at];
                }
                int sum = 0;
                for (int at = 4; at < mixed.length - 2; at++) {
                    sum += mixed[at];
                }
                mixed[mixed.length - 2] = (byte) sum; // by misfortune the checksum holds
                mixed[5] = 1;
                mixed[mixed.length - 1] = 0x16;
                return with(good, mixed);
            });
        }
        assertTrue(failures > 0);
    }

    @Test
    void everyThirdAnswerIsSpoiltInSomeWay() {
        Random random = new Random(11);
        bus.wire = (request, good) -> {
            if (good.bytes().length == 0 || random.nextInt(3) > 0) {
                return good;
            }
            byte[] bytes = good.bytes().clone();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            return new Answer(bytes, good.after());
        };
        for (int i = 0; i < 300; i++) {
            poll();
        }
        assertTrue(failures < polls * 3 / 2, failures + " failures in " + polls + " polls");
        bus.wire = EmulatedBus.GOOD_WIRE;
        for (ChannelRecord record : poll()) {
            assertTrue(EmulatedBus.isGood(record), EmulatedBus.failure(record));
        }
    }

    private static byte[] joined(byte[] first, byte[] second) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(first);
        all.writeBytes(second);
        return all.toByteArray();
    }
}
