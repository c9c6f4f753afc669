package org.metergate.iec62056p21;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.metergate.transport.MalformedFrameException;

/**
 * The identification message, {@code /XXXZIdent CR LF} (IEC 62056-21, 6.3.2).
 *
 * @param manufacturer three letters registered with the FLAG association; a lower-case third one means that the meter
 *     reacts within 20 ms instead of 200 ms
 * @param baudCharacter the highest speed the meter offers, see {@link #baud()}
 * @param ident the manufacturer's own text, an escape sequence such as {@code \2} included
 */
public record Identification(String manufacturer, char baudCharacter, String ident) {

    /** How readout goes on after the identification (IEC 62056-21, 4). */
    public enum Mode {
        /** The data follow at the same speed. */
        A,
        /** Both sides change to the speed offered; the data follow without an acknowledgement. */
        B,
        /** The reader acknowledges, choosing speed and readout or programming. */
        C
    }

    private static final int SLOWEST = 300;
    private static final Duration SLOW = Duration.ofMillis(200);
    private static final Duration QUICK = Duration.ofMillis(20);

    private static final Map<Character, Integer> MODE_C =
            Map.of('0', 300, '1', 600, '2', 1200, '3', 2400, '4', 4800, '5', 9600, '6', 19200);
    private static final Map<Character, Integer> MODE_B =
            Map.of('A', 600, 'B', 1200, 'C', 2400, 'D', 4800, 'E', 9600, 'F', 19200);

    /**
     * Reads an identification message.
     *
     * @param line the message, its line end left out or not
     * @return its parts
     * @throws MalformedFrameException if it is none
     */
    public static Identification parse(String line) throws MalformedFrameException {
        if (!isOne(line)) {
            throw new MalformedFrameException(0, "an identification such as /ABC5text", Characters.readable(line));
        }
        int end = contentEnd(line);
        return new Identification(line.substring(1, 4), line.charAt(4), line.substring(5, end));
    }

    /**
     * @param text a line, perhaps with noise in front
     * @return the identification that ends it; empty if there is none
     */
    static Optional<Identification> in(String text) throws MalformedFrameException {
        for (int slash = text.indexOf('/'); slash >= 0; slash = text.indexOf('/', slash + 1)) {
            String line = text.substring(slash);
            if (isOne(line)) {
                return Optional.of(parse(line));
            }
        }
        return Optional.empty();
    }

    /** @return whether the line is such a message */
    static boolean isOne(String line) {
        int end = contentEnd(line);
        return end >= 5
                && line.charAt(0) == '/'
                && isLetter(line.charAt(1))
                && isLetter(line.charAt(2))
                && isLetter(line.charAt(3))
                && line.charAt(4) > ' '
                && line.charAt(4) < 0x7F
                && hasNoLineEnd(line, end);
    }

    private static boolean hasNoLineEnd(String line, int end) {
        for (int i = 0; i < end; i++) {
            if (line.charAt(i) == '\r' || line.charAt(i) == '\n') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char character) {
        return character >= 'A' && character <= 'Z' || character >= 'a' && character <= 'z';
    }

    /** @return index after the last character that is no line end */
    private static int contentEnd(String line) {
        int end = line.length();
        while (end > 0 && (line.charAt(end - 1) == '\r' || line.charAt(end - 1) == '\n')) {
            end--;
        }
        return end;
    }

    /**
     * Tells the enhanced baud rate and mode identification, the character W of a sequence {@code \\W} in front of the
     * text (IEC 62056-21, 6.3.2, item 24).
     *
     * @return the first such character, such as {@code 2} for HDLC; empty if there is none
     */
    public Optional<Character> enhanced() {
        return ident.length() >= 2 && ident.charAt(0) == '\\' ? Optional.of(ident.charAt(1)) : Optional.empty();
    }

    /** @return whether the meter speaks HDLC when asked to (mode E): one of its sequences is {@code \\2} */
    public boolean offersHdlc() {
        for (int at = 0; at + 1 < ident.length() && ident.charAt(at) == '\\'; at += 2) {
            if (ident.charAt(at + 1) == '2') {
                return true;
            }
        }
        return false;
    }

    /** @return the manufacturer's text without the sequences {@code \\W} in front of it */
    public String name() {
        int at = 0;
        while (at + 1 < ident.length() && ident.charAt(at) == '\\') {
            at += 2;
        }
        return ident.substring(at);
    }

    /** @return the shortest time between a message and its answer: 20 ms if the third letter is a small one, or 200 ms */
    public Duration reactionTime() {
        return Character.isLowerCase(manufacturer.charAt(2)) ? QUICK : SLOW;
    }

    /** @return the mode that the baud character stands for */
    public Mode mode() {
        if (MODE_C.containsKey(baudCharacter)) {
            return Mode.C;
        }
        return MODE_B.containsKey(baudCharacter) ? Mode.B : Mode.A;
    }

    /** @return the speed offered in bits a second; empty in mode A, where the speed stays */
    public OptionalInt baud() {
        Integer baud = MODE_C.getOrDefault(baudCharacter, MODE_B.get(baudCharacter));
        return baud == null ? OptionalInt.empty() : OptionalInt.of(baud);
    }

    /**
     * Chooses the character for the acknowledgement of mode C.
     *
     * @param highest the highest speed that the reader wants, in bits a second
     * @return the character of the highest speed that both sides can do
     */
    char acknowledged(int highest) {
        int offered = baud().orElse(SLOWEST);
        char best = '0';
        for (Map.Entry<Character, Integer> speed : MODE_C.entrySet()) {
            if (speed.getValue() <= Math.min(highest, offered) && speed.getKey() > best) {
                best = speed.getKey();
            }
        }
        return best;
    }

    /**
     * @param character of the acknowledgement
     * @return its speed in bits a second
     */
    static int baudOf(char character) {
        return MODE_C.get(character);
    }

    /**
     * @param baud bits a second
     * @return the character that stands for it in an acknowledgement; empty if there is none
     */
    static Optional<Character> characterOf(int baud) {
        return MODE_C.entrySet().stream()
                .filter(speed -> speed.getValue() == baud)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /**
     * @param baud bits a second
     * @return the next lower speed of the standard, 300 at least
     */
    static int lowerThan(int baud) {
        return MODE_C.values().stream()
                .filter(speed -> speed < baud)
                .max(Integer::compare)
                .orElse(SLOWEST);
    }
}
