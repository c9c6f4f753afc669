package org.metergate.emulator.workbench.analyse;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.metergate.emulator.workbench.Failure;

/**
 * A CSV file (RFC 4180, commas) with a header, the timestamp first, in order of time. Rows are read one by one, so a file
 * may be endless. Every message names the line, the column and what to do.
 */
final class CsvFile implements AutoCloseable {
    /**
     * What a file is held against.
     *
     * @param zone of timestamps without one
     * @param latest timestamps may not be later; empty if they may be as late as they like
     * @param ordered whether each timestamp must be later than the one before
     */
    record Rules(ZoneId zone, Optional<Instant> latest, boolean ordered) {}

    /**
     * One row.
     *
     * @param line in the file, from 1
     * @param stamp the timestamp as it stands there
     * @param time the same
     * @param cells what follows the timestamp, blanks at the ends cut off
     */
    record Row(long line, String stamp, Instant time, List<String> cells) {}

    private final String name;
    private final BufferedReader lines;
    private final Rules rules;
    private final Timestamps timestamps;
    private final List<String> columns;
    private long line;
    private Optional<Row> before = Optional.empty();

    private CsvFile(String name, InputStream in, Rules rules) throws Failure {
        this.name = name;
        this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.rules = rules;
        this.timestamps = new Timestamps(rules.zone());
        this.columns = header();
    }

    /**
     * Opens a file and reads its header.
     *
     * @param file its path, {@code -} for standard input
     * @param standardInput where that comes from
     * @param rules what it is held against
     * @return the file; to be closed
     * @throws Failure if it cannot be read or has no header
     */
    static CsvFile open(String file, InputStream standardInput, Rules rules) throws Failure {
        try {
            return new CsvFile(
                    name(file), file.equals("-") ? standardInput : Files.newInputStream(Path.of(file)), rules);
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new Failure(Failure.Kind.INPUT, "there is no file " + file);
        } catch (IOException e) {
            throw new Failure(Failure.Kind.INPUT, file + " cannot be read: " + e.getMessage());
        }
    }

    /**
     * Names a file in messages.
     *
     * @param file its path, {@code -} for standard input
     * @return the same in words
     */
    static String name(String file) {
        return file.equals("-") ? "standard input" : file;
    }

    /** @return the name of the file, for messages */
    String name() {
        return name;
    }

    /** @return names of the columns after the timestamp; at least one */
    List<String> columns() {
        return columns;
    }

    /**
     * Finds a column.
     *
     * @param wanted its name; if empty, the one named {@code value}, or the first
     * @return its index in {@link Row#cells()}
     * @throws Failure if there is no such column
     */
    int column(Optional<String> wanted) throws Failure {
        int index = columns.indexOf(wanted.orElse("value"));
        if (index < 0 && wanted.isPresent()) {
            throw new Failure(
                    Failure.Kind.INPUT,
                    name + " has no column '" + wanted.get() + "'; it has " + String.join(", ", columns));
        }
        return Math.max(index, 0);
    }

    /**
     * Reads the next row. Empty lines are passed over.
     *
     * @return the row; empty at the end of the file
     * @throws Failure if its timestamp is none, not later than the one before, or in the future, or if it has more or
     *     fewer cells than the header
     */
    Optional<Row> next() throws Failure {
        Optional<String> text = nextLine();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        List<String> cells = split(text.get());
        if (cells.size() != columns.size() + 1) {
            throw wrong("has " + cells.size() + " cells, the header has " + (columns.size() + 1)
                    + "; give every row a cell for every column");
        }
        String stamp = cells.get(0);
        Row row = new Row(line, stamp, time(stamp), List.copyOf(cells.subList(1, cells.size())));
        before = Optional.of(row);
        return before;
    }

    /**
     * Reads a cell that must hold a number; TRUE and FALSE count as 1 and 0.
     *
     * @param row its row
     * @param column its index in {@link Row#cells()}
     * @return a finite number
     * @throws Failure if it holds something else, or nothing
     */
    double number(Row row, int column) throws Failure {
        return numberOrGap(row, column)
                .orElseThrow(() -> new Failure(
                        Failure.Kind.INPUT,
                        where(row, column)
                                + (row.cells().get(column).isEmpty()
                                        ? "is empty"
                                        : "is " + row.cells().get(column))
                                + "; remove the row, so that it counts as a gap, or give a number"));
    }

