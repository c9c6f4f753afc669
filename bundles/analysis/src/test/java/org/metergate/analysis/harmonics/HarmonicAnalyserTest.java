package org.metergate.analysis.harmonics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.metergate.analysis.harmonics.HarmonicAnalyser.Result;

class HarmonicAnalyserTest {
    private static final double RATE = 12_800;
    private static final double EXACT = 1e-9;

    /** All orders to 50 with angles of no pattern: order h has 100/h^1.2 of 230 V. */
    private static Wave rich(double frequency) {
        Wave wave = Wave.of(frequency, 230, 17);
        for (int order = 2; order <= 50; order++) {
            wave.plus(order, size(order), 37 * order);
        }
        return wave;
    }

    private static double size(int order) {
        return order == 1 ? 230 : 12 / Math.pow(order, 1.2);
    }

    private static double thd() {
        double sum = 0;
        for (int order = 2; order <= 50; order++) {
            sum += size(order) * size(order);
        }
        return Math.sqrt(sum) / 230;
    }

    private static Result one(double rate, Nominal nominal, double[]... channels) {
        return new HarmonicAnalyser(rate, nominal).analyseAll(channels).get(0);
    }

    @Nested
    class ClosedForms {
        @ParameterizedTest
        @CsvSource({
            "12800,HZ_50,50",
            "12800,HZ_60,60",
            "6400,HZ_50,50",
            "10000,HZ_50,50",
            "15360,HZ_60,60",
            "25600,HZ_50,50"
        })
        void ofAllOrdersAreMetInStepWithTheMains(double rate, Nominal nominal, double frequency) {
            Result result = one(rate, nominal, rich(frequency).mean(1.5).samples(rate, (int) rate / 2));
            HarmonicWindow window = result.channels().get(0);
            assertEquals(frequency, result.frequency(), EXACT);
            assertEquals(0, result.error());
            for (int order = 1; order <= 50; order++) {
                assertEquals(size(order), window.harmonic(order), EXACT, "order " + order);
                assertEquals(size(order), window.subgroup(order), EXACT);
                assertEquals(size(order), window.group(order), EXACT);
                assertEquals(0, window.interharmonicGroup(order - 1), EXACT);
                assertEquals(0, window.interharmonicSubgroup(order - 1), EXACT);
                double angle = order == 1 ? 17 : 37 * order;
                assertEquals(0, Math.IEEEremainder(angle - window.angle(order), 360), 1e-7);
            }
            assertEquals(1.5, window.mean(), EXACT);
            assertEquals(thd(), window.thd().getAsDouble(), EXACT);
            assertEquals(thd(), window.thdg().getAsDouble(), EXACT);
            assertEquals(thd(), window.thds().getAsDouble(), EXACT);
            assertEquals(Math.hypot(1.5, 230 * Math.hypot(1, thd())), window.rms(), EXACT);
        }

        @Test // fundamental 10 A, 5th 2 A, 7th 1 A: K = (100 + 25*4 + 49*1) / (100 + 4 + 1)
        void ofTheFactorK() {
            double[] current = Wave.of(50, 10, 0).plus(5, 2, 40).plus(7, 1, 80).samples(RATE, 5_120);
            assertEquals(
                    249 / 105.0,
                    one(RATE, Nominal.HZ_50, current)
                            .channels()
                            .get(0)
                            .kFactor()
                            .getAsDouble(),
                    EXACT);
        }

        @Test // U 230 V with 5 % of order 5; I1 10 A lagging 30 deg, I5 3 A lagging its voltage by 120 deg
        void ofPower() {
            double[] voltage = Wave.of(50, 230, 0).plus(5, 11.5, 0).samples(RATE, 5_120);
            double[] current = Wave.of(50, 10, -30).plus(5, 3, -120).samples(RATE, 5_120);
            List<HarmonicWindow> windows =
                    one(RATE, Nominal.HZ_50, voltage, current).channels();
            PhasePower power = new PhasePower(windows.get(0), windows.get(1));
            double p1 = 2_300 * Math.cos(Math.toRadians(30));
            double p5 = 34.5 * Math.cos(Math.toRadians(120));
            double s = Math.sqrt(230 * 230 + 11.5 * 11.5) * Math.sqrt(109);
            assertEquals(p1, power.fundamentalActive(), EXACT);
            assertEquals(1_150, power.fundamentalReactive(), EXACT);
            assertEquals(2_300, power.fundamentalApparent(), EXACT);
            assertEquals(p5, power.active(5), EXACT);
            assertEquals(p1 + p5, power.active(), EXACT);
            assertEquals(s, power.apparent(), EXACT);
            assertEquals((p1 + p5) / s, power.factor().getAsDouble(), EXACT);
            assertEquals(
                    Math.cos(Math.toRadians(30)), power.displacementFactor().getAsDouble(), EXACT);
            assertEquals(30, power.angle().getAsDouble(), 1e-7);
            assertEquals(Math.sqrt(s * s - (p1 + p5) * (p1 + p5)), power.nonactive(), 1e-8);
        }

