package org.metergate.emulator.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Decoders against their peers, by JMH. */
@Command(name = "compare", description = "Times decoders against their peers on the same bytes in the same run (JMH).")
final class CompareCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "REGEX", arity = "0..*", description = "only comparisons whose class name matches one")
    private List<String> patterns = List.of();

    @Option(names = "--forks", defaultValue = "1", description = "JVMs, one after another; 0 is this one (1)")
    private int forks;

    @Option(names = "--warmup", defaultValue = "5", description = "iterations before measuring (5)")
    private int warmup;

    @Option(names = "--iterations", defaultValue = "5", description = "iterations measured (5)")
    private int iterations;

    @Option(names = "--millis", defaultValue = "1000", description = "length of an iteration in milliseconds (1000)")
    private int millis;

    @Option(
            names = "--rounds",
            defaultValue = "1",
            description = "how often all is measured in turn; the least times count, which others disturb least (1)")
    private int rounds;

    @Option(names = "--verbose", description = "all that JMH has to say")
    private boolean verbose;

    @Override
    public Integer call() throws RunnerException {
        if (rounds < 1) {
            throw new ParameterException(spec.commandLine(), "--rounds is " + rounds + "; expected 1 or more");
        }
        TimeValue length = TimeValue.milliseconds(millis);
        ChainedOptionsBuilder options = new OptionsBuilder()
                .mode(Mode.AverageTime)
                .forks(forks)
                .warmupIterations(warmup)
                .warmupTime(length)
                .measurementIterations(iterations)
                .measurementTime(length)
                .shouldFailOnError(true)
                .verbosity(verbose ? VerboseMode.NORMAL : VerboseMode.SILENT);
        patterns.forEach(options::include);
        List<RunResult> results = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            results.addAll(run(options));
        }
        List<Comparison> comparisons = Comparison.of(results);
        PrintWriter out = spec.commandLine().getOut();
        comparisons.forEach(out::println);
        out.flush();
        return comparisons.stream().allMatch(Comparison::isGood)
                ? CommandLine.ExitCode.OK
                : CommandLine.ExitCode.SOFTWARE;
    }

    private Collection<RunResult> run(ChainedOptionsBuilder options) throws RunnerException {
        try {
            return new Runner(options.build()).run();
        } catch (NoBenchmarksException e) {
            throw new ParameterException(
                    spec.commandLine(), "no comparison matches " + String.join(" or ", patterns), e);
        }
    }
}
