package org.metergate.dlms;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.metergate.transport.MalformedFrameException;

/**
 * Takes frames apart for a person to read: what a meter pushed, or a captured exchange. Pure; any thread may call.
 *
 * <p>The result is made of {@link Map}, {@link List}, {@link String}, {@link Boolean}, {@link Integer}, {@link Long},
 * {@link java.math.BigDecimal} and null. Keys:
 *
 * <ul>
 *   <li>{@code framing}: hdlc, llc, wrapper, mbus, apdu, data or date-time
 *   <li>for hdlc {@code frame}, {@code control}, {@code fcs_ok}, {@code hcs_ok}, {@code length_ok}, {@code segmented}
 *   <li>{@code encrypted}, and if so {@code system_title}, {@code security_control}, {@code invocation_counter},
 *       and {@code plain_apdu} if the keys are given
 *   <li>{@code structure}: the APDU, decrypted if the keys are given; null if the frames hold no whole one
 *   <li>{@code maker} and {@code values} of a notification: each with {@code obis}, {@code name}, {@code value},
 *       {@code unit} and {@code scale} (told, listed or unknown)
 * </ul>
 */
public final class Frames {
    private static final int DATE_TIME_LENGTH = 12;
    private static final Set<Integer> SHORT_NAME_SERVICES = Set.of(0x05, 0x06, 0x0C, 0x0D, 0x16, 0x18);

    private Frames() {}

    /**
     * Decodes frames.
     *
     * @param bytes one or more frames, from the first byte on; bytes after the last whole frame of HDLC are counted in
     *     {@code ignored_bytes}
     * @param keys what opens ciphered APDUs; without them only the security header is read
     * @return what they say
     * @throws DamagedFrameException if the length or a check sequence of an HDLC frame does not hold
     * @throws WrongKeyException if a key does not open what it should
     * @throws MalformedFrameException if the bytes are no frame, or an authentication tag does not hold
     */
    public static Map<String, Object> decode(byte[] bytes, Optional<Keys> keys) throws MalformedFrameException {
        return decode(bytes, keys, Optional.empty());
    }

    /**
     * Decodes frames of a known sender. A ciphered service names no system title: its association knows it.
     *
     * @param bytes as above
     * @param keys as above
     * @param sender system title of who closed the APDUs that name none, 8 bytes; empty if it is not known
     * @return what they say
     * @throws DamagedFrameException as above
     * @throws WrongKeyException as above
     * @throws MalformedFrameException as above
     */
    public static Map<String, Object> decode(byte[] bytes, Optional<Keys> keys, Optional<byte[]> sender)
            throws MalformedFrameException {
        if (bytes.length == 0) {
            throw new MalformedFrameException(0, "a frame", "nothing");
        }
        Map<String, Object> result = new LinkedHashMap<>();
        int first = bytes[0] & 0xFF;
        if (first == HdlcFrame.FLAG) {
            hdlc(bytes, keys, sender, result);
        } else if (first == MbusTransport.START) {
            result.put("framing", "mbus");
            apdus(MbusTransport.join(bytes).map(List::of).orElse(List.of()), keys, sender, result);
        } else if (startsWithLlc(bytes)) {
            result.put("framing", "llc");
            apdus(List.of(Arrays.copyOfRange(bytes, 3, bytes.length)), keys, sender, result);
        } else if (first == 0 && bytes.length > 1 && bytes[1] == 1) {
            wrapper(bytes, keys, sender, result);
        } else if (bytes.length == DATE_TIME_LENGTH && first >= 0x07 && first <= 0x08) {
            result.put("framing", "date-time");
            result.put(
                    "datetime",
                    CosemDateTime.decode(bytes)
                            .map(CosemDateTime::toString)
                            .orElseThrow(() -> new MalformedFrameException(0, "a date and time", "wildcards")));
        } else if (isData(bytes)) {
            result.put("framing", "data");
            Bytes in = new Bytes(bytes);
            Data data = Axdr.read(in);
            in.nothingMore("the value");
            result.put("encrypted", false);
            result.put("structure", ApduTree.plain(data));
        } else {
            result.put("framing", "apdu");
            apdus(List.of(bytes), keys, sender, result);
        }
        return result;
    }

    /**
     * Opens the text of a closed APDU whose header was told apart from it.
     *
     * @param payload ciphertext, and the tag if the security control byte says so
     * @param keys what opens it
     * @param systemTitle of the sender, 8 bytes
     * @param control security control byte
     * @param counter invocation counter
     * @return the plain APDU
     * @throws WrongKeyException if a key does not fit
     * @throws MalformedFrameException if the tag does not hold
     */
    public static byte[] open(byte[] payload, Keys keys, byte[] systemTitle, int control, long counter)
            throws MalformedFrameException {
        return Ciphering.open(keys, systemTitle, control, counter, payload);
    }

