package org.metergate.emulator.workbench;

import java.io.PrintWriter;
import org.metergate.emulator.workbench.analyse.AnalyseCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line. Whatever goes wrong is one JSON object on standard output, and exit status 1. */
@Command(
        name = "workbench",
        description = "Emulated meters, decoders for captured frames, and analysis of series.",
        mixinStandardHelpOptions = true,
        version = "Metergate workbench 0.1.0",
        subcommands = {AnalyseCommand.class, CorpusCommand.class, DecodeCommand.class, EmulateCommand.class})
public final class Workbench implements Runnable {
    private final CommandLine line;

    private Workbench() {
        line = new CommandLine(this);
        line.setParameterExceptionHandler((wrong, arguments) -> fail(line, usage(wrong)));
        line.setExecutionExceptionHandler((wrong, command, parsed) -> {
            if (wrong instanceof Failure failure) {
                return fail(line, failure);
            }
            throw wrong;
        });
    }

    /** @return the commands, ready for one run after another */
    static CommandLine commands() {
        return new Workbench().line;
    }

    /** @param arguments see {@code --help} */
    public static void main(String[] arguments) {
        System.exit(commands().execute(arguments));
    }

    /** Without a command there is nothing to do but to tell the commands. */
    @Override
    public void run() {
        throw new ParameterException(line, "a command is missing: analyse, corpus, decode or emulate");
    }

    private static int fail(CommandLine line, Failure failure) {
        PrintWriter out = line.getOut();
        out.println(Json.text(failure.json()));
        out.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static Failure usage(ParameterException wrong) {
        String message = wrong.getMessage().lines().findFirst().orElse("wrong arguments");
        if (wrong instanceof UnmatchedArgumentException unmatched) { // what follows may be a key
            message = "there is no option or argument '"
                    + unmatched.getUnmatched().get(0) + "'";
        }
        return new Failure(
                Failure.Kind.USAGE,
                message + "; see " + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help");
    }
}
