package org.metergate.mbus.wireless;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.metergate.transport.MalformedFrameException;

/**
 * A stream of text lines, one telegram each, as software receivers print them: nothing but hexadecimal digits, perhaps
 * after {@code 0x}; or fields separated by semicolons as rtl_wmbus writes them: mode, CRC held, 3-of-6 held, time, two
 * signal levels, identification, {@code 0x} and the telegram. Telegrams may have their link CRCs or not. Lines of other
 * text are remarks.
 */
public final class HexTextReceiver implements Receiver {

    private static final int LONGEST_LINE = 4096;
    private static final Pattern BARE = Pattern.compile("(?:0[xX])?([0-9A-Fa-f]{22,})");
    private static final Pattern FIELDS =
            Pattern.compile("([A-Z]\\d);([01]);([01]);[^;]*;(-?\\d{1,4});[^;]*;[^;]*;(0x[0-9A-Fa-f;x]+)");
    private static final int STRONGEST = 0;
    private static final int WEAKEST = -150;

    private final Buffer buffer = new Buffer();
    private boolean overlong;

    /** Begins with an empty buffer. */
    public HexTextReceiver() {}

    @Override
    public List<Message> take(byte[] bytes) {
        List<Message> messages = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                append(bytes, from, i);
                line(messages);
                from = i + 1;
            }
        }
        append(bytes, from, bytes.length);
        return messages;
    }

    private void append(byte[] bytes, int from, int to) {
        if (buffer.size() + to - from > LONGEST_LINE) {
            overlong = true;
            buffer.clear();
        }
        if (!overlong && to > from) {
            buffer.add(java.util.Arrays.copyOfRange(bytes, from, to));
        }
    }

    private void line(List<Message> messages) {
        String line = new String(buffer.copy(0, buffer.size()), StandardCharsets.ISO_8859_1).strip();
        buffer.clear();
        if (overlong) {
            overlong = false;
            messages.add(new Message.Damaged("a line of more than " + LONGEST_LINE + " characters"));
            return;
        }
        Matcher bare = BARE.matcher(line);
        Matcher fields = FIELDS.matcher(line);
        if (bare.matches()) {
            messages.add(telegram(bare.group(1), OptionalInt.empty()));
        } else if (!fields.matches()) {
            return;
        } else if (!fields.group(2).equals("1") || !fields.group(3).equals("1")) {
            messages.add(new Message.Damaged("the receiver says that the CRC of a telegram does not hold"));
        } else {
            for (String digits : fields.group(5).split(";")) {
                if (digits.startsWith("0x")) {
                    messages.add(telegram(digits.substring(2), level(fields.group(4))));
                }
            }
        }
    }

    /** Software receivers give levels of their own scale, too: what cannot be dBm is none. */
    private static OptionalInt level(String digits) {
        int level = Integer.parseInt(digits);
        return level < STRONGEST && level >= WEAKEST ? OptionalInt.of(level) : OptionalInt.empty();
    }

    private static Message telegram(String digits, OptionalInt rssi) {
        if (digits.length() % 2 != 0 || digits.indexOf('x') >= 0) {
            return new Message.Damaged("an odd number of hexadecimal digits");
        }
        try {
            return new Message.Heard(new Reception(LinkCrc.strip(HexFormat.of().parseHex(digits)), rssi));
        } catch (MalformedFrameException broken) {
            return new Message.Damaged("a telegram: " + broken.getMessage());
        }
    }

    @Override
    public void reset() {
        buffer.clear();
        overlong = false;
    }

    /** Nothing to tell it: it sends by itself. */
    @Override
    public List<Command> start(LinkMode mode) {
        return List.of();
    }
}