        @Test // 182.5 Hz is half way between two bins; 180 Hz is one: the group between 3 and 4 holds it, and no
        // subgroup
        void ofInterharmonicsOnTheirBins() {
            double[] voltage =
                    Wave.of(50, 230, 0).plus(3.6, 5, 10).plus(0.5, 2, 0).samples(RATE, 5_120);
            HarmonicWindow window = one(RATE, Nominal.HZ_50, voltage).channels().get(0);
            assertEquals(5, window.interharmonicGroup(3), 0.01);
            assertEquals(5, window.interharmonicSubgroup(3), 0.01);
            assertEquals(2, window.interharmonicGroup(0), 0.01);
            assertEquals(5, window.bin(36), 0.01);
            assertEquals(0, window.thds().getAsDouble(), 5e-4);
            // the group of order 4 reaches half way down, to 175 Hz: THDG sees it
            assertEquals(5.0 / 230, window.thdg().getAsDouble(), 5e-4);
        }

        @Test
        void ofAWindowThatMustBeTakenAnew() {
            double frequency = 49.873;
            Result result = one(RATE, Nominal.HZ_50, rich(frequency).samples(RATE, 6_000));
            assertEquals(frequency, result.frequency(), 1e-7);
            assertEquals(0, result.error());
            for (int order = 1; order <= 50; order++) {
                assertEquals(size(order), result.channels().get(0).harmonic(order), 1e-4, "order " + order);
            }
            HarmonicAnalyser known = new HarmonicAnalyser(RATE, Nominal.HZ_50);
            HarmonicWindow exact = known.analyse(
                            new double[][] {rich(frequency).samples(RATE, 6_000)}, known.margin() + 0.25, frequency)
                    .orElseThrow()
                    .channels()
                    .get(0);
            for (int order = 1; order <= 50; order++) {
                assertEquals(size(order), exact.harmonic(order), EXACT * 230, "order " + order);
            }
            assertEquals(thd(), exact.thds().getAsDouble(), EXACT);
        }
    }

    @Nested
    class ClassOne {
        /** 5 % of a reading of 1 % of the nominal voltage and more, else 0.05 % of that (IEC 61000-4-7, table 1). */
        private void assertWithin(double truth, double shown, String what) {
            double limit = truth >= 2.3 ? 0.05 * truth : 0.0005 * 230;
            assertEquals(truth, shown, limit, what);
        }

        @ParameterizedTest
        @ValueSource(doubles = {42.5, 45, 49.5, 49.98, 50.02, 50.5, 57.5})
        void holdsAtEveryFrequency(double frequency) {
            double[] voltage = rich(frequency).samples(RATE, 12_800);
            for (Result result : new HarmonicAnalyser(RATE, Nominal.HZ_50).analyseAll(new double[][] {voltage})) {
                assertEquals(frequency, result.frequency(), 1e-4);
                for (int order = 1; order <= 50; order++) {
                    assertWithin(
                            size(order), result.channels().get(0).subgroup(order), frequency + " Hz, order " + order);
                }
            }
        }

        @Test
        void holdsWhileTheFrequencyDrifts() {
            int count = 64_000;
            double[] voltage = new double[count];
            double turn = 0;
            for (int i = 0; i < count; i++) {
                for (int order = 1; order <= 50; order++) {
                    voltage[i] += Math.sqrt(2) * size(order) * Math.cos(order * turn);
                }
                // 49.9 to 50.1 Hz in 5 s: 0.04 Hz/s, many times what an interconnected grid does
                turn += 2 * Math.PI * (49.9 + 0.2 * i / count) / RATE;
            }
            List<Result> results = new HarmonicAnalyser(RATE, Nominal.HZ_50).analyseAll(new double[][] {voltage});
            assertTrue(results.size() >= 24, () -> "only " + results.size());
            for (Result result : results) {
                for (int order = 1; order <= 50; order++) {
                    assertWithin(size(order), result.channels().get(0).subgroup(order), "order " + order);
                }
            }
        }

