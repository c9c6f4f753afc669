package org.metergate.emulator.workbench.analyse;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.metergate.emulator.workbench.Failure;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How every analysis prints and draws. */
final class OutputOptions {
    /** How rows are printed. */
    enum Format {
        /** A header, one row a line, and a summary of lines that begin with {@code #}. */
        CSV,
        /** One object: {@code rows}, an array of objects, and {@code summary}, an object. */
        JSON
    }

    @Option(
            names = "--format",
            paramLabel = "csv|json",
            defaultValue = "csv",
            converter = Word.class,
            description = "csv (default): the summary in lines that begin with #; json: one object")
    private Format format;

    @Option(names = "--plot", paramLabel = "FILE.svg", description = "draws the result, too")
    private String plot;

    /**
     * Starts the output.
     *
     * @param out where it goes
     * @param columns names of what every row has
     * @return takes the rows, then the summary; to be closed
     */
    Printer printer(PrintWriter out, List<String> columns) {
        return format == Format.JSON ? Printer.json(out, columns) : Printer.csv(out, columns);
    }

    /** @return whether a summary is told apart from the rows by every reader: in JSON */
    boolean summarises() {
        return format == Format.JSON;
    }

    /** @return whether a drawing was asked for */
    boolean plots() {
        return plot != null;
    }

    /**
     * Writes the drawing, if one was asked for.
     *
     * @param drawing what to draw
     * @throws Failure if the file cannot be written
     */
    void draw(Plot drawing) throws Failure {
        if (plot == null) {
            return;
        }
        try {
            Files.writeString(Path.of(plot), drawing.svg(), StandardCharsets.UTF_8);
        } catch (IOException | InvalidPathException e) {
            throw new Failure(Failure.Kind.INPUT, "--plot: " + plot + " cannot be written: " + e.getMessage());
        }
    }

    /** Reads a {@link Format}. */
    static final class Word implements ITypeConverter<Format> {
        @Override
        public Format convert(String word) {
            for (Format one : Format.values()) {
                if (one.name().toLowerCase(Locale.ROOT).equals(word)) {
                    return one;
                }
            }
            throw new TypeConversionException("'" + word + "' is no format; expected csv or json");
        }
    }
}
