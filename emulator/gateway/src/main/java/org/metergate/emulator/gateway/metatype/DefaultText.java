package org.metergate.emulator.gateway.metatype;

import java.util.ArrayList;
import java.util.List;

/** The text of a metatype default, taken apart at its commas. */
final class DefaultText {
    private DefaultText() {}

    /**
     * OSGi compendium 105.8.3.2: values are separated by commas, a backslash takes the next character as it is, and blanks
     * around a value do not count unless they are escaped.
     *
     * @return at least one piece, pieces may be empty
     */
    static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        int solid = 0; // the piece ends here unless something solid follows
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ',') {
                pieces.add(piece.substring(0, solid));
                piece.setLength(0);
                solid = 0;
            } else if (c == '\\') {
                if (++i < text.length()) {
                    piece.append(text.charAt(i));
                    solid = piece.length();
                }
            } else if (!Character.isWhitespace(c)) {
                piece.append(c);
                solid = piece.length();
            } else if (piece.length() > 0) {
                piece.append(c);
            }
        }
        pieces.add(piece.substring(0, solid));
        return pieces;
    }
}