        @Test
        void holdsInNoise() {
            double[] voltage = rich(50.03).noise(0.23).samples(RATE, 12_800);
            for (Result result : new HarmonicAnalyser(RATE, Nominal.HZ_50).analyseAll(new double[][] {voltage})) {
                assertEquals(50.03, result.frequency(), 0.01); // class A of IEC 61000-4-30
                for (int order = 1; order <= 50; order++) {
                    assertWithin(size(order), result.channels().get(0).subgroup(order), "order " + order);
                }
            }
        }

        @Test
        void holdsBesideInterharmonics() {
            double[] voltage = rich(50.02)
                    .plus(2.5, 4.6, 11)
                    .plus(4.5, 2.3, 70)
                    .plus(7.4, 2.3, 5)
                    .samples(RATE, 12_800);
            for (Result result : new HarmonicAnalyser(RATE, Nominal.HZ_50).analyseAll(new double[][] {voltage})) {
                for (int order = 1; order <= 50; order++) {
                    assertWithin(size(order), result.channels().get(0).subgroup(order), "order " + order);
                }
                assertWithin(4.6, result.channels().get(0).interharmonicSubgroup(2), "between 2 and 3");
                assertWithin(2.3, result.channels().get(0).interharmonicSubgroup(7), "between 7 and 8");
            }
        }
    }

    @Nested
    class Windows {
        @Test
        void followEachOtherWithoutAGap() {
            double[] voltage = rich(50.02).samples(RATE, 25_600);
            List<Result> results = new HarmonicAnalyser(RATE, Nominal.HZ_50).analyseAll(new double[][] {voltage});
            assertEquals(9, results.size()); // a few samples at either end are neighbours only
            for (int i = 1; i < results.size(); i++) {
                double length = results.get(i).next() - results.get(i - 1).next();
                assertEquals(10 * RATE / 50.02, length, 1e-4);
            }
        }

        @Test
        void ofARecordingWithoutNeighboursAreTheNearestSamples() {
            double[] voltage = rich(50.02).samples(RATE, 2_559);
            Result result = one(RATE, Nominal.HZ_50, voltage);
            assertTrue(result.error() > 0 && result.error() < 0.0003, () -> "" + result.error());
            for (int order = 1; order <= 50; order++) {
                assertEquals(size(order), result.channels().get(0).harmonic(order), 0.0005 * 230);
            }
        }

        @Test
        void areNoneOfATooShortRecording() {
            assertEquals(
                    List.of(),
                    new HarmonicAnalyser(RATE, Nominal.HZ_50).analyseAll(new double[][] {new double[2_000]}));
            assertEquals(List.of(), new HarmonicAnalyser(RATE, Nominal.HZ_50).analyseAll(new double[][] {{}}));
        }
    }

    @Nested
    class BadInput {
        @Test
        void registersReadOnceASecondAreNoWaveform() {
            String message = assertThrows(IllegalArgumentException.class, () -> new HarmonicAnalyser(1, Nominal.HZ_50))
                    .getMessage();
            assertTrue(message.contains("never from registers read now and then"), message);
            assertThrows(IllegalArgumentException.class, () -> new HarmonicAnalyser(Double.NaN, Nominal.HZ_50));
        }

        @Test
        void aSampleThatIsNoNumberIsNamed() {
            double[] voltage = rich(50).samples(RATE, 5_120);
            voltage[77] = Double.NaN;
            HarmonicAnalyser analyser = new HarmonicAnalyser(RATE, Nominal.HZ_50);
            assertEquals(
                    "sample 77 of channel 0 is NaN",
                    assertThrows(IllegalArgumentException.class, () -> analyser.analyseAll(new double[][] {voltage}))
                            .getMessage());
        }

