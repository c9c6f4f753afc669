package org.metergate.emulator.workbench.analyse;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.metergate.analysis.anomaly.AnomalyDetector;
import org.metergate.emulator.workbench.Failure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Scores every row of a series as it is read. */
@Command(
        name = "anomaly",
        description =
                "Prints timestamp,value,anomaly_score for every row as it is read: 0 (usual) to 1, 0.5 and more call"
                        + " for attention. A row without a value has no score. Rows may stand in any order of time.",
        sortOptions = false)
final class AnomalyCommand implements Callable<Integer> {
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

    private final AnomalyDetector detector = new AnomalyDetector();
    private final List<double[]> drawn = new ArrayList<>();
    private long rows;
    private long gaps;
    private long notable;

    @Override
    public Integer call() throws Failure {
        PrintWriter out = spec.commandLine().getOut();
        try (CsvFile file = input.openInAnyOrder();
                Printer printer = output.printer(out, List.of("timestamp", "value", "anomaly_score"))) {
            int column = file.column(input.column());
            for (Optional<CsvFile.Row> row = file.next(); row.isPresent(); row = file.next()) {
                OptionalDouble value = file.numberOrGap(row.get(), column);
                print(printer, row.get(), value);
                if (file.name().equals(CsvFile.name("-"))) {
                    out.flush();
                }
            }
            if (rows == 0) {
                throw new Failure(
                        Failure.Kind.INPUT, file.name() + " has a header and no row; expected at least one row");
            }
            if (output.summarises()) {
                printer.summary(summary());
            }
            draw(file.columns().get(column));
        }
        return 0;
    }

    private void print(Printer printer, CsvFile.Row row, OptionalDouble value) {
        rows++;
        if (value.isEmpty()) {
            gaps++;
            printer.row(row.stamp(), "", "");
            return;
        }
        double score = detector.score(row.time(), value.getAsDouble());
        notable += score >= AnomalyDetector.NOTABLE ? 1 : 0;
        printer.row(row.stamp(), value.getAsDouble(), score);
        if (output.plots()) {
            drawn.add(new double[] {row.time().toEpochMilli() / 1e3, value.getAsDouble(), score});
        }
    }

    private Map<String, Object> summary() {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("rows", rows);
        summary.put("gaps", gaps);
        summary.put("notable", notable);
        return summary;
    }

    private void draw(String name) throws Failure {
        double[][] high =
                drawn.stream().filter(row -> row[2] >= AnomalyDetector.NOTABLE).toArray(double[][]::new);
        double[][] all = drawn.toArray(double[][]::new);
        output.draw(Plot.overTime(input.file() + ": anomalies of " + name, name)
                .line(name, column(all, 0), column(all, 1))
                .marks("score of 0.5 and more", column(high, 0), column(high, 1)));
    }

    private static double[] column(double[][] rows, int column) {
        double[] values = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            values[i] = rows[i][column];
        }
        return values;
    }
}
