package org.metergate.emulator.workbench.analyse;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.metergate.emulator.workbench.Failure;

/** A whole file in memory: its rows in order of time, at least one. */
final class Table {
    private final CsvFile file;
    private final List<CsvFile.Row> rows;

    private Table(CsvFile file, List<CsvFile.Row> rows) {
        this.file = file;
        this.rows = rows;
    }

    /**
     * Reads all rows.
     *
     * @param file to be read to its end; the caller closes it
     * @param fewest rows that are needed
     * @return the rows
     * @throws Failure if a row is wrong, or there are fewer rows
     */
    static Table of(CsvFile file, int fewest) throws Failure {
        List<CsvFile.Row> rows = new ArrayList<>();
        for (Optional<CsvFile.Row> row = file.next(); row.isPresent(); row = file.next()) {
            rows.add(row.get());
        }
        if (rows.size() < Math.max(fewest, 1)) {
            throw new Failure(
                    Failure.Kind.INPUT,
                    file.name() + " has " + (rows.isEmpty() ? "a header and no row" : count(rows.size()))
                            + "; expected at least " + count(Math.max(fewest, 1)));
        }
        return new Table(file, rows);
    }

    /** @return the name of the file, for messages */
    String name() {
        return file.name();
    }

    /** @return names of the columns after the timestamp */
    List<String> columns() {
        return file.columns();
    }

    /** @return how many rows there are */
    int rows() {
        return rows.size();
    }

    /**
     * Gives one row.
     *
     * @param index from 0
     * @return the row
     */
    CsvFile.Row row(int index) {
        return rows.get(index);
    }

    /** @return the time of every row */
    Instant[] times() {
        return rows.stream().map(CsvFile.Row::time).toArray(Instant[]::new);
    }

    /**
     * Finds a column.
     *
     * @param wanted its name; if empty, the one named {@code value}, or the first
     * @return its index
     * @throws Failure if there is no such column
     */
    int column(Optional<String> wanted) throws Failure {
        return file.column(wanted);
    }

    /**
     * Gives the numbers of a column.
     *
     * @param column its index
     * @return one finite number for each row
     * @throws Failure naming the cell that holds none
     */
    double[] numbers(int column) throws Failure {
        double[] numbers = new double[rows.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = file.number(rows.get(i), column);
        }
        return numbers;
    }

    /**
     * Gives the numbers of a column that may have gaps.
     *
     * @param column its index
     * @return one number for each row, NaN for a cell that is empty, {@code NaN}, {@code NA} or {@code null}
     * @throws Failure naming the cell that holds something else
     */
    double[] numbersWithGaps(int column) throws Failure {
        double[] numbers = new double[rows.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = file.numberOrGap(rows.get(i), column).orElse(Double.NaN);
        }
        return numbers;
    }

    /**
     * Gives one number of a column that may have gaps.
     *
     * @param row its index
     * @param column its index
     * @return the number; empty for a gap
     * @throws Failure naming the cell that holds something else
     */
    OptionalDouble numberOrGap(int row, int column) throws Failure {
        return file.numberOrGap(rows.get(row), column);
    }

    private static String count(int rows) {
        return rows == 1 ? "one row" : rows + " rows";
    }
}
