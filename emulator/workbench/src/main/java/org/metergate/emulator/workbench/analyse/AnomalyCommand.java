package org.metergate.emulator.workbench.analyse;

import java.util.concurrent.Callable;
import org.metergate.emulator.workbench.Failure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks the file; the analysis itself is not there yet. */
@Command(name = "anomaly", description = "Reads and checks a file.", sortOptions = false)
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

    @Override
    public Integer call() throws Failure {
        throw new Failure(
                Failure.Kind.USAGE,
                spec.qualifiedName() + " is not there yet; " + input.table(1).rows() + " rows were read");
    }
}
