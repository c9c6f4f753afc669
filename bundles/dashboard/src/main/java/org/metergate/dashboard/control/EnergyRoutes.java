package org.metergate.dashboard.control;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.metergate.dashboard.access.Access;
import org.metergate.dashboard.access.Role;
import org.metergate.dashboard.control.Problem.ProblemException;
import org.metergate.dashboard.model.Consumption;
import org.metergate.dashboard.model.Insights;
import org.metergate.dashboard.model.TariffFile;
import org.metergate.dashboard.model.Tariffs;

/** Energy by days or other steps, and what it costs. */
final class EnergyRoutes {

    private static final int DAYS = 7;

    private final KnownMeters meters;
    private final Insights insights;
    private final Consumption consumption;
    private final Access access;
    private final Clock clock;

    EnergyRoutes(KnownMeters meters, Insights insights, Access access, Clock clock) {
        this.meters = meters;
        this.insights = insights;
        this.consumption = new Consumption(insights.counters());
        this.access = access;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/meters/{meter}/energy", Role.READER, this::energy),
                Route.get(
                        "/tariffs",
                        Role.READER,
                        asked -> Answer.json(
                                200, TariffFile.json(insights.tariffs().tariffs()))),
                Route.write("PUT", "/tariffs", Role.ADMINISTRATOR, this::setTariffs));
    }

    private Answer energy(Asked asked) throws ProblemException {
        String meter = meters.of(asked).name();
        Tariffs tariffs = insights.tariffs().tariffs();
        ZoneId zone = zone(asked.query().getOrDefault("zone", tariffs.zone().getId()));
        Consumption.Step step = step(asked.query().getOrDefault("step", Consumption.Step.DAY.text()));
        Instant to = asked.instant("to", clock.instant());
        Instant from = asked.instant(
                "from",
                to.minusMillis(1)
                        .atZone(zone)
                        .toLocalDate()
                        .minusDays(DAYS - 1)
                        .atStartOfDay(zone)
                        .toInstant());
        if (!from.isBefore(to)) {
            throw Problem.badRequest("from must be before to").thrown();
        }
        JsonArray steps = new JsonArray();
        try {
            consumption.of(meter, from, to, zone, step, tariffs).forEach(one -> steps.add(json(one)));
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(e.getMessage()).thrown();
        }
        JsonArray registers = new JsonArray();
        insights.counters().registers(meter).forEach((name, channel) -> {
            JsonObject register = new JsonObject();
            register.addProperty("name", name);
            register.addProperty("channel", channel);
            registers.add(register);
        });
        JsonObject json = new JsonObject();
        json.addProperty("meter", meter);
        json.addProperty("zone", zone.getId());
        json.addProperty("step", step.text());
        json.addProperty("currency", tariffs.currency().isEmpty() ? null : tariffs.currency());
        json.add("registers", registers);
        json.add("steps", steps);
        return Answer.json(200, json);
    }

    private static JsonElement json(Consumption.Of one) {
        JsonObject registers = new JsonObject();
        one.registers().forEach((name, amount) -> {
            JsonObject register = new JsonObject();
            register.addProperty("energy", rounded(amount.energy()));
            register.addProperty("coverage", rounded(amount.coverage()));
            registers.add(name, register);
        });
        JsonArray tariffs = new JsonArray();
        for (Consumption.Charge charge : one.charges()) {
            JsonObject tariff = new JsonObject();
            tariff.addProperty("name", charge.name());
            tariff.add("energy", known(charge.energy()));
            tariff.add("cost", known(charge.cost()));
            tariffs.add(tariff);
        }
        JsonObject json = new JsonObject();
        json.addProperty("start", one.start().toString());
        json.addProperty("end", one.end().toString());
        json.add("registers", registers);
        json.add("tariffs", tariffs);
        json.add("cost", known(one.cost()));
        return json;
    }

    private static JsonElement known(OptionalDouble value) {
        return value.isPresent() ? new JsonPrimitive(rounded(value.getAsDouble())) : JsonNull.INSTANCE;
    }

    /** To 0.0001: no counter and no currency knows more. */
    private static double rounded(double value) {
        return Math.abs(value) < 1e11 ? Math.rint(value * 1e4) / 1e4 : value;
    }

    private static ZoneId zone(String text) throws ProblemException {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw Problem.badRequest("zone is a time zone such as Europe/Paris").thrown();
        }
    }

    private static Consumption.Step step(String text) throws ProblemException {
        return Arrays.stream(Consumption.Step.values())
                .filter(one -> one.text().equals(text))
                .findFirst()
                .orElseThrow(() -> Problem.badRequest("step is one of "
                                + Arrays.stream(Consumption.Step.values())
                                        .map(Consumption.Step::text)
                                        .collect(Collectors.joining(", ")))
                        .thrown());
    }

    private Answer setTariffs(Asked asked) throws ProblemException, IOException {
        Tariffs wanted = WantedTariffs.of(asked.json());
        insights.tariffs().set(wanted);
        String what = wanted.tariffs().stream()
                .map(one -> one.name() + " " + one.price() + " " + wanted.currency() + "/kWh")
                .collect(Collectors.joining(", "));
        access.note(asked.identity(), asked.from(), "set tariffs: " + (what.isEmpty() ? "none" : what), "done");
        return Answer.json(200, TariffFile.json(wanted));
    }
}
