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
                1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 16, 17, 25, 30, 32, 60, 64, 73, 96, 97, 128, 219, 250, 480, 512
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

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 6, 10, 14, 16, 96, 100, 256, 2560})
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
        assertThrows(IllegalArgumentException.class, () -> Fft.of(4).transform(new double[4], new double[3]));
    }

    private static double[][] slow(double[] re, double[] im) {
        int length = re.length;
        double[][] sums = new double[2][length];
        for (int k = 0; k < length; k++) {
            for (int n = 0; n < length; n++) {
                double angle = -2 * Math.PI * ((long) n * k % length) / length;
                sums[0][k] += re[n] * Math.cos(angle) - im[n] * Math.sin(angle);
                sums[1][k] += re[n] * Math.sin(angle) + im[n] * Math.cos(angle);
            }
        }
        return sums;
    }
}
