package org.metergate.iec62056p21;

import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.metergate.transport.Framing;
import org.metergate.transport.MalformedFrameException;

/**
 * A telegram that a meter sends uninvited: {@code /XXXZIdent CR LF CR LF data block !CRC CR LF} of a P1 port (DSMR P1
 * companion standard, 6.2), and mode D of IEC 62056-21. Older ones (before DSMR 4) and those of mode D have no CRC.
 *
 * @param identification of the meter
 * @param crc the CRC; empty if the meter sends none. It holds, except in a capture with a part blotted out
 * @param dataSets in the order of the meter
 */
public record Telegram(Identification identification, Optional<Check> crc, List<DataSet> dataSets) {

    /** From the first byte that comes, noise in front included, to the end of the line with the {@code !}. */
    public static final Framing FRAMING = Telegram::end;

    private static final Set<String> VERSIONS = Set.of("1-3:0.2.8", "0-0:96.1.4");
    private static final int NONE = -1;
    private static final int CRC_DIGITS = 4;
    private static final int FIRST_WITH_CRC = 40;

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
        if (telegram.crc.isPresent()) {
            if (!telegram.crc.get().holds()) {
                throw wrong(bytes, telegram.crc.get());
            }
        } else if (bytes[bytes.length - 1] != '\n' && bytes[bytes.length - 1] != '\r') {
            throw new MalformedFrameException(bytes.length, "a line end after the end mark !", "the end of the bytes");
        } else if (telegram.version().orElse(0) >= FIRST_WITH_CRC) {
            throw new MalformedFrameException(
                    bytes.length, "a CRC after the end mark, as this version of P1 has one", "none");
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

    /** @return the P1 version from 1-3:0.2.8 or 0-0:96.1.4, such as 42 or 50217; empty if the telegram names none */
    public OptionalInt version() {
        OptionalInt version = OptionalInt.empty();
        for (DataSet set : dataSets) {
            if (VERSIONS.contains(set.address())) {
                Optional<BigDecimal> number = set.values().get(0).number();
                if (number.isPresent()
                        && number.get().scale() == 0
                        && number.get().precision() <= 6) {
                    version = OptionalInt.of(
                            Math.max(version.orElse(0), number.get().intValue()));
                }
            }
        }
        return version;
    }

    /**
     * Tells of the meters of gas, heat and water behind this one, with the times of their readings.
     *
     * @param zone of the meter's clock
     * @return those with a reading or an identification, by channel
     */
    public List<BehindMeter> behind(ZoneId zone) {
        return BehindMeter.in(dataSets, zone);
    }

    private static Telegram read(byte[] received) throws MalformedFrameException {
        byte[] bytes = Capture.hasParity(received) ? Characters.withoutParity(received) : received;
        int start = identificationStart(bytes, 0, bytes.length);
        if (start == NONE) {
            throw new MalformedFrameException(0, "an identification line such as /ABC5text", "none");
        }
        int lineEnd = lineEnd(bytes, start);
        DataLines lines = DataLines.of(bytes, lineEnd, bytes.length);
        int mark = lines.end();
        if (mark == bytes.length) {
            throw new MalformedFrameException(bytes.length, "the end mark ! after the data", "the end of the bytes");
        }
        int later = identificationStart(bytes, lineEnd, mark);
        while (later != NONE) { // what stands before was cut
            start = later;
            lineEnd = lineEnd(bytes, start);
            lines = DataLines.of(bytes, lineEnd, mark);
            later = identificationStart(bytes, lineEnd, mark);
        }
        Identification identification = Identification.parse(Characters.text(bytes, start, lineEnd));
        Optional<Check> crc = crc(bytes, start, mark);
        if (lines.sets().isEmpty()) {
            throw new MalformedFrameException(lineEnd + 1, "a data set", "none");
        }
        if (crc.isEmpty()) {
            lines.checkNumbers();
        }
        return new Telegram(identification, crc, lines.sets());
    }

    /** Where an identification line begins: noise may hold slashes too. */
    private static int identificationStart(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '/') {
                int end = lineEnd(bytes, i);
                if (end < bytes.length && Identification.isOne(Characters.text(bytes, i, end))) {
                    return i;
                }
            }
        }
        return NONE;
    }

    private static int lineEnd(byte[] bytes, int from) {
        int end = from;
        while (end < bytes.length && bytes[end] != '\n' && bytes[end] != '\r') {
            end++;
        }
        return end;
    }

    private static Optional<Check> crc(byte[] bytes, int start, int mark) throws MalformedFrameException {
        int end = mark + 1;
        while (end < bytes.length && bytes[end] != '\r' && bytes[end] != '\n') {
            end++;
        }
        String digits = Characters.text(bytes, mark + 1, end).stripTrailing();
        if (digits.isEmpty()) {
            return Optional.empty();
        }
        if (digits.length() > CRC_DIGITS || !digits.chars().allMatch(digit -> Character.digit(digit, 16) >= 0)) {
            throw new MalformedFrameException(
                    mark + 1, "up to four hex digits of a CRC or the end of the line", Characters.readable(digits));
        }
        return Optional.of(new Check(Integer.parseInt(digits, 16), Check.crc16(bytes, start, mark + 1)));
    }

    private static MalformedFrameException wrong(byte[] bytes, Check crc) {
        return new MalformedFrameException(
                bytes.length,
                "CRC " + Check.hex(crc.computed() >>> 8) + Check.hex(crc.computed()),
                Check.hex(crc.value() >>> 8) + Check.hex(crc.value()) + "; no value of this telegram can be trusted");
    }

    /** The end mark stands at the start of a line, or after the last data set. */
    private static int end(byte[] received, int length) {
        boolean marked = false;
        byte before = '\n';
        boolean begun = false;
        for (int i = 0; i < length; i++) {
            byte character = Characters.at(received, i);
            if (character > '/') { // digits and letters, most of it
                before = character;
                continue;
            }
            begun |= character == '/';
            marked |= begun && character == '!' && (before == '\n' || before == ')');
            if (marked && character == '\n') {
                return i + 1;
            }
            before = character;
        }
        return length < MessageFraming.LONGEST ? Framing.INCOMPLETE : length;
    }
}
