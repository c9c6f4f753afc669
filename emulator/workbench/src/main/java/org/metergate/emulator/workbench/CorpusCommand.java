package org.metergate.emulator.workbench;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.metergate.emulator.workbench.corpus.CorpusCase;
import org.metergate.emulator.workbench.corpus.FamilyReport;
import org.metergate.emulator.workbench.corpus.Outcome;
import org.metergate.emulator.workbench.corpus.Scorer;
import org.metergate.emulator.workbench.corpus.Scorers;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Decodes every case of a corpus and compares. */
@Command(
        name = "corpus",
        description = "Decodes every case of a corpus and says what differs from its expectations.",
        sortOptions = false)
final class CorpusCommand implements Callable<Integer> {
    private static final int SECONDS_FOR_A_CASE = 10;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "shows this")
    private boolean help;

    @Parameters(
            index = "0",
            paramLabel = "DIR",
            description =
                    "root of a corpus, or the folder of one family: mbus-wired, wmbus, iec62056-21, dsmr-p1 or dlms")
    private String directory;

    private boolean differs;

    @Override
    public Integer call() throws Failure {
        PrintWriter out = spec.commandLine().getOut();
        for (Path folder : families(root())) {
            lines(folder).forEach(out::println);
            out.flush();
        }
        return differs ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
    }

    private Path root() throws Failure {
        try {
            Path root = Path.of(directory).toAbsolutePath().normalize();
            if (Files.isDirectory(root)) {
                return root;
            }
        } catch (InvalidPathException e) {
            // as good as absent
        }
        throw new Failure(Failure.Kind.INPUT, "there is no folder " + directory);
    }

    /** A folder that holds cases is a family; otherwise the families are the folders in it that hold cases. */
    private List<Path> families(Path root) throws Failure {
        if (!cases(root).isEmpty() && holdsExpectations(root)) {
            return List.of(root);
        }
        List<Path> families = new ArrayList<>();
        try (Stream<Path> folders = Files.list(root)) {
            for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
                if (holdsExpectations(folder)) {
                    families.add(folder);
                }
            }
        } catch (IOException e) {
            throw unreadable(root, e);
        }
        if (families.isEmpty()) {
            throw new Failure(
                    Failure.Kind.INPUT,
                    directory + " is no corpus: neither it nor a folder in it holds cases, such as meter.hex and"
                            + " meter.expected.json");
        }
        return families;
    }

    private static boolean holdsExpectations(Path folder) throws Failure {
        return cases(folder).stream().anyMatch(one -> Files.isRegularFile(one.expectation()));
    }

    private static List<CorpusCase> cases(Path folder) throws Failure {
        try {
            return CorpusCase.in(folder);
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private List<String> lines(Path folder) throws Failure {
        List<CorpusCase> cases = cases(folder);
        String family = family(folder, cases);
        if (Scorers.isSeries(family)) {
            return List.of(family + ": skipped, series of numbers hold nothing to decode");
        }
        Optional<Format> format = format(family);
        Optional<Scorer> scorer = Scorers.of(family);
        if (format.isEmpty() || scorer.isEmpty()) {
            differs = true;
            return List.of(family + ": " + cases.size() + " cases not scored, "
                    + (format.isEmpty()
                            ? "this is no family that can be decoded"
                            : "there are no rules for this family"));
        }
        FamilyReport report = new FamilyReport(family, scorer.get());
        for (CorpusCase one : cases) {
            add(report, folder, one, format.get());
        }
        differs |= !report.holds();
        return report.lines();
    }

    /** The folder's name says it, or what its expectations are made by: {@code "schema": "wmbus/1"}. */
    private static String family(Path folder, List<CorpusCase> cases) {
        String name = String.valueOf(folder.getFileName());
        if (Scorers.isSeries(name) || format(name).isPresent()) {
            return name;
        }
        for (CorpusCase one : cases) {
            try {
                JsonElement schema = one.expected().get("schema");
                if (schema != null && schema.isJsonPrimitive()) {
                    return schema.getAsString().replaceFirst("/.*", "");
                }
            } catch (CorpusCase.UnusableException e) {
                continue; // the report will name it; another case may know
            }
        }
        return name;
    }

    private static Optional<Format> format(String family) {
        if (family.equals("mbus-wired")) {
            return Optional.of(Format.MBUS);
        }
        return Stream.of(Format.values())
                .filter(format -> format != Format.MBUS && format.toString().equals(family))
                .findFirst();
    }

    private static void add(FamilyReport report, Path folder, CorpusCase one, Format format) {
        try {
            JsonObject expected = one.expected();
            report.add(one.id(), expected, base(folder, expected), decode(format, one, expected));
        } catch (CorpusCase.UnusableException e) {
            report.addUnusable(one.id(), e.getMessage());
        } catch (Failure e) {
            report.addUnusable(one.id(), e.getMessage());
        }
    }

    /** The case that this one was derived from, if it lies in the same folder. */
    private static Optional<JsonObject> base(Path folder, JsonObject expected) throws CorpusCase.UnusableException {
        JsonElement name = expected.get("derived_from");
        if (name == null || !name.isJsonPrimitive()) {
            return Optional.empty();
        }
        Path file = folder.resolve(name.getAsString() + ".expected.json");
        return Files.isRegularFile(file)
                ? Optional.of(new CorpusCase(name.getAsString(), file, file).expected())
                : Optional.empty();
    }

    /** @throws Failure if the capture cannot be read; what the decoder refuses is an outcome */
    private static Outcome decode(Format format, CorpusCase one, JsonObject expected) throws Failure {
        String file = one.capture().toString();
        byte[] content = Input.bytes(file, InputStream.nullInputStream());
        Format.Keys keys = keys(expected);
        byte[] bytes;
        try {
            bytes = format.isText() ? Input.text(file, content) : Input.hex(file, content);
        } catch (Failure noDigits) {
            return new Outcome(noDigits.json()); // a capture with other characters in it is refused as a whole
        }
        byte[] whole = Challenge.before(expected, bytes);
        FutureTask<JsonObject> decoding = new FutureTask<>(() -> format.decode(whole, keys));
        Thread thread = new Thread(decoding, "decoder of " + one.id());
        thread.setDaemon(true);
        thread.start();
        try {
            return new Outcome(decoding.get(SECONDS_FOR_A_CASE, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return new Outcome(
                    e.getCause() instanceof Failure refusal
                            ? refusal.json()
                            : new Failure(Failure.Kind.DEFECT, String.valueOf(e.getCause())).json());
        } catch (TimeoutException e) {
            return new Outcome(
                    new Failure(Failure.Kind.DEFECT, "no answer within " + SECONDS_FOR_A_CASE + " s").json());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Failure.Kind.INPUT, "interrupted");
        }
    }

    /** wmbus/1 has one key, dlms/1 an object of keys by name. */
    private static Format.Keys keys(JsonObject expected) throws Failure {
        Optional<String> encryption = text(expected.get("key"));
        Optional<String> authentication = Optional.empty();
        if (expected.has("keys") && expected.get("keys").isJsonObject()) {
            JsonObject keys = expected.getAsJsonObject("keys");
            for (String name : keys.keySet()) {
                if (name.endsWith("encryption_key")) {
                    encryption = text(keys.get(name));
                } else if (name.endsWith("authentication_key")) {
                    authentication = text(keys.get(name));
                }
            }
        }
        return new Format.Keys(
                key("key", encryption),
                key("authentication_key", authentication),
                title(expected),
                header(expected),
                false);
    }

    private static Optional<byte[]> title(JsonObject expected) {
        return expected.has("keys") && expected.get("keys").isJsonObject()
                ? text(expected.getAsJsonObject("keys").get("system_title"))
                        .filter(digits -> digits.matches("[0-9A-Fa-f]{16}"))
                        .map(HexFormat.of()::parseHex)
                : Optional.empty();
    }

    /** dlms/1 has texts of closed APDUs whose header stands in the expectation. */
    private static Optional<Format.Header> header(JsonObject expected) {
        String framing = text(expected.get("framing")).orElse("");
        if (!framing.startsWith("gcm-") && !framing.startsWith("gmac-")) {
            return Optional.empty();
        }
        Optional<String> title = expected.has("keys") && expected.get("keys").isJsonObject()
                ? text(expected.getAsJsonObject("keys").get("system_title"))
                : Optional.empty();
        Optional<String> control = text(expected.get("security_control"));
        Optional<String> counter = text(expected.get("invocation_counter"));
        return title.isEmpty() || counter.isEmpty()
                ? Optional.empty()
                : Optional.of(new Format.Header(
                        HexFormat.of().parseHex(title.get()),
                        Integer.parseInt(control.orElse(framing.startsWith("gmac-") ? "10" : "30"), 16),
                        Long.parseLong(counter.get())));
    }

    private static Optional<byte[]> key(String name, Optional<String> digits) throws Failure {
        return digits.isPresent() ? Optional.of(Input.key(name, digits.get())) : Optional.empty();
    }

    private static Optional<String> text(JsonElement element) {
        return element != null && element.isJsonPrimitive() ? Optional.of(element.getAsString()) : Optional.empty();
    }

    private static Failure unreadable(Path folder, IOException e) {
        return new Failure(Failure.Kind.INPUT, "the folder " + folder + " cannot be read: " + e);
    }
}
