package org.metergate.dashboard.control;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Map;
import org.metergate.dashboard.model.Quality;
import org.metergate.dashboard.model.SupplyWeek;

/** Power and power quality as JSON. */
final class QualityJson {

    private QualityJson() {}

    static JsonObject of(String meter, Quality quality) {
        JsonObject json = new JsonObject();
        json.addProperty("meter", meter);
        json.addProperty("time", quality.time().map(Instant::toString).orElse(null));
        json.add("total", of(quality.total()));
        JsonArray phases = new JsonArray();
        quality.phases().forEach(one -> phases.add(of(one)));
        json.add("phases", phases);
        JsonArray harmonics = new JsonArray();
        quality.harmonics().forEach((quantity, orders) -> {
            JsonObject values = new JsonObject();
            orders.forEach((order, value) -> values.addProperty(order.toString(), value));
            JsonObject one = new JsonObject();
            one.addProperty("quantity", quantity);
            one.add("orders", values);
            harmonics.add(one);
        });
        json.add("harmonics", harmonics);
        JsonArray weeks = new JsonArray();
        quality.weeks().forEach(one -> weeks.add(of(one)));
        json.add("weeks", weeks);
        json.addProperty("contradiction", quality.contradiction().orElse(null));
        return json;
    }

    private static JsonElement of(SupplyWeek week) {
        JsonObject quantities = new JsonObject();
        week.quantities().forEach((name, one) -> {
            JsonObject statistic = new JsonObject();
            statistic.add("part", AnalysisJson.number(one.part().orElse(Double.NaN)));
            statistic.addProperty("met", one.met().orElse(null));
            statistic.addProperty(
                    "means", one.means().isPresent() ? Long.valueOf(one.means().getAsLong()) : null);
            quantities.add(name, statistic);
        });
        JsonObject json = new JsonObject();
        json.addProperty("from", week.from().isEmpty() ? null : week.from());
        json.addProperty("ended", week.ended());
        json.add("quantities", quantities);
        return json;
    }

    private static JsonElement of(Map<String, Quality.Quantity> quantities) {
        JsonObject json = new JsonObject();
        quantities.forEach((name, one) -> {
            JsonObject channel = SiteJson.of(one.channel());
            JsonObject quantity = new JsonObject();
            quantity.add("value", channel.get("value"));
            quantity.add("unit", channel.get("unit"));
            quantity.add("time", channel.get("time"));
            quantity.addProperty("class", one.rated().isEmpty() ? null : one.rated());
            quantity.add("error", channel.get("error"));
            json.add(name, quantity);
        });
        return json;
    }
}
