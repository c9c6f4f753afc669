package org.metergate.analysis.forecast;

/**
 * Ridge regression by its normal equations, one sample after the other, older samples fading. Features are put to one
 * scale before they are penalised; feature 0 is the constant and is not penalised.
 */
final class NormalEquations {
    private final int size;
    private final double[] products; // lower triangle, row by row
    private final double[] moments;
    private double weight;

    /** @param size number of features, the constant included */
    NormalEquations(int size) {
        this.size = size;
        this.products = new double[size * (size + 1) / 2];
        this.moments = new double[size];
    }

    /** @return the sum of the weights of all samples */
    double weight() {
        return weight;
    }

    /**
     * Adds a sample.
     *
     * @param features one value each, the first 1
     * @param target what they are to give
     * @param sampleWeight of this sample
     * @param fading factor on all samples before
     */
    void add(double[] features, double target, double sampleWeight, double fading) {
        if (fading != 1) {
            for (int i = 0; i < products.length; i++) {
                products[i] *= fading;
            }
            for (int i = 0; i < size; i++) {
                moments[i] *= fading;
            }
            weight *= fading;
        }
        int at = 0;
        for (int row = 0; row < size; row++) {
            double weighted = sampleWeight * features[row];
            if (weighted == 0) {
                at += row + 1;
                continue;
            }
            moments[row] += weighted * target;
            for (int column = 0; column <= row; column++) {
                products[at++] += weighted * features[column];
            }
        }
        weight += sampleWeight;
    }

    /**
     * Solves for the coefficients.
     *
     * @param penalty on each feature, as a part of its variance; 0 or more
     * @return one coefficient for each feature; 0 for features that never varied
     */
    double[] solve(double[] penalty) {
        double[] scale = new double[size];
        double[] mean = new double[size];
        int at = 0;
        for (int row = 0; row < size; row++) {
            mean[row] = products[at] / weight; // column 0 is the constant
            double variance = products[at + row] / weight - mean[row] * mean[row];
            double square = products[at + row] / weight;
            scale[row] = row > 0 && variance > 1e-10 * square && variance > 0 ? 1 / Math.sqrt(variance * weight) : 0;
            at += row + 1;
        }
        double[][] lower = new double[size][];
        double[] right = new double[size];
        at = 1;
        for (int row = 1; row < size; row++) {
            double[] line = new double[row + 1];
            lower[row] = line;
            for (int column = 1; column <= row; column++) {
                line[column] = (products[at + column] - weight * mean[row] * mean[column]) * scale[row] * scale[column];
            }
            line[row] = scale[row] == 0 ? 1 : 1 + penalty[row];
            right[row] = (moments[row] - mean[row] * moments[0]) * scale[row];
            at += row + 1;
        }
        cholesky(lower, right);
        double[] coefficients = new double[size];
        coefficients[0] = moments[0] / weight;
        for (int i = 1; i < size; i++) {
            coefficients[i] = right[i] * scale[i];
            coefficients[0] -= coefficients[i] * mean[i];
        }
        return coefficients;
    }

    /** Solves in place; row and column 0 are left out. */
    private void cholesky(double[][] lower, double[] right) {
        for (int row = 1; row < size; row++) {
            double[] line = lower[row];
            for (int column = 1; column < row; column++) {
                double[] above = lower[column];
                double sum = line[column];
                for (int i = 1; i < column; i++) {
                    sum -= line[i] * above[i];
                }
                line[column] = sum * above[column];
            }
            double sum = line[row];
            for (int i = 1; i < row; i++) {
                sum -= line[i] * line[i];
            }
            line[row] = 1 / Math.sqrt(Math.max(sum, 1e-12)); // the reciprocal of the diagonal
            double value = right[row];
            for (int i = 1; i < row; i++) {
                value -= line[i] * right[i];
            }
            right[row] = value * line[row];
        }
        for (int row = size - 1; row > 0; row--) {
            right[row] *= lower[row][row];
            for (int i = 1; i < row; i++) {
                right[i] -= lower[row][i] * right[row];
            }
        }
    }
}
