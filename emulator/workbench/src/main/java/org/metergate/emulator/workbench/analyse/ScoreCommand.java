package org.metergate.emulator.workbench.analyse;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.metergate.analysis.anomaly.AnomalyDetector;
import org.metergate.emulator.workbench.Failure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Scores the detector over labelled series by the rules of the Numenta Anomaly Benchmark. */
@Command(
        name = "score",
        description =
                "Runs the anomaly detector over labelled series and scores it as the Numenta Anomaly Benchmark does"
                        + " (v1.1): a line for every series, and the scores of the three profiles.",
        sortOptions = false)
final class ScoreCommand implements Callable<Integer> {
    private static final String LABELS = ".expected.json";

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "shows this")
    private boolean help;

    @Parameters(
            index = "0",
            paramLabel = "FOLDER",
            description =
                    "holds NAME.csv (timestamp,value) and NAME.expected.json: {\"windows\":[{\"start\":...,\"end\":...}]}")
    private String folder;

    @Option(
            names = "--leave-out",
            paramLabel = "GROUP",
            description =
                    "series whose names begin with this are left out of the search for the threshold; their windows"
                            + " and false alarms are still told")
    private String leftOut;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws Failure {
        List<NumentaScore.Series> all = new ArrayList<>();
        for (Path file : files()) {
            all.add(series(file));
        }
        List<NumentaScore.Series> searched = all.stream()
                .filter(series -> leftOut == null || !series.name().startsWith(leftOut))
                .toList();
        if (searched.stream().allMatch(series -> series.windows().isEmpty())) {
            throw new Failure(Failure.Kind.INPUT, folder + ": no window is labelled; nothing can be scored");
        }
        NumentaScore.Result standard = NumentaScore.best(searched, NumentaScore.Profile.STANDARD);
        try (Printer printer = output.printer(
                spec.commandLine().getOut(), List.of("series", "rows", "windows", "found", "false_alarms", "gained"))) {
            for (NumentaScore.Series series : all) {
                NumentaScore.Detail detail = NumentaScore.detail(series, standard.threshold());
                printer.row(
                        series.name(),
                        series.scores().length,
                        series.windows().size(),
                        (int) Arrays.stream(detail.gained())
                                .filter(one -> one >= 0)
                                .count(),
                        detail.falseAlarms(),
                        Arrays.stream(detail.gained())
                                .mapToObj(one -> String.format(Locale.ROOT, "%.2f", one))
                                .collect(Collectors.joining(" ")));
            }
            printer.summary(summary(searched, standard));
        }
        return 0;
    }

    private static Map<String, Object> summary(List<NumentaScore.Series> searched, NumentaScore.Result standard) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("threshold", standard.threshold());
        for (NumentaScore.Profile profile : NumentaScore.Profile.values()) {
            double score = NumentaScore.best(searched, profile).score();
            summary.put(profile.name().toLowerCase(Locale.ROOT), Math.round(score * 100) / 100.0);
        }
        return summary;
    }

    private List<Path> files() throws Failure {
        try (Stream<Path> list = Files.list(Path.of(folder))) {
            List<Path> files = list.filter(file -> file.toString().endsWith(".csv"))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new Failure(Failure.Kind.INPUT, folder + " holds no .csv file");
            }
            return files;
        } catch (IOException | InvalidPathException e) {
            throw new Failure(Failure.Kind.INPUT, "there is no folder " + folder);
        }
    }

    private static NumentaScore.Series series(Path file) throws Failure {
        CsvFile.Rules rules = new CsvFile.Rules(ZoneOffset.UTC, Optional.empty(), false);
        AnomalyDetector detector = new AnomalyDetector();
        List<Instant> times = new ArrayList<>();
        List<Double> scores = new ArrayList<>();
        try (CsvFile csv = CsvFile.open(file.toString(), System.in, rules)) {
            int column = csv.column(Optional.empty());
            for (Optional<CsvFile.Row> row = csv.next(); row.isPresent(); row = csv.next()) {
                times.add(row.get().time());
                scores.add(detector.score(row.get().time(), csv.number(row.get(), column)));
            }
        }
        String name = file.getFileName().toString().replaceFirst("\\.csv$", "");
        return new NumentaScore.Series(
                name, scores.stream().mapToDouble(Double::doubleValue).toArray(), windows(file, name, times));
    }

    private static List<NumentaScore.Window> windows(Path file, String name, List<Instant> times) throws Failure {
        Path labels = file.resolveSibling(name + LABELS);
        try {
            JsonObject json = JsonParser.parseString(Files.readString(labels)).getAsJsonObject();
            List<NumentaScore.Window> windows = new ArrayList<>();
            for (JsonElement one : json.getAsJsonArray("windows")) {
                int first = row(labels, one.getAsJsonObject().get("start").getAsString(), times);
                int last = row(labels, one.getAsJsonObject().get("end").getAsString(), times);
                windows.add(new NumentaScore.Window(first, last));
            }
            return windows;
        } catch (IOException e) {
            throw new Failure(Failure.Kind.INPUT, labels + " cannot be read: " + e.getMessage());
        } catch (JsonParseException | IllegalStateException | NullPointerException e) {
            throw new Failure(
                    Failure.Kind.INPUT, labels + " is not as expected: {\"windows\":[{\"start\":...,\"end\":...}]}");
        }
    }

    private static int row(Path labels, String stamp, List<Instant> times) throws Failure {
        try {
            int row = new Timestamps(ZoneOffset.UTC)
                    .read(stamp, Optional.empty())
                    .map(times::indexOf)
                    .orElse(-1);
            if (row >= 0) {
                return row;
            }
        } catch (Timestamps.SkippedException e) {
            // no clock of UTC is ever put forward
        }
        throw new Failure(Failure.Kind.INPUT, labels + ": no row of the series has the time " + stamp);
    }
}
