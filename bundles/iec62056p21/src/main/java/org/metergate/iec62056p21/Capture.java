package org.metergate.iec62056p21;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.regex.Pattern;
import org.metergate.transport.MalformedFrameException;

/** A readout in a file, as people store it. */
final class Capture {
    private static final Pattern BLOTTED = Pattern.compile("<[A-Za-z ]+>|X{4}");

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
            String line = text.substring(slash, end);
            if (startsLine(text, slash) && Identification.isOne(line)) {
                found = Optional.of(Identification.parse(line));
                start = end;
            }
        }
        int stx = text.indexOf(Characters.STX, start);
        identification = found;
        framed = stx >= 0;
        blockStart = framed ? stx + 1 : start;
    }

    Readout readout() throws MalformedFrameException {
        String rest = Characters.text(bytes, blockStart, bytes.length);
        int mark = DataLines.endMark(bytes, blockStart, bytes.length) - blockStart;
        boolean marked = mark < rest.length();
        int etx = rest.indexOf(Characters.ETX, marked ? mark : 0);
        Optional<Check> check = etx < 0 ? Optional.empty() : Optional.of(check(blockStart + etx));
        int blockLength = marked ? mark : etx >= 0 ? etx : rest.length();
        String block = rest.substring(0, blockLength);
        if (!marked && etx < 0) {
            checkEndsWithLine(block);
        }
        DataLines lines = DataLines.of(bytes, blockStart, blockStart + blockLength);
        if (lines.sets().isEmpty()) {
            throw new MalformedFrameException(blockStart, "a data set", "none");
        }
        if (check.isEmpty()) {
            lines.checkNumbers();
        }
        return new Readout(identification, check, lines.sets(), marked || etx >= 0, lines.unparsed());
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
        ByteArrayOutputStream restored = new ByteArrayOutputStream();
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n' && (i == 0 || bytes[i - 1] != '\r')) {
                restored.write('\r');
            }
            restored.write(bytes[i]);
        }
        return restored.toByteArray();
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
