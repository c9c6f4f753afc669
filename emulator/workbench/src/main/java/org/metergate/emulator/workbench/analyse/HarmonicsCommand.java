package org.metergate.emulator.workbench.analyse;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.metergate.analysis.electricity.Unbalance;
import org.metergate.analysis.harmonics.Aggregate;
import org.metergate.analysis.harmonics.HarmonicAnalyser;
import org.metergate.analysis.harmonics.HarmonicAnalyser.Result;
import org.metergate.analysis.harmonics.HarmonicWindow;
import org.metergate.analysis.harmonics.Nominal;
import org.metergate.analysis.harmonics.PhasePower;
import org.metergate.analysis.harmonics.ThdLimits;
import org.metergate.analysis.voltage.Requirement;
import org.metergate.emulator.workbench.Failure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Harmonics of sampled waveforms, window by window. */
@Command(
        name = "harmonics",
        description = {
            "Harmonics of waveforms after IEC 61000-4-7: every column is a channel of samples, voltage of L1 first.",
            "Columns named U1, I1, U2, ... give power and unbalance, too. Samples must come at a steady rate of 16 or more"
                    + " to a cycle: a register read once a second holds no harmonics."
        },
        sortOptions = false)
final class HarmonicsCommand implements Callable<Integer> {
    /** Of the time from first to last sample; timestamps are rounded. */
    private static final double STEADY = 0.25;

