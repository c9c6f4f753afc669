package org.metergate.driver.dlms;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.eclipse.kura.channel.ChannelFlag;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.channel.ChannelStatus;
import org.eclipse.kura.type.TypedValue;
import org.eclipse.kura.type.TypedValues;
import org.metergate.dlms.Answer;
import org.metergate.dlms.CosemAttribute;
import org.metergate.dlms.CosemDateTime;
import org.metergate.dlms.CosemMethod;
import org.metergate.dlms.Data;
import org.metergate.dlms.DataType;
import org.metergate.dlms.DlmsSession;
import org.metergate.dlms.DlmsSession.Fetched;
import org.metergate.driver.channels.ChannelKind;
import org.metergate.driver.channels.Conversion;
import org.metergate.driver.channels.Diagnosis;
import org.metergate.driver.channels.Records;
import org.metergate.transport.LineException;
import org.metergate.transport.MalformedFrameException;

/** Writes channels whose settings say that they may be written, and has it in the audit. Any thread may call. */
final class Writes {
    private static final int CLOCK = 8;
    /** Associations and security setup: what is written there may be a secret. */
    private static final Set<Integer> SECRET_CLASSES = Set.of(12, 15, 64);

    private final DlmsDriverSettings settings;
    private final PolledMeter meter;
    private final Clock clock;
    private final Audit audit;

    /**
     * @param settings of the meter
     * @param meter that is written to
     * @param clock of the gateway
     * @param audit is told what was done
     */
    Writes(DlmsDriverSettings settings, PolledMeter meter, Clock clock, Audit audit) {
        this.settings = settings;
        this.meter = meter;
        this.clock = clock;
        this.audit = audit;
    }

    /** What the meter did not do, and why. */
    private static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    /**
     * Writes one record and puts into it what came of that.
     *
     * @param record with a value
     */
    void write(ChannelRecord record) {
        String who = "channel " + record.getChannelName();
        String what = "";
        try {
            DlmsChannel channel = checked(record);
            CosemAttribute attribute = channel.attribute().orElseThrow();
            what = channel.writing().way() + " " + attribute.object() + " to " + shown(record.getValue(), attribute);
            String result = done(channel, attribute, record.getValue());
            audit.done(who, what, result);
            record.setTimestamp(clock.instant().toEpochMilli());
            record.setChannelStatus(new ChannelStatus(ChannelFlag.SUCCESS));
        } catch (DlmsChannel.InvalidException e) {
            Records.fail(record, who + ": " + e.getMessage(), clock.instant());
        } catch (RefusedException e) {
            fail(record, who, what, e.getMessage());
        } catch (LineException e) {
            fail(record, who, what, meter.why(e).sentence());
        } catch (MalformedFrameException e) {
            fail(record, who, what, meter.why(e).sentence());
        }
    }

    private void fail(ChannelRecord record, String who, String what, String why) {
        audit.done(who, what, "failed, " + why);
        Records.fail(record, settings.name() + ": not written: " + why, clock.instant());
    }

    private static String shown(TypedValue<?> value, CosemAttribute attribute) {
        Object content = value.getValue();
        return SECRET_CLASSES.contains(attribute.classId()) || content instanceof byte[]
                ? "(not shown)"
                : String.valueOf(content);
    }

    private DlmsChannel checked(ChannelRecord record) throws DlmsChannel.InvalidException {
        DlmsChannel channel = DlmsChannel.of(record.getChannelConfig());
        if (settings.push().alone()) {
            throw new DlmsChannel.InvalidException("this meter sends by itself and takes nothing");
        }
        if (channel.writing().way() == DlmsChannel.Writing.Way.NO
                || channel.kind() != ChannelKind.VALUE
                || channel.profile().isPresent()
                || !channel.index().isEmpty()) {
            throw new DlmsChannel.InvalidException(
                    "is not writable; to allow it, set its column Write to SET, ACTION or"
                            + " DISCONNECT_CONTROL, without profile and element");
        }
        if (!channel.conversion().equals(Conversion.NONE)) {
            throw new DlmsChannel.InvalidException(
                    "has a unit or a factor, and what is written is in the meter's unit; remove both");
        }
        if (record.getValue() == null) {
            throw new DlmsChannel.InvalidException("has no value to write");
        }
        return channel;
    }

