package org.metergate.emulator.terminal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A table that stays at the bottom of the terminal and is drawn over itself. What others print meanwhile, such as log
 * lines and the console's password, is put above it: for that the standard streams are led through this screen until
 * it is closed.
 */
final class LiveScreen implements Screen {

    private static final String UP_AND_CLEAR = "\r\u001b[%dA\u001b[J";

    private final PrintStream out;
    private final Supplier<WindowSize> window;
    private List<String> drawn = List.of();
    private int turn;

    LiveScreen(PrintStream out, Supplier<WindowSize> window) {
        this.out = out;
        this.window = window;
    }

    @Override
    public void show(List<String> places, List<Row> rows) {
        WindowSize size = window.get();
        int free = size.height() - 1 - places.size() - 1;
        List<String> lines = new ArrayList<>();
        places.forEach(place -> lines.add(place.substring(0, Math.min(place.length(), size.width()))));
        if (!rows.isEmpty()) {
            lines.add("");
            lines.addAll(Table.fitted(rows, size.width(), Math.max(4, free), turn++ / 3));
        }
        replace(lines, "");
    }

    /** @return a stream whose whole lines appear above the table */
    PrintStream above() {
        return new PrintStream(new Lines(), true, Charset.defaultCharset());
    }

    @Override
    public void close() {
        out.flush();
    }

    private synchronized void replace(List<String> lines, String above) {
        StringBuilder text = new StringBuilder();
        if (!drawn.isEmpty()) {
            text.append(String.format(UP_AND_CLEAR, drawn.size()));
        }
        text.append(above);
        lines.forEach(line -> text.append(line).append('\n'));
        drawn = List.copyOf(lines);
        out.print(text);
        out.flush();
    }

    private synchronized void putAbove(String lines) {
        replace(drawn, lines);
    }

    /** Collects bytes to whole lines. */
    private final class Lines extends OutputStream {
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        @Override
        public synchronized void write(int b) {
            line.write(b);
            if (b == '\n') {
                putAbove(line.toString(Charset.defaultCharset()));
                line.reset();
            }
        }

        @Override
        public synchronized void write(byte[] bytes, int from, int length) {
            int end = from + length;
            int last = end - 1;
            while (last >= from && bytes[last] != '\n') {
                last--;
            }
            line.write(bytes, from, last + 1 - from);
            if (last >= from) {
                putAbove(line.toString(Charset.defaultCharset()));
                line.reset();
            }
            line.write(bytes, last + 1, end - last - 1);
        }

        @Override
        public synchronized void close() throws IOException {
            if (line.size() > 0) {
                putAbove(line.toString(Charset.defaultCharset()) + '\n');
                line.reset();
            }
        }
    }
}
