package org.metergate.emulator.workbench.analyse;

import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.metergate.emulator.workbench.Json;

/**
 * Prints rows as they come, then a summary. Numbers have up to 12 significant digits; what is absent (an empty
 * {@link Optional}, or a NaN) is an empty cell in CSV and null in JSON.
 */
abstract sealed class Printer implements AutoCloseable {
    private static final MathContext DIGITS = new MathContext(12);

    final PrintWriter out;
    final List<String> columns;

    private Printer(PrintWriter out, List<String> columns) {
        this.out = out;
        this.columns = columns;
    }

    /**
     * Prints a header, one row a line, and each entry of the summary as {@code # name: value}.
     *
     * @param out where to
     * @param columns names of the cells
     * @return the printer
     */
    static Printer csv(PrintWriter out, List<String> columns) {
        return new Csv(out, columns);
    }

    /**
     * Prints one object with {@code rows} and {@code summary}, one row a line.
     *
     * @param out where to
     * @param columns names of the cells
     * @return the printer
     */
    static Printer json(PrintWriter out, List<String> columns) {
        return new JsonText(out, columns);
    }

    /**
     * Prints a row.
     *
     * @param cells one for each column: texts, numbers, booleans, optionals of these
     */
    abstract void row(Object... cells);

    /**
     * Prints the summary, after the last row.
     *
     * @param entries in their order; values as the cells of a row
     */
    abstract void summary(Map<String, ?> entries);

    @Override
    public abstract void close();

    private static Object plain(Object cell) {
        Object value = cell instanceof Optional<?> optional ? optional.orElse(null) : cell;
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            if (!Double.isFinite(number)) {
                return null;
            }
            BigDecimal rounded = new BigDecimal(number).round(DIGITS).stripTrailingZeros();
            return rounded.signum() == 0 ? BigDecimal.ZERO : rounded;
        }
        return value;
    }

    private static final class Csv extends Printer {
        private Csv(PrintWriter out, List<String> columns) {
            super(out, columns);
            out.println(String.join(",", columns));
        }

        @Override
        void row(Object... cells) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < cells.length; i++) {
                line.append(i > 0 ? "," : "").append(quoted(text(cells[i])));
            }
            out.println(line);
        }

        @Override
        void summary(Map<String, ?> entries) {
            entries.forEach((name, value) -> out.println("# " + name + ": " + text(value)));
        }

        @Override
        public void close() {
            out.flush();
        }

        private static String text(Object cell) {
            Object value = plain(cell);
            if (value == null) {
                return "";
            }
            return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
        }

        private static String quoted(String text) {
            return text.contains(",") || text.contains("\"") || text.contains("\n")
                    ? '"' + text.replace("\"", "\"\"") + '"'
                    : text;
        }
    }

    private static final class JsonText extends Printer {
        private boolean begun;
        private Optional<Map<String, ?>> summary = Optional.empty();

        private JsonText(PrintWriter out, List<String> columns) {
            super(out, columns);
            out.print("{\"rows\":[");
        }

        @Override
        void row(Object... cells) {
            JsonObject row = new JsonObject();
            for (int i = 0; i < cells.length; i++) {
                row.add(columns.get(i), json(cells[i]));
            }
            out.print(begun ? ",\n" : "\n");
            out.print(Json.text(row));
            begun = true;
        }

        @Override
        void summary(Map<String, ?> entries) {
            summary = Optional.of(entries);
        }

        @Override
        public void close() {
            JsonObject object = new JsonObject();
            summary.ifPresent(entries -> entries.forEach((name, value) -> object.add(name, json(value))));
            out.println("\n],\"summary\":" + Json.text(object) + "}");
            out.flush();
        }

        private static com.google.gson.JsonElement json(Object cell) {
            Object value = plain(cell);
            return value instanceof Map<?, ?> || value instanceof java.util.Collection<?> || value == null
                    ? Json.of(value)
                    : Json.of(value instanceof Number || value instanceof Boolean ? value : value.toString());
        }
    }
}
