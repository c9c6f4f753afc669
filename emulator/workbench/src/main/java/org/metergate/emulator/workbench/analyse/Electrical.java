package org.metergate.emulator.workbench.analyse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.metergate.analysis.electricity.Figure;
import org.metergate.analysis.electricity.Figures;
import org.metergate.emulator.workbench.Failure;

/**
 * Columns of a table that are figures of electricity by their names: a symbol, the phase or nothing for the total, and
 * maybe a unit in brackets: {@code U1}, {@code P2 (kW)}, {@code PF}.
 */
final class Electrical {
    private static final Pattern NAME = Pattern.compile(
            "(U|I|PF|P|Q|S|DPF|phi|delta|THDU|THDI)([123]?)(?:\\s*[(\\[]([kMm]?)(V|A|W|var|VA|VAr|°|%)[)\\]])?");
    private static final Map<String, Figure> FIGURES = Map.of(
            "U", Figure.VOLTAGE,
            "I", Figure.CURRENT,
            "P", Figure.ACTIVE,
            "Q", Figure.REACTIVE,
            "S", Figure.APPARENT,
            "PF", Figure.FACTOR,
            "DPF", Figure.DISPLACEMENT_FACTOR,
            "phi", Figure.ANGLE,
            "delta", Figure.VOLTAGE_ANGLE);
    private static final Map<String, Double> PREFIXES = Map.of("", 1.0, "k", 1e3, "M", 1e6, "m", 1e-3);

    /** A column: of which figure and phase (0 for the total), and what its numbers are multiplied by. */
    private record Column(int index, String symbol, int phase, double factor) {}

    private final Table table;
    private final List<Column> columns = new ArrayList<>();
    private final int phases;

    /** @throws Failure if no column is a figure of electricity */
    Electrical(Table table) throws Failure {
        this.table = table;
        for (int index = 0; index < table.columns().size(); index++) {
            Matcher name = NAME.matcher(table.columns().get(index));
            if (name.matches()) {
                int phase = name.group(2).isEmpty() ? 0 : Integer.parseInt(name.group(2));
                String prefix = Optional.ofNullable(name.group(3)).orElse("");
                columns.add(new Column(index, name.group(1), phase, PREFIXES.get(prefix)));
            }
        }
        if (columns.isEmpty()) {
            throw new Failure(
                    Failure.Kind.INPUT,
                    table.name() + " has no column of electricity; expected names such as U1, I1, P1 (kW), Q1, S1, PF1,"
                            + " phi1 or, of totals, P, Q, S, PF; it has " + String.join(", ", table.columns()));
        }
        phases = columns.stream().mapToInt(Column::phase).max().getAsInt();
    }

    /** @return 0 for a table with totals only, else 1 to 3 */
    int phases() {
        return phases;
    }

    /** @return whether there is such a column */
    boolean has(String symbol, int phase) {
        return columns.stream().anyMatch(column -> column.symbol().equals(symbol) && column.phase() == phase);
    }

    /**
     * @param row index from 0
     * @param phase 1 to 3, 0 for the total
     * @return the figures of a row; an empty cell gives none
     * @throws Failure if a cell holds what the figure cannot be, naming it
     */
    Figures figures(int row, int phase) throws Failure {
        Figures figures = Figures.NONE;
        for (Column column : columns) {
            if (column.phase() == phase && FIGURES.containsKey(column.symbol())) {
                try {
                    figures = figures.with(FIGURES.get(column.symbol()), value(row, column));
                } catch (IllegalArgumentException e) {
                    throw new Failure(
                            Failure.Kind.INPUT,
                            table.name() + ", line " + table.row(row).line() + ", column " + (column.index() + 2) + " ("
                                    + table.columns().get(column.index()) + "): " + e.getMessage());
                }
            }
        }
        return figures;
    }

    /**
     * @param row index from 0
     * @param symbol of the column, such as {@code THDU}
     * @param phase 1 to 3, 0 for the total
     * @return the number of a row; empty if the cell is, or there is no such column
     * @throws Failure if it holds no number
     */
    OptionalDouble number(int row, String symbol, int phase) throws Failure {
        for (Column column : columns) {
            if (column.symbol().equals(symbol) && column.phase() == phase) {
                return value(row, column);
            }
        }
        return OptionalDouble.empty();
    }

    private OptionalDouble value(int row, Column column) throws Failure {
        OptionalDouble value = table.numberOrGap(row, column.index());
        return value.isPresent() ? OptionalDouble.of(value.getAsDouble() * column.factor()) : value;
    }
}
