package org.metergate.emulator.bench;

import java.io.PrintWriter;
import java.util.List;
import java.util.ServiceLoader;
import java.util.ServiceLoader.Provider;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Readings against what the wire allows. */
@Command(name = "wire", description = "Times readings of emulated meters against the wire's own limit.")
final class WireCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "WORD", arity = "0..*", description = "only benches with one of these words in their name")
    private List<String> words = List.of();

    @Override
    public Integer call() {
        List<WireBench> benches = ServiceLoader.load(WireBench.class, WireCommand.class.getClassLoader()).stream()
                .map(Provider::get)
                .filter(bench -> words.isEmpty() || words.stream().anyMatch(bench.name()::contains))
                .toList();
        if (benches.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "no wire bench is named " + String.join(" or ", words));
        }
        boolean good = true;
        for (WireBench bench : benches) {
            good &= isGood(bench);
        }
        return good ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private boolean isGood(WireBench bench) {
        PrintWriter out = spec.commandLine().getOut();
        try {
            List<WireTime> times = bench.measure();
            times.forEach(out::println);
            out.flush();
            return !times.isEmpty() && times.stream().allMatch(WireTime::isGood);
        } catch (Exception e) { // one bench that fails does not keep the others from being seen
            out.println(bench.name() + ": FAILED, " + e);
            out.flush();
            e.printStackTrace(spec.commandLine().getErr());
            return false;
        }
    }
}
