package org.metergate.emulator.workbench;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.metergate.mbus.Answer;
import org.metergate.mbus.Content;
import org.metergate.mbus.DataRecord;
import org.metergate.mbus.Function;
import org.metergate.mbus.Header;
import org.metergate.mbus.Telegrams;
import org.metergate.transport.MalformedFrameException;

/** M-Bus in the key names of mbus-wired/1. */
final class MBusJson {
    private static final int AES_128 = 16;

    private MBusJson() {}

    static JsonObject wired(byte[] frame, Format.Keys keys) throws MalformedFrameException, Failure {
        Optional<byte[]> key = key(keys);
        return json("mbus-wired/1", key.isPresent() ? Telegrams.decode(frame, key.get()) : Telegrams.decode(frame));
    }

    static JsonObject wireless(byte[] telegram, Format.Keys keys) throws MalformedFrameException, Failure {
        return json("wmbus/1", Telegrams.decodeWireless(telegram, key(keys)));
    }

    private static Optional<byte[]> key(Format.Keys keys) throws Failure {
        if (keys.encryption().isPresent() && keys.encryption().get().length != AES_128) {
            throw new Failure(
                    Failure.Kind.USAGE,
                    "--key has " + keys.encryption().get().length + " bytes; M-Bus takes AES-128 keys of 16");
        }
        return keys.encryption();
    }

    private static JsonObject json(String schema, Answer answer) throws Failure {
        JsonObject json = new JsonObject();
        json.addProperty("schema", schema);
        if (answer instanceof Answer.Encrypted encrypted) {
            throw new Failure(
                            Failure.Kind.ENCRYPTED,
                            "the data are encrypted (security mode " + encrypted.mode() + "); give a key with --key")
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
            telegram.records().forEach(record -> records.add(record(record, fixed)));
            json.add("records", records);
            if (telegram.manufacturerData().length > 0) {
                json.addProperty(
                        "manufacturer_data", HexFormat.of().withUpperCase().formatHex(telegram.manufacturerData()));
            }
            json.addProperty("more_records_follow", telegram.moreRecordsFollow());
            if (!telegram.damage().isEmpty()) {
                json.addProperty("incomplete", telegram.damage());
            }
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
        json.addProperty("signature", fixed ? null : String.format("%04X", header.signature()));
        json.addProperty("product_name", (String) null);
        return json;
    }

    private static JsonObject record(DataRecord record, boolean fixed) {
        JsonObject json = new JsonObject();
        json.add("index", Json.of(record.index()));
        json.addProperty(
                "function", fixed ? fixedFunction(record) : record.function().text());
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

    /** A fixed structure tells only whether its counters are those of now or of a fixed date. */
    private static String fixedFunction(DataRecord record) {
        return record.function() == Function.INSTANTANEOUS && record.storage() == 0 ? "Actual value" : "Stored value";
    }
}