    /** A bare value: of a type whose tag is that of no APDU, or an array, which an InitiateRequest cannot be. */
    private static boolean isData(byte[] bytes) {
        int tag = bytes[0] & 0xFF;
        if (tag == DataType.ARRAY.tag()) {
            try {
                Bytes in = new Bytes(bytes);
                Axdr.read(in);
                return in.atEnd();
            } catch (MalformedFrameException e) {
                return false;
            }
        }
        if (tag == 0x16) {
            return bytes.length == 2; // an enumeration has one byte, an UnconfirmedWrite more
        }
        return DataType.ofTag(tag).isPresent() && !SHORT_NAME_SERVICES.contains(tag) && tag != Notification.DATA;
    }

    private static void wrapper(byte[] bytes, Optional<Keys> keys, Optional<byte[]> sender, Map<String, Object> result)
            throws MalformedFrameException {
        WrapperFrame frame = WrapperFrame.decode(bytes);
        result.put("framing", "wrapper");
        result.put("version", 1);
        result.put("source_wport", frame.source());
        result.put("destination_wport", frame.destination());
        result.put("length", frame.apdu().length);
        apdus(List.of(frame.apdu()), keys, sender, result);
    }

    private static void hdlc(byte[] bytes, Optional<Keys> keys, Optional<byte[]> sender, Map<String, Object> result)
            throws MalformedFrameException {
        List<HdlcFrame> frames = new ArrayList<>();
        int from = 0;
        while (from < bytes.length && bytes[from] == HdlcFrame.FLAG) {
            byte[] rest = Arrays.copyOfRange(bytes, from, bytes.length);
            int end = HdlcFrame.FRAMING.end(rest, rest.length);
            if (end < 0) {
                if (frames.isEmpty() || rest.length > 1 && isHeader(rest, 1)) {
                    throw new DamagedFrameException(bytes.length, "a whole HDLC frame", "the end");
                }
                break;
            }
            if (allFlags(rest, end)) {
                from += end;
                continue;
            }
            frames.add(HdlcFrame.decode(Arrays.copyOf(rest, end)));
            boolean sharedFlag = from + end < bytes.length && bytes[from + end] != HdlcFrame.FLAG;
            from += sharedFlag && isHeader(bytes, from + end) ? end - 1 : end;
        }
        if (frames.isEmpty()) {
            throw new DamagedFrameException(bytes.length, "an HDLC frame", "flags only");
        }
        HdlcFrame first = frames.get(0);
        result.put("framing", "hdlc");
        describe(first, result);
        result.put("length_ok", true);
        result.put("hcs_ok", true);
        result.put("fcs_ok", true);
        if (frames.size() > 1) {
            result.put("frames", frames.size());
        }
        if (from < bytes.length) {
            result.put("ignored_bytes", bytes.length - from);
        }
        apdus(informations(frames), keys, sender, result);
    }

    private static boolean allFlags(byte[] bytes, int end) {
        for (int index = 0; index < end; index++) {
            if (bytes[index] != HdlcFrame.FLAG) {
                return false;
            }
        }
        return true;
    }

    /** Two frames may share a flag; the format field of the second then follows at once. */
    private static boolean isHeader(byte[] bytes, int at) {
        return (bytes[at] & 0xF0) == 0xA0;
    }

    private static void describe(HdlcFrame frame, Map<String, Object> result) {
        String name = "control " + Bytes.hex(frame.control());
        if (frame.isInformation()) {
            name = "I";
        } else if (frame.isReceiveReady()) {
            name = "RR";
        } else if (frame.isReceiveNotReady()) {
            name = "RNR";
        } else {
            Map<Integer, String> names = Map.of(
                    HdlcFrame.SNRM, "SNRM",
                    HdlcFrame.UA, "UA",
                    HdlcFrame.DISC, "DISC",
                    HdlcFrame.DM, "DM",
                    HdlcFrame.FRMR, "FRMR",
                    HdlcFrame.UI, "UI");
            for (Map.Entry<Integer, String> known : names.entrySet()) {
                name = frame.is(known.getKey()) ? known.getValue() : name;
            }
        }
        result.put("frame", name);
        result.put("control", Bytes.hex(frame.control()));
        if (frame.isInformation()) {
            result.put("send_seq", frame.sendSequence());
            result.put("receive_seq", frame.receiveSequence());
        } else if (name.equals("RR") || name.equals("RNR")) {
            result.put("receive_seq", frame.receiveSequence());
        }
        result.put("final", frame.isFinal());
        result.put("segmented", frame.segmented());
        boolean fromClient = fromClient(frame, name);
        HdlcAddress server = fromClient ? frame.destination() : frame.source();
        HdlcAddress client = fromClient ? frame.source() : frame.destination();
        result.put("server_logical", server.logical());
        result.put("server_physical", server.physical());
        result.put("client", client.size() == 1 ? client.logical() : client.logical() << 7 | client.physical());
        if (frame.information().length > 0) {
            result.put("payload", Bytes.hex(frame.information()));
        }
        parameters(frame, name, result);
    }

