package org.metergate.features.deploy;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Command line: installs packages on a gateway. The argument is the folder of the features, each with its package below
 * {@code target}; the rest comes as system properties ({@link Settings}), the password from {@value #PASSWORD} or the
 * console.
 */
public final class Deploy {

    private static final String PASSWORD = "KURA_PASSWORD";

    private Deploy() {}

    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length != 1) {
            System.err.println("expected is one argument: the folder of the features");
            System.exit(2);
        }
        Path features = Path.of(arguments[0]).normalize();
        System.exit(run(features, System.getProperties(), System.getenv(), Deploy::ask, System.out, System.err));
    }

    /**
     * @param ask for the password, with a prompt; empty if there is nobody to ask
     * @return exit status: 0 if all runs, 1 if not or if it cannot be done
     */
    static int run(
            Path features,
            Properties properties,
            Map<String, String> environment,
            Function<String, Optional<char[]>> ask,
            PrintStream out,
            PrintStream errors)
            throws InterruptedException {
        try {
            Settings settings = Settings.from(properties);
            Choice choice = new Choice(built(features));
            Trust trust = Trust.of(settings.fingerprint());
            KuraGateway gateway =
                    new KuraGateway(settings.gateway(), settings.user(), password(settings, environment, ask), trust);
            KeptPackages kept = new KeptPackages(settings.kept());
            try {
                List<PackageFile> wanted =
                        choice.of(settings.packages(), gateway.packages().keySet());
                Deployment deployment = new Deployment(
                        gateway, settings, kept, Clock.systemUTC(), time -> Thread.sleep(time.toMillis()), out);
                return switch (deployment.deploy(wanted)) {
                    case RUNS -> 0;
                    case PUT_BACK -> failed(errors, "not deployed: the gateway runs what it ran before");
                    case BROKEN -> failed(errors, "not deployed, and something on the gateway does not run; see above");
                };
            } finally {
                kept.clean();
            }
        } catch (GatewayException | IOException e) {
            return failed(errors, e.getMessage());
        }
    }

    private static int failed(PrintStream errors, String why) {
        errors.println(why);
        return 1;
    }

    private static char[] password(
            Settings settings, Map<String, String> environment, Function<String, Optional<char[]>> ask)
            throws GatewayException {
        String given = environment.get(PASSWORD);
        if (given != null && !given.isEmpty()) {
            return given.toCharArray();
        }
        return ask.apply("Password of " + settings.user() + " at "
                        + settings.gateway().getHost() + ": ")
                .orElseThrow(() -> new GatewayException("there is no password: set the environment variable " + PASSWORD
                        + ", or run this at a terminal to be asked"));
    }

    private static Optional<char[]> ask(String prompt) {
        Console console = System.console();
        return console == null ? Optional.empty() : Optional.ofNullable(console.readPassword("%s", prompt));
    }

    private static List<PackageFile> built(Path features) throws IOException {
        List<PackageFile> found = new ArrayList<>();
        try (Stream<Path> files = Files.find(
                features,
                3,
                (file, attributes) -> file.toString().endsWith(".dp")
                        && file.getParent().getFileName().toString().equals("target"))) {
            for (Path file : files.sorted().toList()) {
                found.add(PackageFile.read(file));
            }
        }
        return found;
    }
}
