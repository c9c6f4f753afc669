package org.metergate.iec62056p21;

import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    private static final Pattern MESSAGE = Pattern.compile("/([A-Za-z]{3})([!-~])([^\\r\\n]*)");
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
        Matcher message = MESSAGE.matcher(line.replaceAll("[\\r\\n]+$", ""));
        if (!message.matches()) {
            throw new MalformedFrameException(0, "an identification such as /ABC5text", Characters.readable(line));
        }
        return new Identification(message.group(1), message.group(2).charAt(0), message.group(3));
    }

    /** @return whether the line is such a message */
    static boolean isOne(String line) {
        return MESSAGE.matcher(line.replaceAll("[\\r\\n]+$", "")).matches();
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
        int offered = baud().orElse(300);
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
}
