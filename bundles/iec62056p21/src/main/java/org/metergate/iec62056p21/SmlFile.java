package org.metergate.iec62056p21;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.metergate.model.ObisCode;
import org.metergate.model.Value;
import org.metergate.transport.Framing;
import org.metergate.transport.MalformedFrameException;

/**
 * An SML file as German meters push it every few seconds (SML 1.04; BSI TR-03109-1, annex IV a): opening, one list or
 * more, closing. The CRC of the transport and that of every message have held.
 *
 * @param lists at least one
 */
public record SmlFile(List<SmlList> lists) {

    /** From the first byte that comes, noise in front included, to the CRC of the transport. */
    public static final Framing FRAMING = (received, length) -> new PushFraming().end(received, length);

    private static final int GET_LIST_RESPONSE = 0x0701;
    private static final int NAME_LENGTH = 6;
    private static final int SECOND_INDEX = 1;

    /** Keeps its own copy. */
    public SmlFile {
        lists = List.copyOf(lists);
    }

    /**
     * Decodes a file.
     *
     * @param frame from {@code 1B1B1B1B 01010101} to the CRC; noise in front is skipped
     * @return its lists
     * @throws MalformedFrameException if a CRC does not hold, the file is cut, or holds no list
     */
    public static SmlFile decode(byte[] frame) throws MalformedFrameException {
        byte[] file = SmlTransport.file(java.util.Arrays.copyOfRange(frame, start(frame), frame.length));
        SmlReader reader = new SmlReader(file);
        List<SmlList> lists = new ArrayList<>();
        while (!reader.isAtEnd()) {
            message(reader, file).ifPresent(lists::add);
        }
        if (lists.isEmpty()) {
            throw new MalformedFrameException(0, "a list (SML_GetList.Res)", "none");
        }
        return new SmlFile(lists);
    }

    private static int start(byte[] frame) {
        long window = 0;
        for (int i = 0; i < frame.length; i++) {
            window = window << 8 | frame[i] & 0xFF;
            if (window == SmlTransport.START) {
                return i - 7;
            }
        }
        return 0; // the transport will say what is missing
    }

    private static Optional<SmlList> message(SmlReader reader, byte[] file) throws MalformedFrameException {
        int start = reader.position();
        reader.list("a message", 6);
        reader.skip(); // transaction
        reader.skip(); // group
        reader.skip(); // abort on error
        reader.list("a message body", 2);
        int kind = number(reader.number("the kind of a message"));
        Optional<SmlList> list = Optional.empty();
        if (kind == GET_LIST_RESPONSE) {
            list = Optional.of(list(reader));
        } else {
            reader.skip();
        }
        int end = reader.position();
        checkCrc(file, start, end, number(reader.number("the CRC of a message")));
        reader.endOfMessage();
        return list;
    }

    /** The number on the wire has the low byte of the CRC first; Kermit is for the makers that use it. */
    private static void checkCrc(byte[] file, int from, int to, int sent) throws MalformedFrameException {
        int swapped = (sent & 0xFF) << 8 | sent >>> 8;
        int x25 = Check.crcX25(file, from, to);
        int kermit = Check.crcKermit(file, from, to);
        if (swapped != x25 && swapped != kermit && sent != kermit) {
            throw new MalformedFrameException(
                    to,
                    "CRC " + Check.hex(x25) + Check.hex(x25 >>> 8) + " of a message",
                    Check.hex(sent >>> 8) + Check.hex(sent) + "; no value of this file can be trusted");
        }
    }

    private static SmlList list(SmlReader reader) throws MalformedFrameException {
        reader.list("a list", 7);
        reader.skip(); // client
        String server = reader.octets("a server identification")
                .map(bytes -> HexFormat.of().withUpperCase().formatHex(bytes))
                .orElse("");
        Optional<ObisCode> name = name(reader.octets("the name of a list"));
        Time time = time(reader, "the time of a list");
        int count = reader.list("the entries of a list");
        List<SmlEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entry(reader).ifPresent(entries::add);
        }
        reader.skip(); // signature
        reader.skip(); // gateway time
        return new SmlList(server, name, time.instant(), time.seconds(), entries);
    }

    /** An entry with a name that is no code is left out. */
    private static Optional<SmlEntry> entry(SmlReader reader) throws MalformedFrameException {
        reader.list("an entry", 7);
        Optional<ObisCode> name = name(reader.octets("the name of an entry"));
        Optional<BigInteger> status = reader.number("a status");
        Time time = time(reader, "the time of an entry");
        Optional<BigInteger> unit = reader.number("a unit");
        OptionalInt unitCode = unit.isPresent() ? OptionalInt.of(number(unit)) : OptionalInt.empty();
        int scaler = reader.number("a scaler").map(BigInteger::intValue).orElse(0);
        Optional<Value> value = reader.value("a value")
                .filter(raw -> scaler >= Byte.MIN_VALUE && scaler <= Byte.MAX_VALUE)
                .map(raw -> SmlEntry.value(raw, scaler, unitCode));
        reader.skip(); // signature
        return name.map(code -> new SmlEntry(code, status, time.instant(), unitCode, value));
    }

    private record Time(Optional<Instant> instant, Optional<Long> seconds) {
        static final Time NONE = new Time(Optional.empty(), Optional.empty());
    }

    /** A choice of seconds since the start, seconds since 1970, or these with offsets; or the bare number. */
    private static Time time(SmlReader reader, String what) throws MalformedFrameException {
        if (!reader.isList()) {
            Optional<BigInteger> bare = reader.number(what);
            return bare.isEmpty() ? Time.NONE : new Time(Optional.empty(), bare.map(BigInteger::longValue));
        }
        reader.list(what, 2);
        int kind = number(reader.number(what));
        if (reader.isList()) {
            int parts = reader.list(what);
            Optional<BigInteger> seconds = parts > 0 ? reader.number(what) : Optional.empty();
            for (int i = 1; i < parts; i++) {
                reader.skip(); // offsets of zone and season; the seconds are UTC
            }
            return new Time(seconds.map(SmlFile::instant), Optional.empty());
        }
        Optional<BigInteger> seconds = reader.number(what);
        return kind == SECOND_INDEX
                ? new Time(Optional.empty(), seconds.map(BigInteger::longValue))
                : new Time(seconds.map(SmlFile::instant), Optional.empty());
    }

    private static Instant instant(BigInteger seconds) {
        return Instant.ofEpochSecond(seconds.longValue() & 0xFFFFFFFFL);
    }

    private static Optional<ObisCode> name(Optional<byte[]> octets) {
        return octets.filter(bytes -> bytes.length == NAME_LENGTH).map(ObisCode::ofLogicalName);
    }

    private static int number(Optional<BigInteger> number) {
        return number.map(BigInteger::intValue).orElse(-1);
    }
}