    /**
     * Commands come from clients, responses from servers, and LLC says it of an APDU. In between, the longer address is
     * that of the server: a client has one of one byte.
     */
    private static boolean fromClient(HdlcFrame frame, String name) {
        byte[] information = frame.information();
        if (name.equals("SNRM") || name.equals("DISC")) {
            return true;
        }
        if (name.equals("UA") || name.equals("DM") || name.equals("FRMR") || name.equals("UI")) {
            return false;
        }
        if (startsWithLlc(information)) {
            return information[1] == (byte) 0xE6;
        }
        return frame.destination().size() > frame.source().size();
    }

    /** What the two sides offer each other (IEC 62056-46, 6.4.4.4.3.2), if the frame says it. */
    private static void parameters(HdlcFrame frame, String name, Map<String, Object> result) {
        if (!name.equals("SNRM") && !name.equals("UA") || frame.information().length == 0) {
            return;
        }
        try {
            HdlcParameters offered = HdlcParameters.decode(frame.information());
            result.put("max_information_transmit", offered.transmit());
            result.put("max_information_receive", offered.receive());
            result.put("window_receive", offered.window());
        } catch (MalformedFrameException e) {
            // user data of the connection, which no standard defines; they stand in the payload
        }
    }

    /** Joins segments; an APDU whose last segment is missing is left out. */
    private static List<byte[]> informations(List<HdlcFrame> frames) {
        List<byte[]> apdus = new ArrayList<>();
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (HdlcFrame frame : frames) {
            if (!frame.isInformation() && !frame.is(HdlcFrame.UI)) {
                continue; // the parameters of SNRM and UA are no APDU
            }
            joined.writeBytes(frame.information());
            if (!frame.segmented()) {
                byte[] whole = joined.toByteArray();
                if (whole.length > 0) {
                    apdus.add(startsWithLlc(whole) ? Arrays.copyOfRange(whole, 3, whole.length) : whole);
                }
                joined.reset();
            }
        }
        return apdus;
    }

    private static void apdus(
            List<byte[]> apdus, Optional<Keys> keys, Optional<byte[]> sender, Map<String, Object> result)
            throws MalformedFrameException {
        List<byte[]> whole = apdus;
        if (!apdus.isEmpty()
                && apdus.stream().allMatch(apdu -> apdu.length > 0 && apdu[0] == (byte) GeneralBlock.TAG)) {
            whole = GeneralBlock.join(apdus).map(List::of).orElse(apdus);
        }
        ApduTree tree = new ApduTree(keys, sender);
        List<Object> structures = new ArrayList<>();
        for (byte[] apdu : whole) {
            structures.add(tree.read(apdu));
        }
        result.putAll(tree.header());
        result.put("structure", structures.isEmpty() ? null : structures.get(0));
        if (structures.size() > 1) {
            result.put("structures", structures);
        }
        values(tree, result);
    }

    private static void values(ApduTree tree, Map<String, Object> result) throws MalformedFrameException {
        Optional<byte[]> title = Optional.ofNullable((String) tree.header().get("system_title"))
                .map(digits -> HexFormat.of().parseHex(digits));
        List<Object> values = new ArrayList<>();
        for (Notification notification : tree.notifications()) {
            PushList.Named named = PushList.of(notification, title);
            named.maker().ifPresent(maker -> result.put("maker", maker));
            for (PushedValue value : named.values()) {
                values.add(described(value));
            }
        }
        if (!values.isEmpty()) {
            result.put("values", values);
        }
    }

    private static Map<String, Object> described(PushedValue value) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("obis", value.object().dotted());
        one.put("name", value.name());
        if (value.attribute() != 2) {
            one.put("attribute", value.attribute());
        }
        Answer answer = value.answer();
        if (answer instanceof Answer.Measured measured) {
            one.put("value", measured.quantity().value());
            one.put("unit", measured.quantity().unit().symbol());
            one.put("scale", value.scale().name().toLowerCase(Locale.ROOT));
        } else if (answer instanceof Answer.Text text) {
            one.put("value", text.text());
        } else if (answer instanceof Answer.Moment moment) {
            one.put("value", moment.time().numeric());
        } else if (answer instanceof Answer.Raw raw) {
            one.put("value", Map.of("octets", Bytes.hex(raw.bytes())));
        } else {
            one.put("value", null);
        }
        return one;
    }

    private static boolean startsWithLlc(byte[] bytes) {
        return bytes.length > 3
                && bytes[0] == (byte) 0xE6
                && (bytes[1] == (byte) 0xE6 || bytes[1] == (byte) 0xE7)
                && bytes[2] == 0;
    }
}
