package org.metergate.emulator.workbench;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.HexFormat;
import java.util.Locale;
import org.metergate.mbus.Answer;
import org.metergate.mbus.Content;
import org.metergate.mbus.DataRecord;
import org.metergate.mbus.Formats;
import org.metergate.mbus.Header;
import org.metergate.mbus.Keys;
import org.metergate.mbus.Telegrams;
import org.metergate.mbus.wireless.LinkCrc;
import org.metergate.transport.MalformedFrameException;

/** M-Bus in the key names of mbus-wired/1. */
final class MBusJson {
    private static final int AES_128 = 16;
    private static final int DES = 8;
    /** Status bit of a fixed structure: both counters are those of a fixed date. */
    private static final int STORED_AT_FIXED_DATE = 0x02;

    private static final int SHORTEST_TELEGRAM = 10;

    private MBusJson() {}

    static JsonObject wired(byte[] frame, Format.Keys keys) throws MalformedFrameException, Failure {
        return json("mbus-wired/1", Telegrams.decode(frame, key(keys), Formats.wellKnown()));
    }

    /** With or without the CRCs of the link layer, which are tested if they are there. */
    static JsonObject wireless(byte[] telegram, Format.Keys keys) throws MalformedFrameException, Failure {
        byte[] bare = telegram.length > SHORTEST_TELEGRAM && telegram.length > 1 + (telegram[0] & 0xFF)
                ? LinkCrc.strip(telegram)
                : telegram;
        return json("wmbus/1", Telegrams.decodeWireless(bare, key(keys), Formats.wellKnown()));
    }

    private static Keys key(Format.Keys keys) throws Failure {
        int length = keys.encryption().map(key -> key.length).orElse(AES_128);
        if (length != AES_128 && length != DES) {
            throw new Failure(
                    Failure.Kind.USAGE,
                    "--key has " + length + " bytes; M-Bus takes AES-128 keys of 16, or DES keys of 8");
        }
        return keys.encryption().map(Keys::always).orElse(Keys.NONE);
    }

    private static JsonObject json(String schema, Answer answer) throws Failure {
        JsonObject json = new JsonObject();
        json.addProperty("schema", schema);
        if (answer instanceof Answer.Encrypted encrypted) {
            throw new Failure(
                            Failure.Kind.ENCRYPTED,
                            "the data are encrypted (security mode " + encrypted.mode() + ", " + encrypted.modeText()
                                    + ")"
                                    + (encrypted.mode() == 0 || encrypted.opensWithAKey()
                                            ? "; give a key with --key"
                                            : "; it cannot be opened here"))
                    .with("header", header(encrypted.header(), false))
                    .with("security_mode", Json.of(encrypted.mode()));
        }
        if (answer instanceof Answer.ApplicationError error) {
            JsonObject detail = new JsonObject();
            detail.addProperty("code", error.code());
            detail.addProperty("text", error.text());
            json.addProperty("ci", "70");
            json.add("application_error", detail);
        } else if (answer instanceof Answer.Telegram telegram) {
            boolean fixed = telegram.structure() == Answer.Structure.FIXED;
            json.addProperty("ci", String.format("%02X", telegram.ci()));
            json.addProperty(
                    "structure",
                    telegram.structure().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            json.add("header", header(telegram.header(), fixed));
            JsonArray records = new JsonArray();
            boolean stored = (telegram.header().status() & STORED_AT_FIXED_DATE) != 0;
            telegram.records().forEach(record -> records.add(record(record, fixed, stored)));
            json.add("records", records);
            if (telegram.manufacturerData().length > 0) {
                json.addProperty(
                        "manufacturer_data", HexFormat.of().withUpperCase().formatHex(telegram.manufacturerData()));
            }
            json.addProperty("more_records_follow", telegram.moreRecordsFollow());
            if (!telegram.damage().isEmpty()) {
                json.addProperty("incomplete", telegram.damage());
            }
        } else if (answer instanceof Answer.Alarm alarm) {
            json.add("header", header(alarm.header(), false));
            json.addProperty("alarm", String.format("%02X", alarm.code()));
        } else if (answer instanceof Answer.Format format) {
            json.add("header", header(format.header(), false));
            json.addProperty("format_signature", String.format("%04X", format.signature()));
        } else if (answer instanceof Answer.Fragment fragment) {
            json.add("header", header(fragment.header(), false));
            json.add("fragment", Json.of(fragment.number()));
            json.add("last_fragment", Json.of(fragment.last()));
        } else if (answer instanceof Answer.Foreign foreign) {
            json.addProperty("ci", String.format("%02X", foreign.ci()));
            json.add("header", header(foreign.header(), false));
            json.addProperty("protocol", foreign.protocol());
            json.addProperty("data", HexFormat.of().withUpperCase().formatHex(foreign.data()));
        } else {
            json.add("records", new JsonArray());
            json.addProperty("acknowledged", true);
        }
        return json;
    }

    private static JsonObject header(Header header, boolean fixed) {
        JsonObject json = new JsonObject();
        json.addProperty("id", header.id());
        json.addProperty("manufacturer", header.manufacturer().isEmpty() ? null : header.manufacturer());
        json.add("version", Json.of(header.version() < 0 ? null : header.version()));
        json.addProperty("medium", header.medium().text());
        json.add("access", Json.of(header.access()));
        json.addProperty("status", String.format("%02X", header.status()));
        if (!fixed) {
            json.add("status_texts", Json.of(header.state().texts()));
        }
        json.addProperty("signature", fixed ? null : String.format("%04X", header.signature()));
        json.addProperty("product_name", (String) null);
        return json;
    }

    private static JsonObject record(DataRecord record, boolean fixed, boolean stored) {
        JsonObject json = new JsonObject();
        json.add("index", Json.of(record.index()));
        json.addProperty("function", !fixed ? record.function().text() : stored ? "Stored value" : "Actual value");
        json.add("storage", Json.of(fixed ? null : record.storage()));
        json.add("tariff", Json.of(record.extended() ? record.tariff() : null));
        json.add("subunit", Json.of(record.extended() ? record.subunit() : null));
        json.addProperty("quantity", record.quantity());
        json.addProperty("unit", record.unit());
        json.add("value", Json.of(record.value()));
        json.addProperty("value_text", record.valueText());
        json.addProperty("raw_unit", record.rawUnit());
        json.addProperty("raw_value_text", record.rawValueText());
        if (!record.meaning().qualifiers().isEmpty()) {
            json.add("qualifiers", Json.of(record.meaning().qualifiers()));
        }
        if (record.content() instanceof Content.Invalid invalid) {
            json.addProperty("invalid", invalid.reason());
        }
        return json;
    }
}
