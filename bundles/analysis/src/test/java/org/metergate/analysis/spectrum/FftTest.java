package org.metergate.analysis.spectrum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FftTest {

    @ParameterizedTest
    @ValueSource(
            ints = {
                1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 16, 17, 22, 25, 30, 32, 49, 60, 64, 67, 73, 96, 97, 128, 183,
                219, 250, 308, 480, 512, 672, 1001, 1024, 1300, 2048, 4096
            })
    void isTheSumOfItsDefinition(int length) {
        Random random = new Random(length);
        double[] re = random.doubles(length, -1, 1).toArray();
        double[] im = random.doubles(length, -1, 1).toArray();
        double[][] expected = slow(re, im);
        Fft fft = Fft.of(length);
        for (int twice = 0; twice < 2; twice++) { // a plan can be used again
            double[] real = re.clone();
            double[] imaginary = im.clone();
            fft.transform(real, imaginary);
            for (int k = 0; k < length; k++) {
                assertEquals(expected[0][k], real[k], 1e-11, "real part of bin " + k);
                assertEquals(expected[1][k], imaginary[k], 1e-11, "imaginary part of bin " + k);
            }
        }
    }

    /** So many that they are done in strips: all bins of single values have the amplitude of these, each its angle. */
    @ParameterizedTest
    @ValueSource(ints = {1 << 17, 1 << 18, 1 << 19})
    void ofSingleValuesIsTheirTurns(int length) {
        int[] places = {1, length / 3, length / 2 + 77};
        double[] values = new double[length];
        for (int place : places) {
            values[place] = 1 + place % 5;
        }
        double[] re = values.clone();
        double[] im = new double[length];
        Fft.of(length).transform(re, im);
        double[] halfRe = new double[length / 2 + 1];
        double[] halfIm = new double[length / 2 + 1];
        RealFft.of(length).transform(values, halfRe, halfIm);
        for (int k = 0; k < length; k++) {
            double expectedRe = 0;
            double expectedIm = 0;
            for (int place : places) {
                double angle = -2 * Math.PI * ((long) place * k % length) / length;
                expectedRe += values[place] * Math.cos(angle);
                expectedIm += values[place] * Math.sin(angle);
            }
            assertEquals(expectedRe, re[k], 1e-12, "real part of bin " + k);
            assertEquals(expectedIm, im[k], 1e-12, "imaginary part of bin " + k);
            if (k <= length / 2) {
                assertEquals(expectedRe, halfRe[k], 1e-12, "real part of bin " + k + " of real values");
                assertEquals(expectedIm, halfIm[k], 1e-12, "imaginary part of bin " + k + " of real values");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 6, 10, 14, 16, 96, 100, 146, 256, 286, 672, 2048, 2560, 4096, 8192})
    void ofRealValuesIsTheSame(int length) {
        double[] values = new Random(length).doubles(length, -1, 1).toArray();
        double[][] expected = slow(values, new double[length]);
        double[] real = new double[length / 2 + 1];
        double[] imaginary = new double[length / 2 + 1];
        RealFft.of(length).transform(values, real, imaginary);
        for (int k = 0; k <= length / 2; k++) {
            assertEquals(expected[0][k], real[k], 1e-10, "real part of bin " + k);
            assertEquals(expected[1][k], imaginary[k], 1e-10, "imaginary part of bin " + k);
        }
    }

    @Test
    void refusesLengthsThatItHasNoPlanFor() {
        assertThrows(IllegalArgumentException.class, () -> Fft.of(0));
        assertThrows(IllegalArgumentException.class, () -> Fft.of(Fft.LONGEST + 1));
        assertThrows(IllegalArgumentException.class, () -> RealFft.of(5));
        assertThrows(IllegalArgumentException.class, () -> RealFft.of(4 * Fft.LONGEST));
        assertThrows(IllegalArgumentException.class, () -> Fft.of(4).transform(new double[4], new double[3]));
    }

    private static double[][] slow(double[] re, double[] im) {
        int length = re.length;
        double[] cos = new double[length];
        double[] sin = new double[length];
        for (int n = 0; n < length; n++) {
            cos[n] = Math.cos(-2 * Math.PI * n / length);
            sin[n] = Math.sin(-2 * Math.PI * n / length);
        }
        double[][] sums = new double[2][length];
        for (int k = 0; k < length; k++) {
            for (int n = 0; n < length; n++) {
                int angle = (int) ((long) n * k % length);
                sums[0][k] += re[n] * cos[angle] - im[n] * sin[angle];
                sums[1][k] += re[n] * sin[angle] + im[n] * cos[angle];
            }
        }
        return sums;
    }
}