    private String done(DlmsChannel channel, CosemAttribute attribute, TypedValue<?> value)
            throws LineException, MalformedFrameException, RefusedException, DlmsChannel.InvalidException {
        return switch (channel.writing().way()) {
            case NO -> throw new IllegalStateException("checked before");
            case SET -> set(attribute, channel, value);
            case ACTION -> invoke(
                    new CosemMethod(
                            attribute.classId(),
                            attribute.object(),
                            channel.writing().method()),
                    parameter(value, channel.writing().type()));
            case DISCONNECT_CONTROL -> invoke(
                    new CosemMethod(attribute.classId(), attribute.object(), isTrue(value) ? 2 : 1),
                    Data.of(DataType.INTEGER, 0));
        };
    }

    private String set(CosemAttribute attribute, DlmsChannel channel, TypedValue<?> value)
            throws LineException, MalformedFrameException, RefusedException, DlmsChannel.InvalidException {
        Optional<DataType> told = channel.writing().type();
        Data data = told.isPresent()
                ? encoded(value, told.get(), attribute)
                : encoded(unscaled(attribute, value), meters(attribute), attribute);
        DlmsSession.Written written = meter.session().write(Map.of(attribute, data));
        if (written.refusal().isPresent()) {
            throw new RefusedException(
                    meter.diagnosis().of(written.refusal().get()).sentence());
        }
        return outcome(written.results().get(0).words());
    }

    private String invoke(CosemMethod method, Data parameter)
            throws LineException, MalformedFrameException, RefusedException {
        DlmsSession.Invoked invoked = meter.session().invoke(method, Optional.of(parameter));
        if (invoked.refusal().isPresent()) {
            throw new RefusedException(
                    meter.diagnosis().of(invoked.refusal().get()).sentence());
        }
        return outcome(invoked.result().orElseThrow().words());
    }

    private static String outcome(String words) throws RefusedException {
        if (!words.equals("success")) {
            throw new RefusedException("the meter answers " + words + "; check object, value and client.address");
        }
        return words;
    }

    /** The type that the attribute has now. */
    private DataType meters(CosemAttribute attribute)
            throws LineException, MalformedFrameException, RefusedException, DlmsChannel.InvalidException {
        Fetched fetched = meter.session().fetch(attribute, Optional.empty());
        if (fetched instanceof Fetched.None none) {
            Diagnosis why = meter.diagnosis().of(none.refusal());
            throw new RefusedException("its type cannot be read (" + why.wrong() + "); set data.type");
        }
        DataType type = ((Fetched.Value) fetched).data().type();
        if (type == DataType.NULL_DATA) {
            throw new DlmsChannel.InvalidException("the meter holds no value and so tells no type; set data.type");
        }
        return type;
    }

    /** What is written to a register is in its unit, as it is read. */
    private TypedValue<?> unscaled(CosemAttribute attribute, TypedValue<?> value)
            throws LineException, MalformedFrameException, DlmsChannel.InvalidException {
        boolean number = value.getValue() instanceof Number;
        if (!number
                || !(meter.session().meaning(attribute, Data.of(DataType.LONG, 1)) instanceof Answer.Measured one)
                || one.quantity().value().compareTo(BigDecimal.ONE) == 0) {
            return value;
        }
        try {
            BigDecimal raw = number(value).divide(one.quantity().value());
            return TypedValues.newStringValue(raw.stripTrailingZeros().toPlainString());
        } catch (ArithmeticException e) {
            throw new DlmsChannel.InvalidException(
                    "the value " + value.getValue() + " is finer than the meter's step of " + one.quantity());
        }
    }

    private Data parameter(TypedValue<?> value, Optional<DataType> type) throws DlmsChannel.InvalidException {
        if (type.isPresent()) {
            return encoded(value, type.get(), CosemAttribute.CLOCK);
        }
        Object content = value.getValue();
        return content instanceof String || content instanceof byte[]
                ? encoded(value, DataType.OCTET_STRING, CosemAttribute.CLOCK)
                : encoded(value, DataType.INTEGER, CosemAttribute.CLOCK);
    }

