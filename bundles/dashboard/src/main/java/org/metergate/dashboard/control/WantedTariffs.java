package org.metergate.dashboard.control;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.metergate.dashboard.control.Problem.ProblemException;
import org.metergate.dashboard.model.Hours;
import org.metergate.dashboard.model.Tariffs;
import org.metergate.dashboard.model.Tariffs.Tariff;

/** Tariffs as somebody sends them, checked: each problem names the field. */
final class WantedTariffs {

    private static final int MOST = 20;
    private static final int NAME = 40;
    private static final int REGISTER = 200;
    private static final int HOURS = 200;
    private static final double PRICE = 1000;

    private WantedTariffs() {}

    /** @throws ProblemException that names what is wrong */
    static Tariffs of(JsonObject body) throws ProblemException {
        JsonElement list = body.get("tariffs");
        if (list == null || !list.isJsonArray() || list.getAsJsonArray().size() > MOST) {
            throw Problem.badRequest("\"tariffs\" is missing, or no array of up to " + MOST)
                    .thrown();
        }
        List<Tariff> tariffs = new ArrayList<>();
        for (JsonElement one : list.getAsJsonArray()) {
            String where = "tariffs[" + tariffs.size() + "]";
            if (!one.isJsonObject()) {
                throw Problem.badRequest(where + " is no object").thrown();
            }
            Tariff tariff = tariff(one.getAsJsonObject(), where);
            for (Tariff other : tariffs) {
                agree(tariff, other, where);
            }
            tariffs.add(tariff);
        }
        return new Tariffs(currency(body, tariffs.isEmpty()), zone(body), tariffs);
    }

    private static Tariff tariff(JsonObject json, String where) throws ProblemException {
        String hours = optional(json, "hours", HOURS, where).orElse("");
        try {
            return new Tariff(
                    text(json, "name", NAME, where),
                    price(json.get("price"), where),
                    text(json, "register", REGISTER, where),
                    Hours.parse(hours));
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(where + ".hours " + e.getMessage()).thrown();
        }
    }

    private static void agree(Tariff one, Tariff other, String where) throws ProblemException {
        if (one.name().equals(other.name())) {
            throw Problem.badRequest(where + ".name is that of another tariff: " + one.name())
                    .thrown();
        }
        if (one.register().equals(other.register()) && one.hours().overlaps(other.hours())) {
            throw Problem.badRequest(where + ".hours overlap with those of " + other.name() + ", and both count "
                            + one.register() + ": it would be paid twice")
                    .thrown();
        }
    }

    private static double price(JsonElement found, String where) throws ProblemException {
        if (found instanceof JsonPrimitive number && number.isNumber()) {
            double price = number.getAsDouble();
            if (Math.abs(price) <= PRICE) {
                return price;
            }
        }
        throw Problem.badRequest(where + ".price is missing, or no number from " + -PRICE + " to " + PRICE)
                .thrown();
    }

    private static String currency(JsonObject body, boolean mayBeEmpty) throws ProblemException {
        String text = optional(body, "currency", NAME, "").orElse("");
        try {
            return text.isEmpty() && mayBeEmpty
                    ? ""
                    : Currency.getInstance(text).getCurrencyCode();
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("\"currency\" is \"" + text + "\"; expected a code of ISO 4217 such as EUR")
                    .thrown();
        }
    }

    private static ZoneId zone(JsonObject body) throws ProblemException {
        String text = optional(body, "zone", NAME, "").orElse("UTC");
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw Problem.badRequest("\"zone\" is \"" + text + "\"; expected a time zone such as Europe/Paris")
                    .thrown();
        }
    }

    private static String text(JsonObject json, String field, int longest, String where) throws ProblemException {
        return optional(json, field, longest, where)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> Problem.badRequest(where + "." + field + " is missing, or empty")
                        .thrown());
    }

    private static Optional<String> optional(JsonObject json, String field, int longest, String where)
            throws ProblemException {
        JsonElement found = json.get(field);
        if (found == null || found.isJsonNull()) {
            return Optional.empty();
        }
        if (!(found instanceof JsonPrimitive primitive)
                || !primitive.isString()
                || primitive.getAsString().strip().length() > longest) {
            String place = where.isEmpty() ? "\"" + field + "\"" : where + "." + field;
            throw Problem.badRequest(place + " is no text of up to " + longest + " characters")
                    .thrown();
        }
        return Optional.of(primitive.getAsString().strip());
    }
}
