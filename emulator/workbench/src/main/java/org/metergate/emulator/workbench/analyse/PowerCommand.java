package org.metergate.emulator.workbench.analyse;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.metergate.analysis.PowerFactorClass;
import org.metergate.analysis.electricity.CapacitorBank;
import org.metergate.analysis.electricity.Disagreement;
import org.metergate.analysis.electricity.Electricity;
import org.metergate.analysis.electricity.Figure;
import org.metergate.analysis.electricity.Figures;
import org.metergate.analysis.electricity.MeterAccuracy;
import org.metergate.analysis.electricity.PowerFactorLimits;
import org.metergate.analysis.electricity.Unbalance;
import org.metergate.analysis.harmonics.ThdLimits;
import org.metergate.analysis.voltage.Compliance;
import org.metergate.analysis.voltage.Requirement;
import org.metergate.analysis.voltage.VoltageLevel;
import org.metergate.emulator.workbench.Failure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Derives what a meter's figures imply, row by row. */
@Command(
        name = "power",
        description = {
            "Derives what is missing of U, I, P, Q, S, PF and angles, per phase and in total, and tells contradictions.",
            "Columns: U1, I1, P1 (kW), Q1, S1, PF1, DPF1, phi1 (by which I lags U), delta1 (of U behind U1), THDU1, THDI1 (%%)"
                    + " and so on; P, Q, S, PF of totals."
        },
        sortOptions = false)
