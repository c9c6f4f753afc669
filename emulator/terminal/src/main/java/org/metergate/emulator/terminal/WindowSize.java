package org.metergate.emulator.terminal;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;

/**
 * Size of the terminal's window.
 *
 * @param width in characters
 * @param height in lines
 */
record WindowSize(int width, int height) {

    private static final WindowSize UNKNOWN = new WindowSize(100, 40);
    private static final File TERMINAL = new File("/dev/tty");

    /** @return the size as the operating system tells it, or a guess */
    static WindowSize now() {
        if (!TERMINAL.exists()) {
            return UNKNOWN;
        }
        try {
            Process asked = new ProcessBuilder("stty", "size")
                    .redirectInput(TERMINAL)
                    .redirectError(Redirect.DISCARD)
                    .start();
            return of(new String(asked.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    /**
     * Reads what {@code stty size} says.
     *
     * @param text lines and characters, such as {@code 50 132}
     * @return the size, or a guess if it is not told or too small for a table
     */
    static WindowSize of(String text) {
        if (!text.strip().matches("[0-9]{1,4} [0-9]{1,4}")) {
            return UNKNOWN;
        }
        String[] told = text.strip().split(" ");
        WindowSize size = new WindowSize(Integer.parseInt(told[1]), Integer.parseInt(told[0]));
        return size.width < 40 || size.height < 10 ? UNKNOWN : size;
    }
}
