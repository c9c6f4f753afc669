package org.metergate.dashboard.control;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.metergate.dashboard.model.Analyses.Known;
import org.metergate.dashboard.model.Failure;
import org.metergate.dashboard.model.Forecast;
import org.metergate.dashboard.model.Spectrum;

/** Forecasts and spectra as JSON. */
final class AnalysisJson {

    private AnalysisJson() {}

    static JsonObject forecasts(List<Known<Forecast>> known) {
        JsonArray all = new JsonArray();
        for (Known<Forecast> one : known) {
            JsonObject json = new JsonObject();
            Optional<Forecast> forecast = one.result();
            json.addProperty("channel", one.channel());
            json.addProperty("unit", forecast.map(Forecast::unit).orElse(""));
            json.addProperty(
                    "made", forecast.map(Forecast::made).map(Instant::toString).orElse(null));
            json.add(
                    "receipt",
                    forecast.flatMap(Forecast::receipt)
                            .map(AnalysisJson::receipt)
                            .orElse(JsonNull.INSTANCE));
            JsonArray steps = new JsonArray();
            forecast.map(Forecast::steps).orElse(List.of()).forEach(step -> steps.add(step(step)));
            json.add("steps", steps);
            json.add("failure", failure(one.failure()));
            all.add(json);
        }
        JsonObject json = new JsonObject();
        json.add("forecasts", all);
        return json;
    }

    static JsonObject spectra(List<Known<Spectrum>> known) {
        JsonArray all = new JsonArray();
        for (Known<Spectrum> one : known) {
            JsonObject json = new JsonObject();
            json.addProperty("channel", one.channel());
            json.addProperty(
                    "time",
                    one.result().map(Spectrum::time).map(Instant::toString).orElse(null));
            JsonArray cycles = new JsonArray();
            one.result().map(Spectrum::cycles).orElse(List.of()).forEach(cycle -> cycles.add(cycle(cycle)));
            json.add("cycles", cycles);
            json.add("failure", failure(one.failure()));
            all.add(json);
        }
        JsonObject json = new JsonObject();
        json.add("spectra", all);
        return json;
    }

    private static JsonElement receipt(Forecast.Receipt receipt) {
        JsonObject json = new JsonObject();
        json.add("days", number(receipt.days()));
        json.addProperty("baseline", receipt.baseline().isEmpty() ? null : receipt.baseline());
        json.addProperty("fellBack", receipt.fellBack());
        json.add("mase", number(receipt.mase()));
        json.add("maseBaseline", number(receipt.maseBaseline()));
        json.add("coverage80", number(receipt.coverage80()));
        json.add("coverage95", number(receipt.coverage95()));
        return json;
    }

    private static JsonObject step(Forecast.Step step) {
        JsonObject json = new JsonObject();
        json.addProperty("time", step.time().toString());
        json.add("value", number(step.value()));
        json.add("lower80", number(step.lower80()));
        json.add("upper80", number(step.upper80()));
        json.add("lower95", number(step.lower95()));
        json.add("upper95", number(step.upper95()));
        json.add("baseline", number(step.baseline()));
        return json;
    }

    private static JsonObject cycle(Spectrum.Cycle cycle) {
        JsonObject json = new JsonObject();
        json.add("period", number(cycle.period()));
        json.addProperty("kind", cycle.kind());
        json.add("strength", number(cycle.strength()));
        json.add("amplitude", number(cycle.amplitude()));
        json.addProperty("unit", cycle.unit());
        json.add("falseAlarm", number(cycle.falseAlarm()));
        return json;
    }

    private static JsonElement failure(Optional<Failure> failure) {
        if (failure.isEmpty()) {
            return JsonNull.INSTANCE;
        }
        JsonObject json = new JsonObject();
        json.addProperty("time", failure.get().time().toString());
        json.addProperty("text", failure.get().text());
        return json;
    }

    /** What is not known is null. */
    static JsonElement number(double value) {
        return Double.isFinite(value) ? new JsonPrimitive(value) : JsonNull.INSTANCE;
    }
}
