package org.metergate.iec62056p21;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.metergate.transport.Framing;
import org.metergate.transport.MalformedFrameException;

/**
 * A telegram of a P1 port, {@code /XXXZIdent CR LF CR LF data block !CRC CR LF} (DSMR P1 companion standard, 6.2). Older
 * ones (before DSMR 4) have no CRC.
 *
 * @param identification of the meter
 * @param crc the CRC; empty if the meter sends none. It holds, except in a capture with a part blotted out
 * @param dataSets in the order of the meter
 */
public record Telegram(Identification identification, Optional<Check> crc, List<DataSet> dataSets) {

    /** From the first byte that comes, noise in front included, to the end of the line with the {@code !}. */
    public static final Framing FRAMING = Telegram::end;

    private static final Pattern CRC = Pattern.compile("!([0-9A-Fa-f]{4})?\\s*");

    /** Keeps its own copy. */
    public Telegram {
        dataSets = List.copyOf(dataSets);
    }

    /**
     * Decodes a telegram and checks it.
     *
     * @param bytes with noise or the end of another telegram in front, or not
     * @return the telegram
     * @throws MalformedFrameException if the CRC does not hold or the telegram is cut
     */
    public static Telegram decode(byte[] bytes) throws MalformedFrameException {
        Telegram telegram = read(bytes);
        if (telegram.crc.isPresent() && !telegram.crc.get().holds()) {
            throw wrong(bytes, telegram.crc.get());
        }
        return telegram;
    }

    /**
     * Decodes a telegram that somebody has captured and stored as a file. Line ends may have become LF; and where a
     * person has blotted out a part ({@code <redacted>}), its CRC cannot hold and is given as it is.
     *
     * @param capture the bytes of the file
     * @return the telegram; look whether its CRC holds
     * @throws MalformedFrameException if the CRC of an untouched telegram does not hold or the telegram is cut
     */
    public static Telegram ofCapture(byte[] capture) throws MalformedFrameException {
        Telegram telegram = read(capture);
        if (telegram.crc.isEmpty()
                || telegram.crc.get().holds()
                || Capture.isBlotted(Characters.text(capture, 0, capture.length))) {
            return telegram;
        }
        Telegram restored = read(Capture.restoredLineEnds(capture, 0, capture.length));
        if (restored.crc.isPresent() && restored.crc.get().holds()) {
            return restored;
        }
        throw wrong(capture, telegram.crc.get());
    }

    private static Telegram read(byte[] bytes) throws MalformedFrameException {
        String text = Characters.text(bytes, 0, bytes.length);
        int start = text.indexOf('/');
        int lineEnd = start < 0 ? -1 : text.indexOf('\n', start);
        if (lineEnd < 0) {
            throw new MalformedFrameException(Math.max(start, 0), "an identification line", "none");
        }
        Identification identification = Identification.parse(text.substring(start, lineEnd));
        String rest = text.substring(lineEnd + 1);
        int mark = DataMessage.endMark(rest);
        if (mark == rest.length()) {
            throw new MalformedFrameException(bytes.length, "the end mark ! after the data", "the end of the bytes");
        }
        Optional<Check> crc = crc(bytes, start, rest, lineEnd + 1 + mark, mark);
        DataLines lines = DataLines.of(rest.substring(0, mark));
        if (lines.sets().isEmpty()) {
            throw new MalformedFrameException(lineEnd + 1, "a data set", "none");
        }
        if (crc.isEmpty()) {
            lines.checkNumbers();
        }
        return new Telegram(identification, crc, lines.sets());
    }

    private static Optional<Check> crc(byte[] bytes, int start, String rest, int markAt, int mark)
            throws MalformedFrameException {
        String lastLine = rest.substring(mark).lines().findFirst().orElseThrow();
        Matcher crc = CRC.matcher(lastLine);
        if (!crc.matches()) {
            throw new MalformedFrameException(
                    markAt + 1, "four hex digits of a CRC or the end of the line", Characters.readable(lastLine));
        }
        return Optional.ofNullable(crc.group(1))
                .map(sent -> new Check(Integer.parseInt(sent, 16), Check.crc16(bytes, start, markAt + 1)));
    }

    private static MalformedFrameException wrong(byte[] bytes, Check crc) {
        return new MalformedFrameException(
                bytes.length,
                String.format("CRC %04X", crc.computed()),
                String.format("%04X; no value of this telegram can be trusted", crc.value()));
    }

    private static int end(byte[] received, int length) {
        boolean marked = false;
        boolean lineStart = true;
        boolean begun = false;
        for (int i = 0; i < length; i++) {
            byte character = Characters.at(received, i);
            begun |= character == '/';
            marked |= begun && lineStart && character == '!';
            lineStart = character == '\n';
            if (marked && lineStart) {
                return i + 1;
            }
        }
        return Framing.INCOMPLETE;
    }
}
