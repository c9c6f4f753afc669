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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.metergate.analysis.energy.Consumption;
import org.metergate.analysis.energy.CounterRules;
import org.metergate.analysis.energy.Demand;
import org.metergate.analysis.energy.EnergyCounter;
import org.metergate.analysis.energy.Refusal;
import org.metergate.analysis.energy.SelfConsumption;
import org.metergate.analysis.energy.TariffSchedule;
import org.metergate.emulator.workbench.Failure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What counters counted: consumption, demand, tariffs, self-consumption. */
@Command(
        name = "energy",
        description = {
            "Consumption between readings of counters, demand, load factor, base load, tariffs and self-consumption.",
            "Columns: import, export, production, OBIS codes of tariffs (1.8.1, 2.8.2, ...), each maybe with (kWh);"
                    + " without such names --column is the import."
        },
        sortOptions = false)
final class EnergyCommand implements Callable<Integer> {
    private static final Pattern NAME = Pattern.compile(
            "(import|export|production|(?:1-\\d+:)?([12])\\.8\\.(\\d{1,2})(?:\\*255)?)(?:\\s*[(\\[]([kM]?)Wh[)\\]])?");

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
            names = "--rows",
            defaultValue = "demand",
            paramLabel = "demand|intervals",
            description = "what is printed (demand)")
    private String rows;

    @Option(
            names = "--unit",
            defaultValue = "Wh",
            paramLabel = "Wh|kWh|MWh",
            description = "of columns without one (Wh)")
    private String unit;

    @Option(
            names = "--modulus",
            defaultValue = "0",
            paramLabel = "WH",
            description = "where the counters begin at 0 again, in Wh; 0: not known (0)")
    private double modulus;

    @Option(
            names = "--max-power",
            defaultValue = "0",
            paramLabel = "WATT",
            description = "the most that the supply can give; 0: not known (0)")
    private double maxPower;

    @Option(
            names = "--gap",
            defaultValue = "30",
            paramLabel = "MINUTES",
            description = "longest interval whose course counts as known (30)")
    private int gap;

    @Option(names = "--block", defaultValue = "15", paramLabel = "MINUTES", description = "length of a demand (15)")
    private int block;

    @Option(
            names = "--off-peak",
            defaultValue = "",
            paramLabel = "HH:MM-HH:MM[,...]",
            description = "hours of the low tariff (HC) in the time zone, such as 22:30-06:30")
    private String offPeak;

    /** One counter of the file, and what became of it. */
    private static final class Counter {
        final String name;
        final int column;
        final double factor;
        final EnergyCounter counter;
        final Demand demand;
        final List<Demand.Block> blocks = new ArrayList<>();
        final Map<Consumption.Kind, Integer> kinds = new TreeMap<>();
        final Map<Refusal, Integer> refusals = new TreeMap<>();
        double peak;
        double offPeak;

        Counter(String name, int column, double factor, CounterRules rules, Demand demand) {
            this.name = name;
            this.column = column;
            this.factor = factor;
            this.counter = new EnergyCounter(rules);
            this.demand = demand;
        }
    }

    @Override
    public Integer call() throws Failure {
        if (!rows.equals("demand") && !rows.equals("intervals")) {
            throw new Failure(Failure.Kind.USAGE, "--rows is '" + rows + "'; expected demand or intervals");
        }
        TariffSchedule schedule = schedule();
        Table table = input.table(2);
        List<Counter> counters = counters(table);
        boolean intervals = rows.equals("intervals");
        List<String> header = intervals
                ? List.of("from", "to", "counter", "energy_Wh", "power_W", "kind", "tariff")
                : header(counters);
        try (Printer printer = output.printer(spec.commandLine().getOut(), header)) {
            for (int row = 0; row < table.rows(); row++) {
                for (Counter counter : counters) {
                    read(table, row, counter, schedule, intervals ? Optional.of(printer) : Optional.empty());
                }
            }
            if (!intervals) {
                demands(counters, schedule, printer);
            }
            printer.summary(summary(table, counters, schedule));
        }
        draw(counters);
        return 0;
    }

    private TariffSchedule schedule() throws Failure {
        try {
            return TariffSchedule.parse(offPeak, input.zone());
        } catch (IllegalArgumentException e) {
            throw new Failure(Failure.Kind.USAGE, "--off-peak " + e.getMessage());
        }
    }

    private List<Counter> counters(Table table) throws Failure {
        List<Counter> found = new ArrayList<>();
        for (int column = 0; column < table.columns().size(); column++) {
            Matcher name = NAME.matcher(table.columns().get(column));
            if (name.matches()) {
                boolean tariff = name.group(2) != null && !name.group(3).equals("0");
                String plain = name.group(2) == null
                        ? name.group(1)
                        : (name.group(2).equals("1") ? "import" : "export") + (tariff ? "." + name.group(3) : "");
                String prefix = name.group(4);
                found.add(counter(plain, column, prefix == null ? factor(unit) : factor(prefix + "Wh")));
            }
        }
        if (found.isEmpty()) {
            found.add(counter("import", table.column(input.column()), factor(unit)));
        }
        return found;
    }

    private Counter counter(String name, int column, double factor) throws Failure {
        try {
            CounterRules rules = new CounterRules(modulus, maxPower, Duration.ofMinutes(gap));
            return new Counter(name, column, factor, rules, new Demand(Duration.ofMinutes(block), input.zone()));
        } catch (IllegalArgumentException e) {
            throw new Failure(Failure.Kind.USAGE, e.getMessage());
        }
    }

    private static double factor(String unit) throws Failure {
        return switch (unit) {
            case "Wh" -> 1;
            case "kWh" -> 1e3;
            case "MWh" -> 1e6;
            default -> throw new Failure(Failure.Kind.USAGE, "--unit is '" + unit + "'; expected Wh, kWh or MWh");
        };
    }

    private static void read(Table table, int row, Counter counter, TariffSchedule schedule, Optional<Printer> printer)
            throws Failure {
        OptionalDouble value = table.numberOrGap(row, counter.column);
        if (value.isEmpty()) {
            return;
        }
        EnergyCounter.Step step = counter.counter.read(table.row(row).time(), value.getAsDouble() * counter.factor);
        step.refusal().ifPresent(why -> counter.refusals.merge(why, 1, Integer::sum));
        for (Consumption each : step.consumptions()) {
            counter.kinds.merge(each.kind(), 1, Integer::sum);
            TariffSchedule.Split split = schedule.split(each);
            counter.peak += split.peak();
            counter.offPeak += split.offPeak();
            counter.blocks.addAll(counter.demand.add(each));
            printer.ifPresent(it -> it.row(
                    each.from(),
                    each.to(),
                    counter.name,
                    each.kind().isKnown() ? each.wattHours() : Optional.empty(),
                    each.kind().isKnown() ? each.meanPower() : Optional.empty(),
                    each.kind(),
                    tariff(split)));
        }
    }

    private static String tariff(TariffSchedule.Split split) {
        return split.offPeak() == 0 ? "HP" : split.peak() == 0 ? "HC" : "HP+HC";
    }

    private static List<String> header(List<Counter> counters) {
        List<String> header = new ArrayList<>(List.of("timestamp"));
        for (Counter counter : counters) {
            header.addAll(List.of(counter.name + "_W", counter.name + "_coverage", counter.name + "_estimated"));
        }
        header.add("tariff");
        return header;
    }

    private static void demands(List<Counter> counters, TariffSchedule schedule, Printer printer) {
        Map<Instant, Map<Integer, Demand.Block>> byStart = new TreeMap<>();
        for (int i = 0; i < counters.size(); i++) {
            for (Demand.Block each : counters.get(i).blocks) {
                byStart.computeIfAbsent(each.start(), start -> new TreeMap<>()).put(i, each);
            }
        }
        byStart.forEach((start, blocks) -> {
            List<Object> cells = new ArrayList<>(List.of(start));
            for (int i = 0; i < counters.size(); i++) {
                Optional<Demand.Block> each = Optional.ofNullable(blocks.get(i));
                cells.add(each.map(Demand.Block::watts));
                cells.add(each.map(Demand.Block::coverage));
                cells.add(each.map(Demand.Block::estimated));
            }
            cells.add(schedule.isOffPeak(start) ? "HC" : "HP");
            printer.row(cells.toArray());
        });
    }

    private Map<String, Object> summary(Table table, List<Counter> counters, TariffSchedule schedule) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("rows", table.rows());
        for (Counter counter : counters) {
            String of = counter.name;
            summary.put(of + " (Wh)", counter.counter.total());
            if (!schedule.windows().isEmpty()) {
                summary.put(of + " HP (Wh)", counter.peak);
                summary.put(of + " HC (Wh)", counter.offPeak);
            }
            Optional<Demand.Block> most = counter.demand.maximum();
            summary.put(of + " maximum demand of the last month (W)", most.map(Demand.Block::watts));
            summary.put(of + " maximum demand at", most.map(Demand.Block::start));
            OptionalDouble factor = counter.demand.loadFactor();
            summary.put(of + " load factor", factor.isPresent() ? factor.getAsDouble() : Optional.empty());
            OptionalDouble base = counter.demand.baseLoad();
            summary.put(of + " base load (W)", base.isPresent() ? base.getAsDouble() : Optional.empty());
            counter.kinds.forEach((kind, count) -> summary.put(of + " intervals " + kind, count));
            counter.refusals.forEach((why, count) -> summary.put(of + " readings not counted, " + why, count));
        }
        own(counters, summary);
        return summary;
    }

    private static void own(List<Counter> counters, Map<String, Object> summary) {
        Map<String, Double> totals = new TreeMap<>();
        counters.forEach(counter -> totals.put(counter.name, counter.counter.total()));
        if (totals.keySet().containsAll(List.of("import", "export", "production"))) {
            SelfConsumption site =
                    new SelfConsumption(totals.get("production"), totals.get("import"), totals.get("export"));
            summary.put("self-consumed (Wh)", site.selfConsumed());
            summary.put("consumption of the site (Wh)", site.consumption());
            summary.put("self-consumption rate", optional(site.selfConsumptionRate()));
            summary.put("self-sufficiency", optional(site.selfSufficiency()));
        }
    }

    private static Object optional(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : Optional.empty();
    }

    private void draw(List<Counter> counters) throws Failure {
        Plot plot = Plot.overTime("Demand of " + input.file(), "W");
        for (Counter counter : counters) {
            double[] x = Plot.seconds(
                    counter.blocks.stream().map(Demand.Block::start).toArray(Instant[]::new));
            plot.line(
                    counter.name,
                    x,
                    counter.blocks.stream().mapToDouble(Demand.Block::watts).toArray());
        }
        output.draw(plot);
    }
}
