package org.metergate.mbus;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.metergate.model.Quality;
import org.metergate.model.frames.DecodedFrame;
import org.metergate.model.frames.Fault;
import org.metergate.model.frames.FrameValue;
import org.metergate.model.frames.Layer;
import org.metergate.transport.MalformedFrameException;

/** Answers of meters for a person to read. */
final class DecodedAnswers {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final HexFormat SPACED = HexFormat.ofDelimiter(" ").withUpperCase();
    private static final int AES_128 = 16;
    private static final int DES = 8;

    /** Gives an answer. */
    @FunctionalInterface
    interface Source {
        Answer answer() throws MalformedFrameException;
    }

    private DecodedAnswers() {}

    static Keys keys(Optional<byte[]> key) {
        return key.map(Keys::always).orElse(Keys.NONE);
    }

    static DecodedFrame of(List<Layer> below, Source source, byte[] frame, Optional<byte[]> key)
            throws MalformedFrameException {
        int length = key.map(bytes -> bytes.length).orElse(AES_128);
        if (length != AES_128 && length != DES) {
            return DecodedFrame.wrong(
                    below, Fault.wrongKey(-1, "a key of 16 bytes, or of 8 for DES", "one of " + length + " bytes"));
        }
        try {
            return of(below, source.answer());
        } catch (WrongKeyException e) {
            return DecodedFrame.wrong(below, Fault.wrongKey(e.offset(), e.expected(), e.found()));
        }
    }

    static DecodedFrame wrong(List<Layer> layers, MalformedFrameException e, byte[] frame) {
        return DecodedFrame.wrong(layers, Fault.malformed(e.offset(), frame.length, e.expected(), e.found()));
    }

    /** The fields that tell who sent it. */
    static void sender(Header header, List<Layer.Field> fields) {
        fields.add(Layer.field("identification", header.id()));
        if (!header.manufacturer().isEmpty()) {
            fields.add(Layer.field("manufacturer", header.manufacturer()));
        }
        if (header.version() >= 0) {
            fields.add(Layer.field("version", header.version()));
        }
        fields.add(Layer.field("medium", header.medium().text()));
    }

    private static DecodedFrame of(List<Layer> below, Answer answer) {
        List<Layer> layers = new ArrayList<>(below);
        List<Layer.Field> fields = new ArrayList<>();
        List<FrameValue> values = new ArrayList<>();
        Optional<Fault> fault = Optional.empty();
        if (answer instanceof Answer.Telegram telegram) {
            fields.add(Layer.field("CI field", HEX.toHexDigits((byte) telegram.ci())));
            fields.add(Layer.field(
                    "structure",
                    telegram.structure().name().toLowerCase(Locale.ROOT).replace('_', ' ')));
            header(telegram.header(), telegram.structure() == Answer.Structure.FIXED, fields);
            telegram.records().forEach(record -> values.add(value(record)));
            if (telegram.manufacturerData().length > 0) {
                fields.add(Layer.field("data of the manufacturer", SPACED.formatHex(telegram.manufacturerData())));
            }
            if (telegram.moreRecordsFollow()) {
                fields.add(Layer.field("more records follow", "in the next telegram"));
            }
            if (!telegram.damage().isEmpty()) {
                fields.add(Layer.field("left unfinished by the meter", telegram.damage()));
            }
        } else if (answer instanceof Answer.ApplicationError error) {
            fields.add(Layer.field("the meter reports an error", error.code() + ", " + error.text()));
        } else if (answer instanceof Answer.Alarm alarm) {
            header(alarm.header(), false, fields);
            fields.add(Layer.field("alarm", HEX.toHexDigits((byte) alarm.code())));
        } else if (answer instanceof Answer.Encrypted encrypted) {
            header(encrypted.header(), false, fields);
            fields.add(Layer.field("security mode", encrypted.mode()));
            fault = Optional.of(Fault.encrypted(
                    "security mode " + encrypted.mode() + ", " + encrypted.modeText(),
                    encrypted.mode() == 0 || encrypted.opensWithAKey()));
        } else if (answer instanceof Answer.Format format) {
            header(format.header(), false, fields);
            fields.add(Layer.field("format of compact frames", String.format("%04X", format.signature())));
        } else if (answer instanceof Answer.Fragment fragment) {
            header(fragment.header(), false, fields);
            fields.add(Layer.field("fragment", fragment.number() + (fragment.last() ? ", the last" : ", more follow")));
        } else if (answer instanceof Answer.Foreign foreign) {
            fields.add(Layer.field("CI field", HEX.toHexDigits((byte) foreign.ci())));
            header(foreign.header(), false, fields);
            fields.add(Layer.field("carries", foreign.protocol()));
            fields.add(Layer.field("data", SPACED.formatHex(foreign.data())));
        }
        layers.add(new Layer("application layer", "EN 13757-3", fields));
        return new DecodedFrame(layers, values, fault);
    }

    private static void header(Header header, boolean fixed, List<Layer.Field> fields) {
        if (!header.id().isEmpty()) {
            sender(header, fields);
            fields.add(Layer.field("access number", header.access()));
            String status = HEX.toHexDigits((byte) header.status());
            List<String> texts = fixed ? List.of() : header.state().texts();
            fields.add(Layer.field("status", texts.isEmpty() ? status : status + ", " + String.join(", ", texts)));
        }
    }

    private static FrameValue value(DataRecord record) {
        List<String> address = new ArrayList<>();
        address.add(record.function().text());
        if (record.storage() > 0) {
            address.add("storage " + record.storage());
        }
        if (record.tariff() > 0) {
            address.add("tariff " + record.tariff());
        }
        if (record.subunit() > 0) {
            address.add("subunit " + record.subunit());
        }
        String note = record.content() instanceof Content.Invalid invalid
                ? invalid.reason()
                : String.join(", ", record.meaning().qualifiers());
        return new FrameValue(
                record.quantity(),
                String.join(", ", address),
                record.value(),
                record.valueText(),
                record.unit().equals("-") ? "" : record.unit(),
                record.quality() == Quality.GOOD ? Quality.GOOD : Quality.CORRUPT,
                note);
    }
}