    /**
     * Reads a cell that may hold a number or nothing: an empty cell, {@code NaN}, {@code NA} and {@code null} are gaps.
     *
     * @param row its row
     * @param column its index in {@link Row#cells()}
     * @return a finite number; empty for a gap
     * @throws Failure if it holds something else
     */
    OptionalDouble numberOrGap(Row row, int column) throws Failure {
        String cell = row.cells().get(column);
        switch (cell.toLowerCase(java.util.Locale.ROOT)) {
            case "", "nan", "na", "null", "none" -> {
                return OptionalDouble.empty();
            }
            case "true" -> {
                return OptionalDouble.of(1);
            }
            case "false" -> {
                return OptionalDouble.of(0);
            }
            default -> {
                try {
                    double value = Double.parseDouble(cell);
                    if (Double.isFinite(value) && Character.isLetter(cell.charAt(cell.length() - 1)) == false) {
                        return OptionalDouble.of(value);
                    }
                } catch (NumberFormatException e) {
                    // told below
                }
                throw new Failure(
                        Failure.Kind.INPUT,
                        where(row, column) + "is '" + cell + "'; expected a finite number with a decimal point");
            }
        }
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // never of a file that was only read
        }
    }

    private List<String> header() throws Failure {
        String text = nextLine()
                .orElseThrow(() ->
                        new Failure(Failure.Kind.INPUT, name + " is empty; expected a header such as timestamp,value"));
        List<String> names = split(text.startsWith("\uFEFF") ? text.substring(1) : text);
        if (names.size() < 2) {
            throw wrong("has one column; expected a header such as timestamp,value"
                    + (text.contains(";") || text.contains("\t") ? ", with commas between the columns" : ""));
        }
        try {
            if (timestamps.read(names.get(0), Optional.empty()).isPresent()) {
                throw wrong("begins with a timestamp; put a header such as timestamp,value before it");
            }
        } catch (Timestamps.SkippedException e) {
            throw wrong("begins with a timestamp; put a header such as timestamp,value before it");
        }
        List<String> columns = List.copyOf(names.subList(1, names.size()));
        Set<String> seen = new HashSet<>();
        for (String column : columns) {
            if (column.isEmpty() || !seen.add(column)) {
                throw wrong(
                        column.isEmpty()
                                ? "has a column without a name; name it"
                                : "names column '" + column + "' twice; rename one");
            }
        }
        return columns;
    }

    private Instant time(String stamp) throws Failure {
        Instant time;
        try {
            time = timestamps
                    .read(stamp, before.map(Row::time))
                    .orElseThrow(() -> wrong("column 1: '" + stamp
                            + "' is no timestamp; expected such as 2026-01-31T12:00:00Z, 2026-01-31 12:00:00 or seconds"
                            + " since 1970"));
        } catch (Timestamps.SkippedException e) {
            throw wrong("column 1: the clocks of " + rules.zone() + " were put forward over " + stamp
                    + "; give --zone as the file was written, such as UTC+01:00");
        }
        if (rules.ordered() && before.isPresent() && !time.isAfter(before.get().time())) {
            Row last = before.get();
            throw wrong(
                    time.equals(last.time())
                            ? "column 1: " + stamp + " stands in line " + last.line()
                                    + " already; keep one of the two, or give --zone if a local clock was put back"
                            : "column 1: " + stamp + " is earlier than " + last.stamp() + " in line " + last.line()
                                    + "; sort the file by time");
        }
        if (rules.latest().isPresent() && time.isAfter(rules.latest().get())) {
            throw wrong("column 1: " + stamp
                    + " is in the future; correct the clock that wrote it, or allow it with --allow-future");
        }
        return time;
    }

    private Optional<String> nextLine() throws Failure {
        try {
            String text;
            do {
                text = lines.readLine();
                line++;
            } while (text != null && text.isBlank());
            return Optional.ofNullable(text);
        } catch (IOException e) {
            throw new Failure(Failure.Kind.INPUT, name + " cannot be read: " + e.getMessage());
        }
    }

    private List<String> split(String text) throws Failure {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '"') {
                if (quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    cell.append('"');
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (character == ',' && !quoted) {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else {
                cell.append(character);
            }
        }
        if (quoted) {
            throw wrong("ends within quotation marks; close them on the same line");
        }
        cells.add(cell.toString().strip());
        return cells;
    }

    private String where(Row row, int column) {
        return name + ", line " + row.line() + ", column " + (column + 2) + " (" + columns.get(column) + ") ";
    }

    private Failure wrong(String what) {
        return new Failure(
                Failure.Kind.INPUT, name + ", line " + line + (what.startsWith("column") ? ", " : " ") + what);
    }
}
