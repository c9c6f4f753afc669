package org.metergate.analysis.harmonics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.metergate.analysis.spectrum.Fft;

/**
 * Analyses windows of 10 or 12 cycles of one or several waveforms sampled together (IEC 61000-4-7, 4.4.1).
 *
 * <p>The frequency is found in the first channel that has a fundamental, and the samples are taken anew at times that
 * stand still on it, so that a window is exactly its cycles long. Where neighbours of the window are missing for that,
 * the nearest whole number of samples makes it; the standard allows an error of 0.03 %, which at 8.4 kHz and more it
 * never exceeds. Keeps scratch: one thread at a time.
 */
public final class HarmonicAnalyser {
    /** A window this close to whole samples needs no new ones. */
    private static final double WHOLE = 1e-8;

    private static final int LEAST_SAMPLES_A_CYCLE = 16;
    private static final double REACH = 1.18;
    private static final double BAND = 0.47;

    private final double rate;
    private final Nominal nominal;
    private final FrequencyEstimate estimate;
    private final Resampler resampler;
    private Fft fft;
    private double[] re;
    private double[] im;
    private double[][] grid = new double[0][];

    /** @throws IllegalArgumentException if the rate shows no harmonics: below 16 samples a cycle, or no number */
    public HarmonicAnalyser(double rate, Nominal nominal) {
        if (!(rate >= LEAST_SAMPLES_A_CYCLE * nominal.hertz()) || rate > 1e7) {
            throw new IllegalArgumentException(
                    "samples come at " + rate + " Hz: a cycle of " + nominal.hertz()
                            + " Hz has too few for harmonics. THD comes from a waveform of "
                            + LEAST_SAMPLES_A_CYCLE * nominal.hertz()
                            + " to 1e7 samples a second, or from the meter's own THD registers; never from registers read now and then");
        }
        this.rate = rate;
        this.nominal = nominal;
        estimate = new FrequencyEstimate(rate, nominal);
        resampler = new Resampler(Math.min(BAND, (HarmonicWindow.ORDERS + 0.5) * nominal.hertz() * 1.02 / rate));
        plan(resampled());
    }

    /** Values that a window is resampled to: as many as came, or a few more where that is faster. */
    private int resampled() {
        int size = (int) Math.round(nominal.cycles() * rate / nominal.hertz());
        size += size % 2;
        while (!isSmooth(size)) {
            size += 2;
        }
        return size;
    }

    /** Whether 2, 3 and 5 are the only prime factors. */
    private static boolean isSmooth(int size) {
        int left = size;
        for (int factor : new int[] {2, 3, 5}) {
            while (left % factor == 0) {
                left /= factor;
            }
        }
        return left == 1;
    }

    private void plan(int size) {
        fft = Fft.of(size);
        re = new double[size];
        im = new double[size];
    }

    /** @return samples that a window and its neighbours need, whatever the frequency */
    public int reach() {
        return (int) Math.ceil(REACH * nominal.cycles() * rate / nominal.hertz()) + 2 * resampler.margin();
    }

    /** @return samples before a window that make it exact; see {@link #analyse} */
    public int margin() {
        return resampler.margin();
    }

    /**
     * One window of all channels.
     *
     * @param frequency in Hz; the nominal one if no channel has a fundamental
     * @param hasFrequency whether one has
     * @param channels as they were given
     * @param next where the window after it begins, in samples from the first of the array
     * @param error of the window's length as a part of its cycles, 0 if samples were taken anew; above 0.0003 the window
     *     is not in step with the mains as IEC 61000-4-7, 4.4.1 asks
     */
    public record Result(
            double frequency, boolean hasFrequency, List<HarmonicWindow> channels, double next, double error) {}

    /**
     * Analyses one window.
     *
     * @param channels samples of each channel from the same moment, voltage of L1 first
     * @param start where the window begins, in samples from the first, fractions count
     * @return the window; empty if the samples end before it does
     * @throws IllegalArgumentException if a sample is no finite number, saying which
     */
    public Optional<Result> analyse(double[][] channels, double start) {
        int length = channels[0].length;
        double shortest = nominal.cycles() * rate / nominal.hertz();
        int from = (int) Math.floor(start);
        if (from < 0 || from + (int) (shortest * 0.85) > length) {
            return Optional.empty();
        }
        int until = Math.min(length, from + (int) Math.round(shortest));
        OptionalDouble frequency = frequency(channels, from, until);
        return analyse(channels, start, frequency.orElse(nominal.hertz()), frequency.isPresent());
    }

    /**
     * Analyses one window of a frequency known beforehand, as of a meter that samples in step with the mains.
     *
     * @param channels as of {@link #analyse(double[][], double)}
     * @param start likewise
     * @param frequency in Hz
     * @return likewise
     */
    public Optional<Result> analyse(double[][] channels, double start, double frequency) {
        return analyse(channels, start, frequency, true);
    }

