package org.metergate.dashboard.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tariffs, in memory and in {@code tariffs.json}, replaced whole. Any thread. */
public final class TariffFile {

    private final Journal file;
    private volatile Tariffs tariffs = Tariffs.NONE;

    TariffFile(Path folder) {
        this.file = new Journal(folder.resolve("tariffs.json"));
    }

    /** @throws IOException if the file is damaged: then it is called {@code tariffs.json.bad} from now on, and there are none */
    synchronized void load() throws IOException {
        Optional<Path> damaged = file.read(line -> tariffs = read(line));
        if (damaged.isPresent()) {
            throw new IOException(damaged.get() + " was damaged; there are no tariffs: set them again");
        }
    }

    public Tariffs tariffs() {
        return tariffs;
    }

    /** @throws IOException if they could not be written: then those before hold */
    public synchronized void set(Tariffs wanted) throws IOException {
        file.rewrite(List.of(json(wanted)));
        tariffs = wanted;
    }

    /** @return the tariffs, in the file and in answers alike */
    public static JsonObject json(Tariffs tariffs) {
        JsonArray all = new JsonArray();
        for (Tariffs.Tariff one : tariffs.tariffs()) {
            JsonObject tariff = new JsonObject();
            tariff.addProperty("name", one.name());
            tariff.addProperty("price", one.price());
            tariff.addProperty("register", one.register());
            tariff.addProperty("hours", one.hours().text());
            all.add(tariff);
        }
        JsonObject json = new JsonObject();
        json.addProperty("currency", tariffs.currency());
        json.addProperty("zone", tariffs.zone().getId());
        json.add("tariffs", all);
        return json;
    }

    private static Tariffs read(JsonObject json) {
        try {
            List<Tariffs.Tariff> all = new ArrayList<>();
            for (JsonElement element : json.getAsJsonArray("tariffs")) {
                JsonObject one = element.getAsJsonObject();
                all.add(new Tariffs.Tariff(
                        one.get("name").getAsString(),
                        one.get("price").getAsDouble(),
                        one.get("register").getAsString(),
                        Hours.parse(one.get("hours").getAsString())));
            }
            return new Tariffs(
                    json.get("currency").getAsString(),
                    ZoneId.of(json.get("zone").getAsString()),
                    all);
        } catch (NullPointerException
                | IllegalStateException
                | ClassCastException
                | UnsupportedOperationException
                | DateTimeException e) {
            throw new IllegalArgumentException("the line holds no tariffs", e);
        }
    }
}
