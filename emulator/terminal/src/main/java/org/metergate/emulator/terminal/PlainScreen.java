package org.metergate.emulator.terminal;

import java.io.PrintStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One table after the other, for files and pipes. Each place to look at is printed once. */
final class PlainScreen implements Screen {

    private final PrintStream out;
    private final Set<String> told = new HashSet<>();

    PlainScreen(PrintStream out) {
        this.out = out;
    }

    @Override
    public void show(List<String> places, List<Row> rows) {
        StringBuilder text = new StringBuilder();
        for (String place : places) {
            if (told.add(place)) {
                text.append(place).append(System.lineSeparator());
            }
        }
        if (!rows.isEmpty()) {
            Table.plain(rows).forEach(line -> text.append(line).append(System.lineSeparator()));
            text.append(System.lineSeparator());
        }
        out.print(text);
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }
}
