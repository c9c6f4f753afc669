package org.metergate.driver.dlms;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.metergate.dlms.CosemAttribute;
import org.metergate.dlms.DataType;
import org.metergate.dlms.ObisDictionary;
import org.metergate.driver.channels.ChannelKind;
import org.metergate.driver.channels.ChannelSetting;
import org.metergate.driver.channels.Conversion;
import org.metergate.model.ObisCode;
import org.metergate.settings.Properties;

/**
 * What a channel wants.
 *
 * @param kind what it tells
 * @param attribute of the object; empty for a channel of the whole meter
 * @param whole whether the object was written with medium and channel, so that no other is meant
 * @param index which element of structures, from 1, outermost first; empty for the value itself
 * @param profile load profile or log that the object is a column of; empty if it is asked for itself
 * @param time which time its values carry
 * @param writing whether and how it may change something
 * @param conversion into the unit wanted
 */
record DlmsChannel(
        ChannelKind kind,
        Optional<CosemAttribute> attribute,
        boolean whole,
        List<Integer> index,
        Optional<ObisCode> profile,
        Time time,
        Writing writing,
        Conversion conversion) {

    /** The settings of a channel that are wrong. */
    static final class InvalidException extends Exception {
        private static final long serialVersionUID = 1L;

        InvalidException(String message) {
            super(message);
        }
    }

    /** Which time a value carries. */
    enum Time {
        /** That of the meter's clock in the same answer. */
        CLOCK("The meter's clock"),
        /** When the meter captured it. */
        CAPTURE("When it was captured (classes 4 and 5)");

        private final String label;

        Time(String label) {
            this.label = label;
        }
    }

    /**
     * Whether and how a channel may change something.
     *
     * @param way of doing it
     * @param method that is invoked, 1 to 127
     * @param type of the data that is sent; empty takes the one that the meter has
     */
    record Writing(Way way, int method, Optional<DataType> type) {
        /** Ways to change something. */
        enum Way {
            /** It may not. */
            NO("No"),
            /** The attribute is written. */
            SET("SET: write the attribute"),
            /** A method is invoked, with the value as its parameter. */
            ACTION("ACTION: invoke the method"),
            /** True reconnects, false disconnects. */
            DISCONNECT_CONTROL("Disconnect (false) and reconnect (true)");

            private final String label;

            Way(String label) {
                this.label = label;
            }
        }
    }

    private static final int REGISTER = 3;
    private static final int EXTENDED_REGISTER = 4;
    private static final int DEMAND_REGISTER = 5;
    private static final int DISCONNECT_CONTROL = 70;
    private static final String EXAMPLE = "1-0:1.8.0*255";

    /** The columns of the channel table. */
    static final List<ChannelSetting> SETTINGS = settings();

    private static List<ChannelSetting> settings() {
        List<ChannelSetting> settings = new ArrayList<>(List.of(
                ChannelSetting.optional( // a channel of the whole meter has none
                        "object",
                        "Object",
                        "OBIS code such as 1-0:1.8.0*255 or 1.8.0, or a name such as active_power_import_total",
                        EXAMPLE),
                ChannelKind.setting(),
                ChannelSetting.optional(
                        "class",
                        "Class",
                        "Interface class: 1 data, 3 register, 4 extended register, 5 demand register, 8 clock, 70 disconnect"
                                + " control; empty for the usual one of the object, mostly 3",
                        ""),
                ChannelSetting.optional("attribute", "Attribute", "Attribute of the object; 2 is the value", "2"),
                ChannelSetting.optional(
                        "index",
                        "Element",
                        "Which element of a structure, from 1, such as 2 or 2.3; empty for the value itself",
                        "")));
        settings.addAll(Conversion.settings());
        settings.addAll(List.of(
                ChannelSetting.optional(
                        "profile",
                        "Profile",
                        "Load profile or log that the object is a column of, 1-0:99.1.0*255; listened: every new row",
                        ""),
                ChannelSetting.choice("time", "Time", "Which time the value carries", Time.CLOCK, time -> time.label),
                ChannelSetting.choice(
                        "write",
                        "Write",
                        "What writing the channel does; without it nothing is ever written",
                        Writing.Way.NO,
                        way -> way.label),
                ChannelSetting.optional("method", "Method", "ACTION: number of the method, 1 to 127", "1"),
                ChannelSetting.optional(
                        "data.type",
                        "Data type",
                        "Type of the data written, such as UNSIGNED or OCTET_STRING; empty for the meter's",
                        "")));
        return List.copyOf(settings);
    }

    /**
     * Reads the settings of a channel.
     *
     * @param config as the gateway gives them
     * @return the channel
     * @throws InvalidException naming every wrong setting and what would be right
     */
    static DlmsChannel of(Map<String, Object> config) throws InvalidException {
        Properties properties = new Properties(config);
        ChannelKind kind = ChannelKind.of(properties);
        String written = properties.text("object", "");
        if (kind == ChannelKind.VALUE && written.isEmpty()) {
            properties.note("object", "is missing; expected an OBIS code such as " + EXAMPLE);
        }
        boolean ofObject = kind == ChannelKind.VALUE || kind == ChannelKind.QUALITY;
        Optional<ObisCode> object = written.isEmpty() || !ofObject
                ? Optional.empty()
                : properties.parsed("object", null, DlmsChannel::code);
        int classId =
                properties.integer("class", object.map(DlmsChannel::usualClass).orElse(REGISTER), 0, 0xFFFF);
        int attribute = properties.integer("attribute", 2, 1, 127);
        List<Integer> index = properties.parsed("index", "", DlmsChannel::path).orElse(List.of());
        Optional<ObisCode> profile = properties.text("profile", "").isEmpty()
                ? Optional.empty()
                : properties.parsed("profile", null, DlmsChannel::code);
        Writing writing = writing(properties, classId);
        DlmsChannel channel = new DlmsChannel(
                kind,
                object.map(code -> new CosemAttribute(classId, code, attribute)),
                written.contains("-"),
                index,
                profile,
                properties.choice("time", Time.CLOCK),
                writing,
                Conversion.from(properties));
        if (channel.time == Time.CAPTURE && classId != EXTENDED_REGISTER && classId != DEMAND_REGISTER) {
            properties.note("time", "is CAPTURE; only objects of class 4 and 5 tell when they were captured");
        }
        if (!properties.problems().isEmpty()) {
            throw new InvalidException(properties.problems().stream()
                    .map(Properties.Problem::toString)
                    .collect(Collectors.joining("; ")));
        }
        return channel;
    }

    private static Writing writing(Properties properties, int classId) {
        Writing.Way way = properties.choice("write", Writing.Way.NO);
        if (way == Writing.Way.DISCONNECT_CONTROL && classId != DISCONNECT_CONTROL) {
            properties.note("write", "is DISCONNECT_CONTROL; only objects of class 70 are disconnected");
        }
        return new Writing(
                way,
                properties.integer("method", 1, 1, 127),
                properties.text("data.type", "").isEmpty()
                        ? Optional.empty()
                        : Optional.of(properties.choice("data.type", DataType.OCTET_STRING)));
    }

    private static ObisCode code(String text) {
        Optional<ObisCode> named = ObisDictionary.code(text);
        if (named.isEmpty() && text.matches("[a-z]\\w{3,}")) {
            throw new IllegalArgumentException("'" + text + "' is no name of the dictionary and no OBIS code; expected"
                    + " a form like 1-0:1.8.0*255 or a name like active_power_import_total");
        }
        return named.orElseGet(() -> ObisCode.parse(text));
    }

    /** The class that an object has in nearly every meter; those of the dictionary that are no registers. */
    private static int usualClass(ObisCode object) {
        return switch (ObisDictionary.name(object)) {
            case "meter_datetime" -> 8;
            case "meter_id",
                    "meter_type",
                    "firmware_version",
                    "logical_device_name",
                    "active_tariff",
                    "invocation_counter",
                    "error_register",
                    "list_ver_id" -> 1;
            case "disconnect_control" -> DISCONNECT_CONTROL;
            case "limiter" -> 71;
            case "push_setup" -> 40;
            case "load_profile_1", "load_profile_2", "billing_profile", "event_log" -> 7;
            default -> REGISTER;
        };
    }

    private static List<Integer> path(String text) {
        if (text.isEmpty() || text.equals("0")) {
            return List.of();
        }
        if (!text.matches("[1-9]\\d{0,3}(\\.[1-9]\\d{0,3}){0,7}")) {
            throw new IllegalArgumentException("is '" + text + "'; expected an element such as 2 or 2.3");
        }
        return Arrays.stream(text.split("\\.")).map(Integer::valueOf).toList();
    }

    /** @return the attribute that is asked for by itself; empty if a profile or the meter as a whole is */
    Optional<CosemAttribute> asked() {
        return profile.isPresent() ? Optional.empty() : attribute;
    }

    /** @return the attribute that tells when the value was captured; empty if the meter's clock is wanted */
    Optional<CosemAttribute> capture() {
        return time == Time.CLOCK || profile.isPresent()
                ? Optional.empty()
                : attribute.map(value -> new CosemAttribute(
                        value.classId(), value.object(), value.classId() == EXTENDED_REGISTER ? 5 : 6));
    }

    /** @return whether the value of an object is meant that was pushed so */
    boolean means(ObisCode pushed, int pushedAttribute) {
        return attribute.isPresent()
                && profile.isEmpty()
                && attribute.get().attribute() == pushedAttribute
                && (attribute.get().object().equals(pushed)
                        || !whole && quantity(attribute.get().object()).equals(quantity(pushed)));
    }

    private static List<Integer> quantity(ObisCode code) {
        return List.of(code.medium(), code.quantity(), code.processing(), code.tariff());
    }
}
