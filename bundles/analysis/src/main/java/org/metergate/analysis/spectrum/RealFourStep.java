package org.metergate.analysis.spectrum;

import java.util.Arrays;

/** Transforms of real values whose number is a power of two, from {@value #SHORTEST} on. */
final class RealFourStep implements RealPlan {
    static final int SHORTEST = 4096;

    private final int size;
    private final int columns;
    private final FourStep steps;

    RealFourStep(int length) {
        this.size = 2 << Integer.numberOfTrailingZeros(length / 2) / 2;
        this.columns = length / size;
        this.steps = new FourStep(size, columns, ColumnFft.ofReal(size), size + 2);
    }

    @Override
    public void transform(double[] values, double[] real, double[] imaginary) {
        for (int strip = 0; strip < steps.strips(); strip++) {
            double[][] rows = steps.rows();
            for (int n = 0; n < size; n++) {
                System.arraycopy(values, n * columns + strip * steps.width(), rows[n], 0, steps.width());
            }
            Arrays.fill(rows[size], 0);
            Arrays.fill(rows[size + 1], 0);
            steps.transform(strip);
        }
        for (int strip = 0; strip < steps.exchangedStrips(); strip++) {
            double[][] rows = steps.transformExchanged(strip);
            store(rows, steps.real(), 1, strip, real);
            store(rows, steps.imaginary(), -1, strip, imaginary);
        }
    }

    /** Bins that begin with the first half of those of the first transforms, and beside them the mirror of the others. */
    private void store(double[][] rows, int[] lanes, int sign, int strip, double[] parts) {
        int begin = steps.bin(strip);
        int end = steps.bin(strip + 1);
        for (int j = 0; j < columns / 2; j++) {
            System.arraycopy(rows[lanes[j]], 0, parts, j * size + begin, end - begin);
            double[] mirrored = rows[lanes[columns - 1 - j]];
            int next = (j + 1) * size;
            for (int k = Math.max(1, begin); k < Math.min(size / 2, end); k++) {
                parts[next - k] = sign * mirrored[k - begin];
            }
        }
        if (begin == 0) {
            parts[columns / 2 * size] = rows[lanes[columns / 2]][0];
        }
    }
}