    private static final double NOISE = 1e-9;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "shows this")
    private boolean help;

    @Mixin
    private InputOptions input;

    @Mixin
    private OutputOptions output;

    @Option(
            names = "--rate",
            paramLabel = "HERTZ",
            description =
                    "samples a second; without it the timestamps tell. With it they only have to rise: 0, 1, 2, ...")
    private Double rate;

    @Option(
            names = "--nominal",
            defaultValue = "50",
            paramLabel = "50|60",
            description = "nominal frequency in Hz (50)")
    private double nominal;

    @Option(
            names = "--orders",
            defaultValue = "50",
            paramLabel = "N",
            description = "highest order to print, 1 to 50 (50)")
    private int orders;

    @Option(names = "--interharmonics", description = "prints the interharmonic centred subgroups, too")
    private boolean interharmonics;

    @Override
    public Integer call() throws Failure {
        if (orders < 1 || orders > HarmonicWindow.ORDERS) {
            throw new Failure(Failure.Kind.USAGE, "--orders is " + orders + "; expected 1 to " + HarmonicWindow.ORDERS);
        }
        Table table = input.table(2);
        List<String> names = input.column().isPresent() ? List.of(input.column().get()) : table.columns();
        double[][] channels = new double[names.size()][];
        for (int i = 0; i < channels.length; i++) {
            channels[i] = table.numbers(table.column(Optional.of(names.get(i))));
        }
        double sampled = rate == null ? rate(table) : rate;
        List<Result> results = analyser(sampled).analyseAll(channels);
        if (results.isEmpty()) {
            throw new Failure(
                    Failure.Kind.INPUT,
                    table.name() + " has " + table.rows() + " samples at " + sampled
                            + " Hz, less than one window of 200 ms; give a longer recording");
        }
        print(table, names, results, sampled);
        return 0;
    }

    private HarmonicAnalyser analyser(double sampled) throws Failure {
        try {
            return new HarmonicAnalyser(sampled, Nominal.of(nominal));
        } catch (IllegalArgumentException e) {
            throw new Failure(Failure.Kind.INPUT, e.getMessage());
        }
    }

    /** Mean rate, if no sample is more than a quarter of a step from its place. */
    private static double rate(Table table) throws Failure {
        Instant[] times = table.times();
        double step = Duration.between(times[0], times[times.length - 1]).toNanos() / (times.length - 1.0);
        for (int i = 0; i < times.length; i++) {
            double place = Duration.between(times[0], times[i]).toNanos() / step;
            if (Math.abs(place - i) > STEADY) {
                throw new Failure(
                        Failure.Kind.INPUT,
                        table.name() + ", line " + table.row(i).line() + ", column 1: "
                                + table.row(i).stamp()
                                + " is no step of a steady rate; a waveform has no gaps. If only the timestamps are"
                                + " rough, give --rate");
            }
        }
        return 1e9 / step;
    }

    private void print(Table table, List<String> names, List<Result> results, double sampled) throws Failure {
        List<Aggregate> means = new ArrayList<>();
        names.forEach(name -> means.add(new Aggregate()));
        try (Printer printer = output.printer(spec.commandLine().getOut(), header())) {
            for (Result result : results) {
                double length = Nominal.of(nominal).cycles() * sampled / result.frequency();
                int first = (int) Math.max(0, Math.round(result.next() - length));
                for (int channel = 0; channel < names.size(); channel++) {
                    HarmonicWindow window = result.channels().get(channel);
                    means.get(channel).add(window);
                    printer.row(cells(table.row(first).stamp(), names.get(channel), result, window));
                }
            }
            printer.summary(summary(names, results, means, sampled));
        }
        draw(names, means);
    }

    private List<String> header() {
        List<String> header = new ArrayList<>(List.of(
                "timestamp",
                "channel",
                "frequency",
                "rms",
                "mean",
                "thd_percent",
                "thdg_percent",
                "thds_percent",
                "class",
                "k_factor"));
        for (int order = 1; order <= orders; order++) {
            header.add("h" + order);
        }
        for (int order = 0; interharmonics && order < orders; order++) {
            header.add("ih" + order);
        }
        return header;
    }

    private Object[] cells(String stamp, String name, Result result, HarmonicWindow window) {
        List<Object> cells = new ArrayList<>(List.of(stamp, name));
        cells.add(result.hasFrequency() ? result.frequency() : Optional.empty());
        cells.addAll(List.of(window.rms(), size(window.mean(), window)));
        for (OptionalDouble part : List.of(window.thd(), window.thdg(), window.thds())) {
            cells.add(part.isPresent() ? 100 * part.getAsDouble() : Optional.empty());
        }
        OptionalDouble thds = window.thds();
        cells.add(thds.isPresent() ? ThdLimits.GLOSSARY.classOf(100 * thds.getAsDouble()) : Optional.empty());
        cells.add(window.kFactor().isPresent() ? window.kFactor().getAsDouble() : Optional.empty());
        for (int order = 1; order <= orders; order++) {
            cells.add(order <= window.highestOrder() ? size(window.subgroup(order), window) : Optional.empty());
        }
        for (int order = 0; interharmonics && order < orders; order++) {
            cells.add(
                    order < window.highestOrder()
                            ? size(window.interharmonicSubgroup(order), window)
                            : Optional.empty());
        }
        return cells.toArray();
    }

    /** What is below the accuracy of the arithmetic is 0. */
    private static double size(double value, HarmonicWindow window) {
        return Math.abs(value) < NOISE * window.rms() ? 0 : value;
    }

    private Map<String, Object> summary(
            List<String> names, List<Result> results, List<Aggregate> means, double sampled) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("samples a second", sampled);
        summary.put("windows", results.size());
        summary.put("highest order", means.get(0).highestOrder());
        Result first = results.get(0);
        summary.put("largest error of a window's length", first.error());
        if (first.error() > 0.0003) {
            summary.put(
                    "synchronisation", "outside the 0.03 % of IEC 61000-4-7: give a longer recording or a higher rate");
        }
        for (int channel = 0; channel < names.size(); channel++) {
            Aggregate mean = means.get(channel);
            summary.put("rms of " + names.get(channel), mean.rms());
            summary.put(
                    "THDS of " + names.get(channel) + " (%)",
                    mean.thds().isPresent() ? 100 * mean.thds().getAsDouble() : "none: no fundamental");
        }
        for (int channel = 0; channel < names.size(); channel++) {
            if (names.get(channel).matches("U[123]?")) {
                summary.put("orders of " + names.get(channel) + " above EN 50160", above(means.get(channel)));
            }
        }
        power(names, results, summary);
        return summary;
    }

    /** The standard asks for means of 10 minutes over a week; of a shorter recording this is a first look. */
    private static String above(Aggregate mean) {
        List<String> orders = new ArrayList<>();
        for (int order = 2; order <= Math.min(25, mean.highestOrder()); order++) {
            double percent = mean.subgroup(1) == 0 ? 0 : 100 * mean.subgroup(order) / mean.subgroup(1);
            if (percent > Requirement.harmonic(order)) {
                orders.add(Integer.toString(order));
            }
        }
        return orders.isEmpty() ? "none" : String.join(" ", orders);
    }

    /** Means over all windows, of each phase whose voltage and current are both there. */
    private static void power(List<String> names, List<Result> results, Map<String, Object> summary) {
        for (int phase = 1; phase <= 3; phase++) {
            int voltage = names.indexOf("U" + phase);
            int current = names.indexOf("I" + phase);
            if (voltage < 0 || current < 0) {
                continue;
            }
            List<PhasePower> powers = results.stream()
                    .map(result -> new PhasePower(
                            result.channels().get(voltage), result.channels().get(current)))
                    .toList();
            summary.put("P" + phase + " (W)", mean(powers, PhasePower::active));
            summary.put("Q1 of phase " + phase + " (var)", mean(powers, PhasePower::fundamentalReactive));
            summary.put("S" + phase + " (VA)", mean(powers, PhasePower::apparent));
            summary.put("PF" + phase, mean(powers, each -> each.factor().orElse(Double.NaN)));
            summary.put("DPF" + phase, mean(powers, each -> each.displacementFactor()
                    .orElse(Double.NaN)));
        }
        if (names.containsAll(List.of("U1", "U2", "U3"))) {
            HarmonicWindow[] windows = new HarmonicWindow[3];
            for (int phase = 0; phase < 3; phase++) {
                windows[phase] = results.get(0).channels().get(names.indexOf("U" + (phase + 1)));
            }
            double[] sizes = new double[3];
            double[] lag = new double[3];
            for (int phase = 0; phase < 3; phase++) {
                sizes[phase] = windows[phase].harmonic(1);
                lag[phase] = windows[0].angle(1) - windows[phase].angle(1);
            }
            summary.put(
                    "unbalance of the voltages, negative sequence (%)",
                    Unbalance.ofPhasors(sizes, lag).map(Unbalance::percent));
        }
    }

    private interface Figure {
        double of(PhasePower power);
    }

    private static double mean(List<PhasePower> powers, Figure figure) {
        return powers.stream().mapToDouble(figure::of).average().orElse(Double.NaN);
    }

    private void draw(List<String> names, List<Aggregate> means) throws Failure {
        Plot plot = Plot.overNumbers("Harmonics of " + input.file() + " by order", "% of the fundamental", false);
        for (int channel = 0; channel < names.size(); channel++) {
            Aggregate mean = means.get(channel);
            int count = Math.max(0, Math.min(orders, mean.highestOrder()) - 1);
            double[] x = new double[count];
            double[] y = new double[count];
            for (int i = 0; i < count; i++) {
                x[i] = i + 2 + 0.12 * channel; // beside each other
                y[i] = mean.subgroup(1) == 0 ? Double.NaN : 100 * mean.subgroup(i + 2) / mean.subgroup(1);
            }
            plot.bars(names.get(channel), x, y);
        }
        output.draw(plot);
    }
}
