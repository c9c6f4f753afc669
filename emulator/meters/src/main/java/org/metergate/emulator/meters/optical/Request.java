package org.metergate.emulator.meters.optical;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.metergate.emulator.meters.Wire;

/**
 * A message without block check that a meter has heard: a request, or an option select.
 *
 * @param text its characters, from {@code /} or ACK to the line feed
 * @param zeros NUL characters that came without a gap before it
 */
record Request(String text, int zeros) {
    private static final int LONGEST = 40;
    private static final Duration BETWEEN_CHARACTERS = Duration.ofMillis(1500);

    /**
     * Listens for one. What comes before its first character is no part of it.
     *
     * @param wire to the reader
     * @param first a character that was heard already
     * @param within longest wait for the first character
     * @return the message; empty if none came, or something else
     * @throws IOException if the other side has gone
     */
    static Optional<Request> heard(Wire wire, OptionalInt first, Duration within) throws IOException {
        StringBuilder line = new StringBuilder();
        int zeros = 0;
        OptionalInt heard = first.isPresent() ? first : wire.read(within);
        while (heard.isPresent()) {
            char character = (char) (heard.getAsInt() & 0x7F);
            if (character == 0) {
                zeros++;
                line.setLength(0);
            } else if (character == '/' || character == Frames.ACK) {
                line.setLength(0);
                line.append(character);
            } else {
                line.append(character);
            }
            if (character == '\n') {
                return Optional.of(new Request(line.toString(), zeros));
            }
            if (line.length() > LONGEST) {
                return Optional.empty();
            }
            // after a wake-up preamble the reader rests for up to 1.7 s
            heard = wire.read(
                    zeros > 0 && line.length() == 0 ? BETWEEN_CHARACTERS.multipliedBy(2) : BETWEEN_CHARACTERS);
        }
        return Optional.empty();
    }

    /** @return whether it is {@code /? address ! CR LF} (IEC 62056-21, 6.3.1) */
    boolean isSignOn() {
        return text.startsWith("/?") && text.endsWith("!\r\n");
    }

    /** @return the device address of a sign-on, empty for whoever hears it; leading zeros do not count */
    String address() {
        return withoutZeros(text.substring(2, text.length() - 3));
    }

    /** @return whether it is {@code ACK V Z Y CR LF} (6.3.3) */
    boolean isOptionSelect() {
        return text.length() == 6 && text.charAt(0) == Frames.ACK && text.endsWith("\r\n");
    }

    /** @return protocol and option, V and Y */
    String option() {
        return "" + text.charAt(1) + text.charAt(3);
    }

    /** @return the baud character Z */
    char speed() {
        return text.charAt(2);
    }

    static String withoutZeros(String address) {
        return address.replaceFirst("^0+(?=.)", "");
    }
}
