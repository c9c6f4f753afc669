package org.metergate.emulator.workbench;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Decodes one capture. */
@Command(name = "decode", description = "Decodes a captured frame and prints one JSON object.", sortOptions = false)
final class DecodeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "shows this")
    private boolean help;

    @Parameters(
            index = "0",
            paramLabel = "FORMAT",
            converter = FormatWord.class,
            description = "mbus, wmbus, iec62056-21, dsmr-p1, sml or dlms")
    private Format format;

    @Parameters(
            index = "1",
            paramLabel = "FILE",
            arity = "0..1",
            defaultValue = "-",
            description =
                    "hexadecimal digits, or the text itself for iec62056-21 and dsmr-p1; - or nothing for standard input")
    private String file;

    @Option(names = "--key", paramLabel = "HEX", description = "key of the meter (DLMS: encryption key)")
    private String key;

    @Option(
            names = "--authentication-key",
            paramLabel = "HEX",
            description = "DLMS authentication key; without it the encryption key stands in")
    private String authenticationKey;

    @Option(
            names = "--ignore-tag",
            description = "DLMS: opens an APDU with a tag without the authentication key; its frame must be whole")
    private boolean tagIgnored;

    @Override
    public Integer call() throws Failure {
        Format.Keys keys = new Format.Keys(
                key("--key", Optional.ofNullable(key)),
                key("--authentication-key", Optional.ofNullable(authenticationKey)),
                Optional.empty(),
                tagIgnored);
        byte[] content = Input.bytes(file, System.in);
        byte[] bytes = format.isText() ? Input.text(file, content) : Input.hex(file, content);
        spec.commandLine().getOut().println(Json.text(format.decode(bytes, keys)));
        spec.commandLine().getOut().flush();
        return CommandLine.ExitCode.OK;
    }

    private static Optional<byte[]> key(String option, Optional<String> digits) throws Failure {
        return digits.isPresent() ? Optional.of(Input.key(option, digits.get())) : Optional.empty();
    }

    /** Reads a {@link Format}. */
    static final class FormatWord implements ITypeConverter<Format> {
        @Override
        public Format convert(String word) {
            try {
                return Format.of(word);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