        @Test
        void silenceHasNoFrequencyAndNoThd() {
            for (double level : new double[] {0, 5}) {
                double[] constant = Wave.of(50, 0, 0).mean(level).samples(RATE, 5_120);
                Result result = one(RATE, Nominal.HZ_50, constant);
                assertFalse(result.hasFrequency());
                assertEquals(OptionalDouble.empty(), result.channels().get(0).thd());
                assertEquals(OptionalDouble.empty(), result.channels().get(0).kFactor());
                assertEquals(level, result.channels().get(0).rms(), EXACT);
            }
        }

        @Test
        void noiseAloneHasNoThd() {
            Random random = new Random(1);
            double[] noise = random.doubles(5_120, -1, 1).toArray();
            HarmonicWindow window = one(RATE, Nominal.HZ_50, noise).channels().get(0);
            assertTrue(window.rms() > 0.5);
        }

        @Test
        void aDeadVoltageLeavesTheFrequencyToTheNextChannel() {
            Result result =
                    one(RATE, Nominal.HZ_50, new double[6_000], rich(50.1).samples(RATE, 6_000));
            assertTrue(result.hasFrequency());
            assertEquals(50.1, result.frequency(), 1e-4);
        }
    }

    @Test
    void lowRatesShowFewerOrders() {
        assertEquals(
                37,
                one(4_000, Nominal.HZ_50, Wave.of(50, 230, 0).samples(4_000, 2_000))
                        .channels()
                        .get(0)
                        .highestOrder());
        assertEquals(
                7,
                one(800, Nominal.HZ_50, Wave.of(50, 230, 0).samples(800, 400))
                        .channels()
                        .get(0)
                        .highestOrder());
    }

    @Test
    void samplesComeInSixForms() {
        assertEquals(-0.2, Samples.INT16_LE.decode(new byte[] {(byte) 0xFE, (byte) 0xFF}, 0.1)[0], EXACT);
        assertEquals(25.8, Samples.INT16_BE.decode(new byte[] {1, 2}, 0.1)[0], EXACT);
        assertEquals(1, Samples.INT32_LE.decode(new byte[] {1, 0, 0, 0}, 1)[0], EXACT);
        assertEquals(1, Samples.INT32_BE.decode(new byte[] {0, 0, 0, 1}, 1)[0], EXACT);
        assertEquals(1, Samples.FLOAT32_LE.decode(new byte[] {0, 0, (byte) 0x80, 0x3F}, 1)[0], EXACT);
        assertEquals(1, Samples.FLOAT32_BE.decode(new byte[] {0x3F, (byte) 0x80, 0, 0}, 1)[0], EXACT);
        assertThrows(IllegalArgumentException.class, () -> Samples.INT16_LE.decode(new byte[3], 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> Samples.FLOAT32_BE.decode(new byte[] {0x7F, (byte) 0xC0, 0, 0}, 1));
    }

    @Test
    void thdHasAClassOfTheGlossary() {
        assertEquals(ThdClass.NORMAL, ThdLimits.GLOSSARY.classOf(4.99));
        assertEquals(ThdClass.ACCEPTABLE, ThdLimits.GLOSSARY.classOf(5));
        assertEquals(ThdClass.DEGRADED, ThdLimits.GLOSSARY.classOf(8));
        assertEquals(ThdClass.DEGRADED, ThdLimits.GLOSSARY.classOf(10));
        assertEquals(ThdClass.CRITICAL, ThdLimits.GLOSSARY.classOf(10.01));
        assertThrows(IllegalArgumentException.class, () -> ThdLimits.GLOSSARY.classOf(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new ThdLimits(8, 5, 10));
    }

    @Test
    void severalWindowsAreOneByTheirSquares() {
        Aggregate aggregate = new Aggregate();
        assertEquals(OptionalDouble.empty(), aggregate.thds());
        for (double fifth : new double[] {3, 4}) {
            aggregate.add(one(
                            RATE,
                            Nominal.HZ_50,
                            Wave.of(50, 100, 0).plus(5, fifth, 0).samples(RATE, 5_120))
                    .channels()
                    .get(0));
        }
        assertEquals(Math.sqrt(12.5), aggregate.subgroup(5), EXACT);
        assertEquals(Math.sqrt(12.5) / 100, aggregate.thds().getAsDouble(), EXACT);
        assertEquals(100, aggregate.subgroup(1), EXACT);
        assertEquals(2, aggregate.count());
    }
}
