package org.metergate.analysis.harmonics;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A waveform made of known sines. */
final class Wave {
    private record Sine(double rms, double hertz, double degrees) {}

    private final List<Sine> sines = new ArrayList<>();
    private final double frequency;
    private double noise;
    private double mean;

    private Wave(double frequency) {
        this.frequency = frequency;
    }

    static Wave of(double frequency, double rms, double degrees) {
        return new Wave(frequency).plus(1, rms, degrees);
    }

    Wave plus(double order, double rms, double degrees) {
        sines.add(new Sine(rms, order * frequency, degrees));
        return this;
    }

    Wave mean(double value) {
        mean = value;
        return this;
    }

    Wave noise(double rms) {
        noise = rms;
        return this;
    }

    /** Sums the sines, each a cosine that begins at its angle with the first sample. */
    double[] samples(double rate, int count) {
        Random random = new Random(8);
        double[] samples = new double[count];
        for (int i = 0; i < count; i++) {
            samples[i] = mean + noise * random.nextGaussian();
            for (Sine sine : sines) {
                samples[i] += Math.sqrt(2)
                        * sine.rms
                        * Math.cos(2 * Math.PI * sine.hertz * i / rate + Math.toRadians(sine.degrees));
            }
        }
        return samples;
    }
}