    /**
     * Analyses all windows of a recording, one after another without a gap. They begin with the first sample, or a few
     * later where that makes them exact; what is left at the end is no window.
     *
     * @param channels as of {@link #analyse(double[][], double)}
     * @return every whole window; empty if the recording is too short
     */
    public List<Result> analyseAll(double[][] channels) {
        List<Result> found = new ArrayList<>();
        Optional<Result> window = analyse(channels, 0);
        if (window.isPresent() && window.get().error() > 0) {
            Optional<Result> later = analyse(channels, resampler.margin());
            window = later.isPresent() && later.get().error() == 0 ? later : window;
        }
        while (window.isPresent() && (found.isEmpty() || window.get().error() == 0)) {
            found.add(window.get());
            window = analyse(channels, window.get().next());
        }
        return found;
    }

    private OptionalDouble frequency(double[][] channels, int from, int until) {
        for (double[] channel : channels) {
            OptionalDouble found = estimate.of(channel, from, until);
            if (found.isPresent()) {
                return found;
            }
        }
        return OptionalDouble.empty();
    }

    private Optional<Result> analyse(double[][] channels, double start, double frequency, boolean known) {
        double exact = nominal.cycles() * rate / frequency;
        int length = channels[0].length;
        boolean whole = Math.abs(exact - Math.rint(exact)) < WHOLE && Math.abs(start - Math.rint(start)) < WHOLE;
        boolean hasNeighbours = start - resampler.margin() + 1 >= 0 && start + exact + resampler.margin() + 1 <= length;
        int samples = (int) Math.rint(exact);
        int first = (int) Math.rint(start);
        boolean taken = !whole && hasNeighbours;
        if (first < 0 || first + samples > length) {
            return Optional.empty();
        }
        check(channels, first, first + samples);
        int size = taken ? resampled() : samples;
        double[][] window = taken ? grid(channels.length, size) : channels;
        if (taken) {
            resampler.resample(channels, start, exact / size, window, size);
        }
        List<HarmonicWindow> windows = transform(window, taken ? 0 : first, size, frequency, highestOrder(frequency));
        double error = whole || taken ? 0 : Math.abs(samples - exact) / exact;
        double next = whole || taken ? start + exact : (double) first + samples;
        return Optional.of(new Result(frequency, known, windows, next, error));
    }

    /** Below the half of the sampling rate with a little room for a filter, and no bin of its group beyond that half. */
    private int highestOrder(double frequency) {
        double highest = Math.min(BAND * rate / nominal.hertz(), rate / 2 / frequency) - 0.5;
        return (int) Math.min(HarmonicWindow.ORDERS, Math.floor(highest));
    }

    private double[][] grid(int channels, int size) {
        if (grid.length != channels || grid[0].length != size) {
            grid = new double[channels][size];
        }
        return grid;
    }

    /** Two real series in one complex transform. */
    private List<HarmonicWindow> transform(double[][] samples, int from, int size, double frequency, int orders) {
        if (fft.length() != size) {
            plan(size);
        }
        HarmonicWindow[] windows = new HarmonicWindow[samples.length];
        for (int channel = 0; channel < samples.length; channel += 2) {
            int other = Math.min(channel + 1, samples.length - 1);
            System.arraycopy(samples[channel], from, re, 0, size);
            System.arraycopy(samples[other], from, im, 0, size);
            fft.transform(re, im);
            windows[channel] = window(frequency, orders, true);
            windows[other] = other == channel ? windows[other] : window(frequency, orders, false);
        }
        return List.of(windows);
    }

    private HarmonicWindow window(double frequency, int orders, boolean first) {
        int size = fft.length();
        double[] outRe = new double[size / 2 + 1];
        double[] outIm = new double[size / 2 + 1];
        double scale = Math.sqrt(2) / (2.0 * size);
        for (int k = 1; 2 * k < size; k++) {
            int mirror = size - k;
            outRe[k] = scale * (first ? re[k] + re[mirror] : im[k] + im[mirror]);
            outIm[k] = scale * (first ? im[k] - im[mirror] : re[mirror] - re[k]);
        }
        outRe[0] = (first ? re[0] : im[0]) / size;
        if (size % 2 == 0) {
            outRe[size / 2] = (first ? re[size / 2] : im[size / 2]) / size;
        }
        return new HarmonicWindow(frequency, nominal.cycles(), orders, outRe, outIm);
    }

    private static void check(double[][] channels, int from, int until) {
        for (int channel = 0; channel < channels.length; channel++) {
            for (int i = from; i < until; i++) {
                if (!Double.isFinite(channels[channel][i])) {
                    throw new IllegalArgumentException(
                            "sample " + i + " of channel " + channel + " is " + channels[channel][i]);
                }
            }
        }
    }
}
