package org.metergate.emulator.workbench;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Optional;
import org.metergate.iec62056p21.Check;
import org.metergate.iec62056p21.DataSet;
import org.metergate.iec62056p21.Identification;
import org.metergate.iec62056p21.Readout;
import org.metergate.iec62056p21.Telegram;
import org.metergate.transport.MalformedFrameException;

/** Readouts and telegrams in the key names of iec62056-21/1 and dsmr-p1/1. */
final class LineJson {
    private LineJson() {}

    static JsonObject readout(byte[] capture, Format.Keys keys) throws MalformedFrameException {
        Readout readout = Readout.decode(capture);
        JsonObject json = new JsonObject();
        json.addProperty("schema", "iec62056-21/1");
        json.add("identification", Json.of(readout.identification().map(LineJson::identification)));
        json.add(
                "bcc",
                Json.of(readout.check().map(check -> check(check, Json.of(check.value()), Json.of(check.computed())))));
        JsonArray sets = new JsonArray();
        for (Readout.Part part : readout.parts()) {
            JsonObject set = new JsonObject();
            set.add("address", Json.of(part.address()));
            set.addProperty("value", part.value());
            set.add("unit", Json.of(part.unit()));
            sets.add(set);
        }
        json.add("data_sets", sets);
        json.add("unparsed_lines", Json.of(readout.unparsedLines()));
        json.addProperty("complete", readout.complete());
        return json;
    }

    static JsonObject telegram(byte[] capture, Format.Keys keys) throws MalformedFrameException {
        Telegram telegram = Telegram.ofCapture(capture);
        JsonObject json = new JsonObject();
        json.addProperty("schema", "dsmr-p1/1");
        json.add("identification", identification(telegram.identification()));
        json.add("crc", crc(telegram.crc()));
        JsonArray sets = new JsonArray();
        for (DataSet dataSet : telegram.dataSets()) {
            JsonArray values = new JsonArray();
            for (DataSet.Value value : dataSet.values()) {
                JsonObject one = new JsonObject();
                one.addProperty("value", value.text());
                one.add("unit", Json.of(value.unit()));
                values.add(one);
            }
            JsonObject set = new JsonObject();
            set.addProperty("address", dataSet.address());
            set.add("values", values);
            sets.add(set);
        }
        json.add("data_sets", sets);
        return json;
    }

    private static JsonObject crc(Optional<Check> crc) {
        if (crc.isPresent()) {
            Check check = crc.get();
            return check(check, Json.of(hex(check.value())), Json.of(hex(check.computed())));
        }
        JsonObject absent = new JsonObject();
        absent.addProperty("present", false);
        return absent;
    }

    private static JsonObject identification(Identification identification) {
        JsonObject json = new JsonObject();
        json.addProperty("manufacturer", identification.manufacturer());
        json.addProperty("baud", String.valueOf(identification.baudCharacter()));
        json.addProperty("ident", identification.ident());
        return json;
    }

    private static JsonObject check(Check check, JsonElement value, JsonElement computed) {
        JsonObject json = new JsonObject();
        json.addProperty("present", true);
        json.add("value", value);
        json.add("computed", computed);
        json.addProperty("valid", check.holds());
        return json;
    }

    private static String hex(int crc) {
        return String.format("%04X", crc);
    }
}
