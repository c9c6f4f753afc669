package org.metergate.dashboard.control;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Duration;
import java.time.Instant;
import org.metergate.dashboard.model.Channel;
import org.metergate.dashboard.model.Meter;

/** The model as JSON; what REST and the live feed have in common. */
final class SiteJson {

    private SiteJson() {}

    static JsonObject summary(Meter meter, Instant now) {
        JsonObject json = new JsonObject();
        json.addProperty("name", meter.name());
        json.addProperty("state", meter.state(now).name());
        json.addProperty("seen", meter.seen().map(Instant::toString).orElse(null));
        json.addProperty("answered", meter.answered().map(Instant::toString).orElse(null));
        json.addProperty("interval", meter.interval().map(SiteJson::seconds).orElse(null));
        json.addProperty("patience", seconds(meter.patience()));
        json.addProperty("channels", meter.channels().size());
        json.addProperty(
                "failed",
                meter.channels().stream().filter(one -> !one.error().isEmpty()).count());
        return json;
    }

    static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }

    static JsonObject whole(Meter meter, Instant now) {
        JsonObject json = summary(meter, now);
        JsonArray channels = new JsonArray();
        meter.channels().forEach(one -> channels.add(of(one)));
        json.add("channels", channels);
        return json;
    }

    static JsonObject of(Channel channel) {
        JsonObject json = new JsonObject();
        json.addProperty("name", channel.name());
        json.add("value", channel.value().map(SiteJson::primitive).orElse(JsonNull.INSTANCE));
        json.addProperty("unit", channel.unit());
        json.addProperty("time", channel.time().toString());
        json.addProperty("quality", channel.error().isEmpty() ? "GOOD" : "BAD");
        json.addProperty("error", channel.error().isEmpty() ? null : channel.error());
        return json;
    }

    private static JsonElement primitive(Object value) {
        if (value instanceof Number number) {
            return Double.isFinite(number.doubleValue()) ? new JsonPrimitive(number) : JsonNull.INSTANCE;
        }
        return value instanceof Boolean flag ? new JsonPrimitive(flag) : new JsonPrimitive(String.valueOf(value));
    }
}
