package org.metergate.analysis.spectrum;

/** Transforms of complex values whose number is a power of two, from {@value #SHORTEST} on. */
final class ComplexFourStep implements Plan {
    static final int SHORTEST = 2048;

    private final int size;
    private final int columns;
    private final FourStep steps;

    ComplexFourStep(int length) {
        this.size = 1 << Integer.numberOfTrailingZeros(length) / 2;
        this.columns = length / size;
        this.steps = new FourStep(size, columns, ColumnFft.ofComplex(size), 2 * size);
    }

    @Override
    public void transform(double[] real, double[] imaginary) {
        for (int strip = 0; strip < steps.strips(); strip++) {
            double[][] rows = steps.rows();
            for (int n = 0; n < size; n++) {
                int from = n * columns + strip * steps.width();
                System.arraycopy(real, from, rows[n], 0, steps.width());
                System.arraycopy(imaginary, from, rows[size + n], 0, steps.width());
            }
            steps.transform(strip);
        }
        for (int strip = 0; strip < steps.exchangedStrips(); strip++) {
            double[][] rows = steps.transformExchanged(strip);
            int begin = steps.bin(strip);
            int bins = steps.bin(strip + 1) - begin;
            for (int j = 0; j < columns; j++) {
                System.arraycopy(rows[steps.real()[j]], 0, real, j * size + begin, bins);
                System.arraycopy(rows[steps.imaginary()[j]], 0, imaginary, j * size + begin, bins);
            }
        }
    }
}
