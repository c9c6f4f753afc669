package org.metergate.dashboard.control;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.metergate.dashboard.control.Problem.ProblemException;

/** A frame as a person pastes it: hexadecimal digits, or the text of a readout or telegram. */
final class PastedFrame {

    private PastedFrame() {}

    /**
     * @param pasted hexadecimal digits with white space, colons, commas or hyphens between the bytes, and perhaps 0x before
     *     them; or a text that begins with a slash
     * @return the bytes, one at least
     * @throws ProblemException naming the character that is no digit
     */
    static byte[] bytes(String pasted) throws ProblemException {
        String text = pasted.strip();
        if (text.isEmpty()) {
            throw Problem.badRequest("\"frame\" is empty").thrown();
        }
        if (text.startsWith("/")) {
            return pasted.stripLeading().getBytes(StandardCharsets.ISO_8859_1);
        }
        if (text.contains("**")) {
            throw Problem.badRequest("\"frame\" holds bytes that the trace hides (**): such a frame cannot be decoded")
                    .thrown();
        }
        if (text.matches("(?s).*\\+\\d+ bytes$")) {
            throw Problem.badRequest("\"frame\" is cut: the trace keeps the first bytes of a long frame only")
                    .thrown();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int high = -1;
        for (int i = 0; i < text.length(); i++) {
            char one = text.charAt(i);
            boolean prefix = one == '0' && high < 0 && i + 1 < text.length() && (text.charAt(i + 1) | 0x20) == 'x';
            if (prefix) {
                i++;
            } else if (HexFormat.isHexDigit(one)) {
                int digit = HexFormat.fromHexDigit(one);
                if (high >= 0) {
                    bytes.write(high << 4 | digit);
                }
                high = high >= 0 ? -1 : digit;
            } else if (!Character.isWhitespace(one) && ":,;-".indexOf(one) < 0) {
                throw Problem.badRequest("\"frame\" has '" + one + "' at character " + (i + 1)
                                + ": give hexadecimal digits, or a text that begins with /")
                        .thrown();
            }
        }
        if (high >= 0 || bytes.size() == 0) {
            throw Problem.badRequest("\"frame\" has an odd number of hexadecimal digits, or none")
                    .thrown();
        }
        return bytes.toByteArray();
    }
}
