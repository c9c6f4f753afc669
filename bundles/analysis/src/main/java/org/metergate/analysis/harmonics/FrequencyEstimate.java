package org.metergate.analysis.harmonics;

import java.util.OptionalDouble;

/**
 * Frequency of a fundamental: how far its phase moves from one stretch of six cycles to a later one, beyond what the last
 * guess expects. A window sin⁶ keeps harmonics out (its sidelobes fall by 42 dB an octave), and the stretches are as long
 * as whole cycles of the last guess, so that harmonics stand on its zeros.
 */
final class FrequencyEstimate {
    private static final int STRETCH = 6;
    private static final int TURNS = 6;

    /** How far a supply may be from its nominal frequency: IEC 61000-4-30 asks for 15 %. */
    private static final double REACH = 0.16;

    private final double rate;
    private final Nominal nominal;

    FrequencyEstimate(double rate, Nominal nominal) {
        this.rate = rate;
        this.nominal = nominal;
    }

    /**
     * @param samples of a voltage, or a current if there is none
     * @param from index of the first to look at
     * @param until index after the last; 9 cycles of the nominal frequency or more
     * @return in Hz, within 16 % of the nominal frequency; empty if there is no fundamental
     */
    OptionalDouble of(double[] samples, int from, int until) {
        double frequency = nominal.hertz();
        double power = 0;
        for (int i = from; i < until; i++) {
            power += samples[i] * samples[i];
        }
        power /= until - from;
        for (int turn = 0; turn < TURNS; turn++) {
            int stretch = (int) Math.min(Math.round(STRETCH * rate / frequency), until - from - 2L);
            int lag = turn == 0 ? (int) Math.max(1, Math.round(rate / nominal.hertz())) : until - from - stretch;
            double[] first = phasor(samples, from, stretch, frequency);
            double[] second = phasor(samples, from + lag, stretch, frequency);
            double size = Math.hypot(first[0], first[1]) * Math.hypot(second[0], second[1]);
            if (!(size > 1e-6 * power) || size == 0) {
                return OptionalDouble.empty();
            }
            // the second phasor counts from its own first sample
            double expected = 2 * Math.PI * frequency / rate * lag;
            double moved = Math.IEEEremainder(
                    Math.atan2(second[1], second[0]) - Math.atan2(first[1], first[0]) - expected, 2 * Math.PI);
            double next = frequency + moved / (2 * Math.PI) * rate / lag;
            if (Math.abs(next - nominal.hertz()) > REACH * nominal.hertz()) {
                return OptionalDouble.empty();
            }
            boolean settled = Math.abs(next - frequency) < 1e-12 * frequency;
            frequency = next;
            if (settled) {
                break;
            }
        }
        return OptionalDouble.of(frequency);
    }

    /** Rms phasor at a frequency, windowed; turning factors by recurrence. */
    private double[] phasor(double[] samples, int from, int stretch, double frequency) {
        double stepCos = Math.cos(2 * Math.PI * frequency / rate);
        double stepSin = Math.sin(2 * Math.PI * frequency / rate);
        double windowCos = Math.cos(2 * Math.PI / stretch);
        double windowSin = Math.sin(2 * Math.PI / stretch);
        double c = 1;
        double s = 0;
        double wc = Math.cos(Math.PI / stretch); // the window is even about its middle: it starts half a step in
        double ws = Math.sin(Math.PI / stretch);
        double re = 0;
        double im = 0;
        double weights = 0;
        for (int i = 0; i < stretch; i++) {
            double square = (1 - wc) / 2;
            double weight = square * square * square;
            double x = samples[from + i] * weight;
            weights += weight;
            re += x * c;
            im -= x * s;
            double nextC = c * stepCos - s * stepSin;
            s = s * stepCos + c * stepSin;
            c = nextC;
            double nextW = wc * windowCos - ws * windowSin;
            ws = ws * windowCos + wc * windowSin;
            wc = nextW;
        }
        double scale = Math.sqrt(2) / weights;
        return new double[] {re * scale, im * scale};
    }
}