    private Data encoded(TypedValue<?> value, DataType type, CosemAttribute attribute)
            throws DlmsChannel.InvalidException {
        return switch (type) {
            case BOOLEAN -> new Data.Bool(isTrue(value));
            case INTEGER -> whole(value, type, 8, true);
            case UNSIGNED -> whole(value, type, 8, false);
            case LONG -> whole(value, type, 16, true);
            case LONG_UNSIGNED -> whole(value, type, 16, false);
            case DOUBLE_LONG -> whole(value, type, 32, true);
            case DOUBLE_LONG_UNSIGNED -> whole(value, type, 32, false);
            case LONG64 -> whole(value, type, 64, true);
            case LONG64_UNSIGNED -> whole(value, type, 64, false);
            case FLOAT32, FLOAT64 -> new Data.Numeric(type, number(value));
            case ENUM, BCD -> new Data.Code(
                    type,
                    ((Data.Numeric) whole(value, DataType.UNSIGNED, 8, false))
                            .value()
                            .intValue());
            case VISIBLE_STRING, UTF8_STRING -> new Data.Text(type, String.valueOf(value.getValue()));
            case OCTET_STRING -> new Data.Octets(type, octets(value, attribute));
            case DATE_TIME -> new Data.Octets(type, time(value));
            case NULL_DATA, ARRAY, STRUCTURE, COMPACT_ARRAY, BIT_STRING, DATE, TIME -> throw new DlmsChannel
                    .InvalidException("a value of type " + type + " cannot be written from a channel");
        };
    }

    private byte[] octets(TypedValue<?> value, CosemAttribute attribute) throws DlmsChannel.InvalidException {
        Object content = value.getValue();
        if (content instanceof byte[] bytes) {
            return bytes;
        }
        if (attribute.classId() == CLOCK && attribute.attribute() == 2 && isTime(content)) {
            return time(value);
        }
        String text = String.valueOf(content);
        return text.matches("0x([0-9A-Fa-f]{2})+")
                ? HexFormat.of().parseHex(text.substring(2))
                : text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean isTime(Object content) {
        return content instanceof Long || content instanceof String text && text.matches("\\d{4}-\\d\\d-\\d\\dT.*");
    }

    /** Milliseconds since 1970, or ISO text with an offset; sent in the zone of the meter's clock. */
    private byte[] time(TypedValue<?> value) throws DlmsChannel.InvalidException {
        try {
            Instant moment = value.getValue() instanceof Long millis
                    ? Instant.ofEpochMilli(millis)
                    : OffsetDateTime.parse(String.valueOf(value.getValue())).toInstant();
            ZoneId zone = settings.clock().zone();
            ZoneOffset offset = zone.getRules().getOffset(moment);
            int status = zone.getRules().isDaylightSavings(moment) ? 0x80 : 0;
            return new CosemDateTime(
                            LocalDateTime.ofInstant(moment, offset),
                            OptionalInt.of(-offset.getTotalSeconds() / 60),
                            status)
                    .encode();
        } catch (DateTimeException e) {
            throw new DlmsChannel.InvalidException("the value '" + value.getValue()
                    + "' is no time; expected milliseconds since 1970 or a text such as 2026-11-28T12:00:00Z");
        }
    }

    private static Data whole(TypedValue<?> value, DataType type, int bits, boolean signed)
            throws DlmsChannel.InvalidException {
        BigInteger least = signed ? BigInteger.ONE.shiftLeft(bits - 1).negate() : BigInteger.ZERO;
        BigInteger most = BigInteger.ONE.shiftLeft(signed ? bits - 1 : bits).subtract(BigInteger.ONE);
        try {
            BigInteger number = number(value).toBigIntegerExact();
            if (number.compareTo(least) >= 0 && number.compareTo(most) <= 0) {
                return new Data.Numeric(type, new BigDecimal(number));
            }
        } catch (ArithmeticException e) {
            // falls to the complaint below
        }
        throw new DlmsChannel.InvalidException("the value " + value.getValue() + " does not fit the meter's type "
                + type + ", a whole number from " + least + " to " + most);
    }

    private static BigDecimal number(TypedValue<?> value) throws DlmsChannel.InvalidException {
        Object content = value.getValue();
        if (content instanceof Boolean flag) {
            return flag ? BigDecimal.ONE : BigDecimal.ZERO;
        }
        try {
            return new BigDecimal(String.valueOf(content).strip());
        } catch (NumberFormatException e) {
            throw new DlmsChannel.InvalidException("the value '" + content + "' is no number");
        }
    }

    private static boolean isTrue(TypedValue<?> value) throws DlmsChannel.InvalidException {
        Object content = value.getValue();
        String text = String.valueOf(content).strip().toLowerCase(Locale.ROOT);
        if (content instanceof Boolean || text.equals("true") || text.equals("false")) {
            return Boolean.parseBoolean(text);
        }
        if (text.matches("[01](\\.0)?")) {
            return text.charAt(0) == '1';
        }
        throw new DlmsChannel.InvalidException("the value '" + content + "' is neither true nor false");
    }
}
