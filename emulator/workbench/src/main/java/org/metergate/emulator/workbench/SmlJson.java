package org.metergate.emulator.workbench;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.Optional;
import org.metergate.iec62056p21.SmlEntry;
import org.metergate.iec62056p21.SmlFile;
import org.metergate.iec62056p21.SmlList;
import org.metergate.model.Value;
import org.metergate.transport.MalformedFrameException;

/** What a meter pushes in SML. */
final class SmlJson {
    private SmlJson() {}

    static JsonObject file(byte[] capture, Format.Keys keys) throws MalformedFrameException {
        JsonArray lists = new JsonArray();
        for (SmlList list : SmlFile.decode(capture).lists()) {
            lists.add(list(list));
        }
        JsonObject json = new JsonObject();
        json.addProperty("schema", "sml/1");
        json.add("lists", lists);
        return json;
    }

    private static JsonObject list(SmlList list) {
        JsonObject json = new JsonObject();
        json.addProperty("server_id", list.serverId());
        json.add("list_name", Json.of(list.listName().map(Object::toString)));
        json.add("sensor_time", Json.of(list.sensorTime().map(Object::toString)));
        json.add("second_index", Json.of(list.secondIndex()));
        JsonArray values = new JsonArray();
        list.entries().forEach(entry -> values.add(entry(entry)));
        json.add("values", values);
        return json;
    }

    private static JsonObject entry(SmlEntry entry) {
        JsonObject json = new JsonObject();
        json.addProperty("obis", entry.name().toString());
        json.add("value", value(entry.value()));
        json.add(
                "unit",
                Json.of(entry.value()
                        .filter(Value.Measured.class::isInstance)
                        .map(value -> ((Value.Measured) value).quantity().unit().symbol())
                        .filter(symbol -> !symbol.isEmpty())));
        json.add("status", Json.of(entry.status()));
        json.add("time", Json.of(entry.time().map(Object::toString)));
        return json;
    }

    /** Numbers of a unit that has no name here, and octets, are texts; a register without a value is null. */
    private static JsonElement value(Optional<Value> value) {
        if (value.isEmpty()) {
            return JsonNull.INSTANCE;
        }
        return value.get() instanceof Value.Measured measured
                ? Json.of(measured.quantity().value())
                : Json.of(((Value.Text) value.get()).text());
    }
}
