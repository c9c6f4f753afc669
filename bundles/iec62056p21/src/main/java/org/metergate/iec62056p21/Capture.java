package org.metergate.iec62056p21;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.metergate.transport.MalformedFrameException;

/** A readout in a file, as people store it. */
final class Capture {
    private static final Pattern BLOTTED = Pattern.compile("<[A-Za-z ]+>|X{4}");

    private static final Pattern REQUEST = Pattern.compile("(?m)^/\\?[0-9A-Za-z ]*!\\s*$");

    private final byte[] bytes;
    private final Optional<Identification> identification;
    private final int blockStart; // after the identification and what was said before STX
    private final boolean framed; // STX is there

    Capture(byte[] capture) throws MalformedFrameException {
        bytes = hasParity(capture) ? Characters.withoutParity(capture) : capture;
        String text = Characters.text(bytes, 0, bytes.length);
        Optional<Identification> found = Optional.empty();
        int start = 0;
        for (int slash = text.indexOf('/'); slash >= 0 && found.isEmpty(); slash = text.indexOf('/', slash + 1)) {
            int end = lineEnd(text, slash);
            if (startsLine(text, slash)) {
                found = Identification.in(text.substring(slash, end));
                start = found.isPresent() ? end : start;
            }
        }
        if (found.isEmpty()) {
            start = afterRequests(text);
        }
        int stx = text.indexOf(Characters.STX, start);
        identification = found;
        framed = stx >= 0;
        blockStart = framed ? stx + 1 : start;
    }

    Readout readout() throws MalformedFrameException {
        DataLines lines = DataLines.of(bytes, blockStart, bytes.length);
        boolean marked = lines.end() < bytes.length;
        int etx = etx(marked ? lines.end() : blockStart);
        Optional<Check> check = etx == bytes.length ? Optional.empty() : Optional.of(check(etx));
        if (!marked) {
            lines = DataLines.of(bytes, blockStart, etx);
            if (check.isEmpty()) {
                checkEndsWithLine(Characters.text(bytes, blockStart, etx));
            }
        }
        if (lines.sets().isEmpty()) {
            throw new MalformedFrameException(blockStart, "a data set", "none");
        }
        if (check.isEmpty()) {
            lines.checkNumbers();
        }
        return new Readout(identification, check, lines.sets(), marked || check.isPresent(), lines.unparsed());
    }

    /** @return index of the next ETX, the end of the capture if there is none */
    private int etx(int from) {
        int at = from;
        while (at < bytes.length && bytes[at] != Characters.ETX) {
            at++;
        }
        return at;
    }

    private Check check(int etx) throws MalformedFrameException {
        if (etx + 1 >= bytes.length) {
            throw new MalformedFrameException(bytes.length, "a block check after ETX", "the end of the capture");
        }
        int value = bytes[etx + 1] & 0x7F;
        Check check = new Check(value, Check.blockCheck(bytes, blockStart, etx + 1));
        if (!check.holds()) {
            byte[] restored = restoredLineEnds(bytes, blockStart, etx + 1);
            check = new Check(value, Check.blockCheck(restored, 0, restored.length));
        }
        if (!check.holds() && !isBlotted(Characters.text(bytes, 0, etx))) {
            throw new BlockCheckException(etx + 1, new Check(value, Check.blockCheck(bytes, blockStart, etx + 1)));
        }
        return check;
    }

    /** A capture without an end mark was cut; it can be used if it was cut between two lines. */
    private void checkEndsWithLine(String block) throws MalformedFrameException {
        String lastLine = block.stripTrailing();
        boolean lineEnded = lastLine.length() < block.length();
        if (!lineEnded || !lastLine.endsWith(")")) {
            throw new MalformedFrameException(
                    bytes.length, "the end mark ! after the data", "the end of the capture inside a data set");
        }
    }

    /**
     * People who show a readout in public put {@code <redacted>} or {@code XXXX} in place of a number. Its check cannot
     * hold then, and no meter sends such characters.
     */
    static boolean isBlotted(String text) {
        return BLOTTED.matcher(text).find();
    }

    /** Files pass through tools that turn CR LF into LF. */
    static byte[] restoredLineEnds(byte[] bytes, int from, int to) {
        int bare = 0;
        for (int i = from; i < to; i++) {
            bare += isBare(bytes, i) ? 1 : 0;
        }
        byte[] restored = new byte[to - from + bare];
        int length = 0;
        for (int i = from; i < to; i++) {
            if (isBare(bytes, i)) {
                restored[length++] = '\r';
            }
            restored[length++] = bytes[i];
        }
        return restored;
    }

    private static boolean isBare(byte[] bytes, int at) {
        return bytes[at] == '\n' && (at == 0 || bytes[at - 1] != '\r');
    }

    /** Captures without the meter's identification may still hold the reader's request: its end mark ends no data. */
    private static int afterRequests(String text) {
        Matcher request = REQUEST.matcher(text);
        int start = 0;
        while (request.find() && text.substring(start, request.start()).indexOf('(') < 0) {
            start = request.end();
        }
        return start;
    }

    private static boolean startsLine(String text, int index) {
        return index == 0 || text.charAt(index - 1) < ' ' || text.charAt(index - 1) == 0x7F;
    }

    private static int lineEnd(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) != '\r' && text.charAt(end) != '\n') {
            end++;
        }
        return end;
    }

    /** A 7E1 line read with 8 bits: high bits are set, and every byte has an even number of ones. */
    static boolean hasParity(byte[] bytes) {
        boolean high = false;
        for (byte b : bytes) {
            if (Integer.bitCount(b & 0xFF) % 2 != 0) {
                return false;
            }
            high |= b < 0;
        }
        return high;
    }
}
