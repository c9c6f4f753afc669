package org.metergate.emulator.terminal;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/** Lays readings out in lines of text. */
final class Table {

    private static final String FORMAT = "%-10s %-16s %16s %-5s %-20s %-7s";
    private static final String GAP = "   ";
    private static final int COLUMN = 79;
    private static final int HEADING_LINES = 2;

    private Table() {}

    /**
     * One row under the other, however many.
     *
     * @param rows in the order to show
     * @return heading and rows
     */
    static List<String> plain(List<Row> rows) {
        List<String> lines = new ArrayList<>(heading());
        rows.forEach(row -> lines.add((line(row) + " " + row.error()).stripTrailing()));
        return lines;
    }

    /**
     * As much as a window holds: columns side by side, and pages if that is not enough.
     *
     * @param rows in the order to show
     * @param width of the window in characters
     * @param height lines that are free
     * @param turn counts up; each turn shows the next page
     * @return at most {@code height} lines of at most {@code width} characters
     */
    static List<String> fitted(List<Row> rows, int width, int height, int turn) {
        int columns = Math.max(1, (width + GAP.length()) / (COLUMN + GAP.length()));
        int needed = Math.min(columns, (rows.size() + perColumn(height, 0) - 1) / perColumn(height, 0));
        boolean paged = rows.size() > columns * perColumn(height, 0);
        int deep = perColumn(height, paged ? 1 : 0);
        int onPage = columns * deep;
        int pages = Math.max(1, (rows.size() + onPage - 1) / onPage);
        int page = turn % pages;
        List<Row> shown = rows.subList(page * onPage, Math.min(rows.size(), (page + 1) * onPage));

        List<String> lines = sideBySide(shown, paged ? columns : Math.max(1, needed), deep, width);
        if (paged) {
            lines.add("page " + (page + 1) + " of " + pages + "; a larger window shows more at once");
        }
        return lines.stream().map(line -> cut(line, width)).toList();
    }

    private static List<String> sideBySide(List<Row> rows, int columns, int deep, int width) {
        int lines = Math.min(deep, (rows.size() + columns - 1) / columns);
        List<String> page = new ArrayList<>();
        for (String heading : heading()) {
            page.add((heading + GAP).repeat(columns));
        }
        for (int line = 0; line < lines; line++) {
            StringBuilder text = new StringBuilder();
            for (int at = line; at < rows.size(); at += lines) {
                Row row = rows.get(at);
                boolean last = at + lines >= rows.size();
                String cell = (line(row) + " " + row.error()).stripTrailing();
                text.append(last ? cut(cell, width) : padded(cell)).append(GAP);
            }
            page.add(text.toString().stripTrailing());
        }
        return page;
    }

    private static List<String> heading() {
        String names = padded(String.format(FORMAT, "meter", "channel", "value", "unit", "meter's time", "quality"));
        return List.of(names, "-".repeat(COLUMN));
    }

    private static String line(Row row) {
        return String.format(
                FORMAT,
                cut(row.meter(), 10),
                cut(row.channel(), 16),
                cut(rounded(row.value()), 16),
                cut(row.unit(), 5),
                cut(row.time().replaceFirst("\\.[0-9]+Z$", "Z"), 20),
                cut(row.quality(), 4));
    }

    /** Computed numbers have more digits than anybody reads. */
    private static String rounded(String value) {
        if (value.length() <= 12 || !value.matches("-?[0-9]{1,12}\\.[0-9]+")) {
            return value;
        }
        BigDecimal number = new BigDecimal(value);
        int digits = Math.max(6, number.precision() - number.scale() + 3);
        return number.round(new MathContext(digits)).stripTrailingZeros().toPlainString();
    }

    private static int perColumn(int height, int footer) {
        return Math.max(1, height - HEADING_LINES - footer);
    }

    private static String padded(String text) {
        return String.format("%-" + COLUMN + "s", cut(text, COLUMN));
    }

    private static String cut(String text, int width) {
        String printable = text.replaceAll("\\p{Cntrl}", " ");
        return printable.length() <= width ? printable : printable.substring(0, Math.max(0, width - 1)) + "…";
    }
}