final class PowerCommand implements Callable<Integer> {
    private static final List<Figure> SHOWN = List.of(
            Figure.VOLTAGE,
            Figure.CURRENT,
            Figure.ACTIVE,
            Figure.REACTIVE,
            Figure.APPARENT,
            Figure.FACTOR,
            Figure.DISPLACEMENT_FACTOR,
            Figure.ANGLE,
            Figure.NONACTIVE,
            Figure.DISTORTION);
    private static final Duration MEAN = Duration.ofMinutes(10);

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
            names = "--class",
            defaultValue = "1",
            paramLabel = "PERCENT",
            description = "accuracy class of active energy (1)")
    private double activeClass;

    @Option(
            names = "--reactive-class",
            defaultValue = "2",
            paramLabel = "PERCENT",
            description = "accuracy class of reactive energy (2)")
    private double reactiveClass;

    @Option(
            names = "--nominal",
            defaultValue = "230",
            paramLabel = "VOLT",
            description = "nominal voltage to neutral (230)")
    private double nominal;

    @Option(
            names = "--target",
            defaultValue = "0.95",
            paramLabel = "FACTOR",
            description = "power factor that the capacitor bank is to bring (0.95)")
    private double target;

    @Option(
            names = "--factor-limits",
            split = ",",
            arity = "1",
            defaultValue = "0.995,0.9,0.8",
            paramLabel = "FACTOR",
            description = "ideal from, acceptable above, critical below (0.995,0.9,0.8)")
    private List<Double> factorLimits;

    @Option(
            names = "--thd-limits",
            split = ",",
            arity = "1",
            defaultValue = "5,8,10",
            paramLabel = "PERCENT",
            description = "normal below, acceptable below, critical above (5,8,10)")
    private List<Double> thdLimits;

    private final Map<PowerFactorClass, Integer> classes = new TreeMap<>();
    private final List<Compliance> voltages = new ArrayList<>();
    private double largestBank;
    private int contradictions;

    @Override
    public Integer call() throws Failure {
        Table table = input.table(1);
        Electrical electrical = new Electrical(table);
        Limits limits = limits();
        Plot plot = Plot.overTime("Power of " + input.file(), "W, var, VA");
        double[][] drawn = new double[3][table.rows()];
        try (Printer printer = output.printer(spec.commandLine().getOut(), header(electrical))) {
            Means means = new Means(electrical.phases());
            for (int row = 0; row < table.rows(); row++) {
                Electricity electricity = electricity(electrical, row, limits);
                printer.row(cells(table, electrical, row, electricity, limits));
                means.add(table.row(row).time(), electricity);
                drawn[0][row] = electricity.total().get(Figure.ACTIVE).orElse(Double.NaN);
                drawn[1][row] = electricity.total().get(Figure.REACTIVE).orElse(Double.NaN);
                drawn[2][row] = electricity.total().get(Figure.APPARENT).orElse(Double.NaN);
            }
            means.end();
            printer.summary(summary(table, electrical));
        }
        double[] seconds = Plot.seconds(table.times());
        output.draw(
                plot.line("P", seconds, drawn[0]).line("Q", seconds, drawn[1]).line("S", seconds, drawn[2]));
        return 0;
    }

    private record Limits(MeterAccuracy accuracy, PowerFactorLimits factor, ThdLimits thd) {}

    private Limits limits() throws Failure {
        if (factorLimits.size() != 3 || thdLimits.size() != 3) {
            throw new Failure(Failure.Kind.USAGE, "--factor-limits and --thd-limits take three numbers each");
        }
        if (!(target > 0 && target <= 1) || !(nominal >= 1 && nominal <= 1e6)) {
            throw new Failure(
                    Failure.Kind.USAGE,
                    "--target is " + target + ", --nominal " + nominal + "; expected above 0 to 1, and 1 to 1000000 V");
        }
        try {
            return new Limits(
                    MeterAccuracy.of(activeClass, reactiveClass),
                    new PowerFactorLimits(factorLimits.get(0), factorLimits.get(1), factorLimits.get(2)),
                    new ThdLimits(thdLimits.get(0), thdLimits.get(1), thdLimits.get(2)));
        } catch (IllegalArgumentException e) {
            throw new Failure(Failure.Kind.USAGE, e.getMessage());
        }
    }

    private static Electricity electricity(Electrical electrical, int row, Limits limits) throws Failure {
        List<Figures> phases = new ArrayList<>();
        for (int phase = 1; phase <= electrical.phases(); phase++) {
            phases.add(electrical.figures(row, phase));
        }
        return Electricity.of(phases, electrical.figures(row, 0), limits.accuracy());
    }

    private List<String> header(Electrical electrical) {
        List<String> header = new ArrayList<>(List.of("timestamp"));
        for (int phase = 1; phase <= electrical.phases(); phase++) {
            int number = phase;
            SHOWN.forEach(figure -> header.add(figure.symbol() + number));
            header.addAll(List.of("quadrant" + phase, "class" + phase, "level" + phase));
            for (String thd : thds(electrical, phase)) {
                header.addAll(List.of(thd, thd + ".class"));
            }
        }
        SHOWN.subList(2, SHOWN.size()).forEach(figure -> header.add(figure.symbol()));
        header.addAll(List.of(
                "S_arithmetic",
                "S_vector",
                "PF_arithmetic",
                "PF_vector",
                "quadrant",
                "class",
                "capacitor_var",
                "unbalance_U_percent",
                "unbalance_I_percent",
                "unbalance_kind",
                "neutral_A",
                "contradictions"));
        return header;
    }

    private static List<String> thds(Electrical electrical, int phase) {
        List<String> names = new ArrayList<>();
        for (String symbol : List.of("THDU", "THDI")) {
            if (electrical.has(symbol, phase)) {
                names.add(symbol + phase);
            }
        }
        return names;
    }

    private Object[] cells(Table table, Electrical electrical, int row, Electricity electricity, Limits limits)
            throws Failure {
        List<Object> cells = new ArrayList<>(List.of(table.row(row).stamp()));
        for (int phase = 1; phase <= electrical.phases(); phase++) {
            Figures figures = electricity.phases().get(phase - 1);
            SHOWN.forEach(figure -> cells.add(cell(figures.get(figure))));
            cells.add(figures.quadrant());
            cells.add(factorClass(figures, limits));
            OptionalDouble voltage = figures.get(Figure.VOLTAGE);
            cells.add(voltage.isPresent() ? VoltageLevel.of(voltage.getAsDouble(), nominal) : Optional.empty());
            for (String thd : thds(electrical, phase)) {
                OptionalDouble percent = electrical.number(row, thd.substring(0, 4), phase);
                cells.add(cell(percent));
                cells.add(
                        percent.isPresent()
                                ? thdClass(table, row, thd, percent.getAsDouble(), limits)
                                : Optional.empty());
            }
        }
        Figures total = electricity.total();
        SHOWN.subList(2, SHOWN.size()).forEach(figure -> cells.add(cell(total.get(figure))));
        cells.add(cell(electricity.arithmeticApparent()));
        cells.add(cell(electricity.vectorApparent()));
        cells.add(cell(electricity.arithmeticFactor()));
        cells.add(cell(electricity.vectorFactor()));
        cells.add(total.quadrant());
        Optional<PowerFactorClass> whole = factorClass(total, limits);
        whole.ifPresent(each -> classes.merge(each, 1, Integer::sum));
        cells.add(whole);
        cells.add(bank(total));
        Optional<Unbalance> voltages = electricity.voltageUnbalance();
        cells.add(voltages.map(Unbalance::percent));
        cells.add(electricity.currentUnbalance().map(Unbalance::percent));
        cells.add(voltages.or(electricity::currentUnbalance).map(Unbalance::kind));
        cells.add(cell(electricity.neutralCurrent()));
        List<String> told =
                electricity.disagreements().stream().map(Disagreement::toString).toList();
        contradictions += told.isEmpty() ? 0 : 1;
        cells.add(String.join("; ", told));
        return cells.toArray();
    }

    private static Object thdClass(Table table, int row, String name, double percent, Limits limits) throws Failure {
        try {
            return limits.thd().classOf(percent);
        } catch (IllegalArgumentException e) {
            throw new Failure(
                    Failure.Kind.INPUT,
                    table.name() + ", line " + table.row(row).line() + ", column " + name + ": " + e.getMessage());
        }
    }

    private static Optional<PowerFactorClass> factorClass(Figures figures, Limits limits) {
        OptionalDouble factor = figures.get(Figure.FACTOR);
        return factor.isPresent() ? Optional.of(limits.factor().classOf(factor.getAsDouble())) : Optional.empty();
    }

    private Object bank(Figures total) {
        OptionalDouble active = total.get(Figure.ACTIVE);
        OptionalDouble reactive = total.get(Figure.REACTIVE);
        if (active.isEmpty() || reactive.isEmpty()) {
            return Optional.empty();
        }
        double size = CapacitorBank.to(target, active.getAsDouble(), reactive.getAsDouble())
                .map(CapacitorBank::reactive)
                .orElse(0.0);
        largestBank = Math.max(largestBank, size);
        return size;
    }

    private static Object cell(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : Optional.empty();
    }

    private Map<String, Object> summary(Table table, Electrical electrical) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("rows", table.rows());
        for (PowerFactorClass each : PowerFactorClass.values()) {
            summary.put("rows of class " + each, classes.getOrDefault(each, 0));
        }
        summary.put("rows with contradictions", contradictions);
        summary.put("largest capacitor bank for power factor " + target + " (var)", largestBank);
        for (int phase = 1; phase <= voltages.size() / 2; phase++) {
            for (Compliance each : voltages.subList(2 * phase - 2, 2 * phase)) {
                if (each.count() > 0) {
                    summary.put(
                            "EN 50160 " + each.requirement() + " U" + phase,
                            (each.isMet() ? "met" : "not met") + " by " + each.count() + " means of 10 minutes");
                }
            }
        }
        summary.put("kind of statistics", "of readings, not class A or S of IEC 61000-4-30");
        boolean registers = false;
        for (int phase = 1; phase <= electrical.phases(); phase++) {
            registers |= !thds(electrical, phase).isEmpty();
        }
        summary.put(
                "THD",
                registers
                        ? "from the meter's own registers"
                        : "none: readings of rms values hold no harmonics; give columns THDU1, THDI1 of the meter's"
                                + " registers, or a waveform to 'analyse harmonics'");
        return summary;
    }

    /** Means of 10 minutes of each voltage: the root of the mean square of what was read. */
    private final class Means {
        private final double[] squares;
        private final int[] counts;
        private long block = Long.MIN_VALUE;

        Means(int phases) {
            squares = new double[phases];
            counts = new int[phases];
            for (int phase = 0; phase < phases; phase++) {
                voltages.add(new Compliance(Requirement.VOLTAGE));
                voltages.add(new Compliance(Requirement.VOLTAGE_ALWAYS));
            }
        }

        void add(Instant time, Electricity electricity) {
            long each = Math.floorDiv(time.getEpochSecond(), MEAN.getSeconds());
            if (each != block) {
                end();
                block = each;
            }
            for (int phase = 0; phase < squares.length; phase++) {
                OptionalDouble voltage = electricity.phases().get(phase).get(Figure.VOLTAGE);
                if (voltage.isPresent()) {
                    squares[phase] += voltage.getAsDouble() * voltage.getAsDouble();
                    counts[phase]++;
                }
            }
        }

        void end() {
            for (int phase = 0; phase < squares.length; phase++) {
                if (counts[phase] > 0) {
                    double percent = 100 * (Math.sqrt(squares[phase] / counts[phase]) / nominal - 1);
                    voltages.get(2 * phase).add(percent);
                    voltages.get(2 * phase + 1).add(percent);
                }
                squares[phase] = 0;
                counts[phase] = 0;
            }
        }
    }
}
